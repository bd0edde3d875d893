#include "searcher/timeline.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

// One document a date; "" = undated.
class Timeline : public testing::Test {
 protected:
  TimelineAnswer count(const std::vector<std::string>& dates, TimeUnit by, std::optional<std::string> since = {},
                       std::optional<std::string> until = {}) {
    std::vector<DocumentFacts> facts;
    for (const std::string& text : dates) {
      DocumentFacts row;
      row.precision = kUndatedPrecision;
      if (const auto date = parse_date(text)) {
        row.day = date->day;
        row.last_day = date->last_day;
        row.precision = static_cast<std::uint8_t>(date->precision);
      }
      facts.push_back(row);
    }
    const TempFolder folder;
    EXPECT_TRUE(write_facts_column(folder / "f", facts));
    const auto column = FactsColumn::open(folder / "f");
    EXPECT_TRUE(column);
    const DocSet all = DocSet::all(column->documents());
    TimelineTask task{by, &*column, &all, nullptr, {}, {}};
    if (since) task.first_day = parse_date(*since)->day;
    if (until) task.last_day = parse_date(*until)->last_day;
    return count_timeline(task);
  }
  static std::string shown(const TimelineAnswer& answer) {
    std::string out;
    for (const TimelineBucket& b : answer.buckets)
      out += day_text(b.start) + ".." + day_text(b.end) + "=" + std::to_string(b.articles) + " ";
    return out + "undated=" + std::to_string(answer.undated) + " imprecise=" + std::to_string(answer.imprecise);
  }
};

TEST_F(Timeline, HasEmptyBucketsBetweenTheFirstAndTheLastMatch) {
  EXPECT_EQ(shown(count({"2024-01-31", "2024-03-01", "2024-03-31"}, TimeUnit::month)),
            "2024-01-01..2024-02-01=1 2024-02-01..2024-03-01=0 2024-03-01..2024-04-01=2 undated=0 imprecise=0");
}

TEST_F(Timeline, SetsCoarserDatesAside) {
  EXPECT_EQ(shown(count({"2024", "2024-02", "2024-02-03", "", ""}, TimeUnit::month)), "2024-02-01..2024-03-01=2 undated=2 imprecise=1");
  EXPECT_EQ(shown(count({"2024", "2024-02", "2024-02-03"}, TimeUnit::day)), "2024-02-03..2024-02-04=1 undated=0 imprecise=2");
  EXPECT_EQ(shown(count({"2024", "2024-02"}, TimeUnit::year)), "2024-01-01..2025-01-01=2 undated=0 imprecise=0");
}

TEST_F(Timeline, CountsIsoWeeksAndQuarters) {
  EXPECT_EQ(shown(count({"2024-12-29", "2024-12-30"}, TimeUnit::week)),
            "2024-12-23..2024-12-30=1 2024-12-30..2025-01-06=1 undated=0 imprecise=0");
  EXPECT_EQ(shown(count({"2024-05-15"}, TimeUnit::quarter)), "2024-04-01..2024-07-01=1 undated=0 imprecise=0");
}

TEST_F(Timeline, RunsFromSinceToUntilWhenGiven) {
  EXPECT_EQ(shown(count({"2024-02-03"}, TimeUnit::month, "2024-01", "2024-03")),
            "2024-01-01..2024-02-01=0 2024-02-01..2024-03-01=1 2024-03-01..2024-04-01=0 undated=0 imprecise=0");
  EXPECT_EQ(shown(count({}, TimeUnit::year, "2023", "2024")), "2023-01-01..2024-01-01=0 2024-01-01..2025-01-01=0 undated=0 imprecise=0");
  EXPECT_EQ(shown(count({}, TimeUnit::year)), "undated=0 imprecise=0");
}

}  // namespace
}  // namespace broadsheet
