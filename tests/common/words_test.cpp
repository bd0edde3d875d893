#include "common/words.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

namespace broadsheet {
namespace {

// The normalised words of a text, a '-' before those that a hyphen joins to the word before, a '+' before those
// that a mark glues to it.
std::string words_of(std::string_view text) {
  std::string out;
  WordScanner scanner(text);
  RawWord raw;
  while (scanner.next(raw)) {
    const std::string word = normalise_word(text.substr(raw.begin, raw.end - raw.begin));
    if (!out.empty()) out += ' ';
    out += (raw.hyphenated ? "-" : raw.glued ? "+" : "") + word;
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
      {"end.Next", "end +.next"},
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
      {"U.S.'s and U.S.’s", "us and us"},
      {"J.P.Morgan", "jp morgan"},
      {"v2.0 and GPT3.5", "v2.0 and gpt3.5"},
      {"ＡＩ２", "ai2"},
      {"mo\u2060del mo\ufeffdel", "model model"},
      {"AT&T, A.T.&T.", "at +&t at +&t"},
      {"AT & T, &T", "at t t"},
      {"01.AI. www.a-b.com", "01 +.ai www +.a -b +.com"},
      {"ASP.NET .NET", "asp +.net .net"},
      {"so...And ..b x..y", "so and b x y"},
      {"No.5 .5", "no 5 5"},
      {"C++ C++20 g++, C# F#", "c++ c++ 20 g++ c# f#"},
      {"C++'s, Disney+’s", "c++ disney+"},
      {"a+b a+++b i+=1 A## ab# 50+", "a b a b i 1 a ab 50+"},
  };
  for (const Row& row : rows) EXPECT_EQ(words_of(row.text), row.words) << "text: " << row.text;
}

TEST(Words, AreJoinedWhereAHyphenOrAMarkStands) {
  const std::vector<Row> rows = {
      {"open-source", "opensource"},
      {"open source", ""},
      {"re-use of state-of-the-art", "reuse stateof ofthe stateofthe theart stateoftheart"},
      {"A.I.-powered", "aipowered"},
      {"AT&T's 01.AI", "at&t 01.ai"},
      {"www.nytimes.com", "www.nytimes nytimes.com"},
      {".NET, C++ and C#", "c++ c#"},
      {"ASP.C++", "asp.c c++"},
      {"C++-based", "c++ cbased"},
      {"日本語", ""},
  };
  for (const Row& row : rows) {
    std::string out;
    WordScanner scanner(row.text);
    WordJoiner joiner;
    std::deque<std::string> words;  // the joiner borrows the one before
    RawWord raw;
    while (scanner.next(raw)) {
      words.push_back(normalise_word(row.text.substr(raw.begin, raw.end - raw.begin)));
      for (const std::string& joined : joiner.add(raw, words.back())) out += (out.empty() ? "" : " ") + joined;
    }
    EXPECT_EQ(out, row.words) << row.text;
  }
}

TEST(Words, HaveBareForms) {
  const std::vector<Row> rows = {{"&t", "t"}, {".net", "net"}, {"c++", "c"}, {"c#", "c"}, {"3.5", "3.5"}, {"word", "word"}, {"", ""}};
  for (const Row& row : rows) EXPECT_EQ(bare_word(row.text), row.words);
}

TEST(Words, OfAnArchiveOfAnalysis1HaveNoMarks) {
  const std::vector<Row> rows = {{"&t", "t"}, {"c++", "c"}, {"v2.0", "v20"}, {"3.5", "3.5"}, {"word", "word"}};
  for (const Row& row : rows) EXPECT_EQ(as_in_analysis_1(row.text), row.words);
}

TEST(Words, SideBySideShareTheseForms) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(forms_side_by_side({"at", "&t", "deal"}), (Words{"at&t", "deal"}));
  EXPECT_EQ(forms_side_by_side({"www", ".nytimes", ".com"}), (Words{"www.nytimes", "nytimes.com"}));
  EXPECT_EQ(forms_side_by_side({".net"}), (Words{"net"}));
  EXPECT_EQ(forms_side_by_side({"c++"}), (Words{"c++"}));
  EXPECT_EQ(forms_side_by_side({}), Words{});
  const std::string half(kMaxWordBytes / 2, 'x');
  EXPECT_EQ(forms_side_by_side({half, "&" + half}), (Words{half})) << "too long a form is not indexed";
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
