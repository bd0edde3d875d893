// Runs the research tools: kwic, terms, crosstab, cooccur, related, compare. Called from the table of commands.cpp.
#pragma once

#include "common/error.h"
#include "searcher/options.h"
#include "searcher/output.h"

namespace broadsheet {

Result<Status> run_kwic_command(const Invocation& invocation, Output& out);
Result<Status> run_terms_command(const Invocation& invocation, Output& out);
Result<Status> run_crosstab_command(const Invocation& invocation, Output& out);
Result<Status> run_cooccur_command(const Invocation& invocation, Output& out);
Result<Status> run_related_command(const Invocation& invocation, Output& out);
Result<Status> run_compare_command(const Invocation& invocation, Output& out);

}  // namespace broadsheet
