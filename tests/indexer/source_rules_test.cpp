#include "indexer/source_rules.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

constexpr const char* kSources =
    "# ours\n"
    "[The New York Times]\n"
    "alias = NYT | nytimes.com\n"
    "country = US\n"
    "\n"
    "[Le Monde]\n"
    "country = FR | BE\n"
    "owner = Groupe Le Monde\n";

struct Applied {
  const char* source;
  const char* url;
  const char* becomes;
};

TEST(SourceRules, NamesSourcesByNameAliasOrHost) {
  const auto rules = SourceRules::parse(kSources, "sources.conf");
  ASSERT_TRUE(rules) << rules.error().message;
  constexpr Applied kRows[] = {
      {"nyt", "", "The New York Times"},
      {"THE NEW YORK TIMES", "", "The New York Times"},
      {"", "https://www.nytimes.com/2024/a", "The New York Times"},
      {"", "https://user@Cooking.NYTimes.com:443/a", "The New York Times"},
      {"", "https://notnytimes.com/a", ""},
      {"", "nytimes.com", ""},
      {"cooking.nytimes.com", "https://www.cooking.nytimes.com/a", "The New York Times"},
      {"Reuters", "https://www.nytimes.com/a", "Reuters"},
  };
  for (const Applied& row : kRows) {
    Article article;
    article.source = row.source;
    article.url = row.url;
    rules->apply(article);
    EXPECT_EQ(article.source, row.becomes) << row.source << " " << row.url;
    EXPECT_EQ(article.facet_fields.contains("source.country"), article.source == "The New York Times");
  }
}

TEST(SourceRules, GivesColumns) {
  const auto rules = SourceRules::parse(kSources, "sources.conf");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->columns(), (std::vector<std::string>{"source.country", "source.owner"}));
  Article article;
  article.source = "le monde";
  rules->apply(article);
  EXPECT_EQ(article.facet_fields["source.country"], (std::vector<std::string>{"FR", "BE"}));
}

struct Fault {
  const char* text;
  const char* message;
};

TEST(SourceRules, SaysWhatIsWrongByLine) {
  constexpr Fault kFaults[] = {
      {"alias = NYT", "sources.conf:1: before the first source; its section comes first: [The New York Times]"},
      {"[NYT", "sources.conf:1: the ']' behind the source's name is missing, as in: [The New York Times]"},
      {"[ ]", "sources.conf:1: the source has no name; a section looks like: [The New York Times]"},
      {"[A]\ncountry", "sources.conf:2: 'country' has no '='; a line looks like: alias = NYT | nytimes.com, or: country = US"},
      {"[A]\ncountry =", "sources.conf:2: 'country' has no value; a line looks like: country = US"},
      {"[A]\nCountry = US", "sources.conf:2: 'Country' is no name of a column: only a-z, 0-9, '_', '.' and '-', such as: country = US"},
      {"[A]\nx = 1\nx = 2", "sources.conf:3: 'x' is given twice for A; several values stand in one line: x = A | B"},
      {"[A]\n\n[a]", "sources.conf:3: \"a\" has a section in line 1 already; put the two together"},
      {"[A]\nalias = C\n[B]\nalias = c", "sources.conf:3: \"c\" is the name or an alias of A (line 1) already; leave one of the two out"},
  };
  for (const Fault& fault : kFaults) {
    const auto rules = SourceRules::parse(fault.text, "sources.conf");
    EXPECT_EQ(rules ? "no fault" : rules.error().message, fault.message) << fault.text;
  }
}

}  // namespace
}  // namespace broadsheet
