#include "indexer/entities/archive_names.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "common/article_json.h"
#include "common/text.h"
#include "indexer/entities/resolve.h"
#include "tests/indexer/entities/marked_text.h"

namespace broadsheet {
namespace {

Article found(std::string_view marked) {
  MarkedArticle read = read_marked(marked);
  read.article.entities = resolve_names(read.article, std::move(read.mentions), NameRules());
  read.article.entities_found = true;
  return read.article;
}

// Articles of a marked text, as often as told.
struct Told {
  int times;
  const char* text;
};

struct Learnt {
  ArchiveNames names;
  std::map<std::string, std::uint32_t> values;
  // "org World Health Organization 5 (WHO)", separated by "; ".
  std::string printed() const {
    std::string out;
    for (const auto& [value, articles] : values) {
      std::string aliases;
      for (const NamedAlias& alias : names.aliases) {
        if (fmt::format("{} {}", entity_type_name(alias.type), alias.value) == value)
          aliases += (aliases.empty() ? "" : ", ") + alias.alias;
      }
      out += fmt::format("{}{} {}{}", out.empty() ? "" : "; ", value, articles, aliases.empty() ? "" : fmt::format(" ({})", aliases));
    }
    return out;
  }
};

Learnt learnt(const std::vector<Told>& told, const NameRules& rules = NameRules()) {
  NameStatistics statistics;
  for (const Told& each : told) {
    for (int n = 0; n < each.times; ++n) statistics.learn(found(each.text));
  }
  Learnt out;
  out.names = statistics.finish(rules, [&](EntityType type, const std::string& name, std::uint32_t articles) {
    out.values[fmt::format("{} {}", entity_type_name(type), name)] += articles;
  });
  return out;
}

struct Row {
  const char* why;
  std::vector<Told> told;
  const char* values;
};

TEST(ArchiveNames, GiveEachNameOneForm) {
  const Row kRows[] = {
      {"an acronym that was defined twice is known everywhere",
       {{2, "[org World Health Organization] ([org WHO])"}, {5, "[org WHO] said"}},
       "org World Health Organization 7 (WHO)"},
      {"one definition is too little for a common acronym",
       {{1, "[org Andean Parliament] ([org AP])"}, {50, "[org AP] said"}},
       "org AP 50; org Andean Parliament 1"},
      {"two meanings, no telling",
       {{3, "[org Andean Parliament] ([org AP])"}, {3, "[org Associated Press] ([org AP])"}, {9, "[org AP] said"}},
       "org AP 9; org Andean Parliament 3; org Associated Press 3"},
      {"the commonest form of a person",
       {{9, "[person Donald Trump] spoke"}, {2, "[person Donald J. Trump], [person Donald Trump]"}},
       "person Donald Trump 11 (Donald J. Trump)"},
      {"an acronym that nobody writes out is the name",
       {{40, "[org NATO] said"}, {2, "[org North Atlantic Treaty Organization] ([org NATO])"}},
       "org NATO 42 (North Atlantic Treaty Organization)"},
      {"spellings",
       {{3, "[person Kim Jong Un]"}, {2, "[person Kim Jong-un]"}, {1, "[org U.S. Senate]"}, {2, "[org United States Senate]"}},
       "org United States Senate 3 (U.S. Senate); person Kim Jong Un 5 (Kim Jong-un)"},
      {"a plural", {{3, "[misc Republican]"}, {4, "[misc Republicans]"}}, "misc Republican 7 (Republicans)"},
      {"one type where the archive is of one mind", {{9, "[org Hamas]"}, {1, "[place Hamas]"}}, "org Hamas 10"},
      {"two types where it is not",
       {{3, "[person Paris Hilton], [person Paris]"}, {3, "[place Paris]"}},
       "person Paris Hilton 3; place Paris 3"},
      {"places bring the aliases of the table",
       {{1, "[place UK]"}},
       "place United Kingdom 1 (Britain, Great Britain, U.K., UK, United Kingdom of Great Britain and Northern Ireland)"},
  };
  for (const Row& row : kRows) EXPECT_EQ(learnt(row.told).printed(), row.values) << row.why;
}

TEST(ArchiveNames, APersonsRulesComeLast) {
  const auto rules = NameRules::parse(
      "rename org: World Health Organization = W.H.O.\nretype org: Sputnik = misc\nsuppress: Read More\nsplit: GM | General Motors\n", "e");
  ASSERT_TRUE(rules) << rules.error().message;
  const Learnt out = learnt({{3, "[org World Health Organization] ([org WHO]) [org Sputnik] [misc Read More]"},
                             {3, "[org WHO] said"},
                             {3, "[org General Motors] ([org GM])"},
                             {1, "[org GM]"}},
                            *rules);
  EXPECT_EQ(out.printed(), "misc Sputnik 3; org GM 1; org General Motors 3; org W.H.O. 6 (World Health Organization, WHO)");
  Article given;
  given.entities = {
      {EntityType::org, "World Health Organization", 1, {}}, {EntityType::org, "WHO", 1, {}}, {EntityType::misc, "Read more", 1, {}}};
  apply_entity_names(given, out.names.names);
  EXPECT_EQ(printed(given.entities), "org W.H.O. 1; org WHO 1");  // what was learnt does not hold for what was given
}

TEST(ArchiveNames, DoNotDependOnTheOrderOfArticles) {
  std::vector<Told> told = {{3, "[org World Health Organization] ([org WHO])"}, {4, "[org WHO]"},        {2, "[misc WHO]"},
                            {2, "[person Ann Lee], [person Ann B. Lee]"},       {2, "[person Ann Lee]"}, {1, "[org OpenAI]; [org Openai]"}};
  const Learnt first = learnt(told);
  std::ranges::reverse(told);
  const Learnt second = learnt(told);
  EXPECT_EQ(first.printed(), second.printed());
  EXPECT_EQ(first.names.names.bytes(), second.names.names.bytes());
}

TEST(ArchiveNames, AreWhatTheArticlesGet) {
  const Learnt out = learnt({{3, "[org World Health Organization] ([org WHO])"}, {4, "[org WHO]"}});
  Article article = found("[org WHO] and [org World Health Organization], [place UK]");
  apply_entity_names(article, out.names.names);
  EXPECT_EQ(printed(article.entities), "org World Health Organization 2; place United Kingdom 1");
}

}  // namespace
}  // namespace broadsheet
