// Runs `watch add|list|remove|run`. Called by commands.cpp. Nothing is written into the archive: the state stands in FILE.state beside
// the saved queries in FILE, the lock of a run in FILE.lock.
#pragma once

#include "common/error.h"
#include "searcher/options.h"
#include "searcher/output.h"

namespace broadsheet {

// Status 1: nothing is new, with --exit-status.
Result<Status> run_watch(const Invocation& invocation, Output& out);

}  // namespace broadsheet
