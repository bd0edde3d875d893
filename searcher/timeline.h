// When were they published? Counts by day, week, month, quarter or year, beside the counts of the frame.
#pragma once

#include <optional>
#include <vector>

#include "common/columns.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"

namespace broadsheet {

struct TimelineTask {
  TimeUnit by = TimeUnit::month;
  const FactsColumn* facts = nullptr;
  const DocSet* documents = nullptr;
  const DocSet* frame = nullptr;  // nullptr: the whole archive
  std::optional<std::int32_t> first_day, last_day;  // of --since and --until; else from the first to the last match
};

// Is the article's date (it has one) precise enough to fall into one period of the unit?
bool fits_unit(const DocumentFacts& facts, TimeUnit unit);
// In which bucket of a timeline does an article count? By the day's distance from the first bucket: a look-up, no calendar arithmetic.
class BucketFinder {
 public:
  BucketFinder(const std::vector<TimelineBucket>& buckets, TimeUnit unit);
  // nullopt: undated, dated coarser than the unit, or outside.
  std::optional<std::size_t> operator()(const DocumentFacts& facts) const;

 private:
  TimeUnit unit_;
  std::int32_t first_ = 0;
  std::vector<std::size_t> by_day_;
};

// Buckets without a match are there, too. buckets + imprecise + undated = documents.
TimelineAnswer count_timeline(const TimelineTask& task);

}  // namespace broadsheet
