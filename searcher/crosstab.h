// How many matching articles have each pair of values of two fields, or of a field and a period? Counts, shares and margins.
#pragma once

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/index_view.h"
#include "searcher/result_table.h"

namespace broadsheet {

// Over all matches, exact. An article with several values counts in several cells; margins count articles. Errors: those of a search; 2 for
// unknown fields and for more than kMaxCells cells.
Result<TableAnswer> run_crosstab(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis);

inline constexpr std::size_t kMaxCells = 4'000'000;

}  // namespace broadsheet
