// BM25's parameters and the part of it that depends on a document: Robertson et al., Okapi at TREC-3 (1994), with the values that were best on
// news (docs/ranking.md). In common, since postings.bin keeps the highest share of each block.
#pragma once

#include <algorithm>

namespace broadsheet {

// k2 is 0: no part of the weight depends on the document alone. k3 matters only for a word that a query repeats.
inline constexpr double kBm25K1 = 1.6, kBm25K3 = 8, kBm25B = 0.5, kBm25LeastNormalisedLength = 0.5;

// How much of a word's highest weight a document gets that has it `count` times, 0 to 1. `length_factor`: 1 / average length of the archive.
inline double bm25_share(double count, double length, double length_factor) {
  const double normalised = std::max(length * length_factor, kBm25LeastNormalisedLength);
  return count / (kBm25K1 * (normalised * kBm25B + (1 - kBm25B)) + count);
}
inline double bm25_length_factor(double average_length) { return average_length > 0 ? 1 / average_length : 0; }

}  // namespace broadsheet
