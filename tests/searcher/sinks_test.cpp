// What does each output format look like? Whole texts, compared as a person or a script would read them.
#include "searcher/sinks/sink.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "common/json.h"
#include "common/text.h"
#include "searcher/hit_fields.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

Hit sample_hit() {
  Hit hit;
  hit.rank = 1;
  hit.score = 12.34;
  hit.record.id = "nyt-2024-02-21-open-weights";
  hit.record.source = "The New York Times";
  hit.record.date = "2024-02-21T10:00:00-05:00";
  hit.record.title = "Lab’s New System Rests on a Rival’s Open Weights";
  hit.record.deck = "A summary";
  hit.record.url = "https://example.com/a?b=1&c=2";
  hit.record.access = "truncated";
  hit.record.language = "en";
  hit.record.authors = {"Jane Doe", "John Roe"};
  hit.record.persons = {"Kai-Fu Lee"};
  hit.record.orgs = {"Meta"};
  hit.date_precision = "time";
  hit.day = "2024-02-21";
  hit.snippet = "… built on <em>open-source</em> <em>models</em> of a competitor; lawyers at AT&amp;T ask whether …";
  hit.first_seen = 7;
  return hit;
}

FacetAnswer sample_facet(std::string field, std::uint64_t values_total, FacetBucket bucket) {
  FacetAnswer facet;
  facet.field = std::move(field);
  facet.articles = 812;
  facet.values_total = values_total;
  facet.buckets = {std::move(bucket)};
  return facet;
}

TimelineBucket month_bucket(int year, unsigned month, std::uint64_t articles, std::uint64_t archive_articles) {
  const std::int32_t start = day_number(year, month, 1);
  return {start, unit_next(start, TimeUnit::month), articles, archive_articles};
}

// The answer of the sketch in docs/output.md: a hit, two facets, a timeline.
Answer sample_answer() {
  Answer answer;
  answer.archive = {"000042", "2026-11-25T03:00:00Z", "ab12", 123456};
  answer.request.query = "open-source model reuse";
  answer.request.facets = {{"source", 1}, {"person", 1}};
  answer.request.timeline = TimeUnit::month;
  answer.understood = "all of: \"open source\" (hyphenated) · model · reuse";
  answer.total = 812;
  answer.hits = {sample_hit()};
  answer.facets = {sample_facet("source", 33, {"The New York Times", 311, 0.383005, 1.7}),
                   sample_facet("person", 1200, {"Kai-Fu Lee", 54, 0.0665025, 21.0})};
  answer.facets[0].other = 120;
  answer.facets[1].missing = 188;
  answer.facets[1].other = 570;
  answer.timeline.emplace();
  answer.timeline->undated = 3;
  answer.timeline->buckets = {month_bucket(2023, 11, 58, 9204), month_bucket(2023, 12, 0, 0)};
  return answer;
}

// The same question with one hit and nothing else.
Answer plain_answer() {
  Answer answer = sample_answer();
  answer.request.facets.clear();
  answer.request.timeline.reset();
  answer.facets.clear();
  answer.timeline.reset();
  return answer;
}

std::string text_of(const Answer& answer, AnswerPart part = AnswerPart::hits) { return render(answer, part, {}); }

std::string render_as(OutputFormat format, const Answer& answer, AnswerPart part = AnswerPart::hits) {
  SinkSettings settings;
  settings.format = format;
  return render(answer, part, settings);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// An independent reader of RFC 4180: the cells of all records.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> records{{""}};
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = records.back().back();
    if (text[i] == '"') {
      if (inside && i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[i++];
      } else {
        inside = !inside;
      }
    } else if (!inside && text[i] == ',') {
      records.back().emplace_back();
    } else if (!inside && text.compare(i, 2, "\r\n") == 0) {
      records.push_back({""});
      ++i;
    } else {
      cell += text[i];
    }
  }
  records.pop_back();
  return records;
}

// ---- text

TEST(TextSink, ShowsHitsThenFacetsThenTheTimeline) {
  EXPECT_EQ(text_of(sample_answer()), R"(812 of 123,456 articles (0.66 %) · 1 by relevance              generation 000042
all of: "open source" (hyphenated) · model · reuse · stems, case ignored

  1  Lab’s New System Rests on a Rival’s Open Weights
     The New York Times · 2024-02-21 · truncated     nyt-2024-02-21-open-weights
     … built on **open-source** **models** of a competitor; lawyers at AT&T ask
     whether …

SOURCE (33 values)    arts share  lift  PERSON (1,200 values)   arts share  lift
The New York Times     311  38 %   1.7  Kai-Fu Lee                54   7 %  21.0
32 more values in 120 articles          1,199 more; none named in 188 articles

MONTH     arts   of all  share of the archive’s articles in that month
2023-11     58    9,204  █████████████████████████████████████████ 0.63 %
2023-12      0        0  (no articles in the archive)
peak 2023-11 · 3 undated articles not shown

next: --offset 1 · facets … --facet person · timeline … · explain …
)");
}

TEST(TextSink, SaysWhenNothingMatchesAndWhatWould) {
  Answer answer = plain_answer();
  answer.hits.clear();
  answer.total = 0;
  answer.facets.resize(2);  // of no articles: no table
  answer.understood = "all of: open · modle";
  answer.warnings = {{"unknown-value", R"(no source "NYT" in this archive; close: "The New York Times" (9,011), "New York Post" (87))"}};
  answer.help = {{"word-costs", "without modle: 1,204 · any of them: 9,870 (--match any)"},
                 {"no-such-word", "\"modle\" stands in no article; did you mean model? (28,113)"}};
  EXPECT_EQ(text_of(answer), R"(0 of 123,456 articles                                          generation 000042
all of: open · modle · stems, case ignored
note: no source "NYT" in this archive; close: "The New York Times" (9,011), "New
      York Post" (87)

No article matches.
without modle: 1,204 · any of them: 9,870 (--match any)
"modle" stands in no article; did you mean model? (28,113)

next: explain …
)");
}

TEST(TextSink, NamesTheFrameAndWhatAFilteredFacetCounts) {
  Answer answer = plain_answer();
  answer.total = 95;
  answer.request.filters = {{"source", {"AP", "Reuters"}}, {"access", {"full"}}};
  answer.request.since = "2023";
  answer.hits.clear();
  answer.request.want_hits = false;
  answer.facets = {sample_facet("source", 1, {"AP", 812, 1, std::nullopt})};
  answer.timeline.emplace();
  answer.timeline->by = TimeUnit::quarter;
  answer.timeline->imprecise = 1;
  answer.timeline->buckets = {{day_number(2023, 1, 1), day_number(2023, 4, 1), 0, 0},
                              {day_number(2023, 4, 1), day_number(2023, 7, 1), 94, 94}};
  EXPECT_EQ(text_of(answer), R"(95 of 123,456 articles (0.08 %)                                generation 000042
all of: "open source" (hyphenated) · model · reuse · stems, case ignored
within: source AP or Reuters · access full · since 2023

SOURCE (1 value)      arts share  lift
AP                     812 100 %     –
of 812 articles with any source

QUARTER   arts   of all  share of the filtered articles in that quarter
2023-Q1      0        0  (no articles within the filters)
2023-Q2     94       94  █████████████████████████████████████████ 100 %
peak 2023-Q2 · 1 article dated coarser than a quarter not shown

next: timeline … · explain …
)");
}

TEST(TextSink, ListsTheNewestArticlesWithoutAQuestion) {
  Answer answer = plain_answer();
  answer.request.query = "*";
  answer.understood = "all articles";
  answer.sort = SortOrder::newest;
  answer.total = 123456;
  Hit& hit = answer.hits[0];
  hit.score.reset();
  hit.rank = 1204;
  hit.record.title = "";
  hit.record.date = "2024-02";
  hit.record.access = "full";
  hit.record.source = "A source whose name is as long as the names of some small papers are";
  hit.snippet = "";
  EXPECT_EQ(text_of(answer), R"(123,456 of 123,456 articles (100 %) · 1,204 newest first       generation 000042
all articles

1,204  (no headline)
       A source whose name is as long as the names of some small papers are ·
       2024-02                                       nyt-2024-02-21-open-weights

next: --offset 1204 · facets … --facet source · timeline …
)");
}

TEST(TextSink, CountsWithoutTotalAndUnderATimeLimit) {
  Answer answer = plain_answer();
  answer.total_exact = false;
  EXPECT_EQ(lines_of(text_of(answer))[0], "at least 812 of 123,456 articles (0.66 %) · 1 by relevance     generation 000042");
  answer.total.reset();
  EXPECT_EQ(lines_of(text_of(answer))[0], "matches in 123,456 articles, not counted · 1 by relevance      generation 000042");
  answer.hits.clear();
  EXPECT_EQ(lines_of(text_of(answer))[3], "No article matches.");
  answer.total = 812;
  answer.request.offset = 900;
  EXPECT_EQ(lines_of(text_of(answer))[0], "at least 812 of 123,456 articles (0.66 %) · none from 901 on   generation 000042");
}

TEST(TextSink, PrintsHitsBoldWithColour) {
  SinkSettings settings;
  settings.color = true;
  const auto lines = lines_of(render(plain_answer(), AnswerPart::hits, settings));
  EXPECT_EQ(lines[5], "     … built on \x1b[1mopen-source\x1b[0m \x1b[1mmodels\x1b[0m of a competitor; lawyers at AT&T ask whether");
}

TEST(TextSink, LetsNoControlCharacterOfAnArticleThrough) {
  Answer answer = sample_answer();
  // NOLINTNEXTLINE(misc-misleading-bidirectional): it must not come out
  const std::string evil = "a\x1b]0;x\x07 \x01 b\r\nc\u202e \u009b d";
  Hit& hit = answer.hits[0];
  hit.record.title = hit.record.source = hit.record.id = hit.record.date = hit.record.access = evil;
  hit.snippet = evil + "<em>" + evil + "</em>";
  answer.understood = evil;
  answer.warnings = {{"syntax", evil}};
  answer.help = {{"word-costs", evil}};
  answer.request.filters = {{"source", {evil}}};
  answer.request.since = evil;
  answer.facets[0].buckets[0].value = evil;
  for (const char c : text_of(answer)) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  // NOLINTNEXTLINE(misc-misleading-bidirectional): as above
  for (const std::string_view bad : {"\u202e", "\u009b", "\x7f"}) EXPECT_EQ(text_of(answer).find(bad), std::string::npos);
}

TEST(TextSink, KeepsToTheWidthOfTheTerminal) {
  Answer answer = sample_answer();
  const std::string wide =
      "日本語の長い見出しは空白なしで続くので、どこでも折り返せるようにしなければならない。そうでなければ端末の幅を超えてしまう。";
  answer.hits[0].record.title = wide;
  answer.hits[0].snippet = wide + "<em>" + wide + "</em>";
  answer.facets[0].buckets[0].value = wide;
  answer.facets[1].values_total = 1204117;
  answer.facets[1].missing = 1204117;
  answer.understood = std::string(300, 'x') + " " + wide;
  answer.warnings = {{"syntax", wide + " " + std::string(200, 'y')}};
  for (const std::size_t columns : {60U, 80U, 100U, 200U}) {
    SinkSettings settings;
    settings.columns = columns;
    for (const std::string& line : lines_of(render(answer, AnswerPart::hits, settings))) {
      EXPECT_LE(display_width(line), columns) << line;
    }
  }
}

// Three months of days do not fit into 24 rows; 14 ISO weeks do.
TEST(TextSink, CoarsensALongTimelineAndSaysSo) {
  Answer answer = plain_answer();
  answer.hits.clear();
  answer.request.want_hits = false;
  answer.timeline.emplace();
  answer.timeline->by = TimeUnit::day;
  for (std::int32_t day = day_number(2024, 12, 1); day < day_number(2025, 1, 10); ++day) {
    answer.timeline->buckets.push_back({day, day + 1, day == day_number(2024, 12, 30) ? 3U : 0U, 10});
  }
  EXPECT_EQ(text_of(answer, AnswerPart::timeline), R"(812 of 123,456 articles (0.66 %)                               generation 000042
all of: "open source" (hyphenated) · model · reuse · stems, case ignored

by week: 40 rows by day are too many here (all: timeline … --format csv)
WEEK       arts   of all  share of the archive’s articles in that week
2024-W48      0       10  0 %
2024-W49      0       70  0 %
2024-W50      0       70  0 %
2024-W51      0       70  0 %
2024-W52      0       70  0 %
2025-W01      3       70  █████████████████████████████████████████ 4.3 %
2025-W02      0       40  0 %
peak 2025-W01

next: query … · facets … --facet source · explain …
)");
}

TEST(TextSink, CoarsensYearsToDecades) {
  TimelineAnswer timeline;
  timeline.by = TimeUnit::year;
  for (int year = 1885; year < 2026; ++year) timeline.buckets.push_back({day_number(year, 1, 1), day_number(year + 1, 1, 1), 1, 10});
  const Block lines = timeline_block(timeline, false, 80);
  EXPECT_EQ(lines[0], "by 10 years: 141 rows by year are too many here (all: timeline … --format csv)");
  EXPECT_EQ(lines[1], "10 YEARS    arts   of all  share of the archive’s articles in those 10 years");
  EXPECT_EQ(lines[2], "1880–1889      5       50  █████████████████████████████████████████ 10 %");
  EXPECT_EQ(lines.back(), "peak 1880–1889");
  EXPECT_EQ(lines.size(), 18U);
}

// A week belongs to the month of its Thursday: 2024-01-29 is a Monday.
TEST(TextSink, CountsAWeekInTheMonthOfItsThursday) {
  TimelineAnswer timeline;
  timeline.by = TimeUnit::week;
  for (std::int32_t monday = day_number(2024, 1, 1); monday < day_number(2024, 7, 1); monday += 7) {
    timeline.buckets.push_back({monday, monday + 7, monday == day_number(2024, 1, 29) ? 1U : 0U, 10});
  }
  EXPECT_EQ(timeline_block(timeline, false, 80).back(), "peak 2024-02");
}

TEST(TextSink, WritesPercentagesThatKeepTheirMeaning) {
  struct Row {
    double share;
    std::string_view text, whole;
  };
  static constexpr Row kRows[] = {
      {0, "0 %", "0 %"},          {0.00001, "<0.01 %", "<1 %"}, {0.0000501, "0.01 %", "<1 %"}, {0.0066, "0.66 %", "1 %"},
      {0.00994, "0.99 %", "1 %"}, {0.00996, "1.0 %", "1 %"},    {0.0665, "6.7 %", "7 %"},      {0.0994, "9.9 %", "10 %"},
      {0.0996, "10 %", "10 %"},   {0.383, "38 %", "38 %"},      {0.9951, ">99 %", ">99 %"},    {1, "100 %", "100 %"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(percent(row.share), row.text) << row.share;
    EXPECT_EQ(percent(row.share, true), row.whole) << row.share;
  }
}

// ---- json and jsonl

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
      R"("buckets":[{"value":"Kai-Fu Lee","articles":54,"share":0.0665025,"lift":21}]}},)"
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

TEST(HitFields, NeedTheArticleOnlyForWhatTheRecordLacks) {
  EXPECT_FALSE(needs_article({}));
  EXPECT_FALSE(needs_article({"rank", "deck", "section", "first_seen", "misc", "person"}));
  EXPECT_TRUE(needs_article({"title", "text"}));
  EXPECT_TRUE(needs_article({"desk"}));
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

// ---- csv and tsv

TEST(CsvSink, WritesHitsFacetsAndTimelines) {
  Answer answer = sample_answer();
  answer.hits[0].record.title = "He said \"no\", then left";
  EXPECT_EQ(render_as(OutputFormat::csv, answer),
            "rank,score,id,source,date,day,title,url,access,language,authors,persons,orgs,places,snippet\r\n"
            "1,12.34,nyt-2024-02-21-open-weights,The New York Times,2024-02-21T10:00:00-05:00,2024-02-21,"
            "\"He said \"\"no\"\", then left\",https://example.com/a?b=1&c=2,truncated,en,Jane Doe; John Roe,Kai-Fu Lee,Meta,,"
            "… built on open-source models of a competitor; lawyers at AT&T ask whether …\r\n");
  EXPECT_EQ(render_as(OutputFormat::csv, answer, AnswerPart::facets),
            "field,value,articles,share,lift\r\nsource,The New York Times,311,0.383005,1.7\r\nperson,Kai-Fu Lee,54,0.0665025,21\r\n");
  EXPECT_EQ(render_as(OutputFormat::csv, answer, AnswerPart::timeline),
            "start,end,articles,archive_articles,share\r\n2023-11-01,2023-12-01,58,9204,0.00630161\r\n2023-12-01,2024-01-01,0,0,\r\n");
}

TEST(CsvSink, AlwaysHasItsHeader) {
  Answer answer = plain_answer();
  answer.hits.clear();
  answer.request.fields = {"id", "text"};
  EXPECT_EQ(render_as(OutputFormat::csv, answer), "id,text\r\n");
  EXPECT_EQ(render_as(OutputFormat::tsv, answer), "id\ttext\n");
}

// The cells that make a spreadsheet run something, and how they come out (read back by another CSV reader).
TEST(CsvSink, DisarmsFormulas) {
  static constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"=1+1", "'=1+1"},
      {"+1+1", "'+1+1"},
      {"-1+1", "'-1+1"},
      {"@SUM(1)", "'@SUM(1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "'\r'=1"},
      {"\n=1", "'\n'=1"},
      {" =1", "' =1"},
      {"   \t1", "'   \t1"},
      {"\u00a0=1", "'\u00a0=1"},
      {"\u200b=1", "'\u200b=1"},
      {"\ufeff=1", "'\ufeff=1"},
      {"\u3000@x", "'\u3000@x"},
      {"\uff1d1", "'\uff1d1"},
      {"\uff0b1", "'\uff0b1"},
      {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
      {R"(=HYPERLINK("http://x","y"))", R"('=HYPERLINK("http://x","y"))"},
      {"a\n=1", "a\n'=1"},
      {"a\r\n\t@1", "a\r\n'\t@1"},
      {"a\n\nb - c", "a\n\nb - c"},
      {"well-known", "well-known"},
      {"", ""},
  };
  Answer answer = plain_answer();
  answer.request.fields = {"title"};
  for (const auto& [title, expected] : kRows) {
    answer.hits[0].record.title = title;
    EXPECT_EQ(read_csv(render_as(OutputFormat::csv, answer)).at(1).at(0), expected);
    SinkSettings raw;
    raw.format = OutputFormat::csv;
    raw.raw_cells = true;
    EXPECT_EQ(read_csv(render(answer, AnswerPart::hits, raw)).at(1).at(0), title);
  }
  answer.hits[0].record.title = "=1+1";
  EXPECT_EQ(render_as(OutputFormat::csv, answer), "title\r\n\"'=1+1\"\r\n");
}

TEST(CsvSink, KeepsATabSeparatedRecordOnOneLine) {
  Answer answer = plain_answer();
  answer.request.fields = {"rank", "title", "source", "authors"};
  answer.hits[0].record.title = "a\tb\r\nc \"d\"";
  answer.hits[0].record.source = "=x";
  EXPECT_EQ(render_as(OutputFormat::tsv, answer), "rank\ttitle\tsource\tauthors\n1\ta b  c \"d\"\t'=x\tJane Doe; John Roe\n");
}

// ---- trec and ids

TEST(LineSinks, WriteARunThatKeepsTheOrder) {
  Answer answer = plain_answer();
  answer.hits.push_back(sample_hit());
  answer.hits[1].rank = 2;
  answer.hits[1].score.reset();
  answer.hits[1].record.id = "b c\td";
  SinkSettings settings;
  settings.format = OutputFormat::trec;
  settings.qid = "301";
  EXPECT_EQ(render(answer, AnswerPart::hits, settings),
            "301 Q0 nyt-2024-02-21-open-weights 1 12.34 broadsheet\n301 Q0 b%20c%09d 2 999998 broadsheet\n");
  EXPECT_EQ(render_as(OutputFormat::ids, answer), "nyt-2024-02-21-open-weights\nb c\td\n");
  answer.hits.clear();
  EXPECT_EQ(render_as(OutputFormat::ids, answer), "");
}

// ---- helpers

TEST(Sinks, KnowTheirNames) {
  for (const std::string_view name : {"text", "json", "jsonl", "csv", "tsv", "trec", "ids"}) EXPECT_TRUE(parse_output_format(name)) << name;
  EXPECT_EQ(parse_output_format("jsonl"), OutputFormat::jsonl);
  EXPECT_EQ(parse_output_format("JSON"), std::nullopt);
  EXPECT_EQ(parse_output_format("xml"), std::nullopt);
}

TEST(Sinks, PartThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
}

TEST(Sinks, UndoTheEscapesOfSnippets) {
  EXPECT_EQ(plain_snippet("a &lt;em&gt; <em>b &amp;amp; c</em> &quot;d&#39;", "[", "]"), "a <em> [b &amp; c] \"d'");
  EXPECT_EQ(snippet_text(html_escape("<em>&\"'") + "<em>x</em>"), "<em>&\"'x");
  EXPECT_EQ(plain_snippet("<em>never closed", "[", "]"), "[never closed]");
}

}  // namespace
}  // namespace broadsheet
