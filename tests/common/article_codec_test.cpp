#include "common/article_codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "common/article_json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

// Every member filled, each with something of its own.
Article full_article() {
  Article article;
  article.id = "nyt-2024-02-21-china-ai";
  article.url = "https://example.org/a?b=1";
  article.source = "The New York Times";
  article.date = parse_date("2024-02-21T23:30:00-05:00");
  article.date_source = "json-ld";
  article.title = "Lab’s New System";
  article.deck = "Ønsker, 中国 🙂";
  article.text = "First.\n\nSecond \"quoted\".";
  article.authors = {"Ana Łoś", ""};
  article.section = "Technology";
  article.topics = {"artificial intelligence", "open source"};
  article.language = "en";
  article.access = Access::truncated;
  article.entities = {{EntityType::org, "Meta", 2, {{"Meta", "text", 1034, 1038}, {"Meta", "title", 0, 4}}}, {EntityType::misc, "", 0, {}}};
  article.removed = {{"paywall-notice", 2950, "Already a subscriber? Log in."}};
  article.facet_fields = {{"desk", {"foreign", "science"}}, {"empty", {}}};
  article.extra = {{"words", "812"}, {"nested", R"({"a":[1e400,null]})"}};
  return article;
}

// Equal in every member: the JSON has all of them but what a date keeps beside its text and values that are empty.
void expect_equal(const Article& a, const Article& b) {
  EXPECT_EQ(article_to_json(a), article_to_json(b));
  EXPECT_EQ(a.date, b.date);
  EXPECT_EQ(a.authors, b.authors);
  EXPECT_EQ(a.facet_fields, b.facet_fields);
  EXPECT_EQ(a.extra, b.extra);
  EXPECT_EQ(encode_article(a), encode_article(b));
}

void expect_round_trip(const Article& article) {
  const auto decoded = decode_article(encode_article(article));
  ASSERT_TRUE(decoded) << decoded.error().message;
  expect_equal(*decoded, article);
}

TEST(ArticleCodec, BringsBackEveryMember) { expect_round_trip(full_article()); }

TEST(ArticleCodec, KnowsFoundEntitiesFromGivenOnes) {
  Article article = full_article();
  EXPECT_EQ(encode_article(article).front(), 1);
  article.entities_found = true;
  EXPECT_EQ(encode_article(article).front(), 2);
  EXPECT_TRUE(decode_article(encode_article(article))->entities_found);
  expect_round_trip(article);
}

TEST(ArticleCodec, BringsBackAnEmptyArticle) { expect_round_trip(Article{}); }

TEST(ArticleCodec, BringsBackExtremes) {
  Article article = full_article();
  article.text = std::string("nul\0 in", 7) + std::string(100'000, 'x');
  article.entities.front().count = std::numeric_limits<std::uint32_t>::max();
  article.entities.front().mentions.clear();
  for (std::uint32_t i = 0; i < 100; ++i) {
    article.entities.front().mentions.push_back({"Mention " + std::to_string(i), i % 2 == 0 ? "text" : "title", i * 1'000'000, i});
  }
  article.date = NewsDate{.start = std::numeric_limits<std::int64_t>::min(),
                          .end = std::numeric_limits<std::int64_t>::max(),
                          .day = std::numeric_limits<std::int32_t>::min(),
                          .last_day = std::numeric_limits<std::int32_t>::max(),
                          .precision = DatePrecision::year,
                          .offset_minutes = -840,
                          .text = "1400"};
  expect_round_trip(article);
  for (const char* date : {"2024", "2024-02", "2024-02-21", "1969-12-31T23:59:59+05:30"}) {
    article.date = parse_date(date);
    expect_round_trip(article);
  }
  for (const Access access : {Access::full, Access::paywalled, Access::truncated, Access::headline}) {
    article.access = access;
    expect_round_trip(article);
  }
  for (const EntityType type : {EntityType::person, EntityType::org, EntityType::place, EntityType::misc}) {
    article.entities.front().type = type;
    expect_round_trip(article);
  }
}

TEST(ArticleCodec, PutsTheTextLast) {
  const std::string bytes = encode_article(full_article());
  EXPECT_EQ(bytes.front(), 1);
  EXPECT_TRUE(bytes.ends_with(full_article().text));
}

TEST(ArticleCodec, RefusesEveryTruncationAndBytesBehindTheEnd) {
  const std::string bytes = encode_article(full_article());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto article = decode_article(std::string_view(bytes).substr(0, length));
    ASSERT_FALSE(article) << length;
    EXPECT_EQ(article.error().status, Status::bad_data);
  }
  EXPECT_FALSE(decode_article(bytes + '\0'));
}

TEST(ArticleCodec, SaysWhatIsWrong) {
  EXPECT_EQ(decode_article("").error().message, "a stored article is damaged at byte 0 of 0: run broadsheet-index check");
  EXPECT_EQ(decode_article(std::string_view("\0", 1)).error().message,
            "a stored article is damaged at byte 0 of 1: run broadsheet-index check");
  EXPECT_EQ(decode_article("\x03").error().message, "a stored article has version 3, this program knows 2: use a newer broadsheet");
  EXPECT_EQ(decode_article("\x01\x05x").error().message, "a stored article is damaged at byte 2 of 3: run broadsheet-index check");
}

TEST(ArticleCodec, SurvivesDamagedBytes) {
  const std::string bytes = encode_article(full_article());
  std::mt19937 random(11);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const int bit : {0, 3, 7}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      if (const auto article = decode_article(damaged)) {
        ASSERT_EQ(encode_article(*decode_article(encode_article(*article))), encode_article(*article));
      }
    }
  }
  for (int i = 0; i < 20'000; ++i) {
    std::string noise(1, '\x01');
    for (std::size_t n = random() % 64; n > 0; --n) noise += static_cast<char>(random() % 4 == 0 ? random() : random() % 4);
    static_cast<void>(decode_article(noise));
  }
}

TEST(ArticleCodec, DoesNotBelieveHugeCounts) {
  // id, url, source empty, no date, date_source, title, deck empty, then 2^63 authors.
  const std::string bytes("\x01\0\0\0\0\0\0\0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 18);
  EXPECT_FALSE(decode_article(bytes));
}

}  // namespace
}  // namespace broadsheet
