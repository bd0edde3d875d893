// Ranking without a second look at the posting lists: the postings that matching has read are ranked, too.
//
// Most queries score a match by the sum of its words' BM25 weights: words, phrases and NEAR under AND, plain words under OR. For these the
// set of matches and the postings kept by the Matcher say all; Xapian's matcher (query_plan.h) is asked only for the others: a
// hyphenated word weighs the larger of two, a wildcard's words weigh as one, alternatives that are phrases weigh only where they stand.
// Documents whose words cannot reach the page are passed over by a bound: the weight of the same counts in the shortest document.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"
#include "searcher/ranking.h"

namespace broadsheet {

struct SummedWord {
  std::string term;
  double factor = 1;  // word^2, (a b)^2
};

// The words whose weights make up the score of each match; nullopt: some part of the tree weighs otherwise, or nothing scores.
// `expansion`: word nodes that add their weights and demand nothing.
std::optional<std::vector<SummedWord>> summed_words(const QueryNode& root, Matcher& matcher, std::span<const QueryNode> expansion);

// One word's part in the scores.
struct WeightedPostings {
  PostingReader list;                  // of a long list
  const Postings* postings = nullptr;  // else; at least those of the matches
  std::uint32_t frequency = 0;         // in how many documents of the archive the word stands
  double factor = 1;
  bool shares_hold = false;  // the shares of the list's blocks are by the average length of the statistics
};

// As rank() of ranking.h: the first `wanted` of `matches`, best first. Sums begin with the rarest word, as Xapian's do.
std::vector<RankedDocument> rank_sums(std::vector<WeightedPostings> words, const DocSet& matches, const FactsColumn& facts,
                                      const ArchiveStatistics& statistics, std::size_t wanted);

// The same for what the matcher's last match() found, or a part of it; it must keep postings. Throws Xapian::Error.
std::vector<RankedDocument> rank_by_sum(const std::vector<SummedWord>& words, Matcher& matcher, const IndexView& view,
                                        const DocSet& matches, std::size_t wanted);

}  // namespace broadsheet
