// What do the files that run subcommands share? From an invocation to an open archive and a whole request, and the end of a run.
#pragma once

#include "common/error.h"
#include "searcher/index_view.h"
#include "searcher/options.h"
#include "searcher/output.h"

namespace broadsheet {

// The generation that the invocation names, or the current one. Errors say where the place comes from.
Result<IndexView> open_view(const Invocation& invocation);

// The request with what only the archive and the file of ids know.
Result<SearchRequest> complete_request(const Invocation& invocation, const Schema& schema);

// Writes what is left; the status of a run that went well.
Result<Status> finish(Output& out, Status status);

}  // namespace broadsheet
