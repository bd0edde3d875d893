// With which words, and how heavily, is this query expanded in this archive? Reads the best matches from the token file (expansion.h has
// the model).
#pragma once

#include <span>
#include <vector>

#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"
#include "searcher/ranking.h"

namespace broadsheet {

// Word nodes of the unprefixed stream with their weights beside `root`'s, heaviest first; a node's text is the commonest form of its
// stem. `best`: the first kFeedbackArticles of the answer, best first. Empty: nothing to learn from.
std::vector<QueryNode> expand_query(IndexView& view, const QueryNode& root, std::span<const RankedDocument> best);

// The whole step for a query that scores: its first matches, the words, and the tree of alternatives (kind everything: there is none).
struct Expansion {
  std::vector<QueryNode> words;
  QueryNode alternatives;
};
Expansion expansion_of(IndexView& view, Matcher& matcher, const QueryNode& root, const DocSet& matches);

}  // namespace broadsheet
