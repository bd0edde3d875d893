#include "searcher/facets.h"

#include <algorithm>

namespace broadsheet {
namespace {

constexpr std::uint64_t kMinArticlesForLift = 5;

// One counter for each value of a column. Between two uses a thread keeps them, all zero: clearing those that were used is much
// cheaper than zeroing and looking through one for each of a large archive's names. One at a time in a thread.
class ValueCounters {
 public:
  explicit ValueCounters(std::uint32_t values) {
    if (kept_.size() < values) kept_.resize(values);
  }
  ValueCounters(const ValueCounters&) = delete;
  ValueCounters& operator=(const ValueCounters&) = delete;
  ~ValueCounters() {
    for (const std::uint32_t ordinal : used_) kept_[ordinal] = 0;
  }
  void count(std::uint32_t ordinal) {
    if (kept_[ordinal]++ == 0) used_.push_back(ordinal);
  }
  std::uint32_t operator[](std::uint32_t ordinal) const { return kept_[ordinal]; }
  // Those with a count, in no order.
  const std::vector<std::uint32_t>& used() const { return used_; }

 private:
  static thread_local std::vector<std::uint32_t> kept_;
  std::vector<std::uint32_t> used_;
};
thread_local std::vector<std::uint32_t> ValueCounters::kept_;

struct Counts {
  explicit Counts(std::uint32_t values) : by_ordinal(values) {}
  ValueCounters by_ordinal;
  std::uint64_t documents = 0, missing = 0;
};

void count_values(const KeywordColumn& column, const DocSet& documents, Counts& counts) {
  documents.for_each([&](std::uint32_t docid) {
    const auto ordinals = column.ordinals(docid);
    for (const std::uint32_t ordinal : ordinals) counts.by_ordinal.count(ordinal);
    ++counts.documents;
    if (ordinals.empty()) ++counts.missing;
  });
}

// Ordinals with a count, most articles first, then by folded value (the order of ordinals); only the first `wanted` are in order.
std::vector<std::uint32_t> ranked_values(const FacetTask& task, const Counts& counts, std::size_t wanted) {
  auto [first, last] = task.column->find_prefix(task.value_prefix);
  std::vector<std::uint32_t> ranked;
  for (const std::uint32_t ordinal : counts.by_ordinal.used()) {
    if (ordinal >= first && ordinal < last) ranked.push_back(ordinal);
  }
  const auto middle = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, ranked.size()));
  std::ranges::partial_sort(ranked, middle, [&counts](std::uint32_t a, std::uint32_t b) {
    return counts.by_ordinal[a] != counts.by_ordinal[b] ? counts.by_ordinal[a] > counts.by_ordinal[b] : a < b;
  });
  return ranked;
}

// Documents with a value, but none of those shown.
std::uint64_t count_other(const FacetTask& task, const Counts& counts, const std::vector<std::uint32_t>& ranked, std::size_t shown) {
  if (task.column->is_single_valued()) {  // then no document is counted twice
    std::uint64_t other = counts.documents - counts.missing;
    for (std::size_t i = 0; i < shown; ++i) other -= counts.by_ordinal[ranked[i]];
    return other;
  }
  std::vector<bool> is_shown(task.column->values());
  for (std::size_t i = 0; i < shown; ++i) is_shown[ranked[i]] = true;
  std::uint64_t other = 0;
  task.documents->for_each([&](std::uint32_t docid) {
    const auto ordinals = task.column->ordinals(docid);
    if (!ordinals.empty() && std::ranges::none_of(ordinals, [&](std::uint32_t o) { return is_shown[o]; })) ++other;
  });
  return other;
}

// How often the shown values stand in the frame.
class FrameCounts {
 public:
  FrameCounts(const FacetTask& task, const std::vector<std::uint32_t>& ordinals) : column_(*task.column) {
    if (task.frame == nullptr) {
      documents_ = column_.documents();
      return;
    }
    by_ordinal_.resize(column_.values());
    std::vector<bool> is_shown(column_.values());
    for (const std::uint32_t ordinal : ordinals) is_shown[ordinal] = true;
    task.frame->for_each([&](std::uint32_t docid) {
      ++documents_;
      for (const std::uint32_t ordinal : column_.ordinals(docid)) by_ordinal_[ordinal] += is_shown[ordinal] ? 1U : 0U;
    });
  }
  double share(std::uint32_t ordinal) const {
    const std::uint32_t articles = by_ordinal_.empty() ? column_.articles(ordinal) : by_ordinal_[ordinal];
    return static_cast<double>(articles) / static_cast<double>(documents_);
  }

 private:
  const KeywordColumn& column_;
  std::uint64_t documents_ = 0;
  std::vector<std::uint32_t> by_ordinal_;
};

}  // namespace

FacetAnswer count_facet(const FacetTask& task) {
  Counts counts(task.column->values());
  count_values(*task.column, *task.documents, counts);
  const std::size_t wanted = task.limit == kNoLimit ? task.column->values() : task.offset + task.limit;
  const std::vector<std::uint32_t> ranked = ranked_values(task, counts, wanted);
  FacetAnswer answer;
  answer.field = task.field;
  answer.articles = counts.documents;
  answer.values_total = ranked.size();
  answer.missing = counts.missing;
  const std::size_t shown = std::min(wanted, ranked.size());
  answer.values_shown_before = std::min(task.offset, shown);
  answer.other = count_other(task, counts, ranked, shown);
  const std::vector<std::uint32_t> page(ranked.begin() + static_cast<std::ptrdiff_t>(answer.values_shown_before),
                                        ranked.begin() + static_cast<std::ptrdiff_t>(shown));
  const FrameCounts frame(task, page);
  for (const std::uint32_t ordinal : page) {
    FacetBucket bucket{std::string(task.column->display(ordinal)), counts.by_ordinal[ordinal], 0, std::nullopt, {}};
    if (task.aliases != nullptr) {
      for (const std::string_view alias : task.aliases->of(ordinal)) bucket.aliases.emplace_back(alias);
    }
    bucket.share = static_cast<double>(bucket.articles) / static_cast<double>(counts.documents);
    if (bucket.articles >= kMinArticlesForLift) bucket.lift = bucket.share / frame.share(ordinal);
    answer.buckets.push_back(std::move(bucket));
  }
  return answer;
}

}  // namespace broadsheet
