#include "common/columns.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

std::vector<ColumnValue> values(std::initializer_list<const char*> folded) {
  std::vector<ColumnValue> out;
  for (const char* v : folded) out.push_back({v, std::string("<") + v + ">", 0});
  return out;
}

TEST(KeywordColumn, GivesBackWhatWasWritten) {
  const TempFolder folder;
  KeywordColumnWriter writer(values({"ap", "bbc", "bbc news"}));
  writer.add({2, 0, 2});
  writer.add({});
  writer.add({1});
  ASSERT_TRUE(writer.write(folder / "c"));
  const auto column = KeywordColumn::open(folder / "c");
  ASSERT_TRUE(column) << column.error().message;
  EXPECT_EQ(column->documents(), 3U);
  EXPECT_EQ(column->values(), 3U);
  EXPECT_EQ(column->documents_with_value(), 2U);
  EXPECT_EQ(std::vector(column->ordinals(1).begin(), column->ordinals(1).end()), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_TRUE(column->ordinals(2).empty());
  EXPECT_EQ(column->articles(2), 1U);
  EXPECT_EQ(column->folded(1), "bbc");
  EXPECT_EQ(column->display(1), "<bbc>");
  EXPECT_EQ(column->find("bbc"), 1U);
  EXPECT_EQ(column->find("b"), std::nullopt);
  EXPECT_EQ(column->find_prefix("bbc"), std::pair(1U, 3U));
  EXPECT_EQ(column->find_prefix(""), std::pair(0U, 3U));
  EXPECT_EQ(column->find_prefix("zz"), std::pair(3U, 3U));
  EXPECT_TRUE(column->verify());
}

TEST(KeywordColumn, OfNothingIsAColumnToo) {
  const TempFolder folder;
  ASSERT_TRUE(KeywordColumnWriter({}).write(folder / "c"));
  const auto column = KeywordColumn::open(folder / "c");
  ASSERT_TRUE(column) << column.error().message;
  EXPECT_EQ(column->documents(), 0U);
  EXPECT_EQ(column->find("x"), std::nullopt);
}

TEST(KeywordColumn, RandomColumnsSurviveTheRoundTrip) {
  Random random(7);
  for (int round = 0; round < 20; ++round) {
    const TempFolder folder;
    std::set<std::string> folded;
    const std::size_t wanted = random.below(50) + 1;
    while (folded.size() < wanted) folded.insert("v" + std::to_string(random.below(10'000)));
    std::vector<ColumnValue> all;
    for (const std::string& v : folded) all.push_back({v, v, 0});
    KeywordColumnWriter writer(all);
    std::vector<std::set<std::uint32_t>> rows(random.below(100));
    std::map<std::uint32_t, std::uint32_t> articles;
    for (auto& row : rows) {
      while (!random.one_in(3)) row.insert(random.below(static_cast<std::uint32_t>(all.size())));
      for (const auto ordinal : row) ++articles[ordinal];
      writer.add({row.rbegin(), row.rend()});
    }
    ASSERT_TRUE(writer.write(folder / "c"));
    const auto column = KeywordColumn::open(folder / "c");
    ASSERT_TRUE(column) << column.error().message;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      EXPECT_TRUE(std::ranges::equal(column->ordinals(i + 1), rows[i]));
    }
    for (std::uint32_t i = 0; i < all.size(); ++i) EXPECT_EQ(column->articles(i), articles[i]);
  }
}

TEST(KeywordColumn, CutAtAnyLengthIsRefused) {
  const TempFolder folder;
  KeywordColumnWriter writer(values({"a", "b"}));
  writer.add({0, 1});
  ASSERT_TRUE(writer.write(folder / "c"));
  const auto bytes = read_file(folder / "c");
  ASSERT_TRUE(bytes);
  for (std::size_t n = 0; n < bytes->size(); ++n) {
    std::ofstream(folder / "cut", std::ios::binary | std::ios::trunc) << bytes->substr(0, n);
    const auto column = KeywordColumn::open(folder / "cut");
    ASSERT_FALSE(column) << n;
    EXPECT_EQ(column.error().status, Status::bad_data);
  }
}

TEST(FactsColumn, GivesBackWhatWasWritten) {
  const TempFolder folder;
  std::vector<DocumentFacts> facts(2);
  facts[0].start = -5;
  facts[0].day = 19'000;
  facts[1].precision = kUndatedPrecision;
  ASSERT_TRUE(write_facts_column(folder / "f", facts));
  const auto column = FactsColumn::open(folder / "f");
  ASSERT_TRUE(column) << column.error().message;
  ASSERT_EQ(column->documents(), 2U);
  EXPECT_EQ((*column)[1].start, -5);
  EXPECT_EQ((*column)[1].day, 19'000);
  EXPECT_FALSE(is_dated((*column)[2]));
}

}  // namespace
}  // namespace broadsheet
