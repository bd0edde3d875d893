// What do all subcommands do before and after their own work? Open the archive, complete the request, end the output.
#pragma once

#include "common/error.h"
#include "searcher/index_view.h"
#include "searcher/options.h"
#include "searcher/output.h"

namespace broadsheet {

// The generation that the invocation names. Errors say where the place of the archive comes from.
Result<IndexView> open_view(const Invocation& invocation);

// The request with what only the archive and the file of ids know. Errors: 2 an option that is no field, 66 no such file.
Result<SearchRequest> complete_request(const Invocation& invocation, const Schema& schema);

// Writes what is buffered; `status` if that went well.
Result<Status> finish(Output& out, Status status);

// 1 with --exit-status when nothing matches, else 0.
Status match_status(const Invocation& invocation, bool any_match);

}  // namespace broadsheet
