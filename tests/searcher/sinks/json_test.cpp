// What does a program get as json and jsonl? Whole texts, or what another reader makes of them.
#include "searcher/sinks/sink.h"

#include <gtest/gtest.h>

#include <string>

#include "common/json.h"
#include "searcher/hit_fields.h"
#include "tests/searcher/sinks/sample_answer.h"

namespace broadsheet {
namespace {

TEST(JsonSink, HasEveryKeyInItsOrder) {
  EXPECT_EQ(
      render_as(OutputFormat::json, sample_answer()),
      R"({"format_version":1,"archive":{"generation":"000042","created":"2026-11-25T03:00:00Z","articles":123456,"content_sha256":"ab12"},)"
      R"("query":{"text":"open-source model reuse","understood":"all of: \"open source\" (hyphenated) · model · reuse",)"
      R"("language_version":1,"parameters":{"match":"all","sort":"relevance","limit":10,"offset":0,)"
      R"("facets":{"source":1,"person":1},"timeline":"month"},"warnings":[],"did_you_mean":null},)"
      R"("total":{"articles":812,"exact":true},)"
      R"("hits":[{"rank":1,"score":12.34,"id":"nyt-2024-02-21-open-weights","source":"The New York Times",)"
      R"("date":"2024-02-21T10:00:00-05:00","date_precision":"time","day":"2024-02-21",)"
      R"("title":"Lab’s New System Rests on a Rival’s Open Weights","deck":"A summary","url":"https://example.com/a?b=1&c=2",)"
      R"("snippet":"… built on <em>open-source</em> <em>models</em> of a competitor; lawyers at AT&amp;T ask whether …",)"
      R"("access":"truncated","language":"en","authors":["Jane Doe","John Roe"],"persons":["Kai-Fu Lee"],"orgs":["Meta"],"places":[]}],)"
      R"("facets":{"source":{"exact":true,"articles":812,"values_total":33,"missing":0,"other":120,)"
      R"("buckets":[{"value":"The New York Times","articles":311,"share":0.383005,"lift":1.7}]},)"
      R"("person":{"exact":true,"articles":812,"values_total":1200,"missing":188,"other":570,)"
      R"("buckets":[{"value":"Kai-Fu Lee","articles":54,"share":0.0665025,"lift":21,"type":"person","aliases":["Lee Kai-fu"]}]}},)"
      R"("timeline":{"by":"month","undated":3,"imprecise":0,"buckets":[)"
      R"({"start":"2023-11-01","end":"2023-12-01","articles":58,"archive_articles":9204,"share":0.00630161},)"
      R"({"start":"2023-12-01","end":"2024-01-01","articles":0,"archive_articles":0,"share":null}]}})"
      "\n");
}

TEST(JsonSink, WritesNullForWhatIsNotKnown) {
  Answer answer = plain_answer();
  answer.total.reset();
  answer.request.limit = kNoLimit;
  answer.sort = SortOrder::title;
  Hit& hit = answer.hits[0];
  hit = Hit{};
  hit.record.id = "a";
  const auto json = parse_json(render_as(OutputFormat::json, answer), 20);
  ASSERT_TRUE(json);
  EXPECT_TRUE(json->find("total")->is_null());
  EXPECT_EQ(to_json(*json->find("query")->find("parameters")), R"({"match":"all","sort":"title","limit":null,"offset":0})");
  EXPECT_EQ(to_json(*json->find("hits")),
            R"([{"rank":1,"score":null,"id":"a","source":"","date":null,"date_precision":null,"day":null,"title":"","deck":"","url":"",)"
            R"("snippet":"","access":"","language":"","authors":[],"persons":[],"orgs":[],"places":[]}])");
}

TEST(JsonSink, RepeatsTheParametersWithDatesResolved) {
  Answer answer = plain_answer();
  SearchRequest& request = answer.request;
  request.match = MatchMode::any;
  request.offset = 20;
  request.since = "30d";
  request.until = "2026-11";
  request.now = std::int64_t{day_number(2026, 11, 25)} * 86400;
  request.filters = {{"source", {"AP", "Reuters"}}};
  request.ids = {{"a", "b"}};
  request.facets = {{"person", kNoLimit}};
  request.facet_offset = 10;
  request.value_prefix = "le";
  request.snippet = 0;
  request.fields = {"section"};
  request.time_limit_ms = 50;
  const auto json = parse_json(render_as(OutputFormat::json, answer), 20);
  ASSERT_TRUE(json);
  EXPECT_EQ(to_json(*json->find("query")->find("parameters")),
            R"({"match":"any","sort":"relevance","limit":10,"offset":20,"since":"2026-10-26","until":"2026-11",)"
            R"("filters":{"source":["AP","Reuters"]},"ids":2,"facets":{"person":null},"facet_offset":10,"value_prefix":"le","snippet":0,)"
            R"("time_limit_ms":50,"fields":["section"]})");
}

TEST(JsonSink, PutsTheTimeLastAndTheQidFirst) {
  Answer answer = plain_answer();
  answer.took_ms = 1.5;
  answer.did_you_mean = "model";
  answer.warnings = {{"syntax", "column 3: \"(\" has no partner"}};
  SinkSettings settings;
  settings.timing = true;
  const std::string line = render_json(answer, settings, "7");
  EXPECT_TRUE(line.starts_with(R"({"format_version":1,"qid":"7","archive":)")) << line;
  EXPECT_TRUE(line.ends_with(",\"took_ms\":1.500}\n")) << line;
  EXPECT_NE(line.find(R"("warnings":[{"code":"syntax","message":"column 3: \"(\" has no partner"}],"did_you_mean":"model"})"),
            std::string::npos);
}

TEST(JsonSink, LeavesOutThePartsThatWereNotAskedFor) {
  Answer answer = sample_answer();
  answer.request.want_hits = false;
  answer.hits.clear();
  answer.facets.clear();
  answer.timeline.reset();
  const auto json = parse_json(render_as(OutputFormat::json, answer), 20);
  ASSERT_TRUE(json);
  for (const std::string_view key : {"hits", "facets", "timeline", "took_ms"}) EXPECT_EQ(json->find(key), nullptr) << key;
}

TEST(JsonSink, AddsTheFieldsThatWereAskedFor) {
  Hit hit = sample_hit();
  hit.record.section = "Technology";
  hit.record.miscs = {"Llama"};
  hit.article.emplace();
  hit.article->text = "The text.";
  hit.article->topics = {"ai"};
  hit.article->facet_fields["desk"] = {"Foreign"};
  hit.article->extra["pages"] = "12";
  hit.article->entities = {Entity{EntityType::org, "Meta", 1, {}}};
  SearchRequest request;
  request.fields = {"title", "section", "misc", "first_seen", "text", "topics", "desk", "pages", "entities", "nothing"};
  const auto json = parse_json(hit_to_json(hit, request), 20);
  ASSERT_TRUE(json);
  EXPECT_EQ(json->object()->size(), kJsonHitKeys.size() + 9);  // title is there already
  EXPECT_EQ(*json->find("section")->string(), "Technology");
  EXPECT_EQ(to_json(*json->find("misc")), R"(["Llama"])");
  EXPECT_EQ(*json->find("first_seen")->string(), "000007");
  EXPECT_EQ(*json->find("text")->string(), "The text.");
  EXPECT_EQ(to_json(*json->find("topics")), R"(["ai"])");
  EXPECT_EQ(to_json(*json->find("desk")), R"(["Foreign"])");
  EXPECT_EQ(json->find("pages")->number()->text, "12");
  EXPECT_EQ(*json->find("entities")->array()->front().find("name")->string(), "Meta");
  EXPECT_TRUE(json->find("nothing")->is_null());
}

TEST(JsonLinesSink, WritesOneObjectALine) {
  const Answer answer = sample_answer();
  EXPECT_EQ(render_as(OutputFormat::jsonl, answer), hit_to_json(answer.hits[0], answer.request) + "\n");
  EXPECT_EQ(render_as(OutputFormat::jsonl, answer, AnswerPart::facets),
            R"({"field":"source","value":"The New York Times","articles":311,"share":0.383005,"lift":1.7}
{"field":"person","value":"Kai-Fu Lee","articles":54,"share":0.0665025,"lift":21}
)");
  EXPECT_EQ(render_as(OutputFormat::jsonl, answer, AnswerPart::timeline),
            R"({"start":"2023-11-01","end":"2023-12-01","articles":58,"archive_articles":9204,"share":0.00630161}
{"start":"2023-12-01","end":"2024-01-01","articles":0,"archive_articles":0,"share":null}
)");
}

}  // namespace
}  // namespace broadsheet
