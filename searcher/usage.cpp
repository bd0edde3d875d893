#include "searcher/usage.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "common/option_values.h"

namespace broadsheet {
namespace {

using enum OutputFormat;

constexpr std::array kQueryFormats = {text, json, jsonl, csv, tsv, trec, ids, ris, bibtex, csl_json};
constexpr std::array kTableFormats = {text, json, jsonl, csv, tsv};
constexpr std::array kChartFormats = {text, json, jsonl, csv, tsv, svg};
constexpr std::array kExportFormats = {jsonl, csv, tsv, ids, ris, bibtex, csl_json};
constexpr std::array kBatchFormats = {json, jsonl, trec};
constexpr std::array kShowFormats = {text, json, jsonl};
constexpr std::array kPlainFormats = {text, json};
constexpr std::array kLineFirstFormats = {text, csv, tsv, jsonl, json};

constexpr std::array kWatchFormats = {text, jsonl, atom};
constexpr std::array kCiteFormats = {text, ris, bibtex, csl_json};

constexpr std::array<SubcommandInfo, 17> kSubcommands = {{
    {Subcommand::query, "query", "[QUERY…]", "ranked hits, with facets, timeline and snippets as asked",
     "  broadsheet-search query open-source model reuse\n"
     "  broadsheet-search query 'person:\"Kai-Fu Lee\" NOT china' --since 2023 --facet source,person:5 --timeline month\n"
     "  broadsheet-search query '\"white house\"' --source AP --source Reuters --format csv --limit all\n",
     kQueryFormats},
    {Subcommand::facets, "facets", "[QUERY…] --facet FIELD[,FIELD…]", "which values the matching articles have, and how often",
     "  broadsheet-search facets open-source --facet source\n"
     "  broadsheet-search facets open-source --facet person --limit 50 --offset 50\n"
     "  broadsheet-search facets --facet org --value-prefix Meta --format csv\n"
     "  broadsheet-search facets flood --facet source,place --limit 15 --format svg > flood.svg\n",
     kChartFormats},
    {Subcommand::timeline, "timeline", "[QUERY…]", "how many articles match in each period, beside all of the archive",
     "  broadsheet-search timeline 'title:strike' --by month\n"
     "  broadsheet-search timeline flood --by day --since 2024-02 --until 2024-03 --format csv\n"
     "  broadsheet-search timeline strike --by month --split source:5 --format svg > strike.svg\n",
     kChartFormats},
    {Subcommand::export_all, "export", "[QUERY…]", "every match, streamed",
     "  broadsheet-search export 'topic:elections' --since 2024 > elections.jsonl\n"
     "  broadsheet-search export '\"data centre\"' --format csv --fields id,date,title,url\n"
     "  broadsheet-search export flood --sample 200 --seed 7 --fields id,title,text,entities > to-code.jsonl\n"
     "  broadsheet-search export flood --format ris --manifest flood.json > flood.ris\n",
     kExportFormats},
    {Subcommand::batch, "batch", "FILE", "many queries: tab-separated, JSON Lines or TREC topics",
     "  broadsheet-search batch queries.tsv > answers.jsonl\n"
     "  broadsheet-search batch topics.txt --format trec > my.run\n"
     "  printf '1\\topen-source model reuse\\n' | broadsheet-search batch -\n",
     kBatchFormats},
    {Subcommand::show, "show", "ID…", "articles as they are stored",
     "  broadsheet-search show nyt-2024-02-21-china-ai\n"
     "  broadsheet-search show nyt-2024-02-21-china-ai --format json\n",
     kShowFormats},
    {Subcommand::fields, "fields", "", "what can be searched, filtered and counted in this archive",
     "  broadsheet-search fields\n"
     "  broadsheet-search fields --format json\n",
     kPlainFormats},
    {Subcommand::explain, "explain", "[QUERY…]", "how a query was understood, and how many articles each part of it finds",
     "  broadsheet-search explain 'open-source -china title:(model OR weights)'\n"
     "  broadsheet-search explain 'open-source model' --hit nyt-2024-02-21-china-ai\n",
     kPlainFormats},
    {Subcommand::kwic, "kwic", "QUERY…", "every occurrence of the words, with what stands left and right of it",
     "  broadsheet-search kwic '\"open source\"' --sort R1\n"
     "  broadsheet-search kwic 'model NEAR/5 reuse' --sort source,L1 --context 30\n"
     "  broadsheet-search kwic 'reus*' --since 2024 --format csv --context 8 > reuse.csv\n",
     kLineFirstFormats},
    {Subcommand::terms, "terms", "QUERY…", "words, two-word phrases and names that set the matches apart from all other articles",
     "  broadsheet-search terms 'open-source model reuse'\n"
     "  broadsheet-search terms 'topic:elections' --kind entity --since 2024 --limit 50\n"
     "  broadsheet-search terms 'source:Reuters' --kind word,bigram --format csv\n",
     kTableFormats},
    {Subcommand::crosstab, "crosstab", "[QUERY…] --rows FIELD --columns FIELD", "how many articles have each pair of values of two fields",
     "  broadsheet-search crosstab 'open-source' --rows source --columns quarter\n"
     "  broadsheet-search crosstab --rows source:5 --columns topic:5 --format csv\n",
     kTableFormats},
    {Subcommand::cooccur, "cooccur", "[QUERY…]", "people, organisations and places that stand in the same articles",
     "  broadsheet-search cooccur 'open-source model'\n"
     "  broadsheet-search cooccur --entity 'person:Kai-Fu Lee' --kind org\n"
     "  broadsheet-search cooccur 'open-source' --pairs --limit 50 --format csv > edges.csv\n",
     kTableFormats},
    {Subcommand::related, "related", "ID", "articles like this one",
     "  broadsheet-search related nyt-2024-02-21-china-ai\n"
     "  broadsheet-search related nyt-2024-02-21-china-ai --since 2024 --copies --limit 20\n",
     kTableFormats},
    {Subcommand::compare, "compare", "QUERY QUERY | QUERY… --periods P,P", "two queries, or one query in two periods, side by side",
     "  broadsheet-search compare 'open-source model' 'closed model' --facet source,topic\n"
     "  broadsheet-search compare 'model reuse' --periods 2023,2024 --kind word --format csv\n",
     kTableFormats},
    {Subcommand::verify, "verify", "MANIFEST", "does this archive still give the answer that a manifest is of?",
     "  broadsheet-search query flood --since 2024 --manifest flood.json\n"
     "  broadsheet-search verify flood.json\n"
     "  broadsheet-search verify flood.json --archive another-archive --format json\n",
     kPlainFormats},
    {Subcommand::cite, "cite", "MANIFEST", "the answer that a manifest is of, as a paper cites it",
     "  broadsheet-search cite flood.json\n"
     "  broadsheet-search cite flood.json --format bibtex >> paper.bib\n",
     kCiteFormats},
    {Subcommand::watch, "watch", "add NAME [QUERY…] | list | remove NAME… | run [NAME…]", "saved queries, and what is new for them",
     "  broadsheet-search watch add reuse open-source model reuse --source AP\n"
     "  broadsheet-search watch run                      what is new since the last run; nothing: no output\n"
     "  broadsheet-search watch run reuse --new-since 41\n"
     "  broadsheet-search watch run --format atom > feed.xml\n"
     "  broadsheet-search watch list\n",
     kWatchFormats},
}};

constexpr unsigned bit(Subcommand command) { return 1U << static_cast<unsigned>(command); }

constexpr unsigned kQuery = bit(Subcommand::query);
constexpr unsigned kFacets = bit(Subcommand::facets);
constexpr unsigned kTimeline = bit(Subcommand::timeline);
constexpr unsigned kExport = bit(Subcommand::export_all);
constexpr unsigned kBatch = bit(Subcommand::batch);
constexpr unsigned kShow = bit(Subcommand::show);
constexpr unsigned kFields = bit(Subcommand::fields);
constexpr unsigned kExplain = bit(Subcommand::explain);
constexpr unsigned kKwic = bit(Subcommand::kwic);
constexpr unsigned kTerms = bit(Subcommand::terms);
constexpr unsigned kCrosstab = bit(Subcommand::crosstab);
constexpr unsigned kCooccur = bit(Subcommand::cooccur);
constexpr unsigned kRelated = bit(Subcommand::related);
constexpr unsigned kCompare = bit(Subcommand::compare);
constexpr unsigned kAsking = kKwic | kTerms | kCrosstab | kCooccur | kCompare;  // research tools with a query
constexpr unsigned kResearch = kAsking | kRelated;
constexpr unsigned kVerify = bit(Subcommand::verify);
constexpr unsigned kCite = bit(Subcommand::cite);
constexpr unsigned kWatch = bit(Subcommand::watch);
constexpr unsigned kCounting = kQuery | kFacets | kTimeline | kBatch;
constexpr unsigned kSearching = kCounting | kExport | kResearch;
constexpr unsigned kParsing = (kSearching & ~kRelated) | kExplain;
constexpr unsigned kArchive = kParsing | kRelated | kShow | kFields | kVerify | kWatch;
constexpr unsigned kAll = kArchive | kCite;
// Answers that rest on the matches of one query.
constexpr unsigned kManifest = (kCounting | kExport | kAsking) & ~(kBatch | kCompare);

// In the order of --help. Filters: see filter_options().
constexpr std::array kOptions = {
    OptionInfo{"limit", 'n', "N|all", kQuery | kBatch, "at most N hits (10; 1000 for batch and --format trec)"},
    OptionInfo{"limit", 'n', "N|all", kExport, "at most the first N matches (all)"},
    OptionInfo{"limit", 'n', "N|all", kFacets, "at most N values of each field (all)"},
    OptionInfo{"limit", 'n', "N|all", kKwic, "at most N lines (all)"},
    OptionInfo{"limit", 'n', "N|all", kTerms, "at most N terms of each kind (30)"},
    OptionInfo{"limit", 'n', "N|all", kCooccur, "at most N names (30)"},
    OptionInfo{"limit", 'n', "N|all", kRelated, "at most N articles (10)"},
    OptionInfo{"limit", 'n', "N|all", kCompare, "at most N values of each field, and terms of each side (10)"},
    OptionInfo{"offset", 0, "N", kKwic, "leave out the first N lines"},
    OptionInfo{"offset", 0, "N", kRelated, "leave out the first N articles"},
    OptionInfo{"sort", 0, "KEY,…", kKwic, "by words left or right of the hit (L1 L2 L3 R1 R2 R3), newest (default), oldest or source"},
    OptionInfo{"context", 0, "N", kKwic, "N words on each side (10); text: N columns on the left (34; 22 when sorted by words)"},
    OptionInfo{"kind", 0, "KIND,…", kTerms | kCompare, "word, bigram, entity (person, org, place, misc) or all (default)"},
    OptionInfo{"kind", 0, "KIND,…", kCooccur, "person, org, place, misc (entity: all four, the default)"},
    OptionInfo{"min-articles", 0, "N", kTerms | kCompare, "only terms in N matching articles or more (3)"},
    OptionInfo{"min-articles", 0, "N", kCooccur, "only names in N matching articles or more (2)"},
    OptionInfo{"rows", 0, "F[:N]", kCrosstab, "a facet field with N of its values (10), or day, week, month, quarter, year"},
    OptionInfo{"columns", 0, "F[:N]", kCrosstab, "likewise"},
    OptionInfo{"entity", 0, "[F:]NAME", kCooccur, "only articles that name it, as in person:\"Kai-Fu Lee\" (repeated: all of them)"},
    OptionInfo{"pairs", 0, "", kCooccur, "which of the listed names stand together: edges between names"},
    OptionInfo{"copies", 0, "", kRelated, "also near-copies of the article, marked"},
    OptionInfo{"periods", 0, "P,P", kCompare, "two periods for one query: 2023,2024 or 2023-01..2023-06,2023-07.."},
    OptionInfo{"offset", 0, "N", kQuery | kExport | kBatch, "leave out the first N hits"},
    OptionInfo{"offset", 0, "N", kFacets, "leave out the first N values"},
    OptionInfo{"sort", 0, "ORDER", kQuery | kExport | kBatch, "relevance, newest, oldest or title"},
    OptionInfo{"match", 0, "all|any", kParsing | kWatch, "articles with all of the words (default; batch: any) or with any of them"},
    OptionInfo{"hit", 0, "ID", kExplain, "why this article has its score: the weight of each term"},
    OptionInfo{"expand", 0, "", kQuery | kExport | kBatch | kExplain,
               "add the words of the 10 best hits to the ranking (RM3), in large archives"},
    OptionInfo{"strict", 0, "", kParsing | kWatch, "what cannot be understood is an error, not words with a warning"},
    OptionInfo{"since", 0, "DATE", kSearching | kWatch, "not before: 2023, 2023-11, 2023-11-05, RFC 3339, or back from now: 36h 30d 6m 2y"},
    OptionInfo{"until", 0, "DATE", kSearching | kWatch, "not after; the whole year, month or day counts"},
    OptionInfo{"now", 0, "TIME", kParsing | kRelated | kWatch, "what relative dates count from (the clock)"},
    OptionInfo{"ids-from", 0, "FILE", kSearching, "only articles whose ids stand in FILE, one a line; - is stdin"},
    OptionInfo{"sample", 0, "N", kSearching & ~kRelated, "N of the matches, drawn at random; all is counted of them"},
    OptionInfo{"seed", 0, "S", kSearching & ~kRelated, "which sample (1): the same number draws the same articles"},
    OptionInfo{"new-since", 0, "GENERATION", kSearching, "only articles that a later generation was the first to have"},
    OptionInfo{"new-since", 0, "GENERATION", kWatch, "run: what is new since that generation, whatever was reported before"},
    OptionInfo{"file", 0, "FILE", kWatch, "the saved queries (~/.config/broadsheet/watches.jsonl)"},
    OptionInfo{"limit", 'n', "N|all", kWatch, "run: at most N articles of each query (100)"},
    OptionInfo{"dry-run", 0, "", kWatch, "run: do not note what was reported"},
    OptionInfo{"facet", 'f', "F[:N],…", kQuery | kFacets | kBatch, "count the values of field F; list N of them"},
    OptionInfo{"facet", 'f', "F[:N],…", kCompare, "compare the values of field F; list N of them (source, topic)"},
    OptionInfo{"value-prefix", 0, "TEXT", kFacets, "only values that begin with TEXT"},
    OptionInfo{"timeline", 't', "UNIT", kQuery | kBatch, "count by day, week, month, quarter or year"},
    OptionInfo{"by", 't', "UNIT", kTimeline, "day, week, month (default), quarter or year"},
    OptionInfo{"by", 't', "UNIT", kCompare, "timelines by day, week, month, quarter or year (year)"},
    OptionInfo{"split", 0, "F[:N]", kTimeline, "a timeline for each of the N (5) commonest values of field F, too"},
    OptionInfo{"snippet", 0, "N", kQuery | kBatch, "N characters of text around the hits (200; batch: 0); 0: none"},
    OptionInfo{"fields", 0, "LIST", kQuery | kExport | kBatch, "also these stored keys; csv and tsv, and jsonl of export: these only"},
    OptionInfo{"no-total", 0, "", kQuery | kBatch, "hits only; do not count all matches"},
    OptionInfo{"time-limit", 0, "MS", kCounting, "answer after MS milliseconds, in part if need be (exit status 3)"},
    OptionInfo{"topic-part", 0, "PART", kBatch, "what to ask of TREC topics: title (default), desc or title+desc"},
    OptionInfo{"manifest", 0, "FILE", kManifest, "write what the answer rests on to FILE, for verify and cite"},
    OptionInfo{"limit", 'n', "N|all", kVerify, "name at most N articles of each kind (20)"},
    OptionInfo{"jobs", 0, "N", kBatch, "threads (the processors this process may use)"},
    OptionInfo{"archive", 'a', "DIR", kArchive, "the archive (else $BROADSHEET_ARCHIVE, configuration, ~/.local/share/broadsheet)"},
    OptionInfo{"generation", 0, "N", kArchive & ~kWatch, "an older generation of it"},
    OptionInfo{"format", 'o', "FORMAT", kAll, ""},  // help_text() lists the subcommand's own
    OptionInfo{"format-version", 0, "N", kAll, "refuse to write another version of the output format than N"},
    OptionInfo{"raw-cells", 0, "", kSearching & ~kBatch, "csv, tsv: no ' before cells that a spreadsheet would run"},
    OptionInfo{"color", 0, "WHEN", kAll, "auto, always or never"},
    OptionInfo{"timing", 0, "", kCounting, "say how many milliseconds the search took"},
    OptionInfo{"exit-status", 0, "", (kSearching & ~kBatch) | kWatch, "exit status 1 when nothing matches, or nothing is new"},
    OptionInfo{"quiet", 'q', "", kAll, "no notes on stderr; warnings and errors stay"},
    OptionInfo{"log-format", 0, "text|json", kAll, "how stderr is written"},
    OptionInfo{"help", 'h', "", kAll, "this text"},
    OptionInfo{"version", 'V', "", kAll, "versions of the program, its libraries and formats"},
};

constexpr std::array<std::string_view, 2> kLaterSubcommands = {"story", "serve"};

std::string filter_lines() {
  std::string names;
  for (const Field& field : broadsheet::kFields) {
    if (field.option) names += fmt::format(" --{}", field.name);
  }
  return fmt::format(
      "\nFilters, each with a value (repeated: any of the values; different ones: all of them):\n "
      "{}\n  and --NAME for every other facet field of the archive (see: broadsheet-search fields)\n",
      names);
}

std::string format_list(const SubcommandInfo& info) {
  std::string list;
  for (const OutputFormat format : info.formats) list += (list.empty() ? "" : ", ") + std::string(format_name(format));
  return list;
}

}  // namespace

const SubcommandInfo* find_subcommand(std::string_view name) {
  const auto info = std::ranges::find(kSubcommands, name, &SubcommandInfo::name);
  return info == kSubcommands.end() ? nullptr : &*info;
}

const SubcommandInfo& subcommand_info(Subcommand command) { return kSubcommands[static_cast<std::size_t>(command)]; }

std::string_view format_name(OutputFormat format) {
  constexpr std::array<std::string_view, 12> kNames = {"text", "json", "jsonl", "csv",    "tsv",      "trec",
                                                       "ids",  "svg",  "ris",   "bibtex", "csl-json", "atom"};
  return kNames[static_cast<std::size_t>(format)];
}

std::span<const OptionInfo> option_table() { return kOptions; }

bool has_option(const OptionInfo& option, Subcommand command) { return (option.commands & bit(command)) != 0; }

const OptionInfo* find_option(std::string_view name, Subcommand command) {
  const auto option =
      std::ranges::find_if(kOptions, [&](const OptionInfo& candidate) { return candidate.name == name && has_option(candidate, command); });
  return option == kOptions.end() ? nullptr : &*option;
}

bool is_later_subcommand(std::string_view name) { return std::ranges::find(kLaterSubcommands, name) != kLaterSubcommands.end(); }

std::string overview() {
  std::string out =
      "broadsheet-search: ranked search, facets and analysis over a news archive\n\n"
      "  broadsheet-search query open-source model reuse --archive my-archive\n"
      "  broadsheet-search query '\"white house\"' --since 2023 --facet source,person --timeline month\n\n";
  for (const SubcommandInfo& info : kSubcommands) out += fmt::format("  {:<10}{}\n", info.name, info.purpose);
  out +=
      "\n  broadsheet-search SUBCOMMAND --help    what a subcommand does, with examples\n"
      "  broadsheet-search --version            versions of the program, its libraries and formats\n\n"
      "The manual: man broadsheet-search; the query language: man broadsheet-query. Archives are made by broadsheet-index.\n";
  return out;
}

std::string help_text(Subcommand command) {
  const SubcommandInfo& info = subcommand_info(command);
  std::string out = fmt::format("broadsheet-search {}: {}\n\n{}\nusage: broadsheet-search {} {} [OPTION…]\n\n", info.name, info.purpose,
                                info.examples, info.name, info.arguments);
  for (const OptionInfo& option : kOptions) {
    if (!has_option(option, command)) continue;
    out += option_help_line(option.short_name, option.name, option.argument, option.name == "format" ? format_list(info) : option.help);
  }
  if ((bit(command) & (kSearching | kWatch)) != 0) out += filter_lines();
  if ((bit(command) & kParsing & ~kBatch) != 0)
    out += "\nWithout QUERY (or with *): all articles. -- ends the options; the query language: man broadsheet-query.\n";
  return out;
}

}  // namespace broadsheet
