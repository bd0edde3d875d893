// Runs what the command line asked for: one short function a subcommand. main calls it.
#pragma once

#include <string>

#include "common/error.h"
#include "indexer/options.h"

namespace broadsheet {

// Data goes to stdout, everything else to the log. The status is the program's exit status; an error has not been logged yet.
Result<Status> run_command(const Invocation& invocation);

// The exception that is being handled, as an error: memory 71, files and threads by their reason, Xapian's database 74, else a bug (70).
Error current_surprise();

// What --version prints.
std::string version_text();

// Writes to stdout; a closed pipe ends the program quietly (ok), other errors are 74.
Result<Status> write_stdout(std::string_view text);

}  // namespace broadsheet
