#include "searcher/timeline_split.h"

#include <algorithm>

#include "searcher/timeline.h"

namespace broadsheet {
namespace {

constexpr std::uint32_t kNoSeries = UINT32_MAX;

// The commonest ordinals, most articles first, then in the order of folded values.
std::vector<std::uint32_t> commonest(const std::vector<std::uint64_t>& counts, std::size_t limit) {
  std::vector<std::uint32_t> ordinals;
  for (std::uint32_t ordinal = 0; ordinal < counts.size(); ++ordinal) {
    if (counts[ordinal] > 0) ordinals.push_back(ordinal);
  }
  std::ranges::sort(ordinals, [&](std::uint32_t a, std::uint32_t b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
  ordinals.resize(std::min(ordinals.size(), limit));
  return ordinals;
}

// Calls `use(series, bucket)` for every value of the document that has a series.
template <class Use>
void for_each_count(const SplitTask& task, const std::vector<std::uint32_t>& series_of, const BucketFinder& bucket_of, std::uint32_t docid,
                    const Use& use) {
  const auto bucket = bucket_of((*task.facts)[docid]);
  if (!bucket) return;
  for (const std::uint32_t ordinal : task.column->ordinals(docid)) {
    if (series_of[ordinal] != kNoSeries) use(series_of[ordinal], *bucket);
  }
}

}  // namespace

TimelineSplit split_timeline(const SplitTask& task, const TimelineAnswer& timeline) {
  TimelineSplit split;
  split.field = task.field;
  std::vector<std::uint64_t> counts(task.column->values());
  task.documents->for_each([&](std::uint32_t docid) {
    for (const std::uint32_t ordinal : task.column->ordinals(docid)) ++counts[ordinal];
  });
  split.values_total = static_cast<std::uint64_t>(std::ranges::count_if(counts, [](std::uint64_t n) { return n > 0; }));
  std::vector<TimelineBucket> empty = timeline.buckets;
  for (TimelineBucket& bucket : empty) bucket.articles = bucket.archive_articles = 0;
  std::vector<std::uint32_t> series_of(counts.size(), kNoSeries);
  for (const std::uint32_t ordinal : commonest(counts, task.limit)) {
    series_of[ordinal] = static_cast<std::uint32_t>(split.series.size());
    split.series.push_back({std::string(task.column->display(ordinal)), counts[ordinal], empty});
  }

  const BucketFinder bucket_of(timeline.buckets, timeline.by);
  task.documents->for_each([&](std::uint32_t docid) {
    const auto ordinals = task.column->ordinals(docid);
    if (ordinals.empty()) ++split.missing;
    const bool listed = std::ranges::any_of(ordinals, [&](std::uint32_t ordinal) { return series_of[ordinal] != kNoSeries; });
    if (!ordinals.empty() && !listed) ++split.other;
    for_each_count(task, series_of, bucket_of, docid,
                   [&](std::uint32_t series, std::size_t bucket) { ++split.series[series].buckets[bucket].articles; });
  });
  const auto count_frame = [&](std::uint32_t docid) {
    for_each_count(task, series_of, bucket_of, docid,
                   [&](std::uint32_t series, std::size_t bucket) { ++split.series[series].buckets[bucket].archive_articles; });
  };
  if (task.frame != nullptr) {
    task.frame->for_each(count_frame);
  } else {
    for (std::uint32_t docid = 1; docid <= task.facts->documents(); ++docid) count_frame(docid);
  }
  return split;
}

}  // namespace broadsheet
