#include "searcher/shingles.h"

#include <gtest/gtest.h>

#include <numeric>

namespace broadsheet {
namespace {

std::vector<std::uint32_t> words(std::uint32_t first, std::uint32_t count) {
  std::vector<std::uint32_t> ids(count);
  std::iota(ids.begin(), ids.end(), first);
  return ids;
}

TEST(Shingles, ATextHasOneForEachRunOfFourWords) {
  EXPECT_EQ(shingles_of(words(1, 10)).size(), 7U);
  EXPECT_EQ(shingles_of(words(1, 4)).size(), 1U);
  EXPECT_EQ(shingles_of(words(1, 2)).size(), 1U);
  EXPECT_TRUE(shingles_of(words(1, 0)).empty());
  EXPECT_EQ(shingles_of(std::vector<std::uint32_t>{5, 5, 5, 5, 5, 5}).size(), 1U);
}

TEST(Shingles, LikenessIsCommonOverAll) {
  // 1..103 has 100 shingles, 1..63 the first 60 of them.
  const Likeness cut = likeness(shingles_of(words(1, 103)), shingles_of(words(1, 63)));
  EXPECT_DOUBLE_EQ(cut.resemblance, 0.6);
  EXPECT_DOUBLE_EQ(cut.containment, 1);
  EXPECT_EQ(cut.shorter, 60U);
  const Likeness none = likeness(shingles_of(words(1, 50)), shingles_of(words(100, 50)));
  EXPECT_EQ(none.resemblance, 0);
}

TEST(Shingles, CopiesAreEqualEnoughOrCutShort) {
  EXPECT_TRUE(is_copy({0.6, 0.75, 60}));
  EXPECT_FALSE(is_copy({0.59, 0.79, 60}));
  EXPECT_TRUE(is_copy({0.1, 0.8, 20}));
  EXPECT_FALSE(is_copy({0.1, 1, 19}));  // too short to be sure
  EXPECT_FALSE(is_copy(likeness({}, {})));
}

}  // namespace
}  // namespace broadsheet
