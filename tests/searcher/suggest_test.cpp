// What is offered to somebody who mistyped a word or does not know how a value is written?
#include "searcher/suggest.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "common/text.h"

namespace broadsheet {
namespace {

class Suggest : public testing::Test {
 protected:
  Suggest() : folder_(std::filesystem::temp_directory_path() / ("broadsheet-suggest-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Suggest() override { std::filesystem::remove_all(folder_); }

  // A column with these values, each in so many documents.
  KeywordColumn column(const std::vector<std::pair<std::string, std::uint32_t>>& values) const {
    std::vector<ColumnValue> sorted;
    sorted.reserve(values.size());
    for (const auto& [display, articles] : values) sorted.push_back({fold(display), display, articles});
    std::ranges::sort(sorted, {}, &ColumnValue::folded);
    KeywordColumnWriter writer(sorted);
    for (std::uint32_t ordinal = 0; ordinal < sorted.size(); ++ordinal) {
      for (std::uint32_t n = 0; n < sorted[ordinal].articles; ++n) writer.add({ordinal});
    }
    const auto path = folder_ / "values.col";
    EXPECT_TRUE(writer.write(path));
    auto opened = KeywordColumn::open(path);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  TokenFile tokens(std::vector<WordCount> words) const {
    const auto path = folder_ / "tokens.bin";
    auto writer = TokenFileWriter::create(path, std::move(words));
    EXPECT_TRUE(writer) << writer.error().message;
    std::vector<std::string> stems;
    for (const WordCount& word : writer->words()) stems.push_back(word.word);
    EXPECT_TRUE(writer->finish(stems));
    auto opened = TokenFile::open(path);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  std::filesystem::path folder_;
};

TEST(EditDistance, CountsSwappedNeighboursAsOne) {
  struct Row {
    std::string_view a, b;
    int limit, distance;
  };
  static constexpr Row kRows[] = {
      {"", "", 2, 0},
      {"", "ab", 2, 2},
      {"model", "model", 2, 0},
      {"modle", "model", 2, 1},
      {"mdoel", "model", 2, 1},
      {"model", "models", 2, 1},
      {"model", "medal", 2, 2},
      {"model", "metal", 2, 3},
      {"kitten", "sitting", 5, 3},
      {"ca", "abc", 5, 3},
      {"abcdef", "", 2, 3},
      {"абв", "абг", 2, 1},
      {"日本", "日本語", 1, 1},
      {"abcdefgh", "hgfedcba", 3, 4},
      {"a", "b", 0, 1},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(edit_distance(row.a, row.b, row.limit), row.distance) << row.a << " " << row.b;
    EXPECT_EQ(edit_distance(row.b, row.a, row.limit), row.distance) << row.b << " " << row.a;
  }
}

TEST_F(Suggest, FindsTheValueThatWasMeant) {
  const KeywordColumn sources = column({{"The New York Times", 9},
                                        {"New York Post", 3},
                                        {"The Washington Post", 7},
                                        {"Associated Press", 5},
                                        {"Centers for Disease Control", 2},
                                        {"AP", 1},
                                        {"nytimes.com", 1},
                                        {"Le Monde", 2},
                                        {"Süddeutsche Zeitung", 2}});
  struct Row {
    std::string_view asked;
    std::vector<std::string> expected;
  };
  static const Row kRows[] = {
      {"NYT", {"The New York Times", "nytimes.com"}},
      {"N.Y.T.", {"The New York Times"}},
      {"new york times", {"The New York Times"}},
      {"Washington Post", {"The Washington Post"}},
      {"washingtn post", {"The Washington Post"}},
      {"post", {"The Washington Post", "New York Post"}},
      {"times york", {"The New York Times"}},
      {"post, washington", {"The Washington Post"}},
      {"nytimes", {"nytimes.com"}},
      {"CDC", {"Centers for Disease Control"}},
      {"Associated Pres", {"Associated Press", "AP"}},
      {"The Associated Press", {"Associated Press", "AP"}},
      {"Suddeutsche", {"Süddeutsche Zeitung"}},
      {"Le Monde diplomatique", {"Le Monde"}},
      {"the daily planet", {}},
      {"", {}},
  };
  for (const Row& row : kRows) {
    std::vector<std::string> found;
    for (const NearValue& value : near_values(sources, fold(row.asked), 2)) found.push_back(value.display);
    EXPECT_TRUE(std::ranges::equal(found, row.expected)) << row.asked << ": " << testing::PrintToString(found);
  }
  EXPECT_EQ(near_values(sources, "nyt", 1)[0].articles, 9U);
  EXPECT_TRUE(near_values(sources, "post", 0).empty());
}

TEST_F(Suggest, OffersTheNearestThenTheCommonestWord) {
  const TokenFile file = tokens({{"model", 90, 50},
                                 {"models", 40, 30},
                                 {"modem", 10, 8},
                                 {"mode", 500, 400},
                                 {"modle", 1, 1},
                                 {"reuse", 9, 5},
                                 {"rescue", 30, 20},
                                 {"china", 100, 90},
                                 {"chain", 20, 10},
                                 {"2023", 50, 50},
                                 {"naïveté", 2, 2},
                                 {"tax", 9, 9},
                                 {"tan", 5, 5}});
  struct Row {
    std::string_view word, expected;
  };
  static constexpr Row kRows[] = {
      {"modle", "mode"},    // one edit each: mode, model; mode is commoner
      {"modell", "model"},  // the nearest wins over the commonest
      {"omdel", "model"},   // the first two swapped
      {"hcina", "china"},  {"chian", "china"}, {"resue", "rescue"},
      {"tux", "tax"},      {"txn", "tan"},     {"naiivete", ""},
      {"2024", ""},         // a number means itself
      {"zzzzzz", ""},      {"to", ""},         {"", ""},
  };
  for (const Row& row : kRows) {
    const auto near = near_word(file, row.word);
    EXPECT_EQ(near ? near->word : "", row.expected) << row.word;
  }
  EXPECT_EQ(near_word(file, "modell")->articles, 50U);
  EXPECT_FALSE(near_word(file, "mode")) << "nothing is commoner";
}

}  // namespace
}  // namespace broadsheet
