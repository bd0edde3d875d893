#include "searcher/sinks/table.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/archive_info.h"
#include "searcher/sinks/csv_record.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

// --- json and jsonl

void write_cell(JsonWriter& writer, const Cell& cell) {
  struct Write {
    JsonWriter& writer;
    void operator()(std::nullptr_t) const { writer.null(); }
    void operator()(bool value) const { writer.boolean(value); }
    void operator()(std::uint64_t value) const { writer.integer(static_cast<std::int64_t>(value)); }
    void operator()(double value) const { writer.decimal(value); }
    void operator()(const std::string& value) const { writer.string(value); }
  };
  std::visit(Write{writer}, cell);
}

void write_row(JsonWriter& writer, const ResultTable& table, const std::vector<Cell>& row) {
  writer.begin_object();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    writer.key(table.columns[i].name);
    write_cell(writer, row[i]);
  }
  writer.end_object();
}

void write_heads(JsonWriter& writer, const std::vector<Answer>& heads) {
  if (heads.size() == 1) {
    write_query(writer, heads.front());
    write_total(writer, heads.front());
    return;
  }
  writer.key("queries");
  writer.begin_array();
  for (const Answer& head : heads) {
    writer.begin_object();
    write_query(writer, head);
    write_total(writer, head);
    writer.end_object();
  }
  writer.end_array();
}

std::string tables_to_json(const TableAnswer& answer) {
  JsonWriter writer;
  writer.begin_object();
  writer.key("format_version");
  writer.integer(kOutputFormatVersion);
  write_archive(writer, answer.heads.front().archive);
  write_heads(writer, answer.heads);
  writer.key(answer.name);
  writer.begin_object();
  for (const auto& [name, cell] : answer.facts) {
    writer.key(name);
    write_cell(writer, cell);
  }
  for (const ResultTable& table : answer.tables) {
    writer.key(table.name);
    writer.begin_array();
    for (const auto& row : table.rows) write_row(writer, table, row);
    writer.end_array();
  }
  writer.end_object();
  writer.end_object();
  return writer.take() + "\n";
}

std::string table_to_jsonl(const ResultTable& table) {
  std::string out;
  for (const auto& row : table.rows) {
    JsonWriter writer;
    write_row(writer, table, row);
    out += writer.take() + "\n";
  }
  return out;
}

// --- csv and tsv

void add_cell(CsvRecord& record, const Cell& cell) {
  struct Add {
    CsvRecord& record;
    void operator()(std::nullptr_t) const { record.plain(""); }
    void operator()(bool value) const { record.plain(value ? "true" : "false"); }
    void operator()(std::uint64_t value) const { record.count(value); }
    void operator()(double value) const { record.decimal(value); }
    void operator()(const std::string& value) const { record.text(value); }
  };
  std::visit(Add{record}, cell);
}

std::string table_to_csv(const ResultTable& table, const SinkSettings& settings) {
  CsvRecord header(settings);
  for (const TableColumn& column : table.columns) header.text(column.name);
  std::string out = header.take();
  for (const auto& row : table.rows) {
    CsvRecord record(settings);
    for (const Cell& cell : row) add_cell(record, cell);
    out += record.take();
  }
  return out;
}

// --- text

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastColumns = 60;
constexpr std::size_t kLeastTextWidth = 12;  // what a column of text is cut to at most

std::string decimal_text(double value) {
  if (!std::isfinite(value)) return "–";
  const double size = std::abs(value);
  return fmt::format("{}{:.{}f}", value < 0 ? "−" : "", size, size >= 1000 ? 0 : size >= 10 ? 1 : 2);
}

std::string points_text(double value) { return fmt::format("{}{}", value < 0 ? "−" : value > 0 ? "+" : "", percent(std::abs(value))); }

std::string probability_text(double value) { return value < 0.001 ? "<0.001" : fmt::format("{:.3f}", value); }

std::string number_text(double value, CellStyle style) {
  if (style == CellStyle::probability) return probability_text(value);
  if (style == CellStyle::percent) return percent(value);
  return style == CellStyle::points ? points_text(value) : decimal_text(value);
}

std::string cell_text(const Cell& cell, CellStyle style) {
  if (const auto* text = std::get_if<std::string>(&cell)) return shown(*text);
  if (const auto* count = std::get_if<std::uint64_t>(&cell)) return with_thousands(*count);
  if (const auto* number = std::get_if<double>(&cell)) return number_text(*number, style);
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "yes" : "";
  return "–";
}

// The visible columns of a table as text, with their widths.
struct TextTable {
  std::vector<std::size_t> shown_columns;
  std::vector<std::vector<std::string>> rows;  // the heading first
  std::vector<std::size_t> widths;
};

TextTable text_table(const ResultTable& table) {
  TextTable out;
  std::vector<std::string> headings;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].style == CellStyle::none) continue;
    out.shown_columns.push_back(i);
    headings.push_back(table.columns[i].heading);
  }
  out.rows.push_back(std::move(headings));
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const std::size_t i : out.shown_columns) cells.push_back(cell_text(row[i], table.columns[i].style));
    out.rows.push_back(std::move(cells));
  }
  out.widths.assign(out.shown_columns.size(), 0);
  for (const auto& row : out.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out.widths[i] = std::max(out.widths[i], visible_width(row[i]));
  }
  return out;
}

// Makes the widest columns of text narrower until a line fits.
void fit(TextTable& text, const ResultTable& table, std::size_t columns) {
  const auto is_text = [&](std::size_t i) { return table.columns[text.shown_columns[i]].style == CellStyle::text; };
  while (true) {
    std::size_t used = 0, widest = SIZE_MAX;
    for (std::size_t i = 0; i < text.widths.size(); ++i) {
      used += text.widths[i] + (i == 0 ? 0 : kGap);
      if (is_text(i) && text.widths[i] > kLeastTextWidth && (widest == SIZE_MAX || text.widths[i] > text.widths[widest])) widest = i;
    }
    if (used <= columns || widest == SIZE_MAX) return;
    --text.widths[widest];
  }
}

Block table_block(const ResultTable& table, std::size_t columns) {
  TextTable text = text_table(table);
  fit(text, table, columns);
  Block lines;
  if (!table.title.empty()) append_lines(lines, wrap_lines(table.title, columns));
  for (const auto& row : text.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line.append(kGap, ' ');
      const std::string cell = fit_width(row[i], text.widths[i]);
      line +=
          table.columns[text.shown_columns[i]].style == CellStyle::text ? pad_right(cell, text.widths[i]) : pad_left(cell, text.widths[i]);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string tables_to_text(const TableAnswer& answer, const SinkSettings& settings) {
  const std::size_t columns = std::max(settings.columns, kLeastColumns);
  std::vector<Block> blocks;
  for (const Answer& head : answer.heads) {
    blocks.push_back(heading_block(head, columns));
    if (answer.heads.size() > 1) blocks.back().insert(blocks.back().begin(), &head == &answer.heads.front() ? "A" : "B");
    blocks.push_back(help_block(head, columns));
  }
  if (answer.text_body.empty()) {
    for (const ResultTable& table : answer.shown.empty() ? answer.tables : answer.shown) {
      if (!table.rows.empty()) blocks.push_back(table_block(table, columns));
    }
  } else {
    blocks.push_back(answer.text_body);
  }
  Block notes;
  for (const std::string& note : answer.text_notes) append_lines(notes, wrap_lines(note, columns, 2));
  blocks.push_back(std::move(notes));
  std::string out;
  for (const Block& block : blocks) {
    if (block.empty()) continue;
    if (!out.empty()) out += '\n';
    for (const std::string& line : block) append_line(out, line);
  }
  return out;
}

}  // namespace

std::string render_tables(const TableAnswer& answer, const SinkSettings& settings) {
  const ResultTable& lines = answer.lines ? *answer.lines : answer.tables[answer.line_table];
  switch (settings.format) {
    case OutputFormat::json:
      return tables_to_json(answer);
    case OutputFormat::jsonl:
      return table_to_jsonl(lines);
    case OutputFormat::csv:
    case OutputFormat::tsv:
      return table_to_csv(lines, settings);
    default:
      return tables_to_text(answer, settings);
  }
}

}  // namespace broadsheet
