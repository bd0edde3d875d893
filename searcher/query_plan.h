// Tree and archive to Xapian::Query: the only place where the two meet. Scores come from words; everything exact (phrases, fields, dates,
// NOT) comes from the sets that match_set found.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>

#include <xapian.h>

#include "searcher/doc_set.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"

namespace broadsheet {

// A set as Xapian sees it: no weight. The set must outlive it.
class DocSetSource : public Xapian::PostingSource {
 public:
  explicit DocSetSource(const DocSet& set) : set_(set), count_(set.count()) {}
  Xapian::doccount get_termfreq_min() const override { return count_; }
  Xapian::doccount get_termfreq_est() const override { return count_; }
  Xapian::doccount get_termfreq_max() const override { return count_; }
  void next(double) override { docid_ = set_.next(docid_ + 1); }
  void skip_to(Xapian::docid docid, double) override { docid_ = set_.next(std::max(docid, docid_)); }  // never back
  bool at_end() const override { return docid_ == 0; }
  Xapian::docid get_docid() const override { return docid_; }
  void init(const Xapian::Database&) override { docid_ = 0; }
  std::string get_description() const override { return "DocSet"; }

 private:
  const DocSet& set_;
  Xapian::doccount count_;
  std::uint32_t docid_ = 0;  // 0: before the first, or, after a move, behind the last
};

// The query that ranks exactly `matches` (the set of the tree and all filters); nullopt: the tree has no word that scores.
// `narrowed`: filters outside the tree have made the set smaller. `expansion`: word nodes that add their weights and demand nothing; then
// `matches` may be wider than the tree. Sources live as long as the plan.
struct QueryPlan {
  Xapian::Query query;
  std::vector<std::unique_ptr<Xapian::PostingSource>> sources;
};
std::optional<QueryPlan> plan_query(const QueryNode& root, Matcher& matcher, const IndexView& view, const DocSet& matches, bool narrowed,
                                    std::span<const QueryNode> expansion = {});

}  // namespace broadsheet
