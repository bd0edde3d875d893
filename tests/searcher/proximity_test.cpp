#include "searcher/proximity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "common/limits.h"
#include "tests/support/random.h"

namespace broadsheet {

static void PrintTo(const Span& span, std::ostream* out) { *out << span.first << "-" << span.last; }

namespace {

using Operands = std::vector<Spans>;

Spans singles(std::initializer_list<std::uint32_t> positions) {
  Spans spans;
  for (const std::uint32_t position : positions) spans.push_back({position, position});
  return spans;
}

TEST(Proximity, SaysWhatStandsClose) {
  struct Row {
    Operands operands;
    Closeness closeness;
    Spans found;
  };
  const std::vector<Row> rows = {
      {{singles({1}), singles({3})}, {2, false}, {{1, 3}}},
      {{singles({1}), singles({3})}, {1, false}, {}},
      {{singles({3}), singles({1})}, {2, false}, {{1, 3}}},
      {{singles({3}), singles({1})}, {2, true}, {}},
      {{singles({1, 9}), singles({5, 10})}, {1, true}, {{9, 10}}},
      {{singles({4}), singles({4})}, {5, false}, {}},  // one word is not near itself
      {{singles({4, 6}), singles({4, 6})}, {5, false}, {{4, 6}}},
      {{singles({1}), {}}, {5, false}, {}},
      {{singles({1, 20}), singles({3, 22}), singles({4, 30})}, {3, true}, {{1, 4}}},
      {{singles({1, 20}), singles({3, 22}), singles({5, 30})}, {3, true}, {}},
      {{{{1, 3}}, singles({5})}, {2, false}, {{1, 5}}},  // from the end of a phrase
      {{{{1, 3}}, singles({5})}, {1, false}, {}},
      {{singles({0}), {{1, 3}}}, {1, false}, {{0, 3}}},  // to its begin
      {{singles({2}), {{1, 3}}}, {9, false}, {}},        // a word of the phrase is not near it
      {{singles({2, 4}), {{1, 3}}}, {9, false}, {{1, 4}}},
      {{{{1, 2}, {4, 5}}, {{2, 4}}}, {9, false}, {}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(close_spans(row.operands, row.closeness), row.found) << testing::PrintToString(row.operands);
    EXPECT_EQ(stand_close(row.operands, row.closeness), !row.found.empty()) << testing::PrintToString(row.operands);
  }
}

TEST(Proximity, TheShortestStretchesHoldNoOther) {
  EXPECT_EQ(shortest({{1, 9}, {3, 5}, {4, 12}, {3, 5}, {3, 8}, {5, 5}}), (Spans{{5, 5}}));
  EXPECT_EQ(shortest({{1, 4}, {2, 6}, {2, 5}, {7, 7}}), (Spans{{1, 4}, {2, 5}, {7, 7}}));
  EXPECT_EQ(shortest({}), Spans());
}

// Every choice of one occurrence for each operand.
void try_all(const Operands& operands, Closeness closeness, Spans& chosen, std::set<Span>& found) {
  if (chosen.size() < operands.size()) {
    for (const Span& span : operands[chosen.size()]) {
      chosen.push_back(span);
      try_all(operands, closeness, chosen, found);
      chosen.pop_back();
    }
    return;
  }
  Spans sorted = chosen;
  std::ranges::sort(sorted);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].first <= sorted[i - 1].last) return;
  }
  if (closeness.ordered && sorted != chosen) return;
  if (sorted.back().first - sorted.front().last <= static_cast<std::uint32_t>(closeness.distance)) {
    found.insert({sorted.front().first, sorted.back().last});
  }
}

TEST(Proximity, AgreesWithTryingEverything) {
  Random random(2);
  std::size_t close = 0;
  for (int round = 0; round < 5000; ++round) {
    Operands operands(random.below(4) + 2);
    for (Spans& spans : operands) {
      std::set<Span> some;
      for (std::uint32_t n = random.below(5); n > 0; --n) {
        const std::uint32_t first = random.below(18);
        some.insert({first, first + (random.one_in(2) ? 0 : random.below(4))});
      }
      spans.assign(some.begin(), some.end());
    }
    if (random.one_in(3)) operands.back() = operands.front();  // one operand twice
    if (random.one_in(4)) operands[operands.size() / 2] = operands.front();
    const Closeness closeness{static_cast<int>(random.below(9) + 1), random.one_in(3)};
    Spans chosen;
    std::set<Span> found;
    try_all(operands, closeness, chosen, found);
    close += found.empty() ? 0U : 1U;
    EXPECT_EQ(stand_close(operands, closeness), !found.empty()) << testing::PrintToString(operands) << closeness.distance;
    EXPECT_EQ(shortest(close_spans(operands, closeness)), shortest({found.begin(), found.end()}))
        << testing::PrintToString(operands) << closeness.distance << closeness.ordered;
  }
  EXPECT_GT(close, 500U);  // the rounds try something
}

TEST(Proximity, TenTimesTheSameWordInALongTextIsFound) {
  Spans apart, together;
  for (std::uint32_t i = 0; i < 200'000; ++i) apart.push_back({10 * i, 10 * i});
  together = apart;
  for (std::uint32_t i = 0; i < 9; ++i) together.push_back({apart.back().first + 1 + i, apart.back().first + 1 + i});
  // Without the short cut each of the occurrences would try a thousand sets: minutes.
  EXPECT_FALSE(stand_close(Operands(kMaxNearOperands, apart), {50, false}));
  EXPECT_TRUE(stand_close(Operands(kMaxNearOperands, together), {9, false}));
}

}  // namespace
}  // namespace broadsheet
