// What a stage says of itself while it runs.
#include "indexer/progress.h"

#include <gtest/gtest.h>

#include "indexer/merge.h"

namespace broadsheet {
namespace {

TEST(Progress, HasRateShareAndTimeLeftAsFarAsTheyAreKnown) {
  struct Row {
    std::uint64_t items;
    double seconds, share;
    const char* text;
  };
  const Row rows[] = {
      {0, 0, -1, "derive: 0 records"},
      {64, 0.5, 0.2, "derive: 64 records, 20 % done"},
      {12'000, 4, -1, "derive: 12,000 records, 3,000 a second"},
      {12'000, 4, 0.405, "derive: 12,000 records, 3,000 a second, 40 % done, 6 s left"},
      {12'000, 4, 0.001, "derive: 12,000 records, 3,000 a second, 0 % done"},
      {50, 100, 0.02, "derive: 50 records, 0 a second, 2 % done, 1 h 22 min left"},
      {12'000, 4, 1, "derive: 12,000 records, 3,000 a second, 100 % done, 0 s left"},
      {12'000, 4, 1.5, "derive: 12,000 records, 3,000 a second, 100 % done"},  // the file grew
  };
  for (const Row& row : rows) EXPECT_EQ(progress_text("derive", row.items, "records", row.seconds, row.share), row.text);
  EXPECT_EQ(left_text(59.2), "1 min");
  EXPECT_EQ(left_text(3601), "1 h 1 min");
}

TEST(MergeWidth, FewerThreadsBuildRunsWhereFewFilesMayBeOpen) {
  EXPECT_EQ(jobs_within_files(64, UINT64_MAX), 64U);
  EXPECT_EQ(jobs_within_files(64, 1024), 64U);
  EXPECT_EQ(jobs_within_files(64, 256), 30U);
  EXPECT_EQ(jobs_within_files(2, 256), 2U);
  EXPECT_EQ(jobs_within_files(64, 32), 1U);
}

}  // namespace
}  // namespace broadsheet
