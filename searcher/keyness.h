// Which words, two-word phrases and names set one group of articles apart from another? Counts by article (document frequency) and the
// choice of the strongest. terms compares matches with the rest of their frame, compare two queries.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"
#include "searcher/statistics.h"

namespace broadsheet {

// Two groups without a common article. `whole`: together they are the archive, whose counts are then known.
struct Groups {
  const DocSet* here = nullptr;
  const DocSet* there = nullptr;
  std::uint64_t here_articles = 0, there_articles = 0;
  bool whole = false;
};

// A word (its id in the token file), a pair of words (first << 32 | second) or a name (its ordinal in the column of its field).
struct Term {
  TermKind kind = TermKind::word;
  std::uint64_t key = 0;
  std::uint32_t here = 0, there = 0;  // articles
  bool own = false;                   // of the query itself: every word of it is asked for
  bool stop = false;                  // has a stop word
};

struct KeyTerm {
  Term term;
  double log_likelihood = 0, log_ratio = 0, log_ratio_low = 0;
};

// Ids of the token file that a query asks for, in all forms, ascending; what is negated does not count.
std::vector<std::uint32_t> own_words(IndexView& view, Matcher& matcher, const QueryNode& root);

// All terms of the kind in at least `min_articles` of here, in the order of their keys. Pairs are two words side by side in title, deck or
// text. Memory: 8 bytes a word of the archive; of pairs, 16 MB and what passes `min_articles`. Errors: 65.
Result<std::vector<Term>> count_terms(IndexView& view, const Groups& groups, TermKind kind, std::uint32_t min_articles,
                                      const std::vector<std::uint32_t>& own);

// The terms that are more frequent here, strongest first: by log_ratio_low, then log-likelihood, then key; at most `limit`. Own words and stop
// words are left out, but count among the terms looked at (`terms.size()`, for the correction of the interval).
std::vector<KeyTerm> strongest(const std::vector<Term>& terms, const Groups& groups, std::size_t limit);
KeyTerm measured(const Term& term, const Groups& groups, std::size_t tests);

// Among the parameters of an answer: the kinds asked for; nothing when all are.
void add_kinds(const std::vector<TermKind>& kinds, Answer& head);

// The term as it is shown. Its column has been opened by count_terms().
Result<std::string> term_text(IndexView& view, const Term& term);

}  // namespace broadsheet
