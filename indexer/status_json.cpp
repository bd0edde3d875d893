#include <fmt/format.h>

#include "common/date.h"
#include "common/json.h"
#include "common/text.h"
#include "indexer/status.h"

namespace broadsheet {
namespace {

void write_day(JsonWriter& json, std::string_view key, const std::optional<std::int32_t>& day) {
  json.key(key);
  day ? json.string(day_text(*day)) : json.null();
}

void write_integer(JsonWriter& json, std::string_view key, std::int64_t value) {
  json.key(key);
  json.integer(value);
}

void write_flag(JsonWriter& json, std::string_view key, bool value) {
  json.key(key);
  json.boolean(value);
}

void write_names(JsonWriter& json, std::string_view key, const std::vector<std::string>& names) {
  json.key(key);
  json.begin_array();
  for (const std::string& name : names) json.string(name);
  json.end_array();
}

void write_share(JsonWriter& json, std::string_view key, std::uint64_t part, std::uint64_t whole) {
  json.key(key);
  whole == 0 ? json.null() : json.decimal(static_cast<double>(part) / static_cast<double>(whole));
}

void write_source(JsonWriter& json, const SourceCoverage& source) {
  json.begin_object();
  json.field("source", source.source);
  write_count(json, "articles", source.articles);
  write_count(json, "undated", source.undated);
  write_count(json, "future", source.future);
  write_count(json, "truncated", source.truncated);
  write_count(json, "paywalled", source.paywalled);
  write_count(json, "headline", source.headline);
  write_share(json, "truncated_share", source.truncated, source.articles);
  write_day(json, "first_day", source.first_day);
  write_day(json, "last_day", source.last_day);
  write_counts(json, "by_month", source.by_month);
  json.end_object();
}

void write_gap(JsonWriter& json, const Gap& gap) {
  json.begin_object();
  json.field("source", gap.source);
  json.field("first_day", day_text(gap.first_day));
  json.field("last_day", day_text(gap.last_day));
  write_integer(json, "days", gap.days());
  write_integer(json, "usual_days", gap.longest_usual);
  write_flag(json, "ongoing", gap.ongoing);
  json.end_object();
}

void write_coverage(JsonWriter& json, const Coverage& coverage, std::uint64_t articles) {
  write_count(json, "future", coverage.future);
  write_count(json, "truncated", coverage.truncated);
  write_share(json, "truncated_share", coverage.truncated, articles);
  write_count(json, "paywalled", coverage.paywalled);
  write_count(json, "headline", coverage.headline);
  write_day(json, "last_day", coverage.last_day);
  json.key("sources");
  json.begin_array();
  for (const SourceCoverage& source : coverage.sources) write_source(json, source);
  json.end_array();
  json.key("silence");
  coverage.silence ? write_gap(json, *coverage.silence) : json.null();
  json.key("gaps");
  json.begin_array();
  for (const Gap& gap : coverage.gaps) write_gap(json, gap);
  json.end_array();
}

void write_changes(JsonWriter& json, const std::optional<Changes>& changes) {
  json.key("changes");
  if (!changes) return json.null();
  json.begin_object();
  json.field("before", changes->before);
  write_integer(json, "articles", changes->articles);
  write_count(json, "added", changes->added);
  write_count(json, "gone", changes->gone);
  json.key("changed");
  changes->changed ? json.integer(static_cast<std::int64_t>(*changes->changed)) : json.null();
  json.key("by_source");
  json.begin_object();
  for (const auto& [source, difference] : changes->by_source) write_integer(json, source, difference);
  json.end_object();
  json.end_object();
}

void write_months(JsonWriter& json, const ArchiveStatus& status) {
  write_counts(json, "by_month", status.manifest.by_month);
  write_names(json, "empty_months", empty_months(status.manifest.by_month));
  write_count(json, "undated", status.coverage.undated);
}

void write_sizes(JsonWriter& json, const Manifest& manifest) {
  write_count(json, "bytes", total_bytes(manifest.files));
  json.key("sizes");
  json.begin_object();
  for (const PartSize& part : part_sizes(manifest.files)) write_count(json, part.part, part.bytes);
  json.end_object();
  json.key("files");
  json.begin_object();
  for (const FileEntry& file : manifest.files) write_count(json, file.path, file.bytes);
  json.end_object();
}

void write_standing(JsonWriter& json, const ArchiveStatus& status) {
  write_names(json, "generations", status.generations);
  write_names(json, "candidates", status.candidates);
  json.key("hold");
  if (!status.hold) return json.null();
  json.begin_object();
  json.field("generation", repair_utf8(status.hold->generation));
  json.field("since", repair_utf8(status.hold->since));
  json.end_object();
}

}  // namespace

std::string status_json(const ArchiveStatus& status) {
  const Manifest& manifest = status.manifest;
  JsonWriter json;
  json.begin_object();
  json.field("archive", repair_utf8(status.archive.string()));
  json.field("generation", manifest.generation);
  json.field("parent", manifest.parent);
  write_flag(json, "candidate", status.candidate);
  json.field("created", manifest.created);
  write_integer(json, "age_seconds", status.age_seconds);
  write_flag(json, "too_old", is_too_old(status));
  write_standing(json, status);
  write_count(json, "articles", manifest.articles);
  write_counts(json, "by_source", manifest.by_source);
  write_months(json, status);
  write_coverage(json, status.coverage, manifest.articles);
  write_changes(json, status.changes);
  json.key("run");
  json.begin_object();
  write_run_counts(json, manifest.run);
  json.end_object();
  json.key("last_run");
  status.last_run ? json.raw(last_run_to_json(*status.last_run)) : json.null();
  write_count(json, "format_version", static_cast<std::uint64_t>(manifest.format_version));
  write_count(json, "feature_version", static_cast<std::uint64_t>(manifest.feature_version));
  json.field("stemmer", manifest.analysis.stemmer);
  json.field("tool_version", manifest.tool_version);
  json.field("content_sha256", manifest.content_sha256);
  write_sizes(json, manifest);
  json.end_object();
  return json.take() + "\n";
}

}  // namespace broadsheet
