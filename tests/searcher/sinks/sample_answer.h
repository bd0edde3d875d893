// The answer that the tests of the sinks write: that of the sketch in docs/output.md.
#pragma once

#include <string>
#include <utility>

#include "searcher/sinks/sink.h"

namespace broadsheet {

inline Hit sample_hit() {
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

inline FacetAnswer sample_facet(std::string field, std::uint64_t values_total, FacetBucket bucket) {
  FacetAnswer facet;
  facet.field = std::move(field);
  facet.articles = 812;
  facet.values_total = values_total;
  facet.buckets = {std::move(bucket)};
  return facet;
}

inline TimelineBucket month_bucket(int year, unsigned month, std::uint64_t articles, std::uint64_t archive_articles) {
  const std::int32_t start = day_number(year, month, 1);
  return {start, unit_next(start, TimeUnit::month), articles, archive_articles};
}

// The answer of the sketch in docs/output.md: a hit, two facets, a timeline.
inline Answer sample_answer() {
  Answer answer;
  answer.archive = {"000042", "2026-11-25T03:00:00Z", "ab12", 123456};
  answer.request.query = "open-source model reuse";
  answer.request.facets = {{"source", 1}, {"person", 1}};
  answer.request.timeline = TimeUnit::month;
  answer.understood = "all of: \"open source\" (hyphenated) · model · reuse";
  answer.total = 812;
  answer.hits = {sample_hit()};
  answer.facets = {sample_facet("source", 33, {"The New York Times", 311, 0.383005, 1.7}),
                   sample_facet("person", 1200, {"Kai-Fu Lee", 54, 0.0665025, 21.0, {"Lee Kai-fu"}})};
  answer.facets[0].other = 120;
  answer.facets[1].missing = 188;
  answer.facets[1].other = 570;
  answer.timeline.emplace();
  answer.timeline->undated = 3;
  answer.timeline->buckets = {month_bucket(2023, 11, 58, 9204), month_bucket(2023, 12, 0, 0)};
  return answer;
}

// The same question with one hit and nothing else.
inline Answer plain_answer() {
  Answer answer = sample_answer();
  answer.request.facets.clear();
  answer.request.timeline.reset();
  answer.facets.clear();
  answer.timeline.reset();
  return answer;
}

inline std::string render_as(OutputFormat format, const Answer& answer, AnswerPart part = AnswerPart::hits) {
  SinkSettings settings;
  settings.format = format;
  return render(answer, part, settings);
}

}  // namespace broadsheet
