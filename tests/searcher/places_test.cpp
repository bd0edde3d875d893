#include "searcher/places.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

TEST(Places, IndexedWordsAreThoseOfTheTokenFile) {
  const std::string text = "Re-use of " + std::string(70, 'x') + "-made A.I.";
  std::vector<std::string> typed;
  for (const RawWord& word : indexed_words(text)) typed.push_back(text.substr(word.begin, word.end - word.begin));
  EXPECT_EQ(typed, (std::vector<std::string>{"Re", "use", "of", "made", "A.I."}));  // the word before "made" is too long to be indexed
}

}  // namespace
}  // namespace broadsheet
