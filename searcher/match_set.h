// Which documents does this tree match? Exact sets from posting lists, columns and the token file; ranking is query_plan's business.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/error.h"
#include "common/token_file.h"
#include "searcher/deadline.h"
#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/occurrences.h"
#include "searcher/query_tree.h"
#include "searcher/request.h"

namespace broadsheet {

// What a leaf of words means in this archive: the stems that find candidates, and the ids that must stand at each position.
struct LeafWords {
  std::vector<std::string> stems;
  Phrase positions;
  std::size_t total = 0;    // how many words a wildcard or near spelling stands for, searched or not
  std::string joined_stem;  // of a hyphenated word: opensource for open-source; else ""
};

using Postings = std::vector<Posting>;

class Matcher {
 public:
  // When the deadline passes, documents not yet verified are left out: cut() then says so. `keep_postings`: for postings(), below.
  Matcher(IndexView& view, std::vector<Warning>& warnings, Deadline deadline = Deadline(), bool keep_postings = false)
      : view_(view), warnings_(warnings), occurrences_(view, *this), deadline_(deadline), wants_postings_(keep_postings) {}
  Matcher(const Matcher&) = delete;  // its finder knows its address
  Matcher& operator=(const Matcher&) = delete;

  // Warns about values that do not exist. Throws Xapian::Error; a column that cannot be read is an error.
  Result<DocSet> match(const QueryNode& root);

  bool cut() const { return cut_; }

  // For the planner. Phrases, hyphenated words, NEAR, wildcards and one-edit words as found by the last match(); nullptr: not kept.
  const DocSet* verified(const QueryNode& node) const;
  // Have the postings of the last match() been kept? Only when that was asked for and they were not too many.
  bool keeps_postings() const { return keeps_postings_; }
  // Postings of a term in ascending order, at least those of the documents in `matches`, which the last match() found: what it has read of
  // them is not read again. Borrowed until the next call of match(). Long lists (IndexView::long_list) are not kept: they are quickly read.
  const Postings& postings(const std::string& term, const DocSet& matches);
  // The words of a word, hyphenated, phrase, wildcard or fuzzy leaf.
  const LeafWords& leaf_words(const QueryNode& node);

 private:
  using Candidates = const DocSet*;  // nullptr: all documents
  DocSet within(const QueryNode& node, Candidates candidates);
  DocSet all_of(const QueryNode& node, Candidates candidates);
  DocSet any_of(const QueryNode& node, Candidates candidates);
  DocSet none_of(const QueryNode& node, Candidates candidates);
  DocSet term(const std::string& term, Candidates candidates);
  DocSet listed(PostingReader list, Candidates candidates);
  Postings* record(const std::string& term, std::uint32_t frequency);
  DocSet all_terms(const std::vector<std::string>& terms, Candidates candidates);
  DocSet any_term(const std::vector<std::string>& terms, Candidates candidates);
  DocSet word(const QueryNode& node, Candidates candidates);
  std::optional<DocSet> side_by_side(const Phrase& phrase);
  DocSet phrase(const QueryNode& node, Candidates candidates);
  DocSet hyphenated(const QueryNode& node, Candidates candidates);
  DocSet capitals(const QueryNode& node, Candidates candidates);
  DocSet any_form(const std::vector<const QueryNode*>& nodes, Candidates candidates);
  DocSet near(const QueryNode& node, Candidates candidates);
  DocSet value(const QueryNode& node, Candidates candidates);
  DocSet date_range(const QueryNode& node, Candidates candidates);
  DocSet everything(Candidates candidates) const;
  DocSet keep(const QueryNode& node, DocSet set);
  std::uint32_t estimate(const QueryNode& node);
  // For each candidate whose text must be looked at; stops at the deadline.
  template <class Use>
  void verify(const DocSet& candidates, const Use& use) {
    candidates.for_each([&](std::uint32_t docid) {
      cut_ = cut_ || deadline_.passed_in_loop();
      if (!cut_) use(docid);
    });
  }
  void warn_once(Warning warning);

  IndexView& view_;
  std::vector<Warning>& warnings_;
  std::map<const QueryNode*, DocSet> verified_;
  std::map<const QueryNode*, LeafWords> words_;
  std::map<std::string, Postings> postings_;  // by term, what the last match() has read
  std::size_t postings_read_ = 0;
  OccurrenceFinder occurrences_;
  std::optional<Error> failure_;
  Deadline deadline_;
  bool cut_ = false;
  bool wants_postings_;
  bool keeps_postings_ = false;
};

// Matches of one tree; for `explain` and the help lines.
Result<std::uint64_t> count_matches(IndexView& view, const QueryNode& node);

}  // namespace broadsheet
