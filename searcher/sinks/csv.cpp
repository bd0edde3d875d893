// The csv and tsv formats: RFC 4180 records, or lines with tabs between.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/json.h"
#include "common/text.h"
#include "searcher/hit_fields.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 5> kFacetColumns = {"field", "value", "articles", "share", "lift"};
constexpr std::array<std::string_view, 5> kTimelineColumns = {"start", "end", "articles", "archive_articles", "share"};
constexpr std::array<std::string_view, 7> kSplitColumns = {"start", "end", "articles", "archive_articles", "share", "field", "value"};

// What spreadsheets skip before a formula: blanks of any width, and characters without any.
bool is_skipped(char32_t c) {
  return c == ' ' || c == 0x00A0 || c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x1680 || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200F) || (c >= 0x202A && c <= 0x202F) || (c >= 0x205F && c <= 0x2064) || (c >= 0x2066 && c <= 0x206F) ||
         c == 0x3000 || c == 0xFEFF;
}

// Begins a formula, also in full width.
bool begins_formula(char32_t c) {
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D || c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

bool is_break(char32_t c) { return c == '\t' || c == '\r' || c == '\n'; }

// A cell, or a later line of one, that a spreadsheet would run.
bool is_dangerous(std::string_view line, bool first) {
  for (std::size_t pos = 0; pos < line.size();) {
    const char32_t c = next_code_point(line, pos);
    if (is_skipped(c) || (!first && is_break(c))) continue;
    return begins_formula(c) || is_break(c);
  }
  return false;
}

// A quote mark before each dangerous line: a reader that takes another separator than ours ends the cell at its line break.
std::string guarded(std::string_view cell) {
  std::string out;
  for (std::size_t begin = 0; begin < cell.size();) {
    const std::size_t line_break = cell.find_first_of("\r\n", begin);
    const std::size_t end = line_break == std::string_view::npos ? cell.size() : line_break + 1;
    // The first line is judged with its break: a cell that begins with one is dangerous, an empty line inside is not.
    if (is_dangerous(cell.substr(begin, end - begin), begin == 0)) out += '\'';
    out += cell.substr(begin, end - begin);
    begin = end;
  }
  return out;
}

std::string quoted(std::string_view cell) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",\"\r\n") != std::string_view::npos || cell.starts_with(' ') || cell.ends_with(' ');
}

std::string without_breaks(std::string cell) {
  std::ranges::replace_if(cell, [](char c) { return c == '\t' || c == '\r' || c == '\n'; }, ' ');
  return cell;
}

// Collects the cells of one record.
class Record {
 public:
  explicit Record(const SinkSettings& settings) : tabs_(settings.format == OutputFormat::tsv), raw_(settings.raw_cells) {}

  void text(std::string_view cell) {
    const std::string safe = raw_ ? std::string(cell) : guarded(cell);
    separate();
    if (tabs_) {
      out_ += without_breaks(safe);
    } else {
      out_ += safe.size() != cell.size() || needs_quotes(safe) ? quoted(safe) : safe;
    }
  }
  // Our own numbers and JSON: never a formula.
  void plain(std::string_view cell) {
    separate();
    out_ += tabs_ || !needs_quotes(cell) ? std::string(cell) : quoted(cell);
  }
  void count(std::uint64_t n) { plain(std::to_string(n)); }
  void decimal(std::optional<double> value) { plain(value ? format_decimal(*value) : std::string()); }

  std::string take() { return std::move(out_) + (tabs_ ? "\n" : "\r\n"); }

 private:
  void separate() {
    if (!first_) out_ += tabs_ ? '\t' : ',';
    first_ = false;
  }

  bool tabs_;
  bool raw_;
  bool first_ = true;
  std::string out_;
};

std::string joined(const std::vector<std::string>& list) { return fmt::format("{}", fmt::join(list, "; ")); }

void add_value(Record& record, const HitValue& value) {
  struct Add {
    Record& record;
    void operator()(std::nullptr_t) const { record.plain(""); }
    void operator()(const std::string& text) const { record.text(text); }
    void operator()(const std::vector<std::string>& list) const { record.text(joined(list)); }
    void operator()(const RawJson& json) const { record.plain(json.text); }
  };
  std::visit(Add{record}, value);
}

template <class Columns>
std::string header_record(const Columns& columns, const SinkSettings& settings) {
  Record record(settings);
  for (const auto& column : columns) record.text(column);
  return record.take();
}

void append_facet(std::string& out, const FacetAnswer& facet, const SinkSettings& settings) {
  for (const FacetBucket& bucket : facet.buckets) {
    Record record(settings);
    record.text(facet.field);
    record.text(bucket.value);
    record.count(bucket.articles);
    record.decimal(bucket.share);
    record.decimal(bucket.lift);
    out += record.take();
  }
}

void append_bucket(Record& record, const TimelineBucket& bucket) {
  record.plain(day_text(bucket.start));
  record.plain(day_text(bucket.end));
  record.count(bucket.articles);
  record.count(bucket.archive_articles);
  record.decimal(timeline_share(bucket));
}

void append_timeline(std::string& out, const TimelineAnswer& timeline, const SinkSettings& settings) {
  if (!timeline.split) {
    for (const TimelineBucket& bucket : timeline.buckets) {
      Record record(settings);
      append_bucket(record, bucket);
      out += record.take();
    }
    return;
  }
  for (const TimelineSeries& series : timeline.split->series) {
    for (const TimelineBucket& bucket : series.buckets) {
      Record record(settings);
      append_bucket(record, bucket);
      record.text(timeline.split->field);
      record.text(series.value);
      out += record.take();
    }
  }
}

void add_column(Record& record, const Hit& hit, std::string_view column) {
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
  Record record(settings);
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
