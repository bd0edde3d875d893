#include "indexer/string_ids.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>

#include "tests/support/random.h"

namespace broadsheet {
namespace {

TEST(StringIds, NumbersAreThoseOfTheFirstTimeAndStringsStayWhereTheyAre) {
  Random random(5);
  StringIds ids;
  for (int round = 0; round < 2; ++round) {
    std::unordered_map<std::string, std::uint32_t> expected;
    std::vector<std::string_view> kept;
    for (int i = 0; i < 20'000; ++i) {
      std::string string = std::to_string(random.below(6'000));
      if (i % 500 == 0) string.resize(70'000 + static_cast<std::size_t>(i), '\0');  // longer than a piece of memory
      const auto [known, fresh] = expected.try_emplace(string, static_cast<std::uint32_t>(expected.size()));
      ASSERT_EQ(ids.id_of(string), known->second);
      if (fresh) kept.push_back(ids[known->second]);
    }
    ASSERT_EQ(ids.size(), expected.size());
    for (const auto& [string, id] : expected) {
      ASSERT_EQ(ids[id], string);
      ASSERT_EQ(kept[id].data(), ids[id].data());
    }
    ids.clear();
    EXPECT_EQ(ids.size(), 0U);
  }
}

TEST(StringIds, TheEmptyStringIsOneLikeAnyOther) {
  StringIds ids;
  EXPECT_EQ(ids.id_of(""), 0U);
  EXPECT_EQ(ids.id_of("a"), 1U);
  EXPECT_EQ(ids.id_of(""), 0U);
}

}  // namespace
}  // namespace broadsheet
