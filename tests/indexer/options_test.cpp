// The command line of broadsheet-index: rows of arguments -> what comes out, or the whole message.
#include "indexer/options.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "common/text.h"
#include "indexer/report.h"
#include "indexer/status.h"

namespace broadsheet {
namespace {

using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

Surroundings surroundings(Variables variables = {}, const std::string& config = "") {
  variables.try_emplace("HOME", "/home/ada");
  Surroundings around;
  around.environment = [variables](const std::string& name) -> std::optional<std::string> {
    const auto it = variables.find(name);
    return it == variables.end() ? std::nullopt : std::optional(it->second);
  };
  around.config = [config](const std::filesystem::path& path) -> Result<std::optional<std::string>> {
    if (config.empty() || path != "/home/ada/.config/broadsheet/config") return std::nullopt;
    return config;
  };
  around.now = 1'000'000;
  around.processors = 6;
  return around;
}

Invocation parsed(const Words& words, const Surroundings& around = surroundings()) {
  auto result = parse_command_line(words, around);
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return result ? std::move(*result) : Invocation{};
}

std::string error_of(const Words& words, Status status = Status::usage, const Surroundings& around = surroundings()) {
  const auto result = parse_command_line(words, around);
  if (result) return "no error";
  EXPECT_EQ(result.error().status, status) << result.error().message;
  return result.error().message;
}

TEST(IndexOptions, ABuildHasTheDefaultsOfTheManual) {
  const Invocation to = parsed({"build", "a.jsonl", "b/"});
  EXPECT_EQ(to.command, Subcommand::build);
  EXPECT_EQ(to.build.inputs, (Words{"a.jsonl", "b/"}));
  EXPECT_EQ(to.build.archive, "/home/ada/.local/share/broadsheet");
  EXPECT_EQ(to.archive_origin, "the default place");
  EXPECT_EQ(to.build.jobs, 6U);
  EXPECT_EQ(to.build.memory, 256U << 20);
  EXPECT_EQ(to.build.now, 1'000'000);
  EXPECT_EQ(to.build.max_rejects, std::nullopt);
  EXPECT_EQ(to.build.max_rejects_share, 0.05);
  EXPECT_EQ(to.build.max_shrink.in_all, 0.05);
  EXPECT_EQ(to.build.keep_generations, 3U);
  EXPECT_EQ(to.build.analysis.stemmer, "en");
  EXPECT_EQ(to.build.reader.format, InputFormat::automatic);
}

TEST(IndexOptions, EveryBuildOptionIsHeard) {
  const Invocation to = parsed({"build",
                                "x",
                                "-a",
                                "A",
                                "--format=jsonl",
                                "--map",
                                "title=head",
                                "--map=text=story",
                                "--facet-field",
                                "desk",
                                "--facet-field",
                                "kind",
                                "--default-source",
                                "AP",
                                "--stemmer",
                                "german",
                                "--no-entities",
                                "--no-stories",
                                "--rejects",
                                "r.jsonl",
                                "--max-rejects",
                                "7",
                                "--fail-on-rejects",
                                "--max-shrink",
                                "A = B=50%",
                                "--dry-run",
                                "--max-shrink",
                                "12.5 %",
                                "--keep-generations",
                                "9",
                                "--jobs",
                                "2",
                                "--memory",
                                "1G",
                                "--mode",
                                "0640",
                                "--now",
                                "2026-11-25T04:00:00Z",
                                "--wait",
                                "60",
                                "--format-report",
                                "json",
                                "-q",
                                "--log-format",
                                "json",
                                "--progress",
                                "never"});
  const BuildOptions& build = to.build;
  EXPECT_EQ(build.archive, "A");
  EXPECT_EQ(build.reader.format, InputFormat::jsonl);
  EXPECT_EQ(build.record.map, (std::vector<std::pair<std::string, std::string>>{{"title", "head"}, {"text", "story"}}));
  EXPECT_EQ(build.record.facet_fields, (Words{"desk", "kind"}));
  EXPECT_EQ(build.record.default_source, "AP");
  EXPECT_EQ(build.analysis.stemmer, "german");
  EXPECT_TRUE(build.no_entities && build.no_stories && build.fail_on_rejects && build.report_json);
  EXPECT_EQ(build.rejects, "r.jsonl");
  EXPECT_EQ(build.max_rejects, 7U);
  EXPECT_EQ(build.max_shrink.in_all, 0.125);
  EXPECT_EQ(build.max_shrink.by_source, (std::map<std::string, double>{{"A = B", 0.5}}));
  EXPECT_TRUE(build.dry_run);
  EXPECT_EQ(build.keep_generations, 9U);
  EXPECT_EQ(build.jobs, 2U);
  EXPECT_EQ(build.memory, 1U << 30);
  EXPECT_EQ(build.mode, "0640");
  EXPECT_EQ(build.now, 1'795'579'200);
  EXPECT_EQ(build.wait_seconds, 60);
  EXPECT_TRUE(to.log.quiet);
  EXPECT_EQ(to.log.format, LogFormat::json);
  EXPECT_EQ(to.log.progress, ProgressMode::never);
}

TEST(IndexOptions, TheOtherSubcommandsTakeTheirs) {
  EXPECT_TRUE(parsed({"check", "--deep"}).deep);
  EXPECT_EQ(parsed({"check", "000041"}).generation, "000041");
  EXPECT_EQ(parsed({"check", "41"}).generation, "000041");
  EXPECT_EQ(parsed({"rollback", "000041", "--wait", "5"}).wait_seconds, 5);
  EXPECT_EQ(parsed({"status", "--max-age", "26h"}).max_age_seconds, 26 * 3600);
  EXPECT_EQ(parsed({"status", "--max-age", "3d"}).max_age_seconds, 3 * 24 * 3600);
  EXPECT_TRUE(parsed({"generations", "--format", "json"}).json);
  EXPECT_EQ(parsed({"prune", "--keep", "2"}).keep, 2U);
}

TEST(IndexOptions, TwoDashesEndTheOptionsAndOneIsStdin) {
  EXPECT_EQ(parsed({"build", "-", "--", "-a", "--map"}).build.inputs, (Words{"-", "-a", "--map"}));
}

TEST(IndexOptions, HelpAndVersionComeBeforeEverythingElse) {
  EXPECT_EQ(parsed({"--help"}).print, overview());
  EXPECT_EQ(parsed({"prune", "-h", "--keep", "x"}).print, help_text(Subcommand::prune));
  EXPECT_TRUE(parsed({"-V"}).version);
  EXPECT_TRUE(parsed({"check", "--version"}).version);
  const std::string help = help_text(Subcommand::check);
  EXPECT_LT(help.find("broadsheet-index check --archive my-archive"), help.find("usage:"));
  EXPECT_NE(help.find("--deep"), std::string::npos);
  EXPECT_EQ(help.find("--memory"), std::string::npos);
}

TEST(IndexOptions, EveryOptionOfTheTableIsUnderstood) {
  for (const OptionInfo& option : option_table()) {
    for (unsigned i = 0; i <= static_cast<unsigned>(Subcommand::prune); ++i) {
      const auto command = static_cast<Subcommand>(i);
      if (!has_option(option, command)) continue;
      // A value that fits nothing: what matters is that there is an action, and that its errors name the option.
      Words words = {std::string(subcommand_info(command).name), "--" + std::string(option.name)};
      if (!option.argument.empty()) words.emplace_back("?");
      const auto result = parse_command_line(words, surroundings());
      if (!result && result.error().message.find("'?'") != std::string::npos) {
        EXPECT_TRUE(result.error().message.starts_with("--" + std::string(option.name))) << result.error().message;
      }
    }
  }
}

TEST(IndexOptions, WrongUsageSaysWhatToWrite) {
  struct Row {
    Words words;
    std::string message;
  };
  const std::string dash =
      " is not an option of build. A file whose name begins with '-' goes after '--'. All options: broadsheet-index build --help";
  const Row rows[] = {
      {{}, "no subcommand given; see: broadsheet-index --help"},
      {{"frob"}, "'frob' is not a subcommand; all subcommands: broadsheet-index --help"},
      {{"add", "x"}, "'add' is not in this version"},
      {{"-a", "A"}, "'-a' stands before the subcommand; options go after it: broadsheet-index build … -a"},
      {{"build"}, "build needs INPUT…; see: broadsheet-index build --help"},
      {{"build", "x", "-x"}, "'-x'" + dash},
      {{"build", "x", "-aA"}, "'-aA'" + dash},
      {{"build", "x", "--arch", "A"}, "'--arch'" + dash},
      {{"build", "x", "--frob=3"}, "'--frob'" + dash},
      {{"build", "x", "--deep"}, "'--deep' is not an option of build (it is one of check)"},
      {{"build", "x", "--ids-from", "y"}, "'--ids-from' is not in this version"},
      {{"build", "x", "--jobs", "0"}, "--jobs: '0' is not a whole number from 1 to 256"},
      {{"build", "x", "--memory", "5"}, "--memory: '5' is not a size such as 256M or 1G"},
      {{"build", "x", "--memory", "99999999999G"}, "--memory: '99999999999G' is not a size such as 256M or 1G"},
      {{"build", "x", "--memory", "1M"}, "--memory: '1M' is too little; at least 16M"},
      {{"build", "x", "--max-rejects", "101%"},
       "--max-rejects: '101%' is neither a number of records, such as 100, nor a share of them, such as 5%"},
      {{"build", "x", "--max-shrink", "5"}, "--max-shrink: '5' is not a share from 0% to 100%, such as 5%"},
      {{"build", "x", "--mode", "0444"}, "--mode: '0444' is not a mode of files such as 0644 or 0640"},
      {{"build", "x", "--now", "soon"}, "--now: 'soon' is not a time such as 2026-11-25T04:00:00Z"},
      {{"build", "x", "--format", "warc"}, "--format: there is no input format 'warc'; there are: jsonl, json, csv, tsv, text"},
      {{"build", "x", "--progress", "some"}, "--progress: 'some' is none of auto, always, never"},
      {{"build", "x", "-a", ""}, "--archive: the name of the folder is empty"},
      {{"check", "000001", "000002"}, "'000002' is one word too many for check; see: broadsheet-index check --help"},
      {{"rollback", "x41"}, "'x41' is not the name of a generation, such as 000042. All names: broadsheet generations"},
      {{"status", "--max-age", "26"}, "--max-age: '26' is not an age such as 26h or 3d"},
      {{"prune"}, "prune needs --keep N: how many generations are left, the current one included"},
  };
  for (const Row& row : rows) EXPECT_EQ(error_of(row.words), row.message);
}

TEST(IndexOptions, FlagsGoBeforeTheEnvironmentAndThatBeforeTheFile) {
  const std::string config = "archive = /file\n[index]\njobs = 3\nmemory = 512M\nno-entities = yes\nmap = title=head, text=story\n";
  const Surroundings around = surroundings({{"BROADSHEET_ARCHIVE", "/environment"}, {"BROADSHEET_JOBS", "4"}}, config);
  const Invocation to = parsed({"build", "x", "--memory", "1G"}, around);
  EXPECT_EQ(to.archive, "/environment");
  EXPECT_EQ(to.build.jobs, 4U);
  EXPECT_EQ(to.build.memory, 1U << 30);
  EXPECT_TRUE(to.build.no_entities);
  EXPECT_EQ(to.build.record.map.size(), 2U);
  EXPECT_EQ(parsed({"status", "-a", "/flag"}, around).archive, "/flag");
  EXPECT_EQ(parsed({"status"}, surroundings({}, config)).archive, "/file");
}

TEST(IndexOptions, ABadConfigurationIs78WithItsPlace) {
  EXPECT_EQ(error_of({"build", "x"}, Status::bad_config, surroundings({}, "[index]\njobs = many\n")),
            "/home/ada/.config/broadsheet/config:2: jobs: 'many' is not a whole number from 1 to 256");
  EXPECT_EQ(error_of({"build", "x"}, Status::bad_config, surroundings({{"BROADSHEET_JOBS", "many"}})),
            "$BROADSHEET_JOBS: jobs: 'many' is not a whole number from 1 to 256");
}

TEST(Reports, NumbersAreWrittenForPeople) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'234'567), "1,234,567");
  EXPECT_EQ(size_text(1), "1 byte");
  EXPECT_EQ(size_text(999), "999 bytes");
  EXPECT_EQ(size_text(34'512'345), "34.5 MB");
  EXPECT_EQ(size_text(999'999), "1.0 MB");
  EXPECT_EQ(percent_text(0.05), "5 %");
  EXPECT_EQ(percent_text(0.812), "81.2 %");
  EXPECT_EQ(short_age_text(-5), "0 min");
  EXPECT_EQ(short_age_text(3599), "59 min");
  EXPECT_EQ(short_age_text(26 * 3600 + 3599), "26 h");
  EXPECT_EQ(short_age_text(100 * 3600), "4 days");
  EXPECT_EQ(age_text(59), "59 s");
  EXPECT_EQ(age_text(11'520), "3 h 12 min");
  EXPECT_EQ(age_text(100 * 3600), "4 days 4 h");
  EXPECT_EQ(shell_word("a/b-c.d"), "a/b-c.d");
  EXPECT_EQ(shell_word("it's here"), "'it'\\''s here'");
}

TEST(Reports, TheLastLineIsOneSentence) {
  BuildOptions options;
  options.archive = "A";
  Manifest manifest;
  manifest.generation = "000042";
  manifest.parent = "000041";
  manifest.articles = 1'234;
  manifest.by_source = {{"AP", 1'000}, {"Reuters", 234}};
  manifest.by_month = {{"", 3}, {"2019-01", 1}, {"2026-11", 1'230}};
  manifest.run.rejected = 2;
  EXPECT_EQ(published_sentence(options, manifest),
            "published 000042: 1,234 articles (2 sources, 2019-01 to 2026-11, 3 undated) in A; searches now use it. 2 records rejected: "
            "A/rejects/000042.jsonl. Next: broadsheet query 'WORDS' --archive A · broadsheet status --archive A");
  Manifest before;
  before.generation = "000041";
  before.created = "2026-11-24T10:00:00Z";
  options.now = 1'795'608'000;  // 2026-11-25T12:00:00Z
  EXPECT_EQ(
      refused_sentence(options, manifest, before, "too small"),
      "not published: too small; searches go on with 000041 (26 h old); look: broadsheet status 000042 --archive A accept: broadsheet "
      "publish 000042 --archive A drop: broadsheet prune --keep 3 --archive A");
  EXPECT_EQ(dry_run_sentence(options, manifest, "too small"),
            "not published, because of --dry-run; it would not be published: too small; searches go on with 000041, and nothing of this "
            "run is kept in A");
  EXPECT_EQ(dry_run_sentence(options, manifest, ""),
            "not published, because of --dry-run; it would be published: 1,234 articles (2 sources, 2019-01 to 2026-11, 3 undated); "
            "searches go on with 000041, and nothing of this run is kept in A");
  RunCounts counts{.read = 1'000, .indexed = 188, .rejected = 812, .rejected_by_reason = {}, .notes = {}};
  EXPECT_EQ(too_many_rejects_sentence(options, counts, "A/rejects/000042.jsonl"),
            "not published: 812 of 1,000 records rejected (81.2 %), allowed 5 %; searches go on as before; look: A/rejects/000042.jsonl · "
            "accept: the same build with --max-rejects 812");
  EXPECT_EQ(too_many_rejects_sentence(options, {}, "A/rejects/000042.jsonl"),
            "not published: no record in the input; searches go on as before");
}

TEST(StatusReport, NamesMonthsWithoutArticles) {
  EXPECT_EQ(empty_months({{"", 2}, {"2023-11", 1}, {"2024-02", 5}, {"2024-03", 1}}), (Words{"2023-12", "2024-01"}));
  EXPECT_TRUE(empty_months({}).empty());
}

}  // namespace
}  // namespace broadsheet
