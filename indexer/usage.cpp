#include "indexer/usage.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "common/option_values.h"

namespace broadsheet {
namespace {

constexpr std::size_t kAnyNumber = SIZE_MAX;

constexpr std::array<SubcommandInfo, 11> kSubcommands = {{
    {Subcommand::build, "build", "INPUT…", 1, kAnyNumber, "a new generation from files of articles; checked, then published in one step",
     "  broadsheet-index build news/*.jsonl.gz --archive my-archive\n"
     "  broadsheet-index build dump/ --map title=head --map text=story --map date=meta.published\n"
     "  zcat ap.json.gz | broadsheet-index build - --default-source AP --max-rejects 0\n"},
    {Subcommand::check, "check", "[GENERATION]", 0, 1, "is the archive intact? Manifest, size and SHA-256 of every file",
     "  broadsheet-index check --archive my-archive\n"
     "  broadsheet-index check 000041 --deep\n"},
    {Subcommand::status, "status", "[GENERATION]", 0, 1, "what searches use now: articles by source and month, the last run, sizes",
     "  broadsheet-index status --archive my-archive\n"
     "  broadsheet-index status --max-age 26h --quiet || echo 'the nightly build is late'\n"
     "  broadsheet-index status --format json | jq .gaps\n"
     "  broadsheet-index status 000043 --sizes    # a candidate before it is published\n"},
    {Subcommand::generations, "generations", "", 0, 0, "all generations of the archive, a line each",
     "  broadsheet-index generations --archive my-archive\n"},
    {Subcommand::rollback, "rollback", "[GENERATION]", 0, 1, "searches use an older generation (by default the one before)",
     "  broadsheet-index rollback --archive my-archive\n"
     "  broadsheet-index rollback 000040\n"
     "  broadsheet-index rollback --hold          # and the next builds are kept aside until one is published\n"},
    {Subcommand::prune, "prune", "--keep N", 0, 0, "removes the oldest generations that nobody reads, and all candidates",
     "  broadsheet-index prune --keep 2 --archive my-archive\n"},
    {Subcommand::clean, "clean", "INPUT…", 1, kAnyNumber, "cleaned articles as JSON Lines on stdout; indexes nothing",
     "  broadsheet-index clean scraped/ > cleaned.jsonl\n"
     "  broadsheet-index clean page.txt | jq -r .text\n"
     "  broadsheet-index clean --entities page.txt | jq -r '.entities[] | [.type, .name, .count] | @tsv'\n"},
    {Subcommand::inspect, "inspect", "INPUT… | --id ID", 0, kAnyNumber, "what was removed from an article, by which rule, with the text",
     "  broadsheet-index inspect page.txt\n"
     "  broadsheet-index inspect --id nyt-2024-02-21-china-ai --archive my-archive\n"},
    {Subcommand::publish, "publish", "GENERATION", 1, 1, "searches use a candidate that was built, but refused or held",
     "  broadsheet-index status 000043 --archive my-archive\n"
     "  broadsheet-index publish 000043 --archive my-archive\n"},
    {Subcommand::pin, "pin", "GENERATION", 1, 1, "a generation stays, however old it gets",
     "  broadsheet-index pin 000041 --note 'cited in the paper of 2026'\n"
     "  broadsheet-index generations\n"},
    {Subcommand::unpin, "unpin", "GENERATION", 1, 1, "a pinned generation may go when its time comes", "  broadsheet-index unpin 000041\n"},
}};

constexpr unsigned bit(Subcommand command) { return 1U << static_cast<unsigned>(command); }

constexpr unsigned kBuild = bit(Subcommand::build);
constexpr unsigned kCheck = bit(Subcommand::check);
constexpr unsigned kStatus = bit(Subcommand::status);
constexpr unsigned kGenerations = bit(Subcommand::generations);
constexpr unsigned kRollback = bit(Subcommand::rollback);
constexpr unsigned kPrune = bit(Subcommand::prune);
constexpr unsigned kClean = bit(Subcommand::clean);
constexpr unsigned kInspect = bit(Subcommand::inspect);
constexpr unsigned kPublish = bit(Subcommand::publish);
constexpr unsigned kPin = bit(Subcommand::pin);
constexpr unsigned kUnpin = bit(Subcommand::unpin);
constexpr unsigned kReading = kBuild | kClean | kInspect;
constexpr unsigned kWriting = kBuild | kRollback | kPrune | kPublish | kPin | kUnpin;
constexpr unsigned kAll = kWriting | kCheck | kStatus | kGenerations | kClean | kInspect;

// In the order of --help.
constexpr std::array kOptions = {
    OptionInfo{"format", 0, "FORMAT", kReading, false, false,
               "of every INPUT: jsonl, json, csv, tsv or text (recognised from content, then name)"},
    OptionInfo{"charset", 0, "NAME", kReading, false, false, "of every INPUT: windows-1252, Shift_JIS … (recognised from content)"},
    OptionInfo{"split-at", 0, "LINE", kReading, false, false, "the line between the articles of a plain text (else one article a file)"},
    OptionInfo{"map", 0, "FIELD=KEY", kReading, true, true, "FIELD stands under KEY of the input: text=story, date=meta.published"},
    OptionInfo{"facet-field", 0, "KEY", kReading, true, true, "KEY of the input becomes an exact field, filter and facet"},
    OptionInfo{"default-source", 0, "NAME", kReading, true, false, "source of records that name none"},
    OptionInfo{"stemmer", 0, "LANGUAGE", kBuild, true, false, "en (default), german, … or none"},
    OptionInfo{"entities-conf", 0, "FILE", kReading, true, false, "names to merge, rename, retype, suppress or split"},
    OptionInfo{"sources-conf", 0, "FILE", kReading, true, false, "names, aliases and columns of sources"},
    OptionInfo{"entities", 0, "", kClean, false, false, "print the entities of each article instead of the article"},
    OptionInfo{"no-entities", 0, "", kReading, true, false, "do not look for names of people, organisations and places"},
    OptionInfo{"no-stories", 0, "", kBuild, true, false, "do not group articles into stories"},
    OptionInfo{"reuse", 0, "", kBuild, true, false,
               "take over what the current generation derived from the same records; the same archive, sooner"},
    OptionInfo{"rejects", 0, "FILE", kReading, false, false, "where unusable records go (ARCHIVE/rejects/GENERATION.jsonl)"},
    OptionInfo{"max-rejects", 0, "N|P%", kReading, true, false, "publish nothing when more records are rejected (5%)"},
    OptionInfo{"fail-on-rejects", 0, "", kReading, true, false, "publish, but exit with 3 when a record was rejected"},
    OptionInfo{"max-shrink", 0, "[SOURCE=]P%", kBuild, true, true,
               "publish nothing that lost a larger share of all articles, or of a source's, than this (5%)"},
    OptionInfo{"canaries", 0, "FILE", kBuild, true, false,
               "publish nothing in which these queries find too little: lines MINIMUM<TAB>QUERY[<TAB>ID]…"},
    OptionInfo{"metrics", 0, "FILE", kBuild, true, false, "leave metrics for Prometheus there, also when nothing is published"},
    OptionInfo{"dry-run", 0, "", kBuild, false, false, "do all but publish, say what would come of it, and keep nothing"},
    OptionInfo{"keep-generations", 0, "N", kBuild | kPublish, true, false, "older ones are removed after publishing (3)"},
    OptionInfo{"id", 0, "ID", kInspect, false, false, "the article of the archive that has this id"},
    OptionInfo{"note", 0, "TEXT", kPin, false, false, "why, for those who come later"},
    OptionInfo{"hold", 0, "", kRollback, false, false, "builds are kept as candidates until one is published (or rollback without --hold)"},
    OptionInfo{"keep", 0, "N", kPrune, false, false, "how many generations are left, the current one included"},
    OptionInfo{"deep", 0, "", kCheck, false, false, "read every part and run Xapian's own check, too"},
    OptionInfo{"max-age", 0, "26h|3d", kStatus, true, false, "exit with 3 when the current generation is older"},
    OptionInfo{"format", 0, "FORMAT", kStatus, false, false, "text, json or prometheus"},
    OptionInfo{"format", 0, "FORMAT", kGenerations, false, false, "text or json"},
    OptionInfo{"sizes", 0, "", kStatus, false, false, "the size of each part, too"},
    OptionInfo{"jobs", 0, "N", kReading, true, false, "threads (the processors this process may use)"},
    OptionInfo{"memory", 0, "SIZE", kReading, true, false, "less than 256M: less at a time between the threads (256M)"},
    OptionInfo{"mode", 0, "OCTAL", kBuild, true, false, "of the archive's files (0644; folders get x where files have r)"},
    OptionInfo{"now", 0, "TIME", kBuild | kStatus | kRollback, false, false, "what the clock says; kept in the manifest (the clock)"},
    OptionInfo{"wait", 0, "SECONDS", kWriting, true, false, "wait so long for another writer of the archive (0)"},
    OptionInfo{"format-report", 0, "json|text", kBuild, true, false, "how the run's counts are written to stderr"},
    OptionInfo{"archive", 'a', "DIR", kAll, true, false,
               "the archive (else $BROADSHEET_ARCHIVE, configuration, ~/.local/share/broadsheet)"},
    OptionInfo{"quiet", 'q', "", kAll, true, false, "no notes and no progress on stderr; warnings and errors stay"},
    OptionInfo{"progress", 0, "WHEN", kAll, true, false, "auto (redrawn on a terminal, else a line a minute), always or never"},
    OptionInfo{"log-format", 0, "text|json", kAll, true, false, "how stderr is written"},
    OptionInfo{"help", 'h', "", kAll, false, false, "this text"},
    OptionInfo{"version", 'V', "", kAll, false, false, "versions of the program, of Xapian and of the index format"},
};

constexpr std::array<std::string_view, 2> kLaterSubcommands = {"add", "delete"};
constexpr std::array<std::string_view, 2> kLaterOptions = {"ids-from", "purge"};

}  // namespace

const SubcommandInfo* find_subcommand(std::string_view name) {
  const auto info = std::ranges::find(kSubcommands, name, &SubcommandInfo::name);
  return info == kSubcommands.end() ? nullptr : &*info;
}

const SubcommandInfo& subcommand_info(Subcommand command) { return kSubcommands[static_cast<std::size_t>(command)]; }

std::span<const OptionInfo> option_table() { return kOptions; }

bool has_option(const OptionInfo& option, Subcommand command) { return (option.commands & bit(command)) != 0; }

bool reads_inputs(Subcommand command) { return (bit(command) & kReading) != 0; }

const OptionInfo* find_option(std::string_view name, Subcommand command) {
  const auto option =
      std::ranges::find_if(kOptions, [&](const OptionInfo& candidate) { return candidate.name == name && has_option(candidate, command); });
  return option == kOptions.end() ? nullptr : &*option;
}

std::string owners_of_option(std::string_view name) {
  std::string owners;
  for (const SubcommandInfo& info : kSubcommands) {
    if (find_option(name, info.command) != nullptr) owners += fmt::format("{}{}", owners.empty() ? "" : ", ", info.name);
  }
  return owners;
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> names;
  for (const OptionInfo& option : kOptions) {
    if (option.setting) names.push_back(option.name);
  }
  return names;
}

bool is_later_subcommand(std::string_view name) { return std::ranges::find(kLaterSubcommands, name) != kLaterSubcommands.end(); }

bool is_later_option(std::string_view name) { return std::ranges::find(kLaterOptions, name) != kLaterOptions.end(); }

std::string overview() {
  std::string out =
      "broadsheet-index: turns files of articles into a searchable archive\n\n"
      "  broadsheet-index build news/*.jsonl.gz --archive my-archive\n"
      "  broadsheet-index status --archive my-archive\n"
      "  broadsheet-index rollback --archive my-archive\n\n";
  for (const SubcommandInfo& info : kSubcommands) out += fmt::format("  {:<13}{}\n", info.name, info.purpose);
  out +=
      "\n  broadsheet-index SUBCOMMAND --help    what a subcommand does, with examples\n"
      "  broadsheet-index --version            versions of the program, of Xapian and of the index format\n\n"
      "The manual: man broadsheet-index. Archives are searched with broadsheet-search.\n";
  return out;
}

std::string help_text(Subcommand command) {
  const SubcommandInfo& info = subcommand_info(command);
  std::string out = fmt::format("broadsheet-index {}: {}\n\n{}\nusage: broadsheet-index {} {}{}[OPTION…]\n\n", info.name, info.purpose,
                                info.examples, info.name, info.words, info.words.empty() ? "" : " ");
  for (const OptionInfo& option : kOptions) {
    if (!has_option(option, command)) continue;
    out += option_help_line(option.short_name, option.name, option.argument, option.help);
  }
  if (reads_inputs(command)) {
    out += "\nINPUT is a file (.gz .zst .xz .bz2 are read as they are), a folder, or - for stdin. -- ends the options.\n";
  }
  return out;
}

}  // namespace broadsheet
