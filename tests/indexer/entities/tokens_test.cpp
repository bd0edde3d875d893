// Words and sentences of news text, as tables. `|` stands between tokens, `‖` between sentences.
#include "indexer/entities/tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace broadsheet {
namespace {

std::string tokens_of(std::string_view text) {
  TokenisedText tokenised;
  tokenise(text, tokenised);
  std::string out;
  std::size_t sentence = 0;
  for (std::size_t i = 0; i < tokenised.tokens.size(); ++i) {
    const bool starts = sentence < tokenised.sentence_starts.size() && tokenised.sentence_starts[sentence] == i;
    sentence += starts;
    if (i > 0) out += starts ? "‖" : "|";
    out += tokenised.tokens[i];
  }
  return out;
}

struct Row {
  std::string_view text;
  std::string_view tokens;
};

TEST(EntityTokens, WordsKeepWhatBelongsToThem) {
  const Row rows[] = {
      {"", ""},
      {"  \n\n ", ""},
      {"Meta’s model, called LLaMA.", "Meta|’s|model|,|called|LLaMA|."},
      {"the U.S. and A.I. firms", "the|U.S.|and|A.I.|firms"},
      {"Kai-Fu Lee's 01.AI", "Kai-Fu|Lee|'s|01.AI"},
      {"(Reuters) - \"No!\"", "(|Reuters|)|-|\"|No|!|\""},
      {"AT&T, GPT-4, C++ and 1,000.5", "AT&T|,|GPT-4|,|C++|and|1,000.5"},
      {"$1.2 billion (£900m)", "$|1.2|billion|(|£|900m|)"},
      {"don't they’re", "do|n't|they|’re"},
      {"Mexico/Canada on 9/11", "Mexico|/|Canada|on|9/11"},
      {"Paris—London – Rome", "Paris|—|London|–|Rome"},
      {"see https://a.example/x, me@b.example.", "see|https://a.example/x|,|me@b.example|."},
      {"McDonald's and Moody’s said", "McDonald's|and|Moody’s|said"},
      {"the Joneses' house", "the|Joneses|'|house"},
      {"中国AI公司", "中|国|AI|公|司"},
      {"wait...what", "wait|...|what"},
  };
  for (const Row& row : rows) EXPECT_EQ(tokens_of(row.text), row.tokens) << row.text;
}

TEST(EntityTokens, SentencesEndWhereANewOneCanBegin) {
  const Row rows[] = {
      {"He won. She lost.", "He|won|.‖She|lost|."},
      {"Mr. Lee met Gen. Smith.", "Mr.|Lee|met|Gen.|Smith|."},
      {"in the U.S. House", "in|the|U.S.|House"},
      {"in the U.S. The House", "in|the|U.S.‖The|House"},
      {"J. K. Rowling", "J.|K.|Rowling"},
      {"on Nov. 1 in Dec. The", "on|Nov.|1|in|Dec.‖The"},
      {"“It is over.” Then he left.", "“|It|is|over|.|”‖Then|he|left|."},
      {"at 3 p.m. yesterday", "at|3|p.m.|yesterday"},
      {"Apple Inc. said. Yes", "Apple|Inc.|said|.‖Yes"},
      {"BEIJING, Nov. 1 (Reuters) - China", "BEIJING|,|Nov.|1|(|Reuters|)|-|China"},
      {"doors closed.The end", "doors|closed|.‖The|end"},
      {"It ends\n________________\nFor more", "It|ends‖________________‖For|more"},
      {"one ____ two", "one|____‖two"},
      {"A HEADLINE\nBy Jane Roe\n\nText", "A|HEADLINE‖By|Jane|Roe‖Text"},
      {"he said no. Yes", "he|said|no|.‖Yes"},
  };
  for (const Row& row : rows) EXPECT_EQ(tokens_of(row.text), row.tokens) << row.text;
}

TEST(EntityTokens, LinesBrokenToOneWidthAreOneParagraph) {
  const std::string first = "The president of the country said on Monday that Barack";
  const std::string second = "Obama and his successor would meet in the capital of the";
  EXPECT_EQ(tokens_of(first + "\n" + second + "\nland."),
            "The|president|of|the|country|said|on|Monday|that|Barack|Obama|and|his|successor|would|meet|in|the|capital|of|the|land|.");
}

TEST(EntityTokens, NoSentenceIsLongerThanItsLimit) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += "Word ";
  TokenisedText tokenised;
  tokenise(text, tokenised);
  EXPECT_EQ(tokenised.tokens.size(), 10000U);
  EXPECT_EQ(tokenised.sentence_starts.size(), 20U);
}

}  // namespace
}  // namespace broadsheet
