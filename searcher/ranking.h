// Which matches come first? BM25 and the order of equal scores, in one place for every entry.
//
// BM25Weight(k1 1.6, k2 0, k3 8, b 0.5, min_normlen 0.5): Robertson et al., Okapi at TREC-3 (1994), with the parameters that were best on
// news (docs/ranking.md). Scores are rounded to 6 significant digits; equal ones go newest first, then by id, which is docid order.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

namespace broadsheet {

struct RankedDocument {
  std::uint32_t docid = 0;
  double score = 0;  // rounded
};

// The first `wanted` matches of a scoring query, best first. `total`: how many it matches.
std::vector<RankedDocument> rank(const Xapian::Database& database, const Xapian::Query& query, std::size_t wanted, std::size_t total);

double round_score(double score);

}  // namespace broadsheet
