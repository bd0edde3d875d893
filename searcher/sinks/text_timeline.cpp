// The timeline of the text format: few rows, each with a bar.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "common/date.h"
#include "common/text.h"
#include "searcher/period.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMostRows = 24;
constexpr std::size_t kMostBarColumns = 41;
constexpr std::size_t kPercentWidth = 8;  // " <0.01 %"

// Ever coarser units; of several years from a year that they divide.
struct Step {
  TimeUnit unit;
  int years;  // 0: one unit
};
constexpr std::array kSteps = {Step{TimeUnit::day, 0},   Step{TimeUnit::week, 0},  Step{TimeUnit::month, 0}, Step{TimeUnit::quarter, 0},
                               Step{TimeUnit::year, 0},  Step{TimeUnit::year, 2},  Step{TimeUnit::year, 5},  Step{TimeUnit::year, 10},
                               Step{TimeUnit::year, 20}, Step{TimeUnit::year, 50}, Step{TimeUnit::year, 100}};

// The first day of the step that holds the bucket. A week is in the month, quarter or year of its Thursday, as ISO 8601 counts.
std::int32_t step_start(std::int32_t bucket_start, TimeUnit bucket_unit, const Step& step) {
  static constexpr std::int32_t kToThursday = 3;
  const std::int32_t day = bucket_unit == TimeUnit::week && step.unit != TimeUnit::week ? bucket_start + kToThursday : bucket_start;
  if (step.years == 0) return unit_floor(day, step.unit);
  const int year = civil_day(day).year;
  return day_number(year - year % step.years, 1, 1);
}

std::vector<TimelineBucket> merged(const std::vector<TimelineBucket>& buckets, TimeUnit by, const Step& step) {
  std::vector<TimelineBucket> rows;
  for (const TimelineBucket& bucket : buckets) {
    const std::int32_t start = step_start(bucket.start, by, step);
    if (rows.empty() || rows.back().start != start) rows.push_back({start, bucket.end, 0, 0});
    rows.back().end = bucket.end;
    rows.back().articles += bucket.articles;
    rows.back().archive_articles += bucket.archive_articles;
  }
  return rows;
}

std::string label(std::int32_t start, const Step& step) {
  if (step.years == 0) return period_label(start, step.unit);
  const int year = civil_day(start).year;
  return fmt::format("{}–{}", year, year + step.years - 1);
}

// "month", "10 years"
std::string step_name(const Step& step) {
  return step.years > 0 ? fmt::format("{} years", step.years) : std::string(time_unit_name(step.unit));
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

double share_of(const TimelineBucket& row) { return timeline_share(row).value_or(0); }

// The row that stands for the whole picture: the highest share, the earliest of equals; nullptr when nothing was found.
const TimelineBucket* peak(const std::vector<TimelineBucket>& rows) {
  const auto highest = std::ranges::max_element(rows, {}, share_of);
  return highest == rows.end() || highest->articles == 0 ? nullptr : &*highest;
}

std::string bar(double part, std::size_t most_columns) {
  const auto columns = static_cast<std::size_t>(std::lround(static_cast<double>(most_columns) * part));
  std::string out;
  for (std::size_t i = 0; i < std::max<std::size_t>(columns, 1); ++i) out += "█";
  return out;
}

// "peak 2023-11 · 3 undated articles not shown"
std::string last_line(const TimelineAnswer& timeline, const TimelineBucket* highest, const Step& step) {
  std::vector<std::string> parts;
  if (highest != nullptr) parts.push_back("peak " + label(highest->start, step));
  if (timeline.undated > 0) {
    parts.push_back(
        fmt::format("{} undated {} not shown", with_thousands(timeline.undated), timeline.undated == 1 ? "article" : "articles"));
  }
  if (timeline.imprecise > 0) {
    parts.push_back(fmt::format("{} dated coarser than a {} not shown", articles_text(timeline.imprecise), time_unit_name(timeline.by)));
  }
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string coarsened_line(const TimelineAnswer& timeline, const Step& step) {
  return fmt::format("by {}: {} rows by {} are too many here (all: timeline … --format csv)", step_name(step),
                     with_thousands(timeline.buckets.size()), time_unit_name(timeline.by));
}

std::string share_heading(const Step& step, bool within_filters) {
  return fmt::format("share of the {} articles in {} {}", within_filters ? "filtered" : "archive’s", step.years > 0 ? "those" : "that",
                     step_name(step));
}

// Sets rows and their heading under each other.
class Table {
 public:
  Table(const std::vector<TimelineBucket>& rows, const Step& step, bool within_filters, std::size_t columns)
      : step_(step), within_filters_(within_filters), columns_(columns), label_width_(step_name(step).size()) {
    for (const TimelineBucket& row : rows) {
      label_width_ = std::max(label_width_, visible_width(label(row.start, step)));
      count_width_ = std::max(count_width_, with_thousands(row.articles).size() + 2);
      all_width_ = std::max(all_width_, with_thousands(row.archive_articles).size() + 2);
      highest_share_ = std::max(highest_share_, share_of(row));
    }
    const std::size_t used = label_width_ + count_width_ + all_width_ + 2 + kPercentWidth;
    bar_columns_ = std::min(kMostBarColumns, columns > used ? columns - used : 1);
  }
  std::string heading() const { return line(upper(step_name(step_)), "arts", "of all", share_heading(step_, within_filters_)); }
  std::string row(const TimelineBucket& bucket) const {
    return line(label(bucket.start, step_), with_thousands(bucket.articles), with_thousands(bucket.archive_articles), picture(bucket));
  }

 private:
  std::string line(std::string_view name, std::string_view articles, std::string_view all, std::string_view rest) const {
    return fit_width(
        pad_right(name, label_width_) + pad_left(articles, count_width_) + pad_left(all, all_width_) + "  " + std::string(rest), columns_);
  }
  std::string picture(const TimelineBucket& bucket) const {
    if (bucket.archive_articles == 0) return within_filters_ ? "(no articles within the filters)" : "(no articles in the archive)";
    const double share = share_of(bucket);
    return share > 0 ? bar(share / highest_share_, bar_columns_) + " " + percent(share) : percent(share);
  }

  Step step_;
  bool within_filters_;
  std::size_t columns_;
  std::size_t label_width_;
  std::size_t count_width_ = 7;
  std::size_t all_width_ = 9;
  std::size_t bar_columns_ = kMostBarColumns;
  double highest_share_ = 0;
};

}  // namespace

LabelledBuckets coarsened(const std::vector<TimelineBucket>& buckets, TimeUnit by) {
  auto step_index = static_cast<std::size_t>(by);
  LabelledBuckets out{{}, {}, buckets};
  while (out.rows.size() > kMostRows && step_index + 1 < kSteps.size()) out.rows = merged(buckets, by, kSteps[++step_index]);
  out.unit = step_name(kSteps[step_index]);
  for (const TimelineBucket& row : out.rows) out.labels.push_back(label(row.start, kSteps[step_index]));
  return out;
}

Block timeline_block(const TimelineAnswer& timeline, bool within_filters, std::size_t columns) {
  if (timeline.buckets.empty()) return wrap_lines(last_line(timeline, nullptr, kSteps[0]), columns);
  auto step_index = static_cast<std::size_t>(timeline.by);
  std::vector<TimelineBucket> rows = timeline.buckets;
  while (rows.size() > kMostRows && step_index + 1 < kSteps.size()) rows = merged(timeline.buckets, timeline.by, kSteps[++step_index]);
  const Step& step = kSteps[step_index];

  Block lines;
  if (rows.size() < timeline.buckets.size()) append_lines(lines, wrap_lines(coarsened_line(timeline, step), columns, 2));
  const Table table(rows, step, within_filters, columns);
  lines.push_back(table.heading());
  for (const TimelineBucket& row : rows) lines.push_back(table.row(row));
  append_lines(lines, wrap_lines(last_line(timeline, peak(rows), step), columns, 2));
  return lines;
}

}  // namespace broadsheet
