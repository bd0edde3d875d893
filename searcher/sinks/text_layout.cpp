#include "searcher/sinks/text_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "common/text.h"

namespace broadsheet {
namespace {

bool is_bold_mark(char c) { return c == kBoldOn.front() || c == kBoldOff.front(); }

// The longest beginning that is at most `columns` wide, at least one code point.
std::size_t fitting_bytes(std::string_view word, std::size_t columns) {
  std::size_t fits = 0;
  std::size_t pos = 0;
  while (pos < word.size()) {
    next_code_point(word, pos);
    if (fits > 0 && visible_width(word.substr(0, pos)) > columns) break;
    fits = pos;
  }
  return fits;
}

}  // namespace

std::string shown(std::string_view text) { return squeeze(terminal_safe(text)); }

std::size_t visible_width(std::string_view text) {
  if (std::ranges::none_of(text, is_bold_mark)) return display_width(text);
  std::string visible(text);
  std::erase_if(visible, is_bold_mark);
  return display_width(visible);
}

std::string pad_left(std::string_view text, std::size_t columns) {
  const std::size_t width = visible_width(text);
  return std::string(columns > width ? columns - width : 0, ' ') + std::string(text);
}

std::string pad_right(std::string_view text, std::size_t columns) {
  const std::size_t width = visible_width(text);
  return std::string(text) + std::string(columns > width ? columns - width : 0, ' ');
}

Block wrap_lines(std::string_view text, std::size_t columns, std::size_t indent) {
  Block lines;
  std::string line;
  bool empty = true;  // of words; the line may be indented
  const auto finish_line = [&] {
    if (!empty) lines.push_back(std::move(line));
    line.assign(indent, ' ');
    empty = true;
  };
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    std::string_view word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    while (!word.empty()) {
      const std::size_t used = visible_width(line) + (empty ? 0 : 1);
      const std::size_t fits = fitting_bytes(word, columns > used ? columns - used : 0);
      if (!empty && (used >= columns || fits < word.size())) {
        finish_line();
        continue;
      }
      if (!empty) line += ' ';
      line += word.substr(0, fits);
      word.remove_prefix(fits);
      empty = false;
    }
  }
  finish_line();
  return lines;
}

Block spread(std::string_view left, std::string_view right, std::size_t columns) {
  const std::size_t left_width = visible_width(left);
  const std::size_t right_width = visible_width(right);
  if (left_width + 2 + right_width > columns) return {std::string(left), pad_left(right, columns)};
  return {std::string(left) + pad_left(right, columns - left_width)};
}

void append_lines(Block& block, Block more) { std::ranges::move(more, std::back_inserter(block)); }

std::string percent(double share, bool whole) {
  const double value = share * 100;
  if (share > 0 && value < (whole ? 0.5 : 0.005)) return whole ? "<1 %" : "<0.01 %";
  if (share < 1 && value >= 99.5) return ">99 %";
  if (value == 0 || whole || value >= 9.95) return fmt::format("{:.0f} %", value);
  return fmt::format("{:.{}f} %", value, value >= 0.995 ? 1 : 2);
}

std::string articles_text(std::uint64_t n) { return with_thousands(n) + (n == 1 ? " article" : " articles"); }

}  // namespace broadsheet
