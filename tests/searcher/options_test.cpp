// What does a command line ask for? Rows of arguments -> error text, and what single options do to the invocation.
#include "searcher/options.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>

#include "searcher/request_options.h"

namespace broadsheet {
namespace {

constexpr std::int64_t kNow = 1'795'608'000;  // 2026-11-25T12:00:00Z

struct World {
  std::map<std::string, std::string> environment = {{"HOME", "/home/ann"}};
  std::map<std::string, std::string> files;
  bool terminal = false;

  Surroundings around() const {
    return {[this](const std::string& name) {
              const auto found = environment.find(name);
              return found == environment.end() ? std::nullopt : std::optional(found->second);
            },
            [this](const std::filesystem::path& path) -> Result<std::optional<std::string>> {
              const auto found = files.find(path.string());
              return found == files.end() ? std::nullopt : std::optional(found->second);
            },
            kNow, 3, terminal};
  }
};

// Words of a line, with '…' for a word that holds blanks.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, any = false;
  for (const char c : line) {
    if (c == '\'') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any) words.push_back(std::exchange(word, {}));
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(word);
  return words;
}

Result<Invocation> parse(const std::string& line, const World& world = {}) { return parse_command_line(words_of(line), world.around()); }

Invocation parsed(const std::string& line, const World& world = {}) {
  auto result = parse(line, world);
  EXPECT_TRUE(result) << line << ": " << (result ? "" : result.error().message);
  return result ? std::move(*result) : Invocation{};
}

std::string error_of(const std::string& line, const World& world = {}) {
  const auto result = parse(line, world);
  return result ? "no error" : std::to_string(static_cast<int>(result.error().status)) + " " + result.error().message;
}

TEST(Options, WordsOfTheQueryAreJoinedByBlanks) {
  EXPECT_EQ(parsed("query open-source model reuse").request.query, "open-source model reuse");
  EXPECT_EQ(parsed("query open --limit 3 source").request.query, "open source");
  EXPECT_EQ(parsed("query").request.query, "");
  EXPECT_EQ(parsed("query *").request.query, "*");
  EXPECT_EQ(parsed("query 'a NOT b' c").request.query, "a NOT b c");
}

TEST(Options, ADoubleDashEndsTheOptions) {
  EXPECT_EQ(parsed("query --limit 3 -- -china --limit x").request.query, "-china --limit x");
  EXPECT_EQ(parsed("query --limit 3 -- -china").request.limit, 3U);
}

TEST(Options, TheDefaultsOfEachSubcommandAreTheDocumentedOnes) {
  const Invocation query = parsed("query x");
  EXPECT_EQ(query.request.limit, 10U);
  EXPECT_EQ(query.request.snippet, 200U);
  EXPECT_EQ(query.request.match, MatchMode::all);
  EXPECT_EQ(query.request.now, kNow);
  EXPECT_EQ(query.sink.format, OutputFormat::text);
  EXPECT_TRUE(query.request.want_hits);
  EXPECT_FALSE(query.limit_given);

  EXPECT_EQ(parsed("query x -o trec").request.limit, 1000U);
  EXPECT_EQ(parsed("query x -o trec -n 7").request.limit, 7U);

  const Invocation batch = parsed("batch q.tsv");
  EXPECT_EQ(batch.batch_file, "q.tsv");
  EXPECT_EQ(batch.request.match, MatchMode::any);
  EXPECT_EQ(batch.request.limit, 1000U);
  EXPECT_EQ(batch.request.snippet, 0U);
  EXPECT_EQ(batch.sink.format, OutputFormat::json);
  EXPECT_EQ(batch.jobs, 3U);
  EXPECT_EQ(parsed("batch - --match all --snippet 50 --jobs 1").request.match, MatchMode::all);
  EXPECT_EQ(parsed("batch - --format jsonl").sink.format, OutputFormat::json);

  const Invocation timeline = parsed("timeline x");
  EXPECT_EQ(timeline.request.timeline, TimeUnit::month);
  EXPECT_FALSE(timeline.request.want_hits);
  EXPECT_EQ(parsed("timeline x --by week").request.timeline, TimeUnit::week);
  EXPECT_EQ(parsed("timeline x -t day").request.timeline, TimeUnit::day);

  EXPECT_EQ(parsed("export x").sink.format, OutputFormat::jsonl);
  EXPECT_EQ(parsed("export x").request.limit, kNoLimit);
  EXPECT_EQ(parsed("show a b").ids, (std::vector<std::string>{"a", "b"}));
}

TEST(Options, FacetsListsAllValuesUnlessALimitIsGiven) {
  const Invocation all = parsed("facets x --facet source,person:3");
  ASSERT_EQ(all.request.facets.size(), 2U);
  EXPECT_EQ(all.request.facets[0].limit, kNoLimit);
  EXPECT_EQ(all.request.facets[1].limit, 3U);
  EXPECT_FALSE(all.request.want_hits);

  const Invocation page = parsed("facets x -f source -f topic:10 --limit 50 --offset 100 --value-prefix New");
  EXPECT_EQ(page.request.facets[0].limit, 50U);
  EXPECT_EQ(page.request.facets[1].limit, 10U);
  EXPECT_EQ(page.request.facet_offset, 100U);
  EXPECT_EQ(page.request.offset, 0U);
  EXPECT_EQ(page.request.value_prefix, "New");

  EXPECT_EQ(parsed("query x --facet source").request.facets[0].limit, 10U);
  EXPECT_EQ(parsed("query x --facet source:all").request.facets[0].limit, kNoLimit);
}

TEST(Options, ValuesOfOneFilterAddUpAndFiltersStandBesideEachOther) {
  const Invocation result = parsed("query x --source AP --source 'The New York Times' --person=Lee --source AP");
  ASSERT_EQ(result.request.filters.size(), 2U);
  EXPECT_EQ(result.request.filters[0].field, "source");
  EXPECT_EQ(result.request.filters[0].values, (std::vector<std::string>{"AP", "The New York Times"}));
  EXPECT_EQ(result.request.filters[1].field, "person");
}

TEST(Options, ANameThatOnlyTheArchiveCanKnowIsKeptWithItsValue) {
  const Invocation result = parsed("query x --country US --limit 3 --country=FR y --desk");
  ASSERT_EQ(result.archive_filters.size(), 2U);
  EXPECT_EQ(result.archive_filters[0].field, "country");
  EXPECT_EQ(result.archive_filters[0].values, (std::vector<std::string>{"US", "FR"}));
  EXPECT_TRUE(result.archive_filters[1].values.empty());
  EXPECT_EQ(result.request.query, "x y");
  EXPECT_EQ(result.request.limit, 3U);
}

TEST(Options, FiltersOnFieldsOfTheArchiveAreCheckedAgainstItsSchema) {
  const Schema schema({"country"});
  SearchRequest request;
  ASSERT_TRUE(add_archive_filters(request, {{"country", {"US"}}, {"outlet", {"AP"}}}, schema, "--", "an option of query"));
  EXPECT_EQ(request.filters[0].field, "country");
  EXPECT_EQ(request.filters[1].field, "source");  // by its alias

  const auto unknown = add_archive_filters(request, {{"foo", {"1"}}}, schema, "--", "an option of query");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message,
            "'--foo' is not an option of query, nor a facet field of this archive (fields: author, source, section, topic, language, "
            "access, person, org, place, misc, country)");
  const auto empty = add_archive_filters(request, {{"country", {}}}, schema, "--", "an option of query");
  EXPECT_EQ(empty.error().message, "'--country' needs a value");
}

TEST(Options, ResearchToolsHaveOptionsOfTheirOwn) {
  const Invocation kwic = parsed("kwic open source --sort source,R1 --context 7");
  EXPECT_EQ(kwic.request.query, "open source");
  EXPECT_EQ(kwic.request.limit, kNoLimit);
  EXPECT_EQ(kwic.analysis.order, (std::vector{KwicKey::source, KwicKey::right1}));
  EXPECT_EQ(kwic.analysis.context, 7U);
  const Invocation terms = parsed("terms x --kind word,entity --kind org,word,org");
  EXPECT_EQ(terms.analysis.kinds, (std::vector{TermKind::word, TermKind::org}));
  EXPECT_EQ(terms.request.limit, 30U);
  EXPECT_TRUE(parsed("terms x --kind word --kind all").analysis.kinds.empty());
  const Invocation table = parsed("crosstab --rows source:3 --columns month");
  EXPECT_EQ(table.analysis.rows.field, "source");
  EXPECT_EQ(table.analysis.rows.limit, 3U);
  EXPECT_EQ(table.analysis.columns.time, TimeUnit::month);
  const Invocation periods = parsed("compare open source --periods 2023,2024 --by month --facet source:all -n 4");
  EXPECT_EQ(periods.request.query, "open source");
  EXPECT_EQ(periods.analysis.periods, (std::vector<std::string>{"2023", "2024"}));
  EXPECT_EQ(periods.request.timeline, TimeUnit::month);
  EXPECT_EQ(parsed("compare 'a b' c").analysis.words, (std::vector<std::string>{"a b", "c"}));
}

TEST(Options, EveryOptionOfEverySubcommandCanBeGiven) {
  const std::map<std::string_view, std::string> values = {
      {"limit", "5"},         {"offset", "2"},       {"sort", "newest"},      {"match", "any"},
      {"since", "2023"},      {"until", "2024"},     {"now", "2024-02-21"},   {"ids-from", "f"},
      {"facet", "source"},    {"value-prefix", "a"}, {"timeline", "day"},     {"by", "day"},
      {"snippet", "9"},       {"fields", "id,misc"}, {"time-limit", "9"},     {"jobs", "2"},
      {"archive", "d"},       {"generation", "7"},   {"format-version", "1"}, {"color", "never"},
      {"log-format", "json"}, {"context", "4"},      {"kind", "person"},      {"min-articles", "2"},
      {"rows", "source"},     {"columns", "month"},  {"entity", "Meta"},      {"periods", "2023,2024"},
      {"topic-part", "desc"}, {"hit", "id"},         {"sample", "5"},         {"seed", "7 --sample 5"},
      {"new-since", "3"},     {"split", "source:3"}, {"manifest", "f.json"},  {"file", "w.jsonl"}};
  const std::map<Subcommand, std::string> arguments = {{Subcommand::facets, "--facet source"},
                                                       {Subcommand::batch, "f.tsv"},
                                                       {Subcommand::show, "id"},
                                                       {Subcommand::crosstab, "--rows source --columns month"},
                                                       {Subcommand::related, "id"},
                                                       {Subcommand::compare, "a b"},
                                                       {Subcommand::verify, "f.json"},
                                                       {Subcommand::cite, "f.json"},
                                                       {Subcommand::watch, "add name"}};
  for (unsigned i = 0; i <= static_cast<unsigned>(kLastSubcommand); ++i) {
    const auto command = static_cast<Subcommand>(i);
    const SubcommandInfo& info = subcommand_info(command);
    for (const OptionInfo& option : option_table()) {
      if (!has_option(option, command)) continue;
      std::string line = std::string(info.name) + " --" + std::string(option.name);
      const auto value = values.find(option.name);
      if (option.name == "format") line += " " + std::string(format_name(info.formats.back()));
      if (value != values.end()) line += " " + value->second;
      EXPECT_EQ(value != values.end() || option.name == "format", !option.argument.empty()) << line;
      if (const auto rest = arguments.find(command); rest != arguments.end()) line += " " + rest->second;
      EXPECT_EQ(error_of(line), "no error") << line;
    }
  }
}

TEST(Options, ErrorsSayWhatIsWrongAndWhatToDo) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "2 no subcommand given; see: broadsheet-search --help"},
      {"model",
       "2 'model' is not a subcommand; to search for it: broadsheet-search query model; all subcommands: broadsheet-search --help"},
      {"--archive d query x", "2 '--archive' stands before the subcommand; options go after it: broadsheet-search query … --archive"},
      {"serve", "2 'serve' is not in this version"},
      {"query x --seed 5", "2 --seed goes with --sample N"},
      {"query x --sample 0", "2 --sample: '0' is not a whole number from 1 to 1000000000"},
      {"query x --new-since last", "2 --new-since: 'last' is not a whole number from 0 to 4294967295"},
      {"query x --split source", "2 '--split' is not an option of query (it is one of timeline)"},
      {"timeline x --split :3", "2 --split: ':3' names no field"},
      {"timeline x --split source:0", "2 --split: in 'source:0' '0' is not a whole number from 1 to 1000000000, nor 'all'"},
      {"verify", "2 verify takes one MANIFEST, a file written by --manifest, not 0"},
      {"cite a b", "2 cite takes one MANIFEST, a file written by --manifest, not 2"},
      {"cite a --archive d",
       "2 '--archive' is not an option of cite (it is one of query, facets, timeline, export, batch, show, fields, explain, kwic, terms, "
       "crosstab, cooccur, related, compare, verify, "
       "watch)"},
      {"query -china", "2 '-china' is not an option. To leave a word out write: NOT china. A query that begins with '-' goes after '--'."},
      {"query model -nato",
       "2 '-nato' is not an option. To leave a word out write: NOT nato. A query that begins with '-' goes after '--'."},
      {"query x -n5", "2 '-n5' is not an option. The value of -n is a word of its own: -n 5"},
      {"query x --limit", "2 the required argument for option '--limit' is missing; see: broadsheet-search query --help"},
      {"query x --limit --strict", "2 --limit: '--strict' is not a whole number from 0 to 1000000000, nor 'all'"},
      {"query x --strict=1", "2 option '--strict' does not take any arguments; see: broadsheet-search query --help"},
      {"query x --limit many", "2 --limit: 'many' is not a whole number from 0 to 1000000000, nor 'all'"},
      {"query x --limit -1", "2 --limit: '-1' is not a whole number from 0 to 1000000000, nor 'all'"},
      {"query x --facet source:0", "2 --facet: in 'source:0' '0' is not a whole number from 1 to 1000000000, nor 'all'"},
      {"query x --facet :3", "2 --facet: ':3' names no field"},
      {"query x --sort date", "2 --sort: 'date' is none of relevance, newest, oldest, title"},
      {"query x --match some", "2 --match: 'some' is none of all, any"},
      {"query x --timeline hour", "2 --timeline: 'hour' is none of day, week, month, quarter, year"},
      {"query x --source ''", "2 --source: the value is empty"},
      {"query x --since tomorrow",
       "2 --since: 'tomorrow' is not a date; write 2024, 2024-02, 2024-02-21, 2024-02-21T10:00:00Z, or a time back from now: 36h, 30d, "
       "6m, 2y"},
      {"query x --since 2024 --until 2023", "2 --since 2024 is after --until 2023: no date lies between them"},
      {"query x --now soon", "2 --now: 'soon' is not a time; write for example 2024-02-21T10:00:00Z"},
      {"query x --format xml",
       "2 --format: query has no format 'xml'; it has text, json, jsonl, csv, tsv, trec, ids, ris, bibtex, csl-json"},
      {"show x --format csv", "2 --format: show has no format 'csv'; it has text, json, jsonl"},
      {"query x --format-version 0", "20 --format-version: 0 is too old: this program writes version 1"},
      {"query x --format-version 2",
       "21 --format-version: 2 is too new: this program writes version 1; a newer broadsheet-search may write it"},
      {"query x --facet source --format csv",
       "2 --facet does not go with --format csv: its lines are hits. Use the subcommand facets: broadsheet-search facets QUERY --facet "
       "source"},
      {"query x --timeline year --format jsonl",
       "2 --timeline does not go with --format jsonl: its lines are hits. Use the subcommand timeline: broadsheet-search timeline QUERY "
       "--by year"},
      {"query x --by year", "2 '--by' is not an option of query (it is one of timeline, compare)"},
      {"facets x", "2 facets needs --facet FIELD; the fields: broadsheet-search fields"},
      {"kwic x --sort L4", "2 --sort: 'L4' is none of L1, L2, L3, R1, R2, R3, newest, oldest, source"},
      {"kwic x --sort ,", "2 --sort: '' names no order; for example: L1 or R1,R2 or source"},
      {"kwic x --context 1001", "2 --context: '1001' is not a whole number from 0 to 1000"},
      {"terms x --kind noun", "2 --kind: 'noun' is none of all, word, bigram, entity, person, org, place, misc"},
      {"terms x --min-articles 0", "2 --min-articles: '0' is not a whole number from 1 to 1000000000"},
      {"crosstab x --rows source",
       "2 crosstab needs --rows and --columns, each a facet field or a unit of time; for example: --rows source --columns month"},
      {"crosstab x --rows source:0 --columns month", "2 --rows: in 'source:0' '0' is not a whole number from 1 to 1000000000, nor 'all'"},
      {"crosstab x --rows :5 --columns month", "2 --rows: ':5' names no field"},
      {"cooccur x --entity ''", "2 --entity: the value is empty"},
      {"related", "2 related takes the ID of one article, not 0"},
      {"related a b", "2 related takes the ID of one article, not 2"},
      {"compare model",
       "2 compare takes two queries, each as one word of the command line, not 1; for example: compare 'open-source model' 'closed model', "
       "or one query over two periods: compare model --periods 2023,2024"},
      {"compare model --periods 2023", "2 --periods: '2023' is not two periods; for example: 2023,2024 or 2023-01..2023-06,2024"},
      {"query x --rows source", "2 '--rows' is not an option of query (it is one of crosstab)"},
      {"batch", "2 batch takes one FILE of queries (- is stdin), not 0"},
      {"batch a b", "2 batch takes one FILE of queries (- is stdin), not 2"},
      {"batch - --ids-from -", "2 --ids-from - and batch - cannot both read stdin"},
      {"show", "2 show takes the ID of an article, or several"},
      {"show x --colour always", "2 '--colour' is not an option of show; see: broadsheet-search show --help"},
      {"fields x", "2 fields takes no words: 'x'"},
      {"export x --format ids --fields id", "2 --fields does not go with --format ids, which has its own"},
      {"query x --format ris --fields id", "2 --fields does not go with --format ris, which has its own"},
      {"query x --generation 0", "2 --generation: '0' is not a whole number from 1 to 4294967295"},
      {"query x --color sometimes", "2 --color: 'sometimes' is none of auto, always, never"},
      {"query x --archive=",
       "2 the argument for option '--archive' should follow immediately after the equal sign; see: "
       "broadsheet-search query --help"},
  };
  for (const auto& [line, message] : rows) EXPECT_EQ(error_of(line), message) << line;
}

TEST(Options, NamesAreNeverAbbreviated) {
  const Invocation result = parsed("query x --lim 3");
  ASSERT_EQ(result.archive_filters.size(), 1U);
  EXPECT_EQ(result.archive_filters[0].field, "lim");
  EXPECT_EQ(result.request.limit, 10U);
}

TEST(Options, AWordThatBeginsWithADashMayBeAValue) { EXPECT_EQ(parsed("query --person -x").request.filters[0].values[0], "-x"); }

TEST(Options, WhatIsSearchedIsValidUtf8WhateverTheShellGives) {
  const Invocation result = parsed("query a\xff --source b\xfe --desk c\xfd --ids-from d\xfc");
  EXPECT_EQ(result.request.query, "a\uFFFD");
  EXPECT_EQ(result.request.filters[0].values[0], "b\uFFFD");
  EXPECT_EQ(result.archive_filters[0].values[0], "c\uFFFD");
  EXPECT_EQ(result.ids_from, "d\xfc");  // the name of a file is bytes
}

TEST(Options, TheArchiveComesFromFlagEnvironmentConfigurationAndDefaultInThisOrder) {
  World world;
  EXPECT_EQ(parsed("query x", world).archive.path, "/home/ann/.local/share/broadsheet");
  EXPECT_EQ(parsed("query x", world).archive.origin, "the default place");
  world.environment["XDG_DATA_HOME"] = "/data";
  EXPECT_EQ(parsed("query x", world).archive.path, "/data/broadsheet");
  world.files["/etc/broadsheet/config"] = "archive = /srv/news\n";
  EXPECT_EQ(parsed("query x", world).archive.path, "/srv/news");
  world.files["/home/ann/.config/broadsheet/config"] = "# mine\n\n[search]\narchive = /home/ann/news # here\n";
  EXPECT_EQ(parsed("query x", world).archive.path, "/home/ann/news");
  EXPECT_EQ(parsed("query x", world).archive.origin, "/home/ann/.config/broadsheet/config:4");
  world.environment["BROADSHEET_ARCHIVE"] = "env";
  EXPECT_EQ(parsed("query x", world).archive.path, "env");
  EXPECT_EQ(parsed("query x", world).archive.origin, "$BROADSHEET_ARCHIVE");
  EXPECT_EQ(parsed("query x -a flag", world).archive.path, "flag");
}

TEST(Options, ABadConfigurationIsNamedWithFileAndLine) {
  World world;
  world.files["/etc/broadsheet/config"] = "[search]\nlimit = 5\n";
  EXPECT_EQ(error_of("query x", world),
            "78 /etc/broadsheet/config:2: 'limit' changes answers and is not read from a configuration: give it on the command line");
  world.files["/etc/broadsheet/config"] = "[search]\njobs = many\n";
  EXPECT_EQ(error_of("batch x", world), "78 /etc/broadsheet/config:2: 'many' is not a whole number from 1 to 256");
}

TEST(Options, ColourIsForTerminalsUnlessAskedFor) {
  World world;
  EXPECT_FALSE(parsed("query x", world).sink.color);
  EXPECT_TRUE(parsed("query x --color always", world).sink.color);
  world.terminal = true;
  EXPECT_TRUE(parsed("query x", world).sink.color);
  EXPECT_FALSE(parsed("query x --color never", world).sink.color);
  world.environment["NO_COLOR"] = "1";
  EXPECT_FALSE(parsed("query x", world).sink.color);
  EXPECT_TRUE(parsed("query x --color always", world).sink.color);
}

TEST(Options, HelpShowsExamplesFirstAndOnlyWhatTheSubcommandHas) {
  const std::string help = parsed("timeline --help --nonsense").print.value_or("");
  EXPECT_LT(help.find("broadsheet-search timeline flood"), help.find("usage:"));
  EXPECT_NE(help.find("--by UNIT"), std::string::npos);
  EXPECT_EQ(help.find("--snippet"), std::string::npos);
  EXPECT_TRUE(parsed("--help").print);
  EXPECT_TRUE(parsed("query -V").version);
  EXPECT_TRUE(parsed("--version").version);
}

TEST(Options, AnErrorIsReportedInTheAskedFormatWhereverTheOptionStands) {
  const World world;
  const auto format = [&](const std::string& line) { return early_log_settings(words_of(line), world.around().environment).format; };
  EXPECT_EQ(format("query x --bad --log-format json"), LogFormat::json);
  EXPECT_EQ(format("query --log-format=json --limit"), LogFormat::json);
  EXPECT_EQ(format("query -- --log-format json"), LogFormat::text);
  EXPECT_EQ(format("query"), LogFormat::text);
}

}  // namespace
}  // namespace broadsheet
