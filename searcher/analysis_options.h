// What does `--sort L1` ask of kwic? The table of the options that only the research tools have, with what each does to an
// AnalysisRequest; request_options.h has those that every search shares. Pure; knows no command line.
#pragma once

#include <string>
#include <string_view>

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/usage.h"

namespace broadsheet {

// Applies option `name` of `command`; false: that is no option of this table. Errors: status 2; the message speaks of the value only.
Result<bool> apply_analysis_option(AnalysisRequest& request, Subcommand command, std::string_view name, const std::string& value);

// Where the words of the command line go, and what must be there. Errors: status 2, whole messages.
Result<void> finish_analysis(AnalysisRequest& analysis, SearchRequest& request, Subcommand command, bool limit_given);

bool is_analysis(Subcommand command);

}  // namespace broadsheet
