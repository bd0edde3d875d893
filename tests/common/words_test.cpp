#include "common/words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace broadsheet {
namespace {

// The normalised words of a text, a '-' before those that a hyphen joins to the word before.
std::string words_of(std::string_view text) {
  std::string out;
  WordScanner scanner(text);
  RawWord raw;
  while (scanner.next(raw)) {
    const std::string word = normalise_word(text.substr(raw.begin, raw.end - raw.begin));
    if (!out.empty()) out += ' ';
    out += (raw.hyphenated ? "-" : "") + word;
  }
  return out;
}

struct Row {
  std::string_view text;
  std::string_view words;
};

TEST(Words, OfATextAreTheseWords) {
  const std::vector<Row> rows = {
      {"", ""},
      {" ,.!? ", ""},
      {"Open models, reused.", "open models reused"},
      {"open-source", "open -source"},
      {"open‐source and open‑source", "open -source and open -source"},
      {"open - source", "open source"},
      {"open–source", "open source"},
      {"A.I. and AI", "ai and ai"},
      {"the U.S. market", "the us market"},
      {"U.S.", "us"},
      {"U.S", "us"},
      {"J.R.R. Tolkien", "jrr tolkien"},
      {"This is it. A new day", "this is it a new day"},
      {"end.Next", "end next"},
      {"Meta's and Meta’s", "meta and meta"},
      {"the editors' choice", "the editors choice"},
      {"O'Brien don’t", "o'brien don't"},
      {"1,000 or 12,345,678", "1000 or 12345678"},
      {"1,00 and 2,5", "1 00 and 2 5"},
      {"3.5 percent.", "3.5 percent"},
      {"GPT-4", "gpt -4"},
      {"Müller straße Łódź Ærø", "muller strasse lodz aero"},
      {"ΑΘΗΝΆ", "αθηνα"},
      {"й Й", "й й"},
      {"日本語", "日 -本 -語"},
      {"foo/bar_baz", "foo bar baz"},
  };
  for (const Row& row : rows) EXPECT_EQ(words_of(row.text), row.words) << "text: " << row.text;
}

TEST(Words, AreJoinedWhereAHyphenStands) {
  const std::vector<Row> rows = {
      {"open-source", "opensource"},
      {"open source", ""},
      {"re-use of state-of-the-art", "reuse stateof ofthe stateofthe theart stateoftheart"},
      {"A.I.-powered", "aipowered"},
      {"日本語", ""},
  };
  for (const Row& row : rows) {
    std::string out;
    WordScanner scanner(row.text);
    HyphenJoiner joiner;
    RawWord raw;
    while (scanner.next(raw)) {
      for (const std::string& joined : joiner.add(raw, normalise_word(row.text.substr(raw.begin, raw.end - raw.begin))))
        out += (out.empty() ? "" : " ") + joined;
    }
    EXPECT_EQ(out, row.words) << row.text;
  }
}

TEST(Words, LongerThanTheLimitAreNotIndexed) {
  EXPECT_EQ(normalise_word(std::string(kMaxWordBytes, 'x')), std::string(kMaxWordBytes, 'x'));
  EXPECT_EQ(normalise_word(std::string(kMaxWordBytes + 1, 'x')), "");
  EXPECT_EQ(normalise_word(std::string(100'000, 'x')), "");
}

TEST(Words, KnowCapitalForms) {
  for (const std::string_view word : {"US", "U.S.", "WHO", "NATO's", "AI"}) EXPECT_TRUE(is_capital_form(word)) << word;
  for (const std::string_view word : {"us", "Us", "A", "It", "x", "Nato", "1,000"}) EXPECT_FALSE(is_capital_form(word)) << word;
}

TEST(Words, OfFunctionAreStopWords) {
  for (const std::string_view word : {"the", "of", "it", "your", "a"}) EXPECT_TRUE(is_stop_word(word)) << word;
  for (const std::string_view word : {"model", "war", "against", "", "thee"}) EXPECT_FALSE(is_stop_word(word)) << word;
}

TEST(Words, AreFoundInLinearTimeAndBounds) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += i % 7 == 0 ? "é-" : "a.b,";
  WordScanner scanner(text);
  RawWord raw;
  std::size_t last = 0;
  while (scanner.next(raw)) {
    ASSERT_LE(last, raw.begin);
    ASSERT_LT(raw.begin, raw.end);
    ASSERT_LE(raw.end, text.size());
    last = raw.end;
  }
}

}  // namespace
}  // namespace broadsheet
