// Records of tables, a character at a time and at once: where they end and what their cells are.
#include "indexer/readers/csv_scan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace broadsheet {
namespace {

using State = CsvScanner::State;
using Cells = std::vector<std::string>;

struct Row {
  std::string text;
  State state;
  Cells cells;
  std::size_t position;
  CsvDialect dialect = {};
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"a,b\nc", State::whole, {"a", "b"}, 4},
      {"a,b\r\nc", State::whole, {"a", "b"}, 5},
      {"a,b", State::whole, {"a", "b"}, 3},
      {"a,b\r", State::whole, {"a", "b\r"}, 4},
      {"a,", State::whole, {"a", ""}, 2},
      {",,\n", State::whole, {"", "", ""}, 3},
      {"\"a,b\",c\n", State::whole, {"a,b", "c"}, 8},
      {"\"a\nb\r\nc\"\r\n", State::whole, {"a\nb\r\nc"}, 10},
      {"\"a\"\r", State::whole, {"a"}, 4},
      {"\"\"\"\",\"a\"\"b\"", State::whole, {"\"", "a\"b"}, 11},
      {"\"\"\n", State::whole, {""}, 3},
      {"five\" disk,\"x\"\n", State::whole, {"five\" disk", "x"}, 15},
      {"a\nb,c\rd", State::whole, {"a\nb", "c"}, 6, {',', '\r', true}},
      {"a\tb,c\n", State::whole, {"a", "b,c"}, 6, {'\t', '\n', true}},
      {"\"a,b\n", State::whole, {"\"a", "b"}, 5, {',', '\n', false}},
      {"x,\"a\"b,c\n", State::stray, {"x"}, 5},
      {"\"a\" ,b\n", State::stray, {}, 3},
      {"x,\"a\nb", State::unclosed, {"x"}, 6},
      {"\"", State::unclosed, {}, 1},
  };
  return table;
}

Cells texts(const std::string& record, const CsvScanner& scan) {
  Cells found;
  for (const CsvCell& cell : scan.cells()) found.push_back(csv_cell_text(record, cell));
  return found;
}

TEST(CsvScanner, FindsEndAndCellsOfEveryRecordOfTheTable) {
  for (const Row& row : rows()) {
    CsvScanner scan(row.dialect, 10);
    EXPECT_EQ(scan.scan(row.text, true), row.state) << row.text;
    EXPECT_EQ(texts(row.text, scan), row.cells) << row.text;
    EXPECT_EQ(scan.position(), row.position) << row.text;
  }
}

TEST(CsvScanner, FindsTheSameInPieces) {
  for (const Row& row : rows()) {
    CsvScanner scan(row.dialect, 10);
    State state = State::going;
    for (std::size_t n = 1; n <= row.text.size() && state == State::going; ++n) state = scan.scan(row.text.substr(0, n), false);
    if (state == State::going) state = scan.scan(row.text, true);
    EXPECT_EQ(state, row.state) << row.text;
    EXPECT_EQ(texts(row.text, scan), row.cells) << row.text;
    EXPECT_EQ(scan.position(), row.position) << row.text;
  }
}

TEST(CsvScanner, CountsCellsThatItDoesNotKeep) {
  CsvScanner scan({}, 2);
  EXPECT_EQ(scan.scan("a,b,c,d\n", true), State::whole);
  EXPECT_EQ(scan.cells().size(), 2U);
  EXPECT_EQ(scan.cell_count(), 4U);
}

TEST(CsvScanner, KnowsARecordWithoutAnythingInIt) {
  for (const auto& [text, empty] : {std::pair{",,\n", true}, {"\"\",\n", true}, {", ,\n", false}, {",\"x\"\n", false}}) {
    CsvScanner scan({}, 9);
    scan.scan(text, true);
    EXPECT_EQ(scan.is_empty(), empty) << text;
  }
}

}  // namespace
}  // namespace broadsheet
