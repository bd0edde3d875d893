#include "indexer/bigram_counter.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "common/pair_lists.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

std::vector<DocumentTokens> random_documents(std::uint32_t words) {
  Random random(11);
  std::vector<DocumentTokens> documents(400);
  for (DocumentTokens& document : documents) {
    for (auto& field : document.words) {
      for (std::uint32_t i = random.below(30); i > 0; --i) field.push_back(random.below(words));
    }
  }
  return documents;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(BigramCounter, CountsAndListsAreThoseOfBruteForceHoweverSmallTheMemory) {
  constexpr std::uint32_t kWords = 40;
  const std::vector<DocumentTokens> documents = random_documents(kWords);
  std::vector<bool> is_stop(kWords);
  is_stop[0] = is_stop[7] = true;
  std::vector<bool> is_common(kWords, true);
  is_common[3] = is_common[39] = false;
  std::map<WordPair, std::vector<std::uint32_t>> expected;
  std::uint32_t docid = 0;
  for (const DocumentTokens& document : documents) {
    std::set<WordPair> pairs;
    for (const auto& field : document.words) {
      for (std::size_t i = 1; i < field.size(); ++i) {
        if (!is_stop[field[i]] && !is_stop[field[i - 1]]) pairs.insert(word_pair(field[i - 1], field[i]));
      }
    }
    ++docid;
    for (const WordPair pair : pairs) expected[pair].push_back(docid);
  }
  std::string first_bytes, first_lists;
  for (const std::size_t memory : {std::size_t{1}, std::size_t{1000}, std::size_t{1'000'000}}) {  // 400, some and no runs but the last
    const TempFolder folder;
    BigramCounter counter(folder.path(), is_stop, is_common, memory);
    for (const DocumentTokens& document : documents) ASSERT_TRUE(counter.add(document));
    ASSERT_TRUE(counter.write(folder / "bigrams.bin", folder / "pairs.bin", 5));
    const auto table = BigramTable::open(folder / "bigrams.bin");
    ASSERT_TRUE(table);
    EXPECT_TRUE(table->verify());
    const auto lists = PairLists::open(folder / "pairs.bin");
    ASSERT_TRUE(lists);
    EXPECT_TRUE(lists->verify());
    EXPECT_EQ(lists->least_articles(), 5U);
    for (std::uint32_t first = 0; first < kWords; ++first) {
      for (std::uint32_t second = 0; second < kWords; ++second) {
        const WordPair pair = word_pair(first, second);
        const std::vector<std::uint32_t> docids = expected.contains(pair) ? expected[pair] : std::vector<std::uint32_t>{};
        EXPECT_EQ(table->articles(std::vector<WordPair>{pair}).front(), docids.size() < 2 ? 0 : docids.size());
        EXPECT_EQ(lists->documents_of(pair), is_common[first] && is_common[second] ? docids : std::vector<std::uint32_t>{});
      }
    }
    if (first_bytes.empty()) {
      first_bytes = bytes_of(folder / "bigrams.bin");
      first_lists = bytes_of(folder / "pairs.bin");
    }
    EXPECT_EQ(bytes_of(folder / "bigrams.bin"), first_bytes);
    EXPECT_EQ(bytes_of(folder / "pairs.bin"), first_lists);
    EXPECT_FALSE(std::filesystem::exists(folder / "bigrams-0"));
  }
}

}  // namespace
}  // namespace broadsheet
