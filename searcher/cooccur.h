// Which people, organisations, places and other names stand in the articles that match, or that name these? With lift, as edges of a graph.
#pragma once

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/index_view.h"
#include "searcher/result_table.h"

namespace broadsheet {

inline constexpr std::uint32_t kDefaultMinPairArticles = 2;
inline constexpr std::size_t kMaxPairNames = 2'000;  // of --pairs: counts take four times its square in bytes

// Over all matches, exact. Edges go from the query (or --entity) to each name; with --pairs between the names listed. Errors: those of a
// search; 2 for kinds that are no names, and for more than kMaxPairNames names with --pairs.
Result<TableAnswer> run_cooccur(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis);

}  // namespace broadsheet
