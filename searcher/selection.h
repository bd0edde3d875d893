// Which articles does a request choose, and within which frame? What the research tools (kwic, terms, crosstab, cooccur, compare) start
// from: the exact set of matches of QUERY and options, before any ranking. query, facets and timeline go through executor.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "common/error.h"
#include "searcher/answer.h"
#include "searcher/column_filter.h"
#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"
#include "searcher/request.h"

namespace broadsheet {

class Selection {
 public:
  // `view` and `request` must outlive it. Errors: 2 (limits, strict, unknown filter), 65 (a part is damaged). Throws Xapian::Error.
  static Result<std::unique_ptr<Selection>> make(IndexView& view, const SearchRequest& request);
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;

  const QueryNode& root() const { return root_; }
  Matcher& matcher() { return matcher_; }
  // What matches QUERY and all option filters; with --sample what was drawn of it.
  const DocSet& matches() const { return matches_; }
  // The same before --sample.
  const DocSet& all_matches() const { return all_matches_ ? *all_matches_ : matches_; }
  bool is_sample() const { return all_matches_.has_value(); }
  std::uint64_t total() const { return total_; }
  // What passes the option filters, whatever QUERY says; nullptr: the whole archive.
  const DocSet* frame();
  std::uint64_t frame_documents();
  // What every answer says above its own part: archive, request, understood, warnings, total, help when few were found; with
  // SearchRequest::list the articles themselves, for a manifest.
  Answer head();

 private:
  Selection(IndexView& view, const SearchRequest& request) : view_(view), request_(request), matcher_(view, warnings_) {}
  Result<void> choose();

  IndexView& view_;
  const SearchRequest& request_;
  std::vector<Warning> warnings_;
  Matcher matcher_;
  QueryNode root_;
  std::vector<OptionTest> tests_;
  DocSet matches_;
  std::optional<DocSet> all_matches_;  // only with --sample
  std::uint64_t total_ = 0;
  std::optional<DocSet> frame_;
  std::vector<ListedArticle> listed_;
};

}  // namespace broadsheet
