// Where does one record of a table end, and which cells does it have? RFC 4180 as a scanner that can stop anywhere and go on, so that
// a record is read at any size and in any pieces. Knows no input and no header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

struct CsvDialect {
  char delimiter = ',';
  char line_end = '\n';  // a \r in front of it belongs to it; or '\r', in a file that has no other
  bool quotes = true;    // false: a quote mark is a character like any other
};

struct CsvCell {
  std::size_t begin = 0, end = 0;  // within the record, quotes not included
  bool doubled = false;            // has "" in it
};

// The cell as it was before it was quoted.
std::string csv_cell_text(std::string_view record, const CsvCell& cell);

class CsvScanner {
 public:
  enum class State : std::uint8_t {
    going,    // ends in what is still to come
    whole,    // the record ended, and well
    stray,    // behind a closing quote stands something else
    unclosed  // the input ends inside quotes
  };
  // Of more than `most_cells` cells the rest is counted, not kept.
  CsvScanner(CsvDialect dialect, std::size_t most_cells) : dialect_(dialect), most_cells_(most_cells) {}

  // `record` begins at the record's first byte and holds what the last call was given, and more; `is_all`: nothing comes behind it.
  State scan(std::string_view record, bool is_all);
  // For a record too long to keep: its bytes but for the `n` in front; cells are only counted from here on.
  void forget(std::size_t n);

  std::size_t position() const { return position_; }    // bytes looked at; when whole, the line's end included
  std::size_t text_size() const { return text_size_; }  // when whole: without the line's end
  bool in_quotes() const { return within_ == Within::quoted; }
  std::size_t cell_count() const { return cell_count_; }
  const std::vector<CsvCell>& cells() const { return cells_; }
  bool is_empty() const { return !has_content_; }  // no cell has anything in it

 private:
  enum class Within : std::uint8_t { begin, plain, quoted, quote };

  void step(std::string_view record);
  void in_plain(std::string_view record);
  void in_quoted(std::string_view record);
  void behind_quote(std::string_view record);
  void end_cell(std::size_t end);
  void end_record(std::string_view record);

  CsvDialect dialect_;
  std::size_t most_cells_;
  Within within_ = Within::begin;
  State state_ = State::going;
  std::size_t position_ = 0, text_size_ = 0;
  std::size_t cell_count_ = 0;
  std::vector<CsvCell> cells_;
  CsvCell cell_;
  bool has_content_ = false;
  bool waits_ = false;  // for a byte more
};

}  // namespace broadsheet
