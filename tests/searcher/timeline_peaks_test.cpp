// Which periods stand out? The test against numbers worked out with exact fractions, and rows of counts -> peaks.
#include "searcher/timeline_peaks.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace broadsheet {
namespace {

TEST(TimelinePeaks, TailOfTheBinomialIsExact) {
  struct Row {
    std::uint64_t x, n;
    double p, tail;
  };
  // sum(comb(n, k) * p**k * (1 - p)**(n - k) for k in range(x, n + 1)) over Python's fractions
  for (const Row& row : {Row{8, 10, 0.5, 0.0546875}, Row{5, 5, 0.25, 0.0009765625}, Row{30, 100, 0.1, 2.445112239390966e-08},
                         Row{58, 120, 0.2, 3.453731209936278e-12}, Row{200, 1000, 0.1, 2.928054803828677e-21}}) {
    EXPECT_NEAR(binomial_upper_tail(row.x, row.n, row.p) / row.tail, 1, 1e-9) << row.x << " of " << row.n;
  }
}

// Periods of 10 days from "articles/archive articles"; peaks as their numbers from 0.
std::string peaks_of(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& counts) {
  std::vector<TimelineBucket> buckets;
  for (const auto& [articles, all] : counts) {
    const auto start = static_cast<std::int32_t>(buckets.size() * 10);
    buckets.push_back({start, start + 10, articles, all});
  }
  std::string out;
  for (const TimelinePeak& peak : find_peaks(buckets)) out += std::to_string(peak.start / 10) + " ";
  return out;
}

TEST(TimelinePeaks, StandOutAgainstTheShareAround) {
  EXPECT_EQ(peaks_of({{5, 100}, {4, 100}, {30, 100}, {6, 100}, {5, 100}}), "2 ");
  // five times the articles, but of five times the archive: the share is the same
  EXPECT_EQ(peaks_of({{5, 100}, {4, 100}, {25, 500}, {6, 100}, {5, 100}}), "");
  // the same count in a thin week is a peak
  EXPECT_EQ(peaks_of({{50, 1000}, {40, 1000}, {45, 100}, {60, 1000}, {50, 1000}}), "2 ");
  // chance: 9 where 5 are expected
  EXPECT_EQ(peaks_of({{5, 100}, {5, 100}, {9, 100}, {5, 100}, {5, 100}}), "");
  // certain, but small: 1.3 times as many
  EXPECT_EQ(peaks_of({{1000, 10000}, {1000, 10000}, {1300, 10000}, {1000, 10000}, {1000, 10000}}), "");
  // first and last
  EXPECT_EQ(peaks_of({{40, 100}, {4, 100}, {5, 100}, {6, 100}, {50, 100}}), "0 4 ");
  // from nothing
  EXPECT_EQ(peaks_of({{0, 100}, {0, 100}, {12, 100}, {0, 100}, {0, 100}}), "2 ");
}

TEST(TimelinePeaks, NeedNeighboursAndSomeArticles) {
  EXPECT_EQ(peaks_of({}), "");
  EXPECT_EQ(peaks_of({{50, 100}}), "");
  EXPECT_EQ(peaks_of({{50, 100}, {0, 100}}), "");
  EXPECT_EQ(peaks_of({{0, 0}, {0, 0}, {50, 100}, {0, 0}, {1, 100}}), "");
  EXPECT_EQ(peaks_of({{0, 1000}, {0, 1000}, {4, 4}, {0, 1000}, {0, 1000}}), "");
}

TEST(TimelinePeaks, SayWhatWasExpected) {
  const std::vector<TimelineBucket> buckets = {{0, 10, 5, 100}, {10, 20, 5, 100}, {20, 30, 60, 200}, {30, 40, 20, 300}};
  const auto peaks = find_peaks(buckets);
  ASSERT_EQ(peaks.size(), 1U);
  EXPECT_EQ(peaks[0].start, 20);
  EXPECT_EQ(peaks[0].end, 30);
  EXPECT_EQ(peaks[0].articles, 60U);
  EXPECT_DOUBLE_EQ(peaks[0].expected, 12);  // 30 of 500 around, times 200
  EXPECT_LT(peaks[0].p, 1e-9);
}

}  // namespace
}  // namespace broadsheet
