#include "indexer/readers/csv_scan.h"

#include <algorithm>

namespace broadsheet {

std::string csv_cell_text(std::string_view record, const CsvCell& cell) {
  const std::string_view raw = record.substr(cell.begin, cell.end - cell.begin);
  std::string text;
  text.reserve(raw.size());
  for (std::size_t begin = 0; begin < raw.size();) {
    const std::size_t quote = cell.doubled ? raw.find("\"\"", begin) : raw.npos;
    const std::size_t end = quote == raw.npos ? raw.size() : quote + 1;
    text += raw.substr(begin, end - begin);
    begin = quote == raw.npos ? raw.size() : quote + 2;
  }
  return text;
}

CsvScanner::State CsvScanner::scan(std::string_view record, bool is_all) {
  waits_ = false;
  while (state_ == State::going && !waits_ && position_ < record.size()) step(record);
  if (state_ != State::going || !is_all) return state_;
  if (within_ == Within::quoted) return state_ = State::unclosed;
  text_size_ = position_;  // before a \r that waits for its \n
  position_ = record.size();
  if (within_ == Within::begin) cell_ = {text_size_, text_size_, false};
  end_cell(within_ == Within::quote ? cell_.end : text_size_);
  return state_ = State::whole;
}

void CsvScanner::forget(std::size_t n) {
  most_cells_ = 0;
  position_ -= n;
  cell_ = {};
  cells_ = {};
}

void CsvScanner::step(std::string_view record) {
  if (within_ == Within::begin) {
    const bool opens = dialect_.quotes && record[position_] == '"';
    within_ = opens ? Within::quoted : Within::plain;
    if (opens) ++position_;
    cell_ = {position_, position_, false};
  } else if (within_ == Within::plain) {
    in_plain(record);
  } else if (within_ == Within::quoted) {
    in_quoted(record);
  } else {
    behind_quote(record);
  }
}

void CsvScanner::in_plain(std::string_view record) {
  const char ends[] = {dialect_.delimiter, dialect_.line_end};
  const auto* first = record.data() + position_;
  const auto* last = record.data() + record.size();
  const auto* found = std::find_first_of(first, last, std::begin(ends), std::end(ends));
  position_ += static_cast<std::size_t>(found - first);
  if (found == last) return;
  if (*found == dialect_.line_end) return end_record(record);
  end_cell(position_++);
}

void CsvScanner::in_quoted(std::string_view record) {
  const std::size_t quote = record.find('"', position_);
  if (quote == record.npos) {
    position_ = record.size();
    return;
  }
  cell_.end = quote;
  position_ = quote + 1;
  within_ = Within::quote;
}

void CsvScanner::behind_quote(std::string_view record) {
  const char c = record[position_];
  if (c == '"') {
    cell_.doubled = true;
    within_ = Within::quoted;
    ++position_;
  } else if (c == dialect_.delimiter) {
    end_cell(cell_.end);
    ++position_;
  } else if (c == dialect_.line_end) {
    end_record(record);
  } else if (c == '\r' && position_ + 1 == record.size()) {
    waits_ = true;
  } else if (c == '\r' && record[position_ + 1] == dialect_.line_end) {
    ++position_;
    end_record(record);
  } else {
    state_ = State::stray;
  }
}

void CsvScanner::end_cell(std::size_t end) {
  cell_.end = end;
  has_content_ |= cell_.end > cell_.begin;
  ++cell_count_;
  if (cells_.size() < most_cells_) cells_.push_back(cell_);
  within_ = Within::begin;
}

// At the line's end.
void CsvScanner::end_record(std::string_view record) {
  text_size_ = position_;
  if (dialect_.line_end == '\n' && position_ > 0 && record[position_ - 1] == '\r') --text_size_;
  end_cell(within_ == Within::quote ? cell_.end : std::max(cell_.begin, text_size_));
  ++position_;
  state_ = State::whole;
}

}  // namespace broadsheet
