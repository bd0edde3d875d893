// How an article reads on a terminal, as whole texts.
#include "searcher/article_text.h"

#include <gtest/gtest.h>

#include <string>

namespace broadsheet {
namespace {

TEST(Wrap, BreaksAtBlanksAndKeepsLineEnds) {
  EXPECT_EQ(wrap("one two three", 7), "one two\nthree");
  EXPECT_EQ(wrap("one  two\n\nthree", 80), "one two\n\nthree");
  EXPECT_EQ(wrap("a verylongword b", 5), "a\nverylongword\nb");
  EXPECT_EQ(wrap("日本 語", 4), "日本\n語");
  EXPECT_EQ(wrap("", 5), "");
  EXPECT_EQ(wrap("   ", 5), "");
}

Article sample() {
  Article article;
  article.id = "a-1";
  article.url = "https://example.org/1";
  article.source = "The Ledger";
  article.date = parse_date("2024-02-21");
  article.title = "Lab\x1b[31m opens weights";
  article.deck = "A summary";
  article.text = "First paragraph of the text.\n\nSecond one.";
  article.authors = {"Ann Arbor", "Bo Baker"};
  article.section = "World";
  article.language = "en";
  article.topics = {"ai"};
  article.entities = {{EntityType::org, "Meta", 1, {}}, {EntityType::person, "Kai-Fu Lee", 1, {}}, {EntityType::org, "AP", 1, {}}};
  article.facet_fields["country"] = {"US", "FR"};
  return article;
}

TEST(ArticleToText, ShowsWhatThereIsAndNothingThatATerminalWouldRun) {
  SinkSettings settings;
  settings.columns = 20;
  EXPECT_EQ(article_to_text(sample(), settings),
            "Lab\\u{1b}[31m opens\nweights\n"
            "A summary\n"
            "The Ledger ·\n2024-02-21 · World ·\nfull · en\n"
            "by Ann Arbor; Bo\nBaker\n"
            "a-1 · https://example.org/1\n"
            "\n"
            "First paragraph of\nthe text.\n\nSecond one.\n"
            "\n"
            "topics: ai\n"
            "persons: Kai-Fu Lee\n"
            "orgs: Meta; AP\n"
            "country: US; FR\n");
}

TEST(ArticleToText, ABareArticleIsShort) {
  Article article;
  article.id = "x";
  article.access = Access::headline;
  SinkSettings settings;
  settings.color = true;
  EXPECT_EQ(article_to_text(article, settings), "\x1b[1m(no headline)\x1b[0m\nundated · headline\nx\n");
}

}  // namespace
}  // namespace broadsheet
