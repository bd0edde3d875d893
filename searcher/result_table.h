// What do terms, crosstab, cooccur, related and compare answer? Tables: plain data between these tools and the sinks (sinks/table.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "searcher/answer.h"

namespace broadsheet {

using Cell = std::variant<std::nullptr_t, bool, std::uint64_t, double, std::string>;

// How the text format sets a column; `none`: it leaves it out.
enum class CellStyle : std::uint8_t { none, text, count, percent, points, decimal, probability };

struct TableColumn {
  std::string name;     // key in json and jsonl, header of csv
  CellStyle style = CellStyle::text;
  std::string heading;  // of the text format
};

struct ResultTable {
  std::string name;   // key in json
  std::string title;  // above it in the text format, "" = none
  std::vector<TableColumn> columns;
  std::vector<std::vector<Cell>> rows;
};

struct TableAnswer {
  std::string name;                                 // key in json: "terms"
  std::vector<Answer> heads;                        // one; of compare two
  std::vector<std::pair<std::string, Cell>> facts;  // numbers beside the tables
  std::vector<ResultTable> tables;
  std::size_t line_table = 0;                       // the one that csv, tsv and jsonl print
  std::optional<ResultTable> lines;                 // what they print instead, where it is none of the tables
  std::vector<ResultTable> shown;                   // what the text format prints; empty: `tables`
  std::vector<std::string> text_body;               // finished lines, instead of tables
  std::vector<std::string> text_notes;              // below the tables, wrapped
};

}  // namespace broadsheet
