// What does the command line ask for? Arguments, BROADSHEET_* and configuration to one plain struct. main calls it, commands.cpp runs
// what comes out. Pure: environment, files, clock and processors come in through Surroundings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/log.h"
#include "common/settings.h"
#include "indexer/build.h"
#include "indexer/usage.h"

namespace broadsheet {

struct Surroundings {
  EnvironmentLookup environment;
  ConfigReader config;
  std::int64_t now = 0;     // seconds since 1970
  unsigned processors = 1;  // that this process may use
  std::uint64_t open_files = UINT64_MAX;  // that this process may have at a time
  Path search_program;      // broadsheet-search beside this program
};

struct Invocation {
  Subcommand command = Subcommand::build;
  std::optional<std::string> print;  // --help: print this and do nothing else
  bool version = false;              // --version: likewise
  Path archive;
  std::string archive_origin;  // who named it: "--archive", "$BROADSHEET_ARCHIVE", "the default place"
  LogSettings log;
  std::int64_t now = 0;          // seconds since 1970
  std::int64_t wait_seconds = 0; // for another writer
  BuildOptions build;            // of build; archive, now and wait_seconds are filled in
  std::string id;                // of inspect; "" = not given
  std::string generation;        // of check, status, rollback, publish, pin and unpin; "" = not given
  std::string note;              // of pin
  bool hold = false;             // of rollback
  bool deep = false;             // of check
  bool json = false;             // of status and generations
  bool prometheus = false;       // of status
  bool sizes = false;            // of status
  std::optional<std::int64_t> max_age_seconds;  // of status
  std::uint32_t keep = 0;                       // of prune
};

// `arguments` without the program's name. Errors: 2 wrong usage, 66 no archive named, 78 configuration.
Result<Invocation> parse_command_line(const std::vector<std::string>& arguments, const Surroundings& around);

// How to report an error of parse_command_line: --log-format, wherever it stands, else $BROADSHEET_LOG_FORMAT.
LogSettings early_log_settings(const std::vector<std::string>& arguments, const EnvironmentLookup& environment);

}  // namespace broadsheet
