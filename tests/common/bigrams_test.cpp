#include "common/bigrams.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

using Counts = std::map<WordPair, std::uint32_t>;

void write(const std::filesystem::path& path, std::uint32_t words, const Counts& counts) {
  auto writer = BigramWriter::create(path, 1000, words);
  ASSERT_TRUE(writer);
  for (const auto& [pair, articles] : counts) writer->add(pair, articles);
  ASSERT_TRUE(writer->finish());
}

TEST(Bigrams, WhatWasWrittenIsFound) {
  const TempFolder folder;
  Random random(5);
  Counts counts;
  for (int i = 0; i < 5000; ++i) counts[word_pair(random.below(300), random.below(300))] = 1 + random.below(700);
  write(folder / "bigrams.bin", 300, counts);
  const auto table = BigramTable::open(folder / "bigrams.bin");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_TRUE(table->verify());
  std::vector<WordPair> asked;
  for (std::uint32_t first = 0; first < 302; ++first) {
    for (std::uint32_t second = 0; second < 302; second += 1 + random.below(3)) asked.push_back(word_pair(first, second));
  }
  const std::vector<std::uint32_t> found = table->articles(asked);
  std::uint64_t kept = 0;
  for (const auto& [pair, articles] : counts) kept += articles >= 2 ? 1 : 0;
  EXPECT_EQ(table->pairs(), kept);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto count = counts.find(asked[i]);
    EXPECT_EQ(found[i], count == counts.end() || count->second < 2 ? 0 : count->second) << asked[i];
  }
}

TEST(Bigrams, AnArchiveWithoutPairsHasATable) {
  const TempFolder folder;
  write(folder / "bigrams.bin", 0, {});
  const auto table = BigramTable::open(folder / "bigrams.bin");
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->verify());
  EXPECT_EQ(table->articles(std::vector<WordPair>{word_pair(1, 2)}), (std::vector<std::uint32_t>{0}));
}

TEST(Bigrams, PairsAreNeighboursOfOneFieldWithoutStopWords) {
  const std::vector<bool> is_stop = {true, false, false, false};
  std::vector<WordPair> pairs;
  add_pairs(std::vector<std::uint32_t>{1, 2, 0, 3, 1, 2, 9}, is_stop, pairs);
  add_pairs(std::vector<std::uint32_t>{3}, is_stop, pairs);
  make_distinct(pairs);
  EXPECT_EQ(pairs, (std::vector<WordPair>{word_pair(1, 2), word_pair(3, 1)}));
}

TEST(Bigrams, DamageIsFound) {
  const TempFolder folder;
  write(folder / "bigrams.bin", 4, {{word_pair(1, 2), 3}, {word_pair(1, 3), 9}, {word_pair(2, 0), 2}});
  std::string bytes;
  {
    std::ifstream file(folder / "bigrams.bin", std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  int accepted = 0;
  for (std::size_t i = kPartHeaderBytes; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0xFF);
    std::ofstream(folder / "changed.bin", std::ios::binary) << changed;
    const auto table = BigramTable::open(folder / "changed.bin");
    if (!table) continue;
    static_cast<void>(table->articles(std::vector<WordPair>{word_pair(1, 2), word_pair(1, 3), word_pair(3, 3)}));  // must not read outside
    if (table->verify()) ++accepted;
  }
  // What only the hash of the part tells: two bytes that fill up, four of a larger number of documents.
  EXPECT_EQ(accepted, 6);
}

}  // namespace
}  // namespace broadsheet
