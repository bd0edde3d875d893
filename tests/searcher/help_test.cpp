// "Did you mean": the query as typed, with misspelt words replaced.
#include "searcher/help.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

TEST(ReplaceWords, OnlyTheMisspeltWordsChange) {
  const std::map<std::string, std::string> replacements = {{"modle", "model"}, {"suorce", "source"}, {"titel", "title"}};
  const std::pair<std::string, std::string> rows[] = {
      {"open modle reuse", "open model reuse"},
      {"Modle", "model"},
      {"\"open-suorce modle\"~5 OR (modle)", "\"open-source model\"~5 OR (model)"},
      {"title:modle -modle^2", "title:model -model^2"},
      {"titel:x titel: titel", "titel:x title: title"},  // the name of a field stays
      {"modles remodle", "modles remodle"},
      {"Ünïcode … modle’s", "Ünïcode … model"},
      {"", ""},
  };
  for (const auto& [query, replaced] : rows) EXPECT_EQ(replace_words(query, replacements), replaced) << query;
}

}  // namespace
}  // namespace broadsheet
