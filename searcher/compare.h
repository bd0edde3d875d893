// How do two queries, or one query in two periods, differ? Totals, values of fields, terms and timelines side by side.
#pragma once

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/index_view.h"
#include "searcher/result_table.h"

namespace broadsheet {

// Counts are over all matches of each, exact; an article that matches both counts on both sides (which makes the tests of differences more
// cautious), but terms compare what matches one alone with what matches the other alone. Errors: those of a search.
Result<TableAnswer> run_compare(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis);

}  // namespace broadsheet
