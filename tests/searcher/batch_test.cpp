// Many queries from one file: what each form of input asks, and that answers come out in input order whatever the threads do.
#include "searcher/batch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "common/json.h"

namespace broadsheet {
namespace {

SearchRequest defaults() {
  SearchRequest request;
  request.match = MatchMode::any;
  request.limit = 1000;
  request.filters = {{"source", {"AP"}}};
  request.facets = {{"topic", 10}};
  return request;
}

Result<std::vector<BatchQuery>> parse(std::string_view text) { return parse_batch(text, "q", defaults(), Schema({"country"})); }

std::string error_of(std::string_view text) {
  const auto queries = parse(text);
  return queries ? "no error" : queries.error().message;
}

// The fault of the one query in a line of JSON.
std::string fault_of(std::string_view line) {
  const auto queries = parse(line);
  if (!queries) return queries.error().message;
  const auto& fault = queries->front().fault;
  return fault ? fault->message : "none";
}

TEST(ParseBatch, TabSeparatedLinesTakeTheDefaults) {
  const auto queries = parse(
      "\xEF\xBB\xBF"
      "7\topen-source model\r\n\n12\t\"white house\"\tor not");
  ASSERT_TRUE(queries);
  ASSERT_EQ(queries->size(), 2U);
  EXPECT_EQ((*queries)[0].qid, "7");
  EXPECT_EQ((*queries)[0].request.query, "open-source model");
  EXPECT_EQ((*queries)[0].request.limit, 1000U);
  EXPECT_EQ((*queries)[1].qid, "12");
  EXPECT_EQ((*queries)[1].request.query, "\"white house\"\tor not");
}

TEST(ParseBatch, KeysOfAJsonLineAreOptionNamesAndReplaceTheDefaults) {
  const auto queries =
      parse(R"({"qid":7,"query":"model","source":["Reuters","AFP"],"country":"US","since":"2023","until":2024,"match":"all","limit":"all",)"
            R"("facet":["source:5","person"],"timeline":"year","sort":"oldest","offset":3,"snippet":80,"strict":true,"no-total":false})"
            "\n\n"
            R"({"query":"x","qid":"b"})");
  ASSERT_TRUE(queries) << queries.error().message;
  ASSERT_EQ(queries->size(), 2U);
  const SearchRequest& request = (*queries)[0].request;
  EXPECT_EQ((*queries)[0].qid, "7");
  EXPECT_FALSE((*queries)[0].fault);
  EXPECT_EQ(request.query, "model");
  ASSERT_EQ(request.filters.size(), 2U);
  EXPECT_EQ(request.filters[0].values, (std::vector<std::string>{"Reuters", "AFP"}));
  EXPECT_EQ(request.filters[1].field, "country");
  EXPECT_EQ(request.since, "2023");
  EXPECT_EQ(request.until, "2024");
  EXPECT_EQ(request.match, MatchMode::all);
  EXPECT_EQ(request.limit, kNoLimit);
  ASSERT_EQ(request.facets.size(), 2U);
  EXPECT_EQ(request.facets[0].limit, 5U);
  EXPECT_EQ(request.facets[1].limit, 10U);
  EXPECT_EQ(request.timeline, TimeUnit::year);
  EXPECT_EQ(request.sort, SortOrder::oldest);
  EXPECT_EQ(request.offset, 3U);
  EXPECT_EQ(request.snippet, 80U);
  EXPECT_TRUE(request.strict);
  EXPECT_TRUE(request.with_total);
  EXPECT_EQ((*queries)[1].request.filters[0].values, (std::vector<std::string>{"AP"}));
  EXPECT_EQ((*queries)[1].request.facets[0].field, "topic");
}

TEST(ParseBatch, AnOptionThatCannotBeUsedIsTheFaultOfItsQueryOnly) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"({"qid":"1","query":"x","limit":-1})", "limit: '-1' is not a whole number from 0 to 1000000000, nor 'all'"},
      {R"({"qid":"1","query":"x","limit":[1,2]})", "limit: takes one value, not 2"},
      {R"({"qid":"1","query":"x","limit":{}})", "limit: neither a text, a number nor an array of them"},
      {R"({"qid":"1","query":"x","strict":"yes"})", "strict: neither true nor false"},
      {R"({"qid":"1","query":"x","since":"soon"})",
       "since: 'soon' is not a date; write 2024, 2024-02, 2024-02-21, 2024-02-21T10:00:00Z, or a time back from now: 36h, 30d, 6m, 2y"},
      {R"({"qid":"1","query":"x","source":""})", "source: the value is empty"},
      {R"({"qid":"1","query":"x","source":[]})", "'source' needs a value"},
      {R"({"qid":"1","query":"x","colour":"red"})",
       "'colour' is not a key of batch lines, nor a facet field of this archive (fields: author, source, section, topic, language, access, "
       "person, org, place, misc, country)"},
  };
  for (const auto& [line, fault] : rows) EXPECT_EQ(fault_of(line), fault) << line;
}

TEST(ParseBatch, TrecTopicsGiveNumberAndTitle) {
  const auto queries = parse(
      "\n<top>\n<head> Tipster Topic Description\n<num> Number:  051\n<dom> Domain:  International Economics\n"
      "<title> Topic:  Airbus\n  Subsidies\n\n<desc> Description:\nDocument will discuss aid.\n</top>\n"
      "<top>\n<num> Number: 401 </num>\n<title> foreign minorities, Germany </title>\n</top>\n");
  ASSERT_TRUE(queries) << queries.error().message;
  ASSERT_EQ(queries->size(), 2U);
  EXPECT_EQ((*queries)[0].qid, "51");
  EXPECT_EQ((*queries)[0].request.query, "Airbus Subsidies");
  EXPECT_EQ((*queries)[1].qid, "401");
  EXPECT_EQ((*queries)[1].request.query, "foreign minorities, Germany");
}

TEST(ParseBatch, ALineWithoutItsQidIsRefusedWithFileAndLine) {
  EXPECT_EQ(error_of("1\tx\nno tab here\n"), "q:2: not qid<TAB>query");
  EXPECT_EQ(error_of("\tx\n"), "q:1: not qid<TAB>query");
  EXPECT_EQ(error_of("{\"qid\":\"1\"}\n{\"query\":\"x\"}\n"), "q:2: no \"qid\"");
  EXPECT_EQ(error_of("{\"qid\":\"1\"}\n[1]\n"), "q:2: not a JSON object");
  const auto queries = parse("{\"qid\":\"1\",\"query\":5}\n");  // has a name to be answered under
  ASSERT_TRUE(queries);
  ASSERT_TRUE((*queries)[0].fault);
  EXPECT_EQ((*queries)[0].fault->message, "\"query\" is not a string");
  EXPECT_TRUE(error_of("{\"qid\":\"1\"\n").starts_with("q:1: not JSON: ")) << error_of("{\"qid\":\"1\"\n");
  EXPECT_EQ(error_of("<top>\n<num> Number: 1\n<title> x\n</top>\n\n<top>\n<num> 2\n</top>\n"), "q:6: a topic without <num> or <title>");
  EXPECT_EQ(parse("")->size(), 0U);
}

// Finds one hit, whose id is the query.
Result<Answer> echo(const SearchRequest& request) {
  if (request.query == "throw") throw std::runtime_error("surprise");
  if (request.query == "refuse") return fail(Status::usage, "refused");
  // The first ones are the slowest: threads overtake each other.
  if (request.query.size() == 1) std::this_thread::sleep_for(std::chrono::milliseconds(3));
  Answer answer;
  answer.request = request;
  answer.partial = request.query == "cut";
  answer.total = 1;
  answer.hits.emplace_back();
  answer.hits[0].score = 1.5;
  answer.hits[0].record.id = request.query;
  return answer;
}

std::vector<BatchQuery> numbered(std::size_t count) {
  std::vector<BatchQuery> queries(count);
  for (std::size_t i = 0; i < count; ++i) {
    queries[i].qid = std::to_string(i);
    queries[i].request.query = std::to_string(i);
  }
  return queries;
}

SinkSettings settings_of(OutputFormat format) {
  SinkSettings settings;
  settings.format = format;
  return settings;
}

TEST(RunBatch, AnswersComeInInputOrderWhateverTheNumberOfThreads) {
  const auto queries = numbered(500);
  std::string expected;
  for (std::size_t jobs = 1; jobs <= 8; ++jobs) {
    std::string out;
    const auto outcome = run_batch(queries, std::vector<Answerer>(jobs, echo), settings_of(OutputFormat::trec), [&](std::string_view text) {
      out += text;
      return true;
    });
    EXPECT_EQ(outcome.failed + outcome.partial, 0U);
    if (jobs == 1) expected = out;
    EXPECT_EQ(out, expected) << jobs;
  }
  EXPECT_TRUE(expected.starts_with("0 Q0 0 1 1.5 broadsheet\n1 Q0 1 1 1.5 broadsheet\n")) << expected.substr(0, 100);
}

TEST(RunBatch, AnErrorIsTheLineOfItsQueryAndTheOthersRun) {
  auto queries = numbered(5);
  queries[1].request.query = "throw";
  queries[2].request.query = "refuse";
  queries[3].fault = Error{Status::usage, "limit: bad"};
  queries[4].request.query = "cut";
  std::vector<std::string> lines;
  const auto outcome = run_batch(queries, std::vector<Answerer>(2, echo), settings_of(OutputFormat::json), [&](std::string_view text) {
    lines.emplace_back(text);
    return true;
  });
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_NE(lines[0].find(R"("qid":"0",)"), std::string::npos) << lines[0];
  EXPECT_EQ(lines[1], "{\"qid\":\"1\",\"error\":{\"status\":70,\"message\":\"a bug, please report it: surprise\"}}\n");
  EXPECT_EQ(lines[2], "{\"qid\":\"2\",\"error\":{\"status\":2,\"message\":\"refused\"}}\n");
  EXPECT_EQ(lines[3], "{\"qid\":\"3\",\"error\":{\"status\":2,\"message\":\"limit: bad\"}}\n");
  EXPECT_TRUE(lines[4].ends_with("}\n")) << lines[4];
  EXPECT_EQ(outcome.failed, 3U);
  EXPECT_EQ(outcome.partial, 1U);
  EXPECT_EQ(outcome.first_error, "qid 1: a bug, please report it: surprise");
}

TEST(RunBatch, StopsWhenNobodyReadsAnyMore) {
  std::atomic<int> asked = 0;
  const Answerer answerer = [&](const SearchRequest& request) {
    ++asked;
    return echo(request);
  };
  int written = 0;
  run_batch(numbered(10'000), std::vector<Answerer>(3, answerer), settings_of(OutputFormat::trec),
            [&](std::string_view) { return ++written < 5; });
  EXPECT_EQ(written, 5);
  EXPECT_LT(asked, 200);
}

TEST(RunBatch, WhatEscapesFromAThreadReachesTheCaller) {
  const Answerer answerer = [](const SearchRequest&) -> Result<Answer> { throw 42; };
  const auto run = [&] {
    run_batch(numbered(100), std::vector<Answerer>(4, answerer), settings_of(OutputFormat::json), [](std::string_view) { return true; });
  };
  EXPECT_THROW(run(), int);
}

TEST(RunBatch, NoQueriesGiveNothing) {
  const auto outcome = run_batch({}, {echo}, settings_of(OutputFormat::json), [](std::string_view) { return true; });
  EXPECT_EQ(outcome.failed, 0U);
}

}  // namespace
}  // namespace broadsheet
