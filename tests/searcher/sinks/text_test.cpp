// What does a person see? Whole texts, compared as they are read.
#include "searcher/sinks/text_layout.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/text.h"
#include "tests/searcher/sinks/sample_answer.h"

namespace broadsheet {
namespace {

std::string text_of(const Answer& answer, AnswerPart part = AnswerPart::hits) { return render(answer, part, {}); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

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

// Every article has a value that is shown: the rest has none of its own.
TEST(TextSink, NamesNoArticlesForValuesThatHaveNoneOfTheirOwn) {
  Answer answer = plain_answer();
  answer.facets = {sample_facet("topic", 3, {"models", 812, 1, 1})};
  EXPECT_EQ(facet_blocks(answer, 80).at(0).back(), "2 more values");
  answer.facets[0].other = 1;
  EXPECT_EQ(facet_blocks(answer, 80).at(0).back(), "2 more values in 1 article");
}

TEST(TextSink, SaysWhenNothingMatchesAndWhatWould) {
  Answer answer = plain_answer();
  answer.hits.clear();
  answer.total = 0;
  answer.facets.resize(2);  // of no articles: no table
  answer.understood = "all of: open · modle";
  answer.warnings = {{"unknown-value", R"(no source "NYT" in this archive; close: "The New York Times" (9,011), "New York Post" (87))"}};
  answer.help = {{"word-costs", "without modle: 1,204 · any of them: 9,870 (--match any)"},
                 {"no-such-word", R"("modle" stands in no article; did you mean model? (28,113))"}};
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

}  // namespace
}  // namespace broadsheet
