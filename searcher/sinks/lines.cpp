// The line formats: jsonl, trec, ids.
#include <fmt/format.h>

#include <string>

#include "common/json.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {
namespace {

void append_facet_lines(std::string& out, const FacetAnswer& facet) {
  for (const FacetBucket& bucket : facet.buckets) {
    JsonWriter writer;
    writer.begin_object();
    writer.field("field", facet.field);
    writer.field("value", bucket.value);
    writer.key("articles");
    writer.integer(static_cast<std::int64_t>(bucket.articles));
    writer.key("share");
    writer.decimal(bucket.share);
    writer.key("lift");
    if (bucket.lift) {
      writer.decimal(*bucket.lift);
    } else {
      writer.null();
    }
    writer.end_object();
    out += writer.take() + "\n";
  }
}

// The columns of a TREC run are parted by white space: in an id it is written as in a URL.
std::string trec_word(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte != 0x7F) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

// Evaluation tools sort by score: hits in another order get one that keeps it.
double trec_score(const Hit& hit) {
  static constexpr double kFirst = 1'000'000;
  return hit.score ? *hit.score : kFirst - static_cast<double>(hit.rank);
}

}  // namespace

std::string render_jsonl(const Answer& answer, AnswerPart part, const SinkSettings&) {
  std::string out;
  if (part == AnswerPart::hits) {
    for (const Hit& hit : answer.hits) out += hit_to_json(hit, answer.request) + "\n";
  } else if (part == AnswerPart::facets) {
    for (const FacetAnswer& facet : answer.facets) append_facet_lines(out, facet);
  } else if (answer.timeline && answer.timeline->split) {
    const TimelineSplit& split = *answer.timeline->split;
    for (const TimelineSeries& series : split.series) {
      for (const TimelineBucket& bucket : series.buckets) out += timeline_bucket_to_json(bucket, split.field, series.value) + "\n";
    }
  } else if (answer.timeline) {
    for (const TimelineBucket& bucket : answer.timeline->buckets) out += timeline_bucket_to_json(bucket) + "\n";
  }
  return out;
}

std::string render_trec(const Answer& answer, const SinkSettings& settings) {
  std::string out;
  const std::string qid = trec_word(settings.qid);
  for (const Hit& hit : answer.hits) {
    out += fmt::format("{} Q0 {} {} {} broadsheet\n", qid, trec_word(hit.record.id), hit.rank, format_decimal(trec_score(hit)));
  }
  return out;
}

std::string render_ids(const Answer& answer) {
  std::string out;
  for (const Hit& hit : answer.hits) out += hit.record.id + "\n";
  return out;
}

}  // namespace broadsheet
