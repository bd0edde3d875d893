#include "searcher/proximity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/random.h"

namespace broadsheet {
namespace {

using Lists = std::vector<std::vector<std::uint32_t>>;

TEST(Proximity, SaysWhatStandsClose) {
  struct Row {
    Lists positions;
    Closeness closeness;
    bool close;
  };
  const std::vector<Row> rows = {
      {{{1}, {3}}, {2, false}, true},
      {{{1}, {3}}, {1, false}, false},
      {{{3}, {1}}, {2, false}, true},
      {{{3}, {1}}, {2, true}, false},
      {{{1, 9}, {5, 10}}, {1, true}, true},
      {{{4}, {4}}, {5, false}, false},  // one word is not near itself
      {{{4, 6}, {4, 6}}, {5, false}, true},
      {{{1}, {}}, {5, false}, false},
      {{{1, 20}, {3, 22}, {4, 30}}, {3, true}, true},
      {{{1, 20}, {3, 22}, {5, 30}}, {3, true}, false},
  };
  for (const Row& row : rows) EXPECT_EQ(stand_close(row.positions, row.closeness), row.close) << testing::PrintToString(row.positions);
}

bool slow(const Lists& lists, Closeness closeness, std::vector<std::uint32_t> chosen = {}) {
  if (chosen.size() == lists.size()) {
    const auto [low, high] = std::ranges::minmax(chosen);
    std::vector<std::uint32_t> sorted = chosen;
    std::ranges::sort(sorted);
    const bool different = std::ranges::adjacent_find(sorted) == sorted.end();
    return different && high - low <= static_cast<std::uint32_t>(closeness.distance) && (!closeness.ordered || sorted == chosen);
  }
  return std::ranges::any_of(lists[chosen.size()], [&](std::uint32_t p) {
    auto more = chosen;
    more.push_back(p);
    return slow(lists, closeness, more);
  });
}

TEST(Proximity, AgreesWithTryingEverything) {
  Random random(2);
  for (int round = 0; round < 3000; ++round) {
    Lists lists(random.below(3) + 2);
    for (auto& list : lists) {
      for (std::uint32_t n = random.below(5); n > 0; --n) list.push_back(random.below(15));
      std::ranges::sort(list);
      list.erase(std::ranges::unique(list).begin(), list.end());
    }
    const Closeness closeness{static_cast<int>(random.below(6) + 1), random.one_in(2)};
    EXPECT_EQ(stand_close(lists, closeness), slow(lists, closeness))
        << testing::PrintToString(lists) << closeness.distance << closeness.ordered;
  }
}

}  // namespace
}  // namespace broadsheet
