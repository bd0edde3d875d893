#include "common/pair_lists.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/damage.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

constexpr std::uint32_t kDocuments = 900;

using Lists = std::map<WordPair, std::vector<std::uint32_t>>;

void write(const std::filesystem::path& path, const Lists& lists) {
  auto writer = PairListWriter::create(path, kDocuments, 64);
  ASSERT_TRUE(writer);
  for (const auto& [pair, docids] : lists) writer->add(pair, docids);
  ASSERT_TRUE(writer->finish());
}

std::vector<std::uint32_t> some_docids(Random& random, std::uint32_t gap) {
  std::vector<std::uint32_t> docids;
  for (std::uint32_t docid = 1 + random.below(gap); docid <= kDocuments; docid += 1 + random.below(2 * gap)) docids.push_back(docid);
  if (docids.empty()) docids.push_back(kDocuments);
  return docids;
}

TEST(PairLists, WhatWasWrittenIsFoundAndNothingElse) {
  const TempFolder folder;
  Random random(9);
  Lists lists;  // words with one pair, with some blocks of pairs, and far apart
  for (int i = 0; i < 3000; ++i) lists[word_pair(random.below(60), random.below(400))] = some_docids(random, 1 + random.below(900));
  lists[word_pair(70000, UINT32_MAX)] = {1, kDocuments};
  write(folder / "pairs.bin", lists);
  const auto file = PairLists::open(folder / "pairs.bin");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->verify());
  EXPECT_EQ(file->documents(), kDocuments);
  EXPECT_EQ(file->least_articles(), 64U);
  for (std::uint32_t first = 0; first < 62; ++first) {
    for (std::uint32_t second = 0; second < 402; ++second) {
      const auto expected = lists.find(word_pair(first, second));
      EXPECT_EQ(file->documents_of(word_pair(first, second)), expected == lists.end() ? std::vector<std::uint32_t>{} : expected->second);
    }
  }
  EXPECT_EQ(file->documents_of(word_pair(70000, UINT32_MAX)), (std::vector<std::uint32_t>{1, kDocuments}));
}

TEST(PairLists, AnArchiveWithoutPairsHasAFile) {
  const TempFolder folder;
  write(folder / "pairs.bin", {});
  const auto file = PairLists::open(folder / "pairs.bin");
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->verify());
  EXPECT_EQ(file->documents_of(word_pair(1, 2)), std::vector<std::uint32_t>{});
}

TEST(PairLists, CommonWordsStandInAFixedShareOfTheArticles) {
  EXPECT_EQ(least_articles_of_common_words(0), 64U);
  EXPECT_EQ(least_articles_of_common_words(32768), 64U);
  EXPECT_EQ(least_articles_of_common_words(1'000'000), 1953U);
}

TEST(PairLists, DamageNeverLeadsOutside) {
  const TempFolder folder;
  Random random(4);
  Lists lists;
  for (std::uint32_t second = 0; second < 40; ++second) lists[word_pair(second % 3, second)] = some_docids(random, 300);
  write(folder / "pairs.bin", lists);
  int refused = 0;
  const std::size_t bytes = for_each_flipped_byte(folder / "pairs.bin", folder / "changed.bin", random, [&] {
    const auto file = PairLists::open(folder / "changed.bin");
    if (!file || !file->verify()) ++refused;
    if (!file || file->documents() != kDocuments) return;
    for (const auto& [pair, docids] : lists) {
      const auto found = file->documents_of(pair);
      for (const std::uint32_t docid : found.value_or(std::vector<std::uint32_t>{})) EXPECT_TRUE(docid >= 1 && docid <= kDocuments);
    }
  });
  EXPECT_GT(refused, static_cast<int>(bytes / 3));  // another docid within the archive is found by the hash of the part alone
}

}  // namespace
}  // namespace broadsheet
