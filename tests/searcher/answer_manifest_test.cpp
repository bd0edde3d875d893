// What does an answer rest on? Written and read back, and what is no manifest is refused by name.
#include "searcher/answer_manifest.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/files.h"
#include "common/version.h"
#include "searcher/sample.h"

namespace broadsheet {
namespace {

Answer asked() {
  Answer answer;
  answer.archive = {"000042", "2026-11-25T03:00:00Z", std::string(64, 'c'), 123};
  answer.request.query = "flood \"risk\"";
  answer.request.now = 1'795'608'000;  // 2026-11-25T12:00:00Z
  answer.request.since = "30d";
  answer.request.until = "36h";
  answer.request.filters = {{"source", {"AP", "Reuters"}}};
  answer.request.sample = 2;
  answer.request.facets = {{"person", 10}, {"org", kNoLimit}};
  answer.request.ids = {"b", "a"};
  answer.understood = "all of: flood · \"risk\"";
  answer.sampled_from = 9;
  answer.listed = {{"a", std::string(64, '1')}, {"b\nc\\", std::string(64, '2')}};
  return answer;
}

constexpr std::string_view kWritten =
    R"({"answer_manifest":1,"created":"2026-11-25T12:00:00Z","tool_version":"VERSION","command":"query",)"
    R"("archive":{"generation":"000042","created":"2026-11-25T03:00:00Z","articles":123,"content_sha256":"CONTENT"},)"
    R"("query":{"text":"flood \"risk\"","understood":"all of: flood · \"risk\"","language_version":1,)"
    R"("parameters":{"match":"all","sort":"relevance","limit":"10","since":"2026-10-26","until":"2026-11-24T00:00:00Z",)"
    R"("source":["AP","Reuters"],"sample":2,"seed":1,"facet":["person:10","org:all"],"now":"2026-11-25T12:00:00Z","ids":["b","a"]}},)"
    R"("result":{"articles":2,"sampled_from":9,"ids_sha256":"IDS","list_file":"f.json.articles","list_sha256":"LIST"}})";

std::string with(std::string text, std::string_view from, std::string_view to) { return text.replace(text.find(from), from.size(), to); }

TEST(AnswerManifest, IsWrittenAndReadBack) {
  AnswerManifest manifest = make_answer_manifest(asked(), "query");
  manifest.list_file = "f.json.articles";
  std::string expected = with(std::string(kWritten), "CONTENT", std::string(64, 'c'));
  expected = with(expected, "VERSION", kVersion);
  expected = with(expected, "IDS", sha256_hex("a\nb\nc\\\n"));
  expected = with(expected, "LIST", sha256_hex(std::string(64, '1') + "\ta\n" + std::string(64, '2') + "\tb\\nc\\\\\n"));
  const std::string json = answer_manifest_to_json(manifest);
  EXPECT_EQ(json, expected + "\n");
  const auto read = parse_answer_manifest(json, "f.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(answer_manifest_to_json(*read), json);
}

TEST(AnswerManifest, ListsAreReadBack) {
  const auto list = parse_article_list(article_list_to_text(asked().listed), "f");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[1].id, "b\nc\\");
  EXPECT_EQ((*list)[1].content_hash, std::string(64, '2'));
  const auto bad = parse_article_list("x\ta\nno tab\n", "f.articles");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().message, "f.articles:2: not content_hash<TAB>id");
}

TEST(AnswerManifest, WhatIsNoneIsRefused) {
  const std::string good = answer_manifest_to_json(make_answer_manifest(asked(), "query"));
  const std::string none = "f: not a manifest of an answer (those that --manifest writes): ";
  const std::pair<std::string, std::string> rows[] = {
      {"", none + "no JSON: an empty text (byte 0)"},
      {"[]", none + "it has no usable \"answer_manifest\""},
      {with(good, "\"answer_manifest\":1", "\"answer_manifest\":2"),
       "f: a manifest of version 2; this program reads version 1: a newer one may read it"},
      {with(good, "2026-11-25T12", "2026-11-2ѫT12"), none + "its \"created\" is no instant such as 2026-11-25T12:00:00Z"},
      {with(good, "\"content_sha256\"", "\"hash\""), none + "it has no usable \"archive.content_sha256\""},
      {with(good, "\"parameters\":{", "\"others\":{"), none + "it has no usable \"query.parameters\""},
      {with(good, "\"articles\":2", "\"articles\":\"two\""), none + "it has no usable \"result.articles\""},
  };
  for (const auto& [text, message] : rows) {
    const auto read = parse_answer_manifest(text, "f");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().status, Status::bad_data);
    if (text.empty()) continue;  // the JSON reader words it
    EXPECT_EQ(read.error().message, message) << text;
  }
}

TEST(Sample, OrdersByTheHashOfSeedAndId) {
  EXPECT_EQ(sample_key(7, "nyt-1"), 0x3f77f86aed88a40cU);  // printf 7:nyt-1 | sha256sum
}

}  // namespace
}  // namespace broadsheet
