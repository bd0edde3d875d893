#include "searcher/timeline.h"

#include <algorithm>

namespace broadsheet {

bool fits_unit(const DocumentFacts& facts, TimeUnit unit) {
  const auto precision = static_cast<DatePrecision>(facts.precision);
  switch (unit) {
    case TimeUnit::year:
      return true;
    case TimeUnit::quarter:
    case TimeUnit::month:
      return precision != DatePrecision::year;
    case TimeUnit::week:
    case TimeUnit::day:
      break;
  }
  return precision == DatePrecision::day || precision == DatePrecision::time;
}

namespace {

// Days of the documents that fall into one bucket, with the counts of those that do not.
struct Days {
  std::vector<std::int32_t> days;
  std::uint64_t undated = 0, imprecise = 0;
};

Days days_of(const TimelineTask& task) {
  Days out;
  task.documents->for_each([&](std::uint32_t docid) {
    const DocumentFacts& facts = (*task.facts)[docid];
    if (!is_dated(facts)) {
      ++out.undated;
    } else if (!fits_unit(facts, task.by)) {
      ++out.imprecise;
    } else {
      out.days.push_back(facts.day);
    }
  });
  return out;
}

std::vector<TimelineBucket> empty_buckets(std::int32_t first_day, std::int32_t last_day, TimeUnit unit) {
  std::vector<TimelineBucket> buckets;
  for (std::int32_t start = unit_floor(first_day, unit); start <= last_day;) {
    const std::int32_t end = unit_next(start, unit);
    buckets.push_back({start, end, 0, 0});
    start = end;
  }
  return buckets;
}

void count_frame(const TimelineTask& task, const BucketFinder& bucket_of, std::vector<TimelineBucket>& buckets) {
  const auto count = [&](const DocumentFacts& facts) {
    if (const auto bucket = bucket_of(facts)) ++buckets[*bucket].archive_articles;
  };
  if (task.frame == nullptr) {
    std::ranges::for_each(task.facts->all(), count);
  } else {
    task.frame->for_each([&](std::uint32_t docid) { count((*task.facts)[docid]); });
  }
}

}  // namespace

BucketFinder::BucketFinder(const std::vector<TimelineBucket>& buckets, TimeUnit unit) : unit_(unit) {
  if (!buckets.empty()) first_ = buckets.front().start;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    by_day_.insert(by_day_.end(), static_cast<std::size_t>(buckets[i].end - buckets[i].start), i);
  }
}

std::optional<std::size_t> BucketFinder::operator()(const DocumentFacts& facts) const {
  if (!is_dated(facts) || !fits_unit(facts, unit_)) return std::nullopt;
  const std::int64_t n = std::int64_t{facts.day} - first_;
  if (n < 0 || n >= static_cast<std::int64_t>(by_day_.size())) return std::nullopt;
  return by_day_[static_cast<std::size_t>(n)];
}

TimelineAnswer count_timeline(const TimelineTask& task) {
  const Days days = days_of(task);
  TimelineAnswer answer{task.by, days.undated, days.imprecise, {}};
  if (days.days.empty() && !(task.first_day && task.last_day)) return answer;
  std::int32_t first = task.first_day.value_or(INT32_MAX), last = task.last_day.value_or(INT32_MIN);
  for (const std::int32_t day : days.days) {
    first = std::min(first, day);
    last = std::max(last, day);
  }
  answer.buckets = empty_buckets(first, last, task.by);
  if (answer.buckets.empty()) return answer;
  const BucketFinder bucket_of(answer.buckets, task.by);
  task.documents->for_each([&](std::uint32_t docid) {
    if (const auto bucket = bucket_of((*task.facts)[docid])) ++answer.buckets[*bucket].articles;
  });
  count_frame(task, bucket_of, answer.buckets);
  return answer;
}

}  // namespace broadsheet
