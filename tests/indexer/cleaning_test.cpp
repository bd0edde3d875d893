#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "common/article_json.h"
#include "common/text.h"
#include "indexer/cleaning/byline.h"
#include "indexer/cleaning/cleaner.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/notices.h"
#include "indexer/cleaning/rules.h"
#include "indexer/cleaning/vocabulary.h"
#include "indexer/cleaning/wording.h"

namespace broadsheet {
namespace {

Article cleaned(const std::string& text, const std::string& title = "") {
  Article article;
  article.title = title;
  article.text = text;
  clean_text(article);
  return article;
}

std::string rules_of(const Article& article) {
  std::string rules;
  for (const RemovedSpan& span : article.removed) rules += (rules.empty() ? "" : " ") + span.rule;
  return rules;
}

// Three paragraphs that no rule has anything to do with.
const std::string kBody =
    "The bridge over the Pinnock will close on Monday for five months, the county said, because its cables have rusted.\n\n"
    "Drivers will have to go round by Caldmere, which takes an hour and a half in dry weather and more in snow.\n\n"
    "Sixteen buses a day used the bridge, and two of them have been taken out of service, the county said.";

bool takes(const CleaningRule& rule, std::string_view sentence) {
  const std::string plain = plain_form(sentence);
  for (const std::string_view part : split_sentences(plain)) {
    const MatchedRules matches(part);
    for (const std::uint16_t index : matches.rules()) {
      if (cleaning_rules()[index].id == rule.id) return true;
    }
  }
  const MatchedRules whole(plain);
  for (const std::uint16_t index : whole.rules()) {
    if (cleaning_rules()[index].whole_unit && cleaning_rules()[index].id == rule.id) return true;
  }
  return false;
}

TEST(CleaningRules, TakeTheirExamples) {
  for (const CleaningRule& rule : cleaning_rules()) {
    if (rule.example.empty()) continue;
    EXPECT_TRUE(takes(rule, rule.example)) << rule.id << ": " << rule.example;
  }
}

TEST(CleaningRules, LeaveTheirCounterExamples) {
  for (const CleaningRule& rule : cleaning_rules()) {
    if (rule.counter.empty()) continue;
    const UnitVerdict verdict = judge_unit(plain_form(rule.counter), false);
    for (const CleaningRule* taken : {verdict.head, verdict.middle, verdict.tail}) {
      // The classifier may be for it, at the edge of a page; a pattern may not.
      EXPECT_TRUE(taken == nullptr || (taken->id == kWordingRule && rule.id != kWordingRule)) << rule.id << ": " << rule.counter;
    }
  }
}

TEST(CleaningRules, HaveAReasonAndAnExampleEach) {
  for (const CleaningRule& rule : cleaning_rules()) {
    EXPECT_FALSE(rule.reason.empty()) << rule.id;
    bool has_example = false;
    for (const CleaningRule& other : cleaning_rules()) has_example = has_example || (other.id == rule.id && !other.example.empty());
    EXPECT_TRUE(has_example) << rule.id;
  }
}

std::string zone_name(RuleZone zone) {
  constexpr const char* kNames[] = {"above the text", "below the text", "above and below the text", "anywhere"};
  return kNames[static_cast<std::size_t>(zone)];
}
std::string strength_name(RuleStrength strength) {
  constexpr const char* kNames[] = {"sure", "probable", "likely", "label"};
  return kNames[static_cast<std::size_t>(strength)];
}

// The table of docs/cleaning.md, from its heading to its end.
std::string rules_page() {
  std::string page = "| rule | where | strength | takes out because it | for example | but not |\n|--|--|--|--|--|--|\n";
  for (const CleaningRule& rule : cleaning_rules()) {
    if (rule.example.empty()) continue;
    page += "| `" + std::string(rule.id) + "` | " + zone_name(rule.zone) + " | " + strength_name(rule.strength) + " | " +
            std::string(rule.reason) + " | " + std::string(rule.example) + " | " + std::string(rule.counter) + " |\n";
  }
  return page;
}

TEST(CleaningRules, AreWhatTheirPageSays) {
  const char* source = std::getenv("BROADSHEET_SOURCE_DIR");
  ASSERT_NE(source, nullptr);
  const std::string path = std::string(source) + "/docs/cleaning.md";
  std::ifstream file(path);
  std::string page((std::istreambuf_iterator<char>(file)), {});
  const std::size_t table = page.find("| rule | where |");
  ASSERT_NE(table, std::string::npos) << path;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    page.replace(table, std::string::npos, rules_page());
    std::ofstream(path) << page;
  }
  EXPECT_EQ(page.substr(table), rules_page());
}

TEST(Cleaning, TidiesText) {
  struct {
    const char* text;
    const char* tidy;
  } const table[] = {
      {"one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"},
      {"\n\n  one  \t\n\n\n \n two\n\n", "  one\n\n two"},
      {"one two ", "one two"},
      {"", ""},
  };
  for (const auto& row : table) {
    Article article;
    article.text = row.text;
    clean_text(article, {.access_given = false, .cleaned_before = true});
    EXPECT_EQ(article.text, row.tidy) << row.text;
  }
}

TEST(Cleaning, FindsHeadlineDeckAndByline) {
  struct {
    const char* head;
    const char* title;
    const char* given_title;
    const char* deck;
    const char* author;
  } const table[] = {
      {"Bridge to Close\n\nBridge to Close\n\n", "Bridge to Close", "", "", ""},
      {"BRIDGE TO CLOSE\n\n", "Bridge to Close", "Bridge to Close", "", ""},
      {"Bridge to Close\n\n", "Bridge to Close", "BRIDGE TO CLOSE", "", ""},
      {"Bridge to Close for Five Months\n\n", "Bridge to Close for Five Months", "Bridge to Close for…", "", ""},
      {"Bridge to Close for…\n\n", "Bridge to Close for Five Months", "Bridge to Close for Five Months", "", ""},
      {"Bridge to Close\n\n", "Bridge to Close", "Bridge to Close | The Harbor Post", "", ""},
      {"Bridge to Close - The Harbor Post\n\n", "Bridge to Close", "Bridge to Close", "", ""},
      {"The Harbor Post: Bridge to Close\n\n", "Bridge to Close", "Bridge to Close", "", ""},
      {"“Bridge to Close”\n\n", "Bridge to Close", "Bridge to Close", "", ""},
      {"Bridge to Close\n\nNobody has said who will pay for it\n\n", "Bridge to Close", "", "Nobody has said who will pay for it", ""},
      {"Bridge to Close\n\nNobody has said who pays.\n\nBy Jane Roe\n\n", "Bridge to Close", "", "Nobody has said who pays.", "Jane Roe"},
      {"Bridge to Close\n\nJANE ROE | THE HARBOR POST\n\n", "Bridge to Close", "", "", "Jane Roe"},
      {"Bridge to Close\n\nPosted on April 3, 2024 by Jane Roe\n\n", "Bridge to Close", "", "", "Jane Roe"},
  };
  for (const auto& row : table) {
    const Article article = cleaned(row.head + kBody, row.given_title);
    EXPECT_EQ(article.title, row.title) << row.head;
    EXPECT_EQ(article.deck, row.deck) << row.head;
    EXPECT_EQ(article.authors, *row.author == 0 ? std::vector<std::string>() : std::vector<std::string>{row.author}) << row.head;
    EXPECT_EQ(article.text, kBody) << row.head;
  }
}

TEST(Cleaning, ReadsBylines) {
  struct {
    const char* line;
    std::vector<std::string> names;
  } const table[] = {
      {"By Jane Roe", {"Jane Roe"}},
      {"By Jane Roe and John O’Doe", {"Jane Roe", "John O’Doe"}},
      {"By JANE ROE, JOHN DOE and ANA DE LA CRUZ", {"Jane Roe", "John Doe", "Ana De La Cruz"}},
      {"By Jane Roe, Staff Writer", {"Jane Roe"}},
      {"By Jane Roe in London", {"Jane Roe"}},
      {"By Jane Roe • 4 min read", {"Jane Roe"}},
      {"By Quillwire Staff", {}},
      {"Jane Roe, Media Columnist", {"Jane Roe"}},
      {"Von Jost Wiebe", {"Jost Wiebe"}},
      {"by Jane Roe", {"Jane Roe"}},
  };
  for (const auto& row : table) {
    const auto byline = read_byline(row.line);
    ASSERT_TRUE(byline.has_value()) << row.line;
    EXPECT_EQ(byline->names, row.names) << row.line;
  }
  for (const char* line : {"By the sea", "By noon the road was shut.", "by Capital One, the event was supported",
                           "Privacy Policy | Terms of Use", "East Room", "Anton Kjeld, master", "Washington, District of Columbia", ""}) {
    EXPECT_FALSE(read_byline(line).has_value()) << line;
  }
}

TEST(Cleaning, TakesWhatIsTheSitesAndKeepsWhatIsTheArticles) {
  const std::string head = "Bridge to Close\n\n";
  struct {
    const char* behind;
    const char* rules;  // besides the headline's
    Access access;
  } const table[] = {
      {"\n\nAlready a subscriber? Log in.", "paywall-notice", Access::paywalled},
      {"\n\nDiscover more from Hive Daily\n\nContinue reading", "aggregator-tail read-on", Access::truncated},
      {"\n\nRelated stories\nHow the river got its name\nSwans return", "related-heading related-heading related-heading", Access::full},
      {"\n\nSign up for our newsletter", "newsletter-pitch", Access::full},
      {"\n\n© 2024 The Harbor Post. All rights reserved.", "rights-line", Access::full},
      {"\n\n(Reporting by Osric Dale; Editing by Pia Lund)", "reporting-credit", Access::full},
      {"\n\nThe swans came back on Friday, he said.", "", Access::full},
      {"\n\n“Already a subscriber? Log in,” the page said.", "", Access::full},
      {"\n\nNo.", "", Access::full},
  };
  for (const auto& row : table) {
    const Article article = cleaned(head + kBody + row.behind);
    EXPECT_EQ(rules_of(article), std::string("headline") + (*row.rules == 0 ? "" : " ") + row.rules) << row.behind;
    EXPECT_EQ(article.access, row.access) << row.behind;
  }
}

TEST(Cleaning, KeepsWhatAnArticleSaysAboutItsTopic) {
  const std::string text =
      "Newsletters are back\n\nEvery paper now has a newsletter, and some have nine of them, a survey of editors found this week.\n\n"
      "Sign up for our newsletter\n\n"
      "That is the line, printed in red, that the newsletter of the Harbor Post has under every article since the spring of last year.";
  EXPECT_EQ(cleaned(text).text, text.substr(text.find("Every")));
}

TEST(Cleaning, SaysWhereRemovedSpansStood) {
  const std::string text = "Brücke zu\n\n" + kBody + "\n\nDiscover more from Café\n\nContinue reading";
  const Article article = cleaned(text);
  ASSERT_FALSE(article.removed.empty());
  for (const RemovedSpan& span : article.removed) {
    std::size_t pos = 0;
    for (std::uint32_t i = 0; i < span.start; ++i) next_code_point(text, pos);
    EXPECT_EQ(text.substr(pos, span.text.size()), span.text);
  }
}

TEST(Cleaning, MovesMentionsWithTheirWords) {
  Article article;
  article.text = "Bridge to Close\n\nBridge to Close\n\n" + kBody;
  const auto start = static_cast<std::uint32_t>(article.text.find("Caldmere"));
  article.entities = {{EntityType::place, "Caldmere", 2, {{"Caldmere", "text", start, start + 8}, {"Bridge", "text", 0, 6}}}};
  clean_text(article);
  ASSERT_EQ(article.entities[0].mentions.size(), 1U);
  const Mention& mention = article.entities[0].mentions[0];
  EXPECT_EQ(article.text.substr(mention.start, mention.end - mention.start), "Caldmere");
}

TEST(Cleaning, LeavesWhatWasCleanedBefore) {
  Article article;
  article.text = "Bridge to Close\n\n" + kBody + "\n\nContinue reading";
  const std::string text = article.text;
  clean_text(article, {.access_given = false, .cleaned_before = true});
  EXPECT_EQ(article.text, text);
  EXPECT_TRUE(article.removed.empty());
}

TEST(Cleaning, TakesTimeInProportion) {
  // Finishes at once when linear, and not at all when quadratic or worse.
  std::string lines, spaces(200'000, ' ');
  for (int i = 0; i < 100'000; ++i) lines += "Read more: the road to Sandrel\n";
  EXPECT_FALSE(cleaned(lines + kBody).text.empty());
  EXPECT_TRUE(cleaned("x" + spaces + "\n\n" + kBody).text.ends_with(kBody));
}

TEST(Wording, TellsNoticesFromArticles) {
  for (const char* notice :
       {"Sign up for our free daily newsletter", "Your support keeps our reporting free for everyone.",
        "By clicking continue you agree to our terms and privacy policy", "Download our app for breaking news alerts"}) {
    EXPECT_GT(notice_score(plain_form(notice)), 0) << notice;
  }
  for (const char* article : {"The bridge over the Pinnock will close on Monday for five months.", "He signed the bill in the Rose Garden.",
                              "The ministry will publish the figures in March, and again in June.", ""}) {
    EXPECT_LT(notice_score(plain_form(article)), 0) << article;
  }
}

TEST(ReadingVocabulary, KnowsSentencesThatOnlySellReading) {
  for (const char* sentence : {"log in or create an account to continue", "this article is free once you register",
                               "get unlimited access for $1 a month", "subscribers only"}) {
    EXPECT_TRUE(is_about_reading_only(sentence)) << sentence;
  }
  for (const char* sentence : {"she read about the trial and left", "the account was closed", "read", ""}) {
    EXPECT_FALSE(is_about_reading_only(sentence)) << sentence;
  }
}

TEST(CleaningRules, ComeBackAfterTheyWereReleased) {
  const std::string sentence = plain_form("Sign up for our newsletter.");
  const MatchedRules before(sentence);
  ASSERT_FALSE(before.empty());
  release_cleaning_rules();
  const MatchedRules after(sentence);
  EXPECT_TRUE(std::ranges::equal(before.rules(), after.rules()));
}

}  // namespace
}  // namespace broadsheet
