// What a source's habit is, and which silences break it: rows of days -> gaps.
#include "indexer/coverage.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "indexer/status.h"

namespace broadsheet {
namespace {

using Days = std::vector<std::int32_t>;

// `count` days from `first`, each `step` after the one before.
Days every(std::int32_t step, std::size_t count, std::int32_t first = 0) {
  Days days;
  for (std::size_t i = 0; i < count; ++i) days.push_back(first + step * static_cast<std::int32_t>(i));
  return days;
}

Days weekdays(std::int32_t weeks) {
  Days days;
  for (std::int32_t day = 0; day < 7 * weeks; ++day) {
    if (day % 7 < 5) days.push_back(day);
  }
  return days;
}

Days joined(Days one, const Days& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

std::string described(const std::vector<Gap>& gaps) {
  std::string text;
  for (const Gap& gap : gaps) {
    text += std::to_string(gap.first_day) + ".." + std::to_string(gap.last_day) + " of " + std::to_string(gap.longest_usual) +
            (gap.ongoing ? "!" : "") + " ";
  }
  return text;
}

TEST(Gaps, AreSilencesLongerThanTheHabit) {
  struct Row {
    const char* why;
    Days days;
    std::int32_t until;
    const char* gaps;
  };
  const Row rows[] = {
      {"no articles at all", {}, 100, ""},
      {"ten days have nine intervals: no habit", every(1, 10), 1000, ""},
      {"eleven days have", every(1, 11), 1000, "11..1000 of 3! "},
      {"three silent days are no gap for a daily", joined(every(1, 20), every(1, 20, 23)), 42, ""},
      {"four are", joined(every(1, 20), every(1, 20, 24)), 43, "20..23 of 3 "},
      {"weekends are the habit of a weekday paper", weekdays(10), 68, ""},
      {"two weeks of a weekday paper are not", joined(weekdays(10), {84, 85}), 85, "68..83 of 9 "},
      {"a weekly may miss two", every(7, 12), 77 + 21, ""},
      {"and not three", every(7, 12), 77 + 22, "78..99 of 21! "},
      {"one long interval of ten does not make a habit", joined(every(1, 10), {109}), 109, "10..108 of 3 "},
      {"both kinds", joined(every(1, 20), every(1, 20, 40)), 70, "20..39 of 3 60..70 of 3! "},
  };
  for (const Row& row : rows) EXPECT_EQ(described(find_gaps("AP", row.days, row.until)), row.gaps) << row.why;
}

TEST(PartSizes, FoldersAreSummedAndTheLargestComesFirst) {
  std::string text;
  for (const PartSize& part : part_sizes({{"columns/a.col", 3, ""}, {"columns/b.col", 4, ""}, {"facts.col", 5, ""}, {"xapian/x", 9, ""}})) {
    text += part.part + " " + std::to_string(part.bytes) + " ";
  }
  EXPECT_EQ(text, "xapian/ 9 columns/ 7 facts.col 5 ");
}

}  // namespace
}  // namespace broadsheet
