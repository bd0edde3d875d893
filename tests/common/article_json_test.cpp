#include "common/article_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/limits.h"

namespace broadsheet {
namespace {

Article example() {
  Article article;
  article.id = "nyt-1";
  article.url = "https://example.org/1";
  article.source = "The New York Times";
  article.date = parse_date("2024-02-21T10:00:00-05:00");
  article.title = "T";
  article.deck = "D";
  article.text = "One.\n\nTwo.";
  article.authors = {"A", "B"};
  article.section = "Technology";
  article.topics = {"ai"};
  article.language = "en";
  article.entities = {{EntityType::org, "Meta", 2, {{"Meta", "text", 10, 14}}}, {EntityType::place, "Rome", 1, {}}};
  article.date_source = "json-ld";
  article.removed = {{"paywall-notice", 2950, "Log in."}};
  article.extra = {{"zone", "[1,{\"b\":2}]"}, {"apple", "\"raw\""}};
  article.facet_fields = {{"desk", {"foreign"}}, {"bureaus", {"Rome", "Kyiv"}}, {"none", {}}};
  return article;
}

// The whole line is compared: INTERFACE.md fixes the order of the keys.
TEST(ArticleJson, HasItsKeysInTheDocumentedOrderAndUnknownOnesByName) {
  EXPECT_EQ(article_to_json(example(), "abc"),
            R"({"id":"nyt-1","url":"https://example.org/1","source":"The New York Times","date":"2024-02-21T10:00:00-05:00",)"
            R"("title":"T","deck":"D","text":"One.\n\nTwo.","authors":["A","B"],"section":"Technology","topics":["ai"],)"
            R"("language":"en","access":"full","entities":[{"type":"org","name":"Meta","count":2,)"
            R"("mentions":[{"text":"Meta","field":"text","start":10,"end":14}]},{"type":"place","name":"Rome","count":1}],)"
            R"("date_source":"json-ld","removed":[{"rule":"paywall-notice","start":2950,"text":"Log in."}],"content_hash":"abc",)"
            R"("apple":"raw","bureaus":["Rome","Kyiv"],"desk":"foreign","zone":[1,{"b":2}]})");
}

TEST(ArticleJson, LeavesEmptyKeysOut) { EXPECT_EQ(article_to_json(Article{}), R"({"access":"full"})"); }

TEST(ArticleJson, WritesAKeyThatIsBothUnknownAndAFacetOnceAsItCameIn) {
  Article article;
  article.facet_fields = {{"year", {"2024"}}};
  article.extra = {{"year", "2024"}};
  EXPECT_EQ(article_to_json(article), R"({"access":"full","year":2024})");
}

TEST(ContentHash, IsOfTheCanonicalJson) {
  // printf '%s' '{"access":"full"}' | sha256sum
  EXPECT_EQ(content_hash(Article{}), "ee032a66c7ea8016e687b53c38004895f8923e6f178b8078d4215158c650f27e");
  EXPECT_EQ(content_hash(example()), content_hash(example()));
}

TEST(ContentHash, ChangesWithEachMember) {
  using Change = void (*)(Article&);
  const std::vector<Change> changes = {
      [](Article& a) { a.id += "x"; },
      [](Article& a) { a.url += "x"; },
      [](Article& a) { a.source += "x"; },
      [](Article& a) { a.date = parse_date("2024-02-21T10:00:00Z"); },
      [](Article& a) { a.date.reset(); },
      [](Article& a) { a.date_source += "x"; },
      [](Article& a) { a.title += "x"; },
      [](Article& a) { a.deck += "x"; },
      [](Article& a) { a.text += "x"; },
      [](Article& a) { a.authors.pop_back(); },
      [](Article& a) { a.section += "x"; },
      [](Article& a) { a.topics.clear(); },
      [](Article& a) { a.language += "x"; },
      [](Article& a) { a.access = Access::headline; },
      [](Article& a) { a.entities.front().type = EntityType::misc; },
      [](Article& a) { a.entities.front().mentions.front().end = 15; },
      [](Article& a) { a.removed.front().start = 1; },
      [](Article& a) { a.facet_fields["desk"] = {"home"}; },
      [](Article& a) { a.extra["zone"] = "[]"; },
  };
  const std::string before = content_hash(example());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Article article = example();
    changes[i](article);
    EXPECT_NE(content_hash(article), before) << i;
  }
}

TEST(ContentHash, DoesNotDependOnTheOrderOfKeysInUnknownValues) {
  Article a = example();
  Article b = example();
  a.extra["zone"] = R"({"x":1,"y":2})";
  b.extra["zone"] = R"({"y":2,"x":1})";
  EXPECT_EQ(content_hash(a), content_hash(b));
}

TEST(ContentHash, TakesUnknownKeysAsDeepAsARecordMayBe) {
  Article article;
  const auto depth = static_cast<std::size_t>(kMaxJsonDepth);
  article.extra["deep"] = std::string(depth, '[') + std::string(depth, ']');
  EXPECT_EQ(content_hash(article).size(), 64U);
}

TEST(EntityTypes, AreUnderstoodByTheNamesOtherToolsGiveThem) {
  struct Row {
    std::string name;
    EntityType type;
  };
  const std::vector<Row> rows = {{"person", EntityType::person}, {"PER", EntityType::person},       {"org", EntityType::org},
                                 {"ORG", EntityType::org},       {"Organization", EntityType::org}, {"organisation", EntityType::org},
                                 {"place", EntityType::place},   {"location", EntityType::place},   {"LOC", EntityType::place},
                                 {"GPE", EntityType::place},     {"misc", EntityType::misc}};
  for (const Row& row : rows) {
    EntityType type{};
    EXPECT_TRUE(parse_entity_type(row.name, type)) << row.name;
    EXPECT_EQ(type, row.type) << row.name;
  }
  EntityType type = EntityType::place;
  EXPECT_FALSE(parse_entity_type("quantity", type));
  EXPECT_FALSE(parse_entity_type("", type));
  EXPECT_EQ(type, EntityType::place);
  for (const EntityType each : {EntityType::person, EntityType::org, EntityType::place, EntityType::misc}) {
    EXPECT_TRUE(parse_entity_type(entity_type_name(each), type));
    EXPECT_EQ(type, each);
  }
}

TEST(Access, HasNames) {
  for (const Access each : {Access::full, Access::paywalled, Access::truncated, Access::headline}) {
    Access access{};
    EXPECT_TRUE(parse_access(access_name(each), access));
    EXPECT_EQ(access, each);
  }
  Access access = Access::truncated;
  EXPECT_TRUE(parse_access("Paywalled", access));
  EXPECT_FALSE(parse_access("free", access));
  EXPECT_EQ(access, Access::paywalled);
}

}  // namespace
}  // namespace broadsheet
