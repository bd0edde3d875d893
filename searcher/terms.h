// What sets the articles that match apart from all others of their frame? Words, two-word phrases and names by document frequency.
#pragma once

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/index_view.h"
#include "searcher/result_table.h"

namespace broadsheet {

inline constexpr std::uint32_t kDefaultMinArticles = 3;

// Over all matches, exact. Errors: those of a search; 2 when every article of the frame matches, or none: there is nothing to compare.
Result<TableAnswer> run_terms(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis);

// The columns that terms and compare share, and a row of them.
std::vector<TableColumn> term_columns();

}  // namespace broadsheet
