// Which articles are like this one? Its most telling words, asked as a weighted query; copies of it are told apart from others.
#pragma once

#include <string>

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/index_view.h"
#include "searcher/result_table.h"

namespace broadsheet {

inline constexpr std::size_t kTellingWords = 30;

// Articles that have one of the kTellingWords words that are most over-represented in article analysis.words[0] (log-likelihood of their
// occurrences against the archive's), ranked by BM25 with each word weighted by tf / (tf + 1); within the frame of the options. Errors: those
// of a search; 66 there is no such article.
Result<TableAnswer> run_related(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis);

}  // namespace broadsheet
