// What does the command line ask for? Arguments, BROADSHEET_* and configuration to one plain struct. main calls it, commands.cpp runs
// what comes out. Pure: environment, files, clock and terminal come in through Surroundings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/log.h"
#include "common/settings.h"
#include "searcher/analysis_request.h"
#include "searcher/batch.h"
#include "searcher/request.h"
#include "searcher/sinks/sink.h"
#include "searcher/usage.h"

namespace broadsheet {

struct Surroundings {
  EnvironmentLookup environment;
  ConfigReader config;
  std::int64_t now = 0;     // seconds since 1970
  unsigned processors = 1;  // that this process may use
  bool stdout_is_terminal = false;
};

enum class WatchAction : std::uint8_t { add, list, remove, run };

// What `watch` is asked.
struct WatchInvocation {
  WatchAction action = WatchAction::run;
  std::string file;                // of the saved queries
  std::string file_option;         // " --file FILE" when it is not the usual one: for commands that messages name
  std::vector<std::string> names;  // one for add; none for run: all
  bool dry_run = false;
};

struct Invocation {
  Subcommand command = Subcommand::query;
  std::optional<std::string> print;  // --help: print this and do nothing else
  bool version = false;              // --version: likewise
  ArchivePlace archive;
  std::string generation;  // "" = the one that CURRENT names
  SearchRequest request;   // of batch: the defaults of its lines
  AnalysisRequest analysis;  // of kwic, terms, crosstab, cooccur, related, compare
  std::vector<OptionFilter> archive_filters;  // --NAME VALUE with a NAME that only the archive's schema can know
  std::optional<std::string> ids_from;        // file of --ids-from, "-" = stdin
  SinkSettings sink;
  LogSettings log;
  std::string batch_file;        // "-" = stdin
  std::string hit;               // of explain: an article's id
  TopicPart topic_part = TopicPart::title;  // of batch
  std::vector<std::string> ids;  // of show
  std::optional<std::string> manifest;  // --manifest FILE
  WatchInvocation watch;
  std::string manifest_file;            // of verify and cite
  unsigned jobs = 1;
  bool limit_given = false;  // by --limit: no note about a cut
  bool exit_status = false;
};

// `arguments` without the program's name. Errors: 2 wrong usage, 20 and 21 --format-version, 66 no archive named, 78 configuration.
Result<Invocation> parse_command_line(const std::vector<std::string>& arguments, const Surroundings& around);

// How to report an error of parse_command_line: --log-format, wherever it stands, else $BROADSHEET_LOG_FORMAT.
LogSettings early_log_settings(const std::vector<std::string>& arguments, const EnvironmentLookup& environment);

}  // namespace broadsheet
