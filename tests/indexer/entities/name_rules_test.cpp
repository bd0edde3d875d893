#include "indexer/entities/name_rules.h"

#include <gtest/gtest.h>

#include "common/article_json.h"

namespace broadsheet {
namespace {

std::string decided(std::string_view rules, EntityType type, std::string_view name) {
  const auto parsed = NameRules::parse(rules, "entities.conf");
  if (!parsed) return parsed.error().message;
  const auto decision = parsed->decide(type, name);
  if (!decision) return "as it is";
  return decision->suppressed ? "suppressed" : std::string(entity_type_name(decision->type)) + " " + decision->name;
}

struct Decision {
  const char* rules;
  EntityType type;
  const char* name;
  const char* decided;
};
constexpr Decision kDecisions[] = {
    {"", EntityType::org, "Meta", "as it is"},
    {"# a comment\n\n; another\n", EntityType::org, "Meta", "as it is"},
    {"merge org: Meta = Facebook Inc. | Meta Platforms", EntityType::org, "META PLATFORMS", "org Meta"},
    {"merge org: Meta = Facebook Inc. | Meta Platforms", EntityType::person, "Meta Platforms", "as it is"},
    {"merge: Meta = Facebook Inc.", EntityType::misc, "Facebook Inc.", "misc Meta"},
    {"rename person: Kim Jong Un = Kim Jong-un\r\n", EntityType::person, "Kim Jong Un", "person Kim Jong-un"},
    {"retype org: Sputnik = misc", EntityType::org, "Sputnik", "misc Sputnik"},
    {"suppress person: Read More | Sign Up", EntityType::person, "sign up", "suppressed"},
    {"retype org: Facebook = misc\nmerge misc: Meta = Facebook", EntityType::org, "Facebook", "misc Meta"},
    {"rename org: A & B = C = D", EntityType::org, "A & B", "org C = D"},
    {"split org: WHO | World Health Organization", EntityType::org, "WHO", "as it is"},
    {"mrege org: Meta = Facebook", EntityType::org, "Meta",
     "entities.conf:1: 'mrege' is no rule; rules are merge, rename, retype, suppress and split, such as: merge org: Meta = Meta Platforms "
     "| "
     "Facebook Inc."},
    {"\n\nmerge organ: Meta = Facebook", EntityType::org, "Meta",
     "entities.conf:3: 'organ' is no type; types are person, org, place and misc, such as: merge org: Meta = Meta Platforms | Facebook "
     "Inc."},
    {"suppress Meta", EntityType::org, "Meta",
     "entities.conf:1: there is no ':' behind the rule's name; a rule looks like: merge org: Meta = Meta Platforms | Facebook Inc."},
    {"merge org: Meta", EntityType::org, "Meta",
     "entities.conf:1: there is no '='; the rule looks like: merge org: Meta = Meta Platforms | Facebook Inc."},
    {"suppress org: A = B", EntityType::org, "A",
     "entities.conf:1: there is no place for '='; the rule looks like: suppress person: Read More"},
    {"split org: WHO", EntityType::org, "WHO",
     "entities.conf:1: two names or more are kept apart; the rule looks like: split org: WHO | World Health Organization"},
    {"retype org: Sputnik = rocket", EntityType::org, "Sputnik",
     "entities.conf:1: 'rocket' is no type; the rule looks like: retype org: Sputnik = misc"},
    {"rename org:  = B", EntityType::org, "B",
     "entities.conf:1: a name is missing; the rule looks like: rename person: Kim Jong Un = Kim Jong-un"},
    {"merge org: A = B\nsuppress: b", EntityType::org, "B",
     "entities.conf:2: \"b\" has a rule in line 1 already; leave one of the two out"},
    {"rename org: A = B\nrename org: B = A", EntityType::org, "A",
     "entities.conf:1: the name \"B\" comes back to itself over its rules; leave one of them out"},
    {"merge org: A = \xff", EntityType::org, "A", "entities.conf:1: not UTF-8; save the file in UTF-8"},
};

TEST(NameRules, DecidesOrSaysWhatIsWrong) {
  for (const Decision& row : kDecisions) EXPECT_EQ(decided(row.rules, row.type, row.name), row.decided) << row.rules;
}

TEST(NameRules, KeepsNamesApartWhateverTheirSpelling) {
  const auto rules = NameRules::parse("split: U.N. | United Nations | the Union\n", "entities.conf");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_TRUE(rules->keep_apart("un", "united nations"));
  EXPECT_TRUE(rules->keep_apart("union", "un"));
  EXPECT_FALSE(rules->keep_apart("un", "un"));
  EXPECT_FALSE(rules->keep_apart("un", "unicef"));
}

TEST(NameRules, GivesATableForNamesOfTheInput) {
  const auto rules = NameRules::parse("merge org: Meta = Facebook\nsuppress: Read More\n", "entities.conf");
  ASSERT_TRUE(rules) << rules.error().message;
  const EntityNames names = rules->table();
  ASSERT_NE(names.find(EntityType::org, "facebook", false), nullptr);
  EXPECT_EQ(names.find(EntityType::org, "facebook", false)->name, "Meta");
  EXPECT_EQ(names.find(EntityType::person, "facebook", false), nullptr);
  EXPECT_TRUE(names.find(EntityType::misc, "read more", false)->suppressed);
}

}  // namespace
}  // namespace broadsheet
