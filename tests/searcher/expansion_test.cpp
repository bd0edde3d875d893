#include "searcher/expansion.h"

#include <gtest/gtest.h>

#include "common/schema.h"
#include "searcher/query_parser.h"

namespace broadsheet {
namespace {

QueryNode parsed(std::string_view text, MatchMode match) {
  ParserSettings settings;
  settings.match = match;
  return parse_query(text, Schema(std::vector<std::string>{}), settings)->root;
}

TEST(Expansion, WeighsWordsByTheirShareOfEachArticleAndItsScore) {
  const std::vector<FeedbackArticle> articles = {{{{"flood", 3}, {"river", 1}}, 4.0}, {{{"dam", 1}, {"river", 1}}, 2.0}, {{}, 9.0}};
  // flood 3/4 * 4 = 3; river 1/4 * 4 + 1/2 * 2 = 2; dam 1/2 * 2 = 1
  const auto all = relevance_model(articles, 20);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].stem, "flood");
  EXPECT_DOUBLE_EQ(all[0].weight, 0.5);
  EXPECT_EQ(all[1].stem, "river");
  EXPECT_DOUBLE_EQ(all[1].weight, 2.0 / 6);
  EXPECT_DOUBLE_EQ(all[2].weight, 1.0 / 6);
  const auto two = relevance_model(articles, 2);  // what is cut leaves its share to the others
  ASSERT_EQ(two.size(), 2U);
  EXPECT_DOUBLE_EQ(two[0].weight, 0.6);
  EXPECT_DOUBLE_EQ(two[1].weight, 0.4);
}

TEST(Expansion, EqualWeightsGoByTheirBytes) {
  const std::vector<FeedbackArticle> articles = {{{{"pear", 1}, {"apple", 1}, {"fig", 1}}, 1.0}};
  const auto words = relevance_model(articles, 2);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].stem, "apple");
  EXPECT_EQ(words[1].stem, "fig");
}

TEST(Expansion, NothingToLearnFromIsNoExpansion) {
  EXPECT_TRUE(relevance_model({}, 20).empty());
  EXPECT_TRUE(relevance_model(std::vector<FeedbackArticle>{{{}, 3.0}}, 20).empty());
}

TEST(Expansion, TakesWordsOfLettersAndDigitsOnly) {
  for (const std::string_view stem : {"ab", "1000", "gpt4", "élysée", "abcdefghijklmnopqrst"}) EXPECT_TRUE(can_expand(stem)) << stem;
  for (const std::string_view stem : {"a", "", "abcdefghijklmnopqrstu", "v2.0", "c++", "&t"}) EXPECT_FALSE(can_expand(stem)) << stem;
}

TEST(Expansion, KnowsWhatAQueryWeighs) {
  struct Row {
    std::string_view query;
    double weight;
  };
  for (const auto& [query, weight] : std::vector<Row>{{"flood", 1},
                                                      {"flood river", 2},
                                                      {"flood^3 river", 4},
                                                      {"\"the river bank\" flood", 4},
                                                      {"flood NOT river source:AP", 1},
                                                      {"(flood OR river)^2 dam", 5},
                                                      {"flo*", 1},
                                                      {"source:AP", 0}}) {
    EXPECT_DOUBLE_EQ(query_weight(parsed(query, MatchMode::all)), weight) << query;
  }
  EXPECT_DOUBLE_EQ(beside_query(0.25, 4), 1);  // the mixture gives half to the query's 4 words
}

TEST(Expansion, IsAnAlternativeToWordsSideBySideOnly) {
  QueryNode dam;
  dam.kind = NodeKind::word;
  dam.words = {"dam"};
  struct Row {
    std::string_view query, tree;
  };
  for (const auto& [query, tree] : std::vector<Row>{
           {"flood", "(any (word dam))"},
           {"flood river", "(any (word dam))"},
           {"flood \"river bank\"", "(any (word dam))"},
           {"flood river source:AP -china", "(all (value source \"AP\") (any (word dam)) (not (word china)))"},
           {"flood source:AP", "(all (value source \"AP\") (any (word dam)))"},
           {"flood AND river", ""},
           {"flood AND river source:AP", ""},
           {"flood NEAR river", ""},
           {"flood (river AND bank)", "(any (word dam))"},
       }) {
    const auto found = alternatives_tree(parsed(query, MatchMode::any), {dam});
    EXPECT_EQ(found ? print_tree(*found) : "", tree) << query;
  }
}

}  // namespace
}  // namespace broadsheet
