// Why has this article this score? Each term's share of it, for `explain --hit ID`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"

namespace broadsheet {

struct TermWeight {
  std::string text;              // the stem; open* and reuse~ as a whole
  std::size_t column = 1;        // of its part of the query; 0: --expand added it
  std::uint64_t count = 0;       // in the article, headline twice
  std::uint64_t articles = 0;    // of the archive that have it
  double weight = 0;             // in the score, word^2 included
};

struct ExplainedHit {
  std::string id, title;
  bool matches = false;
  double score = 0;               // rounded, as in `query`; 0 when it does not match
  std::vector<TermWeight> terms;  // heaviest first; their weights add up to the score, but for rounding
};

// `expansion`: what --expand adds; `matches`: of the whole query. Throws Xapian::Error; errors as Matcher::match.
Result<ExplainedHit> explain_hit(IndexView& view, Matcher& matcher, const QueryNode& root, std::span<const QueryNode> expansion,
                                 const DocSet& matches, std::uint32_t docid);

}  // namespace broadsheet
