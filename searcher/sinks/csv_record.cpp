#include "searcher/sinks/csv_record.h"

#include <algorithm>
#include <utility>

#include "common/json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

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

std::string csv_quoted(std::string_view cell) {
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

}  // namespace

CsvRecord::CsvRecord(const SinkSettings& settings) : tabs_(settings.format == OutputFormat::tsv), raw_(settings.raw_cells) {}

void CsvRecord::text(std::string_view cell) {
  const std::string safe = raw_ ? std::string(cell) : guarded(cell);
  separate();
  if (tabs_) {
    out_ += without_breaks(safe);
  } else {
    out_ += safe.size() != cell.size() || needs_quotes(safe) ? csv_quoted(safe) : safe;
  }
}

void CsvRecord::plain(std::string_view cell) {
  separate();
  out_ += tabs_ || !needs_quotes(cell) ? std::string(cell) : csv_quoted(cell);
}

void CsvRecord::count(std::uint64_t n) { plain(std::to_string(n)); }

void CsvRecord::decimal(std::optional<double> value) { plain(value ? format_decimal(*value) : std::string()); }

std::string CsvRecord::take() { return std::move(out_) + (tabs_ ? "\n" : "\r\n"); }

void CsvRecord::separate() {
  if (!first_) out_ += tabs_ ? '\t' : ',';
  first_ = false;
}

}  // namespace broadsheet
