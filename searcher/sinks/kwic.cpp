#include "searcher/sinks/kwic.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/archive_info.h"
#include "searcher/sinks/csv_record.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 13> kColumns = {"number", "id",   "source", "date",  "day",   "title", "field",
                                                       "kind",   "left", "match",  "right", "start", "end"};
constexpr std::array<std::string_view, kTextFields> kFieldNames = {"title", "deck", "text"};
constexpr std::size_t kLeastColumns = 60;
constexpr std::size_t kDayColumns = 12;  // YYYY-MM-DD and two blanks
constexpr char kHeadingEnd = '\x1e';     // parts an article's heading from its line until both are written

bool is_table(OutputFormat format) { return format == OutputFormat::csv || format == OutputFormat::tsv; }

std::string_view field_name(TextField field) { return kFieldNames[static_cast<std::size_t>(field)]; }

// --- json and jsonl

void write_text_or_null(JsonWriter& writer, std::string_view key, const std::string& text) {
  writer.key(key);
  if (text.empty()) {
    writer.null();
  } else {
    writer.string(text);
  }
}

void write_marks(JsonWriter& writer, const KwicLine& line) {
  writer.key("marks");
  writer.begin_array();
  for (const KwicLine::Mark& mark : line.marks) {
    writer.begin_array();
    writer.integer(static_cast<std::int64_t>(count_code_points(std::string_view(line.match).substr(0, mark.begin))));
    writer.integer(static_cast<std::int64_t>(count_code_points(std::string_view(line.match).substr(0, mark.end))));
    writer.end_array();
  }
  writer.end_array();
}

std::string line_to_json(const KwicLine& line) {
  JsonWriter writer;
  writer.begin_object();
  writer.field("id", line.id);
  writer.field("source", line.source);
  write_text_or_null(writer, "date", line.date);
  write_text_or_null(writer, "day", line.day);
  writer.field("title", line.title);
  writer.field("field", field_name(line.field));
  writer.field("kind", kOccurrenceKindNames[static_cast<std::size_t>(line.kind)]);
  writer.field("left", line.left);
  writer.field("match", line.match);
  writer.field("right", line.right);
  writer.key("start");
  writer.integer(static_cast<std::int64_t>(line.start));
  writer.key("end");
  writer.integer(static_cast<std::int64_t>(line.end));
  write_marks(writer, line);
  writer.end_object();
  return writer.take();
}

std::string json_begin(const Answer& head, const std::optional<KwicTotals>& totals) {
  JsonWriter writer;
  writer.begin_object();
  writer.key("format_version");
  writer.integer(kOutputFormatVersion);
  write_archive(writer, head.archive);
  write_query(writer, head);
  writer.key("total");
  writer.begin_object();
  writer.key("articles");
  writer.integer(static_cast<std::int64_t>(totals ? totals->articles : 0));
  writer.key("occurrences");
  writer.integer(static_cast<std::int64_t>(totals ? totals->occurrences : 0));
  writer.key("exact");
  writer.boolean(true);
  writer.end_object();
  writer.end_object();
  std::string out = writer.take();
  out.pop_back();  // lines follow
  return out + R"(,"lines":[)";
}

// --- csv and tsv

std::string line_to_csv(const KwicLine& line, const SinkSettings& settings) {
  CsvRecord record(settings);
  for (const std::string& cell : {line.id, line.source}) record.text(cell);
  for (const std::string& cell : {line.date, line.day}) record.plain(cell);
  record.text(line.title);
  record.plain(field_name(line.field));
  record.plain(kOccurrenceKindNames[static_cast<std::size_t>(line.kind)]);
  for (const std::string& cell : {line.left, line.match, line.right}) record.text(cell);
  record.count(line.start);
  record.count(line.end);
  return record.take();
}

std::string csv_begin(const SinkSettings& settings) {
  CsvRecord record(settings);
  for (const std::string_view column : kColumns) record.plain(column);
  return record.take();
}

// --- text

// The end of the text that is at most `columns` wide, whole words only where there is one.
std::string last_columns(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  for (std::size_t blank = text.find(' '); blank != std::string_view::npos; blank = text.find(' ', blank + 1)) {
    if (display_width(text.substr(blank + 1)) <= columns) return std::string(text.substr(blank + 1));
  }
  return {};
}

std::string first_columns(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  for (std::size_t blank = text.rfind(' '); blank != std::string_view::npos && blank > 0; blank = text.rfind(' ', blank - 1)) {
    if (display_width(text.substr(0, blank)) <= columns) return std::string(text.substr(0, blank));
  }
  return {};
}

// What stands between two words of a NEAR, shortened in the middle.
std::string between(std::string_view text) {
  constexpr std::size_t kMost = 24, kEnd = 10;
  const std::string whole = terminal_safe(text);
  if (display_width(whole) <= kMost) return whole;
  return first_columns(whole, kEnd) + " … " + last_columns(whole, kEnd);
}

std::string marked(const KwicLine& line, bool color) {
  const std::string_view open = color ? kBoldOn : "**", close = color ? kBoldOff : "**";
  std::string out;
  std::size_t byte = 0;
  for (const KwicLine::Mark& mark : line.marks) {
    if (mark.begin < byte) continue;  // parts that lie over each other
    out += between(std::string_view(line.match).substr(byte, mark.begin - byte));
    out += open;
    out += terminal_safe(std::string_view(line.match).substr(mark.begin, mark.end - mark.begin));
    out += close;
    byte = mark.end;
  }
  return out + terminal_safe(std::string_view(line.match).substr(byte));
}

// Punctuation stands at its word, and so does the rest of a word: color-coded.
bool stands_close(std::string_view right) {
  constexpr std::array<std::string_view, 10> kClosing = {".", ",", ";", ":", "!", "?", ")", "]", "}", "”"};
  constexpr std::array<std::string_view, 5> kInnermost = {"-", "‑", "/", "'", "’"};
  const auto begins = [right](std::string_view mark) { return right.starts_with(mark); };
  if (std::ranges::any_of(kClosing, begins)) return true;
  const auto inner = std::ranges::find_if(kInnermost, begins);
  return inner != kInnermost.end() && right.size() > inner->size() && right[inner->size()] != ' ' &&
         !right.substr(inner->size()).starts_with("-");
}

std::string heading_of(const KwicLine& line) {
  std::string heading = line.source.empty() ? "" : shown(line.source) + " · ";
  return heading + (line.day.empty() ? std::string("undated") : shown(line.day)) + " · " + shown(line.id);
}

std::string text_begin(const Answer& head, const std::optional<KwicTotals>& totals, std::size_t columns) {
  Block lines = heading_block(head, columns);
  if (totals) {
    lines.push_back(fmt::format("{} {} in {}", with_thousands(totals->occurrences), totals->occurrences == 1 ? "occurrence" : "occurrences",
                                articles_text(totals->articles)));
  }
  const Block help = help_block(head, columns);
  if (!help.empty()) lines.emplace_back();
  append_lines(lines, help);
  std::string out;
  for (const std::string& line : lines) append_line(out, line);
  return out;
}

}  // namespace

std::string KwicSink::begin(const Answer& head, const std::optional<KwicTotals>& totals) const {
  if (settings_.format == OutputFormat::json) return json_begin(head, totals);
  if (is_table(settings_.format)) return csv_begin(settings_);
  if (settings_.format == OutputFormat::jsonl) return {};
  return text_begin(head, totals, std::max(settings_.columns, kLeastColumns));
}

std::string KwicSink::to_text(const KwicLine& line) const {
  const std::size_t columns = std::max(settings_.columns, kLeastColumns);
  const std::string label = layout_.says_source ? fit_width(shown(line.source), kDayColumns - 2) : line.day;
  std::string out = layout_.by_words ? pad_right(label, kDayColumns) : std::string();
  out += pad_left(last_columns(shown(line.left), layout_.left_columns), layout_.left_columns) + "  " + marked(line, settings_.color);
  const std::size_t used = visible_width(out);
  const std::string right = columns > used + 1 ? first_columns(shown(line.right), columns - used - 1) : std::string();
  if (!right.empty()) out += (stands_close(right) ? "" : " ") + right;
  std::string finished;
  append_line(finished, out);
  return finished;
}

std::string KwicSink::render(const KwicLine& line) const {
  if (settings_.format == OutputFormat::json || settings_.format == OutputFormat::jsonl) return line_to_json(line);
  if (is_table(settings_.format)) return line_to_csv(line, settings_);
  return layout_.by_words ? to_text(line) : heading_of(line) + kHeadingEnd + to_text(line);
}

std::string KwicSink::numbered(std::string_view rendered, std::uint64_t number) {
  const bool first = first_;
  first_ = false;
  switch (settings_.format) {
    case OutputFormat::json:
      return fmt::format(R"({}{{"number":{},{})", first ? "" : ",", number, rendered.substr(1));
    case OutputFormat::jsonl:
      return fmt::format("{{\"number\":{},{}\n", number, rendered.substr(1));
    case OutputFormat::csv:
      return fmt::format("{},{}", number, rendered);
    case OutputFormat::tsv:
      return fmt::format("{}\t{}", number, rendered);
    default:
      break;
  }
  const std::size_t heading = rendered.find(kHeadingEnd);
  if (heading == std::string_view::npos) return (first ? "\n" : "") + std::string(rendered);
  const bool same = !first && last_heading_ == rendered.substr(0, heading);
  last_heading_ = rendered.substr(0, heading);
  const std::string line(rendered.substr(heading + 1));
  return same ? line : "\n" + last_heading_ + "\n" + line;
}

std::string KwicSink::end() const { return settings_.format == OutputFormat::json ? "]}\n" : ""; }

}  // namespace broadsheet
