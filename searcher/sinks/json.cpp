// The json format: the whole answer as one JSON object on one line. docs/output.md describes every key.
#include "common/json.h"
#include "common/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "searcher/archive_info.h"
#include "searcher/hit_fields.h"
#include "searcher/query_parser.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 4> kSortNames = {"relevance", "newest", "oldest", "title"};  // in the order of SortOrder

// --limit all is null.
void write_limit(JsonWriter& writer, std::string_view key, std::size_t limit) {
  writer.key(key);
  if (limit == kNoLimit) {
    writer.null();
  } else {
    writer.integer(static_cast<std::int64_t>(limit));
  }
}

void write_decimal_or_null(JsonWriter& writer, std::string_view key, std::optional<double> value) {
  writer.key(key);
  if (value) {
    writer.decimal(*value);
  } else {
    writer.null();
  }
}

void write_strings(JsonWriter& writer, const std::vector<std::string>& list) {
  writer.begin_array();
  for (const std::string& item : list) writer.string(item);
  writer.end_array();
}

// A date relative to the clock is written as what it meant, so that the answer can be repeated.
void write_bound(JsonWriter& writer, std::string_view key, const std::optional<std::string>& bound, std::int64_t now) {
  if (!bound) return;
  const auto date = parse_date_bound(*bound, now);
  writer.field(key, date ? date->text : *bound);
}

void write_filters(JsonWriter& writer, const std::vector<OptionFilter>& filters) {
  if (filters.empty()) return;
  writer.key("filters");
  writer.begin_object();
  for (const OptionFilter& filter : filters) {
    writer.key(filter.field);
    write_strings(writer, filter.values);
  }
  writer.end_object();
}

void write_facet_requests(JsonWriter& writer, const SearchRequest& request) {
  if (request.facets.empty()) return;
  writer.key("facets");
  writer.begin_object();
  for (const FacetRequest& facet : request.facets) write_limit(writer, facet.field, facet.limit);
  writer.end_object();
  if (request.facet_offset > 0) write_count(writer, "facet_offset", request.facet_offset);
  if (!request.value_prefix.empty()) writer.field("value_prefix", request.value_prefix);
}

void write_parameters(JsonWriter& writer, const Answer& answer) {
  const SearchRequest& request = answer.request;
  writer.key("parameters");
  writer.begin_object();
  writer.field("match", request.match == MatchMode::any ? "any" : "all");
  const bool own_sort = std::ranges::find(answer.parameters, "sort", [](const auto& p) { return p.first; }) != answer.parameters.end();
  if (!own_sort) writer.field("sort", kSortNames[static_cast<std::size_t>(answer.sort)]);
  if (request.expand) {
    writer.key("expand");
    writer.boolean(true);
  }
  write_limit(writer, "limit", request.limit);
  write_count(writer, "offset", request.offset);
  write_bound(writer, "since", request.since, request.now);
  write_bound(writer, "until", request.until, request.now);
  write_filters(writer, request.filters);
  if (request.ids) write_count(writer, "ids", request.ids->size());
  if (request.new_since) write_count(writer, "new_since", *request.new_since);
  if (request.sample) {
    write_count(writer, "sample", *request.sample);
    write_count(writer, "seed", request.seed.value_or(kDefaultSeed));
  }
  write_facet_requests(writer, request);
  if (request.timeline) writer.field("timeline", time_unit_name(*request.timeline));
  if (request.split) {
    writer.key("split");
    writer.begin_object();
    write_limit(writer, request.split->field, request.split->limit);
    writer.end_object();
  }
  if (request.snippet != SearchRequest{}.snippet) write_count(writer, "snippet", request.snippet);
  if (request.time_limit_ms) {
    writer.key("time_limit_ms");
    writer.integer(*request.time_limit_ms);
  }
  if (!request.fields.empty()) {
    writer.key("fields");
    write_strings(writer, request.fields);
  }
  for (const auto& [name, value] : answer.parameters) {
    writer.key(name);
    writer.raw(value);
  }
  writer.end_object();
}

// What --expand added, heaviest first.
void write_expansion(JsonWriter& writer, const Answer& answer) {
  if (!answer.request.expand) return;
  writer.key("expansion");
  writer.begin_array();
  for (const auto& [word, weight] : answer.expansion) {
    writer.begin_object();
    writer.field("word", word);
    writer.key("weight");
    writer.decimal(weight);
    writer.end_object();
  }
  writer.end_array();
}

void write_warnings(JsonWriter& writer, const Answer& answer) {
  writer.key("warnings");
  writer.begin_array();
  for (const auto* warnings : {&answer.warnings, &answer.help}) {
    for (const Warning& warning : *warnings) {
      writer.begin_object();
      writer.field("code", warning.code);
      writer.field("message", warning.message);
      writer.end_object();
    }
  }
  writer.end_array();
}

}  // namespace

void write_query(JsonWriter& writer, const Answer& answer) {
  writer.key("query");
  writer.begin_object();
  writer.field("text", answer.request.query);
  writer.field("understood", answer.understood);
  write_expansion(writer, answer);
  writer.key("language_version");
  writer.integer(kQueryLanguageVersion);
  write_parameters(writer, answer);
  write_warnings(writer, answer);
  writer.key("did_you_mean");
  if (answer.did_you_mean) {
    writer.string(*answer.did_you_mean);
  } else {
    writer.null();
  }
  writer.end_object();
}

void write_total(JsonWriter& writer, const Answer& answer) {
  writer.key("total");
  if (!answer.total) {
    writer.null();
    return;
  }
  writer.begin_object();
  write_count(writer, "articles", *answer.total);
  writer.key("exact");
  writer.boolean(answer.total_exact);
  if (answer.sampled_from) write_count(writer, "sampled_from", *answer.sampled_from);
  writer.end_object();
}

namespace {

void write_hit_value(JsonWriter& writer, const HitValue& value) {
  struct Write {
    JsonWriter& writer;
    void operator()(std::nullptr_t) const { writer.null(); }
    void operator()(const std::string& text) const { writer.string(text); }
    void operator()(const std::vector<std::string>& list) const { write_strings(writer, list); }
    void operator()(const RawJson& json) const { writer.raw(json.text); }
  };
  std::visit(Write{writer}, value);
}

// person, org, place, misc; "" for fields that hold no entities.
std::string_view entity_type_of(std::string_view field) {
  constexpr std::array<std::string_view, 4> kTypes = {"person", "org", "place", "misc"};
  return std::ranges::find(kTypes, field) == kTypes.end() ? std::string_view{} : field;
}

void write_facet(JsonWriter& writer, const FacetAnswer& facet) {
  writer.key(facet.field);
  writer.begin_object();
  writer.key("exact");
  writer.boolean(facet.exact);
  write_count(writer, "articles", facet.articles);
  write_count(writer, "values_total", facet.values_total);
  write_count(writer, "missing", facet.missing);
  write_count(writer, "other", facet.other);
  writer.key("buckets");
  writer.begin_array();
  const std::string_view type = entity_type_of(facet.field);
  for (const FacetBucket& bucket : facet.buckets) {
    writer.begin_object();
    writer.field("value", bucket.value);
    write_count(writer, "articles", bucket.articles);
    write_decimal_or_null(writer, "share", bucket.share);
    write_decimal_or_null(writer, "lift", bucket.lift);
    if (!type.empty()) writer.field("type", type);
    if (!bucket.aliases.empty()) {
      writer.key("aliases");
      write_strings(writer, bucket.aliases);
    }
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
}

void write_facets(JsonWriter& writer, const std::vector<FacetAnswer>& facets) {
  writer.key("facets");
  writer.begin_object();
  for (const FacetAnswer& facet : facets) write_facet(writer, facet);
  writer.end_object();
}

void write_split(JsonWriter& writer, const TimelineSplit& split) {
  writer.key("split");
  writer.begin_object();
  writer.field("field", split.field);
  write_count(writer, "values_total", split.values_total);
  write_count(writer, "missing", split.missing);
  write_count(writer, "other", split.other);
  writer.key("series");
  writer.begin_array();
  for (const TimelineSeries& series : split.series) {
    writer.begin_object();
    writer.field("value", series.value);
    write_count(writer, "articles", series.articles);
    writer.key("buckets");
    writer.begin_array();
    for (const TimelineBucket& bucket : series.buckets) writer.raw(timeline_bucket_to_json(bucket));
    writer.end_array();
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
}

void write_peak(JsonWriter& writer, const TimelinePeak& peak) {
  writer.begin_object();
  writer.field("start", day_text(peak.start));
  writer.field("end", day_text(peak.end));
  write_count(writer, "articles", peak.articles);
  write_decimal_or_null(writer, "expected", peak.expected);
  write_decimal_or_null(writer, "p", peak.p);
  writer.key("entities");
  writer.begin_array();
  for (const PeakEntity& entity : peak.entities) {
    writer.begin_object();
    writer.field("field", entity.field);
    writer.field("value", entity.value);
    write_count(writer, "articles", entity.articles);
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
}

void write_timeline(JsonWriter& writer, const TimelineAnswer& timeline) {
  writer.key("timeline");
  writer.begin_object();
  writer.field("by", time_unit_name(timeline.by));
  write_count(writer, "undated", timeline.undated);
  write_count(writer, "imprecise", timeline.imprecise);
  writer.key("buckets");
  writer.begin_array();
  for (const TimelineBucket& bucket : timeline.buckets) writer.raw(timeline_bucket_to_json(bucket));
  writer.end_array();
  if (timeline.split) write_split(writer, *timeline.split);
  if (timeline.peaks) {
    writer.key("peaks");
    writer.begin_array();
    for (const TimelinePeak& peak : *timeline.peaks) write_peak(writer, peak);
    writer.end_array();
  }
  writer.end_object();
}

void write_hits(JsonWriter& writer, const Answer& answer) {
  writer.key("hits");
  writer.begin_array();
  for (const Hit& hit : answer.hits) writer.raw(hit_to_json(hit, answer.request));
  writer.end_array();
}

void write_took(JsonWriter& writer, double took_ms) {
  writer.key("took_ms");
  writer.number(fmt::format("{:.3f}", took_ms));
}

}  // namespace

std::string hit_to_json(const Hit& hit, const SearchRequest& request) {
  JsonWriter writer;
  writer.begin_object();
  for (const std::string_view key : kJsonHitKeys) {
    writer.key(key);
    write_hit_value(writer, hit_value(hit, key));
  }
  for (const std::string& key : request.fields) {
    if (std::ranges::find(kJsonHitKeys, key) != kJsonHitKeys.end()) continue;
    writer.key(key);
    write_hit_value(writer, hit_value(hit, key));
  }
  writer.end_object();
  return writer.take();
}

std::string hit_fields_to_json(const Hit& hit, const std::vector<std::string>& fields) {
  JsonWriter writer;
  writer.begin_object();
  for (const std::string& key : fields) {
    writer.key(key);
    write_hit_value(writer, hit_value(hit, key));
  }
  writer.end_object();
  return writer.take();
}

std::string timeline_bucket_to_json(const TimelineBucket& bucket, std::string_view field, std::string_view value) {
  JsonWriter writer;
  writer.begin_object();
  writer.field("start", day_text(bucket.start));
  writer.field("end", day_text(bucket.end));
  write_count(writer, "articles", bucket.articles);
  write_count(writer, "archive_articles", bucket.archive_articles);
  write_decimal_or_null(writer, "share", timeline_share(bucket));
  if (!field.empty()) {
    writer.field("field", field);
    writer.field("value", value);
  }
  writer.end_object();
  return writer.take();
}

std::string render_json(const Answer& answer, const SinkSettings& settings, std::string_view qid) {
  JsonWriter writer;
  writer.begin_object();
  writer.key("format_version");
  writer.integer(kOutputFormatVersion);
  if (!qid.empty()) writer.field("qid", qid);
  write_archive(writer, answer.archive);
  write_query(writer, answer);
  write_total(writer, answer);
  if (answer.request.want_hits) write_hits(writer, answer);
  if (!answer.facets.empty()) write_facets(writer, answer.facets);
  if (answer.timeline) write_timeline(writer, *answer.timeline);
  if (settings.timing) write_took(writer, answer.took_ms);
  writer.end_object();
  return writer.take() + "\n";
}

}  // namespace broadsheet
