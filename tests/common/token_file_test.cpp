#include "common/token_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

// Three documents over the words the(0) house(1) white(2) houses(3); ids are ranks by count.
Result<TokenFile> example(const std::filesystem::path& path) {
  auto writer = TokenFileWriter::create(path, {{"houses", 1, 1}, {"house", 3, 2}, {"the", 5, 3}, {"white", 2, 2}});
  if (!writer) return std::unexpected(writer.error());
  writer->add({{{{1}, {}, {0, 2, 1}}}, {0, 2}});
  writer->add({{{{0}, {0, 1}, {2, 3}}}, {}});
  writer->add({{{{}, {}, {}}}, {}});
  if (const auto done = writer->finish({"the", "hous", "white", "hous"}); !done) return std::unexpected(done.error());
  return TokenFile::open(path);
}

TEST(TokenFile, KnowsWordsByRankBytesAndStem) {
  const TempFolder folder;
  const auto tokens = example(folder / "t");
  ASSERT_TRUE(tokens) << tokens.error().message;
  EXPECT_EQ(tokens->documents(), 3U);
  EXPECT_EQ(tokens->words(), 4U);
  EXPECT_EQ(tokens->word(0), "the");
  EXPECT_EQ(tokens->word(3), "houses");
  EXPECT_EQ(tokens->word(4), "");
  EXPECT_EQ(tokens->find("white"), 2U);
  EXPECT_EQ(tokens->find("whit"), std::nullopt);
  EXPECT_EQ(tokens->articles(1), 2U);
  const auto ids = tokens->ids_of_stem("hous");
  EXPECT_EQ(std::vector(ids.begin(), ids.end()), (std::vector<std::uint32_t>{1, 3}));
  EXPECT_TRUE(tokens->ids_of_stem("house").empty());
  EXPECT_TRUE(tokens->verify());
}

TEST(TokenFile, FindsPhrasesInTheirField) {
  const TempFolder folder;
  const auto tokens = example(folder / "t");
  ASSERT_TRUE(tokens);
  const auto text = [&](std::uint32_t docid) { return tokens->streams(docid).words[2]; };
  EXPECT_TRUE(contains_phrase(text(1), {{2}, {1}}));
  EXPECT_FALSE(contains_phrase(text(1), {{1}, {2}}));
  EXPECT_TRUE(contains_phrase(text(2), {{2}, {1, 3}}));
  EXPECT_FALSE(contains_phrase(text(2), {{2}, {1}}));
  EXPECT_FALSE(contains_phrase(text(1), {{2}, {}}));
  EXPECT_FALSE(contains_phrase(text(3), {{2}}));
  EXPECT_FALSE(contains_phrase(text(1), {}));
  EXPECT_TRUE(tokens->streams(9).words[2].empty());
}

// Many ids share bytes in their varints, so that a search by bytes meets false starts.
TEST(TokenFile, PhrasesAgreeWithASlowSearch) {
  Random random(11);
  const std::vector<std::uint32_t> alphabet = {1, 128, 129, 255, 256, 16384, 16385, 300, 32768};
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint32_t> ids(random.below(60));
    std::string stream;
    for (auto& id : ids) {
      id = alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
      for (std::uint32_t v = id;; v >>= 7) {
        stream += static_cast<char>(v < 128 ? v : (v & 127) | 128);
        if (v < 128) break;
      }
    }
    Phrase phrase(random.below(3) + 1);
    for (auto& position : phrase) {
      position = {alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))]};
      if (random.one_in(3)) position.push_back(alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))]);
      std::ranges::sort(position);
      position.erase(std::ranges::unique(position).begin(), position.end());
    }
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i + phrase.size() <= ids.size(); ++i) {
      bool all = true;
      for (std::size_t k = 0; k < phrase.size(); ++k) all = all && std::ranges::binary_search(phrase[k], ids[i + k]);
      if (all) expected.push_back(static_cast<std::uint32_t>(i));
    }
    EXPECT_EQ(phrase_positions(stream, phrase), expected);
    EXPECT_EQ(contains_phrase(stream, phrase), !expected.empty());
  }
}

TEST(TokenFile, ThatIsDamagedGivesErrorsAndNeverCrashes) {
  const TempFolder folder;
  ASSERT_TRUE(example(folder / "t"));
  const auto bytes = read_file(folder / "t");
  ASSERT_TRUE(bytes);
  for (std::size_t i = 0; i < bytes->size(); ++i) {
    std::string damaged = *bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0xFF);
    std::ofstream(folder / "d", std::ios::binary | std::ios::trunc) << damaged;
    const auto tokens = TokenFile::open(folder / "d");
    if (!tokens) continue;
    static_cast<void>(tokens->verify());  // reads everything: must not crash, whatever it finds
    for (std::uint32_t docid = 0; docid < 5; ++docid) (void)phrase_positions(tokens->streams(docid).words[2], {{2}, {1, 3}});
    (void)tokens->find("white");
    (void)tokens->ids_of_stem("hous");
  }
}

}  // namespace
}  // namespace broadsheet
