// Runs --manifest, verify and cite. Called by commands.cpp.
#pragma once

#include "common/error.h"
#include "searcher/answer.h"
#include "searcher/options.h"
#include "searcher/output.h"

namespace broadsheet {

// The files of --manifest, when asked for. An answer that the time limit cut gets none, with a warning.
Result<void> write_answer_manifest(const Invocation& invocation, const Answer& answer);

Result<Status> run_verify(const Invocation& invocation, Output& out);  // status 1: the answer differs
Result<Status> run_cite(const Invocation& invocation, Output& out);

}  // namespace broadsheet
