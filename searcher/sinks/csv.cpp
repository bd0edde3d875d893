// The csv and tsv formats: RFC 4180 records, or lines with tabs between.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/json.h"
#include "common/text.h"
#include "searcher/hit_fields.h"
#include "searcher/sinks/csv_record.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 5> kFacetColumns = {"field", "value", "articles", "share", "lift"};
constexpr std::array<std::string_view, 5> kTimelineColumns = {"start", "end", "articles", "archive_articles", "share"};
constexpr std::array<std::string_view, 7> kSplitColumns = {"start", "end", "articles", "archive_articles", "share", "field", "value"};

std::string joined(const std::vector<std::string>& list) { return fmt::format("{}", fmt::join(list, "; ")); }

void add_value(CsvRecord& record, const HitValue& value) {
  struct Add {
    CsvRecord& record;
    void operator()(std::nullptr_t) const { record.plain(""); }
    void operator()(const std::string& text) const { record.text(text); }
    void operator()(const std::vector<std::string>& list) const { record.text(joined(list)); }
    void operator()(const RawJson& json) const { record.plain(json.text); }
  };
  std::visit(Add{record}, value);
}

template <class Columns>
std::string header_record(const Columns& columns, const SinkSettings& settings) {
  CsvRecord record(settings);
  for (const auto& column : columns) record.text(column);
  return record.take();
}

void append_facet(std::string& out, const FacetAnswer& facet, const SinkSettings& settings) {
  for (const FacetBucket& bucket : facet.buckets) {
    CsvRecord record(settings);
    record.text(facet.field);
    record.text(bucket.value);
    record.count(bucket.articles);
    record.decimal(bucket.share);
    record.decimal(bucket.lift);
    out += record.take();
  }
}

void append_bucket(CsvRecord& record, const TimelineBucket& bucket) {
  record.plain(day_text(bucket.start));
  record.plain(day_text(bucket.end));
  record.count(bucket.articles);
  record.count(bucket.archive_articles);
  record.decimal(timeline_share(bucket));
}

void append_timeline(std::string& out, const TimelineAnswer& timeline, const SinkSettings& settings) {
  if (!timeline.split) {
    for (const TimelineBucket& bucket : timeline.buckets) {
      CsvRecord record(settings);
      append_bucket(record, bucket);
      out += record.take();
    }
    return;
  }
  for (const TimelineSeries& series : timeline.split->series) {
    for (const TimelineBucket& bucket : series.buckets) {
      CsvRecord record(settings);
      append_bucket(record, bucket);
      record.text(timeline.split->field);
      record.text(series.value);
      out += record.take();
    }
  }
}

void add_column(CsvRecord& record, const Hit& hit, std::string_view column) {
  if (column == "snippet") {
    record.text(snippet_text(hit.snippet));
  } else {
    add_value(record, hit_value(hit, column));
  }
}

}  // namespace

std::string csv_header(AnswerPart part, const SearchRequest& request, const SinkSettings& settings) {
  if (part == AnswerPart::facets) return header_record(kFacetColumns, settings);
  if (part == AnswerPart::timeline) {
    return request.split ? header_record(kSplitColumns, settings) : header_record(kTimelineColumns, settings);
  }
  return request.fields.empty() ? header_record(kCsvHitColumns, settings) : header_record(request.fields, settings);
}

std::string hit_to_csv(const Hit& hit, const SearchRequest& request, const SinkSettings& settings) {
  CsvRecord record(settings);
  if (request.fields.empty()) {
    for (const std::string_view column : kCsvHitColumns) add_column(record, hit, column);
  } else {
    for (const std::string& column : request.fields) add_column(record, hit, column);
  }
  return record.take();
}

std::string render_csv(const Answer& answer, AnswerPart part, const SinkSettings& settings) {
  std::string out = csv_header(part, answer.request, settings);
  if (part == AnswerPart::hits) {
    for (const Hit& hit : answer.hits) out += hit_to_csv(hit, answer.request, settings);
  } else if (part == AnswerPart::facets) {
    for (const FacetAnswer& facet : answer.facets) append_facet(out, facet, settings);
  } else if (answer.timeline) {
    append_timeline(out, *answer.timeline, settings);
  }
  return out;
}

}  // namespace broadsheet
