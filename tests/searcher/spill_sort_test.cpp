#include "searcher/spill_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

std::vector<std::string> sorted_by(SpillSorter& sorter, std::vector<std::pair<std::string, std::string>>& records) {
  for (const auto& [key, payload] : records) EXPECT_TRUE(sorter.add(key, payload));
  std::vector<std::string> out;
  EXPECT_TRUE(sorter.for_each([&](std::string_view payload) {
    out.emplace_back(payload);
    return true;
  }));
  std::ranges::sort(records);
  return out;
}

std::vector<std::pair<std::string, std::string>> random_records(std::size_t count) {
  std::mt19937 random(3);
  std::vector<std::pair<std::string, std::string>> records;
  for (std::size_t i = 0; i < count; ++i) {
    records.emplace_back(std::to_string(random() % 1000) + "/" + std::to_string(i), std::string(random() % 300, 'x') + std::to_string(i));
  }
  return records;
}

TEST(SpillSort, RecordsComeInOrderWhereverTheyWere) {
  const TempFolder folder;
  for (const std::size_t memory : {std::size_t{1}, std::size_t{2000}, std::size_t{100'000}, std::size_t{100'000'000}}) {
    auto records = random_records(3000);
    SpillSorter sorter(folder.path(), memory);
    const std::vector<std::string> out = sorted_by(sorter, records);
    ASSERT_EQ(out.size(), records.size());
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_EQ(out[i], records[i].second) << "memory " << memory << " record " << i;
    EXPECT_EQ(sorter.runs() > 0, memory < 1'000'000);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));  // the file has no name
  }
}

TEST(SpillSort, StopsWhenAsked) {
  const TempFolder folder;
  SpillSorter sorter(folder.path(), 100);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(sorter.add(std::to_string(1000 + i), std::to_string(i)));
  int seen = 0;
  ASSERT_TRUE(sorter.for_each([&](std::string_view) { return ++seen < 5; }));
  EXPECT_EQ(seen, 5);
}

TEST(SpillSort, AFolderThatIsMissingIsNamed) {
  SpillSorter sorter("/nonexistent/folder", 1);
  ASSERT_TRUE(sorter.add("a", "1"));
  const auto added = sorter.add("b", "2");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message,
            "cannot make a temporary file in /nonexistent/folder: No such file or directory; TMPDIR names another folder");
  EXPECT_EQ(added.error().status, Status::io_error);
}

}  // namespace
}  // namespace broadsheet
