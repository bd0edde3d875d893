// The formulae of terms, cooccur and compare against values computed by hand: sums of binomial terms in exact arithmetic, bisected.
#include "searcher/statistics.h"

#include <gtest/gtest.h>

#include <vector>

namespace broadsheet {
namespace {

constexpr double kClose = 1e-8;

struct KeynessRow {
  TwoCounts counts;
  double log_likelihood, log_ratio, low_of_one, low_of_thousand;
};

// 30 of 100 against 20 of 400; the same turned round; a word that stands nowhere else; equal shares; a rare word of a large archive.
const KeynessRow kKeyness[] = {
    {{30, 100, 20, 400}, 44.0979183, 2.584962501, 1.720947159, 0.8598656857},
    {{20, 400, 30, 100}, -44.0979183, -2.584962501, -1.720947159, -0.8598656857},
    {{10, 100, 0, 100}, 14.38950266, 4.321928095, 1.164478321, 0},
    {{5, 50, 5, 50}, 0, 0, 0, 0},
    {{110, 2442, 29, 26672}, 412.352485, 5.372569622, 4.771271819, 4.204474886},
};

TEST(Statistics, KeynessIsThatOfHandComputedTables) {
  for (const KeynessRow& row : kKeyness) {
    SCOPED_TRACE(row.counts.a);
    EXPECT_NEAR(log_likelihood(row.counts), row.log_likelihood, 1e-6);
    EXPECT_NEAR(log_ratio(row.counts), row.log_ratio, kClose);
    EXPECT_NEAR(conservative_log_ratio(row.counts, 1), row.low_of_one, kClose);
    EXPECT_NEAR(conservative_log_ratio(row.counts, 1000), row.low_of_thousand, kClose);
  }
}

TEST(Statistics, TheCautiousRatioNeverExceedsTheRatio) {
  for (std::uint64_t a = 1; a < 60; a += 3) {
    for (std::uint64_t b = 0; b < 60; b += 7) {
      const TwoCounts counts{a, 60, b, 500};
      const double low = conservative_log_ratio(counts, 10), ratio = log_ratio(counts);
      EXPECT_LE(std::abs(low), std::abs(ratio) + 1e-9) << a << " " << b;
      EXPECT_GE(low * ratio, 0) << a << " " << b;
    }
  }
}

TEST(Statistics, EmptyGroupsAreNoSurprise) {
  EXPECT_EQ(log_likelihood({0, 0, 3, 9}), 0);
  EXPECT_EQ(log_likelihood({9, 9, 3, 3}), 0);
  EXPECT_EQ(log_likelihood({0, 5, 0, 5}), 0);
}

TEST(Statistics, IncompleteBetaIsASumOfBinomialTerms) {
  EXPECT_NEAR(incomplete_beta(2, 3, 0.25), 0.26171875, kClose);
  EXPECT_NEAR(incomplete_beta(5, 1, 0.9), 0.59049, kClose);
  EXPECT_NEAR(incomplete_beta(30, 20, 0.7), 0.9300129066994925, kClose);
  EXPECT_EQ(incomplete_beta(2, 3, 0), 0);
  EXPECT_EQ(incomplete_beta(2, 3, 1), 1);
}

TEST(Statistics, ClopperPearsonIsExactAtTheEnds) {
  struct Row {
    std::uint64_t k, n;
    double low, high;
  };
  for (const Row& row :
       {Row{7, 20, 0.15390920478454115, 0.592188534532828}, Row{0, 10, 0, 0.30849710781876083}, Row{10, 10, 0.6915028921812392, 1}}) {
    const auto [low, high] = clopper_pearson(row.k, row.n, 0.05);
    EXPECT_NEAR(low, row.low, kClose);
    EXPECT_NEAR(high, row.high, kClose);
  }
}

TEST(Statistics, TwoProportionsAreTestedWhereTheTestHolds) {
  EXPECT_NEAR(two_proportion_p({30, 100, 20, 100}), 0.1024704348597495, kClose);
  EXPECT_NEAR(two_proportion_p({45, 200, 90, 300}), 0.06422956357974424, kClose);
  EXPECT_EQ(two_proportion_p({4, 100, 5, 100}), -1);    // 4.5 expected
  EXPECT_EQ(two_proportion_p({96, 100, 95, 100}), -1);  // of those without it
  EXPECT_EQ(two_proportion_p({0, 0, 5, 100}), -1);
}

TEST(Statistics, HolmMultipliesTheSmallestMostAndNeverDescends) {
  const std::vector<double> adjusted = holm_adjusted(std::vector<double>{0.01, -1, 0.04, 0.03, 0.5});
  const std::vector<double> expected = {0.04, -1, 0.09, 0.09, 0.5};
  ASSERT_EQ(adjusted.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-12) << i;
}

}  // namespace
}  // namespace broadsheet
