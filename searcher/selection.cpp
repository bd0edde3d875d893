#include "searcher/selection.h"

#include <utility>

#include "searcher/archive_info.h"
#include "searcher/article_list.h"
#include "searcher/help.h"
#include "searcher/query_parser.h"
#include "searcher/sample.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kFewMatches = 10;

}  // namespace

Result<std::unique_ptr<Selection>> Selection::make(IndexView& view, const SearchRequest& request) {
  std::unique_ptr<Selection> selection(new Selection(view, request));
  if (const auto chosen = selection->choose(); !chosen) return std::unexpected(chosen.error());
  return selection;
}

Result<void> Selection::choose() {
  const bool all = request_.query.empty() || request_.query == "*";
  auto parsed = parse_query(all ? "" : request_.query, view_.schema(),
                            {request_.match, request_.strict, request_.now, view_.manifest().analysis.version});
  if (!parsed) return std::unexpected(parsed.error());
  root_ = std::move(parsed->root);
  warnings_ = std::move(parsed->warnings);
  auto tests = make_option_tests(view_, request_, warnings_);
  if (!tests) return std::unexpected(tests.error());
  tests_ = std::move(*tests);
  auto matched = matcher_.match(root_);
  if (!matched) return std::unexpected(matched.error());
  matches_ = tests_.empty() ? std::move(*matched) : filter_documents(*matched, tests_, std::vector<bool>(tests_.size())).passed;
  if (request_.sample) {
    auto drawn = draw_sample(view_, matches_, *request_.sample, request_.seed.value_or(kDefaultSeed));
    if (!drawn) return std::unexpected(drawn.error());
    all_matches_ = std::exchange(matches_, std::move(*drawn));
  }
  total_ = matches_.count();
  if (request_.list == ListKind::none) return {};
  auto listed = list_articles(view_, matches_, request_.list);
  if (!listed) return std::unexpected(listed.error());
  listed_ = std::move(*listed);
  return {};
}

const DocSet* Selection::frame() {
  if (tests_.empty()) return nullptr;
  if (!frame_) frame_ = filter_documents(DocSet::all(view_.documents()), tests_, std::vector<bool>(tests_.size())).passed;
  return &*frame_;
}

std::uint64_t Selection::frame_documents() {
  const DocSet* all = frame();
  return all == nullptr ? view_.documents() : all->count();
}

Answer Selection::head() {
  Answer answer;
  answer.archive = archive_info(view_.manifest());
  answer.request = request_;
  answer.request.want_hits = false;
  answer.understood = describe(root_);
  answer.stems = view_.manifest().analysis.stemmer != "none";
  answer.sort = SortOrder::newest;
  answer.warnings = warnings_;
  answer.total = total_;
  answer.listed = listed_;
  if (all_matches_) answer.sampled_from = all_matches_->count();
  if (request_.with_help && total_ <= kFewMatches) add_help(view_, root_, answer);
  return answer;
}

}  // namespace broadsheet
