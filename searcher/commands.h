// Runs what the command line asked for: opens the archive, searches, writes. The only caller is main.
#pragma once

#include "common/error.h"
#include "searcher/options.h"
#include "searcher/output.h"

namespace broadsheet {

// Data go to `out`, notes and warnings to the log. The value is the exit status of a run that went well (0, 1 or 3).
Result<Status> run_command(const Invocation& invocation, Output& out);

}  // namespace broadsheet
