// Which words do open* and reuse~ stand for?
#include "searcher/word_expansion.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "common/encoding.h"
#include "common/words.h"
#include "searcher/suggest.h"
#include "searcher/word_places.h"
#include "tests/support/random.h"

namespace broadsheet {
namespace {

class WordExpansion : public testing::Test {
 protected:
  WordExpansion() : path_(std::filesystem::temp_directory_path() / ("broadsheet-expansion-" + std::to_string(getpid()))) {}
  ~WordExpansion() override { std::filesystem::remove(path_); }

  // The first word is the commonest.
  TokenFile tokens(const std::vector<std::string>& words) const {
    std::vector<WordCount> counts;
    for (std::size_t i = 0; i < words.size(); ++i) counts.push_back({words[i], words.size() - i, 1});
    auto writer = TokenFileWriter::create(path_, std::move(counts));
    EXPECT_TRUE(writer) << writer.error().message;
    std::vector<std::string> stems;
    for (const WordCount& word : writer->words()) stems.push_back(word.word);
    EXPECT_TRUE(writer->finish(stems));
    auto opened = TokenFile::open(path_);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  static std::vector<std::string> words_of(const TokenFile& tokens, const ExpandedWord& expanded) {
    std::vector<std::string> words;
    for (const std::uint32_t id : expanded.ids) words.emplace_back(tokens.word(id));
    return words;
  }

  std::filesystem::path path_;
};

using Words = std::vector<std::string>;

TEST_F(WordExpansion, FindsWhatBeginsSoTheCommonestFirst) {
  const TokenFile file = tokens({"opens", "open", "closed", "&open", ".opened", "ope", "o'pen"});
  EXPECT_EQ(words_of(file, words_with_prefix(file, "open")), (Words{"opens", "open", "&open", ".opened"}));
  EXPECT_EQ(words_of(file, words_with_prefix(file, "zebra")), Words());
}

TEST_F(WordExpansion, FindsOneEditAndSwappedNeighbours) {
  const TokenFile file = tokens({"reuse", "reuses", "eruse", "reused", "euse", "rejse", "r\u00e9use", "ruese", "resue", "rseue", "&reuse",
                                 "reuse+", "re", "reu", "ureuses"});
  EXPECT_EQ(words_of(file, words_one_edit_away(file, "reuse")),
            (Words{"reuse", "reuses", "eruse", "reused", "euse", "rejse", "r\u00e9use", "ruese", "resue", "&reuse", "reuse+"}));
  EXPECT_EQ(words_of(file, words_one_edit_away(file, "x")), Words());
}

TEST_F(WordExpansion, TakesTheCommonestAndCountsAll) {
  Words many;
  for (int n = 1000; n < 1450; ++n) many.push_back("word" + std::to_string(n));
  const TokenFile file = tokens(many);
  const ExpandedWord prefix = words_with_prefix(file, "word");
  EXPECT_EQ(prefix.total, 450U);
  many.resize(kMaxWordsOfExpansion);
  EXPECT_EQ(words_of(file, prefix), many);
}

TEST_F(WordExpansion, AgreesWithLookingAtEveryWord) {
  Random random(5);
  const std::vector<std::string> letters = {"a", "b", "c", "\u00e9", "\u4e2d", "'"};
  const auto word = [&] {
    std::string made;
    for (std::uint32_t n = random.below(5) + 1; n > 0; --n) made += letters[random.below(6)];
    return made;
  };
  std::set<std::string> all;
  while (all.size() < 900) {
    const std::uint32_t roll = random.below(10);
    all.insert((roll == 0 ? "&" : roll == 1 ? "." : "") + word() + (roll == 2 ? "+" : roll == 3 ? "++" : roll == 4 ? "#" : ""));
  }
  const TokenFile file = tokens({all.begin(), all.end()});
  for (int round = 0; round < 500; ++round) {
    const std::string wanted = word();
    std::set<std::string> expected;
    for (const std::string& other : all) {
      if (edit_distance(wanted, bare_word(other), 1) <= 1) expected.insert(other);
    }
    const ExpandedWord found = words_one_edit_away(file, wanted);
    EXPECT_EQ(found.total, expected.size()) << wanted;
    const Words words = words_of(file, found);
    EXPECT_EQ(std::set<std::string>(words.begin(), words.end()).size(), std::min(expected.size(), kMaxWordsOfExpansion)) << wanted;
    EXPECT_TRUE(std::ranges::all_of(words, [&](const std::string& w) { return expected.contains(w); })) << wanted;
  }
}

TEST(BitsIn, CollectsTheBitsOfAllWords) {
  std::string stream;
  for (const std::uint64_t id : {7U, 300U, 7U, 64U, 5000U}) append_varint(stream, id);
  std::vector<std::uint64_t> bits(301);
  bits[7] = 1;
  bits[64] = 2;
  bits[300] = 4;
  bits[8] = 8;
  EXPECT_EQ(bits_in(stream, bits, 15), 7U);
  EXPECT_EQ(bits_in(stream, bits, 1), 1U);
  EXPECT_EQ(bits_in(stream, {}, 1), 0U);
}

TEST(WordPlaces, KnowsWhereEachSlotsWordsStand) {
  std::array<std::string, kTextFields> fields;
  for (const std::uint64_t id : {7U, 300U, 7U, 64U, 5000U}) append_varint(fields[0], id);
  for (const std::uint64_t id : {64U, 8U}) append_varint(fields[2], id);
  const TokenStreams streams{{fields[0], fields[1], fields[2]}, {}};
  WordPlaces places;
  const std::size_t one = places.add_slot(std::vector<std::uint32_t>{7, 64});
  const std::size_t two = places.add_slot(std::vector<std::uint32_t>{64, 5000, 6000});
  const std::size_t none = places.add_slot({});
  for (int twice = 0; twice < 2; ++twice) {
    places.read(streams);
    EXPECT_EQ(places.at(one, TextField::title), (std::vector<std::uint32_t>{0, 2, 3}));
    EXPECT_EQ(places.at(two, TextField::title), (std::vector<std::uint32_t>{3, 4}));
    EXPECT_EQ(places.at(one, TextField::text), (std::vector<std::uint32_t>{0}));
    EXPECT_TRUE(places.at(one, TextField::deck).empty());
    EXPECT_TRUE(places.at(none, TextField::title).empty());
  }
}

}  // namespace
}  // namespace broadsheet
