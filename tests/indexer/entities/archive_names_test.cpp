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
  // "org Global Fishing Watch 5 (GFW)", separated by "; ".
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
       {{2, "[org Global Fishing Watch] ([org GFW])"}, {5, "[org GFW] said"}},
       "org Global Fishing Watch 7 (GFW)"},
      {"one definition is too little for a common acronym",
       {{1, "[org Andean Parliament] ([org ANP])"}, {50, "[org ANP] said"}},
       "org ANP 50; org Andean Parliament 1"},
      {"two meanings, no telling",
       {{3, "[org Andean Parliament] ([org ANP])"}, {3, "[org Associated News Press] ([org ANP])"}, {9, "[org ANP] said"}},
       "org ANP 9; org Andean Parliament 3; org Associated News Press 3"},
      {"the commonest form of a person",
       {{9, "[person Donald Trump] spoke"}, {2, "[person Donald J. Trump], [person Donald Trump]"}},
       "person Donald Trump 11 (Donald J. Trump)"},
      {"an acronym that nobody writes out is the name",
       {{40, "[org OPAL] said"}, {2, "[org Old Port Allotment League] ([org OPAL])"}},
       "org OPAL 42 (Old Port Allotment League)"},
      {"spellings",
       {{3, "[person Kim Jong Un]"}, {2, "[person Kim Jong-un]"}, {1, "[org U.S. Senate]"}, {2, "[org United States Senate]"}},
       "org United States Senate 3 (U.S. Senate); person Kim Jong Un 5 (Kim Jong-un)"},
      {"a plural", {{3, "[misc Republican]"}, {4, "[misc Republicans]"}}, "misc Republican 7 (Republicans)"},
      {"one type where the archive is of one mind", {{9, "[org Hamas]"}, {1, "[place Hamas]"}}, "org Hamas 10"},
      {"two types where it is not",
       {{3, "[person Paris Hilton], [person Paris]"}, {3, "[place Paris]"}},
       "person Paris Hilton 3; place Paris 3"},
      {"a middle initial",
       {{5, "[person George W. Bush]"}, {3, "[person George Bush]"}, {1, "[person Jeb Bush]"}},
       "person George W. Bush 8 (George Bush); person Jeb Bush 1"},
      {"two middle initials, no telling",
       {{5, "[person George W. Bush]"}, {3, "[person George H.W. Bush]"}, {2, "[person George Bush]"}},
       "person George Bush 2; person George H.W. Bush 3; person George W. Bush 5"},
      {"transliterations",
       {{5, "[person Volodymyr Zelensky], [person Bashar al-Assad]"}, {3, "[person Volodymyr Zelenskyy], [person Bashar Assad]"}},
       "person Bashar al-Assad 8 (Bashar Assad); person Volodymyr Zelensky 8 (Volodymyr Zelenskyy)"},
      {"another given name",
       {{5, "[person Ivan Petrovsky]"}, {3, "[person Igor Petrovskiy]"}},
       "person Igor Petrovskiy 3; person Ivan Petrovsky 5"},
      {"short names that are alike", {{5, "[person Ann Reed]"}, {3, "[person Ann Reid]"}}, "person Ann Reed 5; person Ann Reid 3"},
      {"the country of an institution",
       {{5, "[org Supreme Court]"}, {3, "[org U.S. Supreme Court]"}},
       "org Supreme Court 8 (U.S. Supreme Court)"},
      {"an institution of several countries",
       {{5, "[org Supreme Court]"}, {3, "[org U.S. Supreme Court]"}, {3, "[org Indian Supreme Court]"}},
       "org Indian Supreme Court 3; org Supreme Court 5; org U.S. Supreme Court 3"},
      {"a country's that is hardly named",
       {{50, "[org Supreme Court]"}, {3, "[org U.S. Supreme Court]"}},
       "org Supreme Court 50; org U.S. Supreme Court 3"},
      {"a department by either name",
       {{5, "[org Department of Labor]"}, {3, "[org Labor Department]"}, {2, "[org Ministry of Defence]"}, {3, "[org Defense Ministry]"}},
       "org Defense Ministry 5 (Ministry of Defence); org Department of Labor 8 (Labor Department)"},
      {"places bring the aliases of the table",
       {{1, "[place UK]"}},
       "place United Kingdom 1 (Britain, Great Britain, U.K., UK, United Kingdom of Great Britain and Northern Ireland)"},
  };
  for (const Row& row : kRows) EXPECT_EQ(learnt(row.told).printed(), row.values) << row.why;
}

TEST(ArchiveNames, APersonsRulesComeLast) {
  const auto rules = NameRules::parse(
      "rename org: Global Fishing Watch = G.F.W.\nretype org: Sputnik = misc\nsuppress: Read More\nsplit: OPAL | Old Port Allotment "
      "League\n",
      "e");
  ASSERT_TRUE(rules) << rules.error().message;
  const Learnt out = learnt({{3, "[org Global Fishing Watch] ([org GFW]) [org Sputnik] [misc Read More]"},
                             {3, "[org GFW] said"},
                             {3, "[org Old Port Allotment League] ([org OPAL])"},
                             {1, "[org OPAL]"}},
                            *rules);
  EXPECT_EQ(out.printed(), "misc Sputnik 3; org G.F.W. 6 (Global Fishing Watch, GFW); org OPAL 1; org Old Port Allotment League 3");
  Article given;
  given.entities = {
      {EntityType::org, "Global Fishing Watch", 1, {}}, {EntityType::org, "GFW", 1, {}}, {EntityType::misc, "Read more", 1, {}}};
  apply_entity_names(given, out.names.names);
  EXPECT_EQ(printed(given.entities), "org G.F.W. 1; org GFW 1");  // what was learnt does not hold for what was given
}

TEST(ArchiveNames, DoNotDependOnTheOrderOfArticles) {
  std::vector<Told> told = {{3, "[org Global Fishing Watch] ([org GFW])"}, {4, "[org GFW]"},        {2, "[misc GFW]"},
                            {2, "[person Ann Lee], [person Ann B. Lee]"},  {2, "[person Ann Lee]"}, {1, "[org OpenAI]; [org Openai]"}};
  const Learnt first = learnt(told);
  std::ranges::reverse(told);
  const Learnt second = learnt(told);
  EXPECT_EQ(first.printed(), second.printed());
  EXPECT_EQ(first.names.names.bytes(), second.names.names.bytes());
}

TEST(ArchiveNames, AreWhatTheArticlesGet) {
  const Learnt out = learnt({{3, "[org Global Fishing Watch] ([org GFW])"}, {4, "[org GFW]"}});
  Article article = found("[org GFW] and [org Global Fishing Watch], [place UK]");
  apply_entity_names(article, out.names.names);
  EXPECT_EQ(printed(article.entities), "org Global Fishing Watch 2; place United Kingdom 1");
}

}  // namespace
}  // namespace broadsheet
