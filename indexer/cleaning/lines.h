// How is an article's text cut for cleaning? Into lines, blocks (lines with no blank line between them) and units: what is kept or
// taken out as one. The cleaner (cleaner.cpp) calls it first, and joins what it keeps afterwards.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

inline constexpr std::size_t kMaxNoticeBytes = 700;  // a longer unit is article: no rule is asked about it
inline constexpr std::size_t kEdgeUnits = 24;        // at each end of a text, where paragraphs have their plain form, too

// A line of its own, or a whole block whose lines are one wrapped paragraph.
struct TextUnit {
  std::size_t begin = 0, end = 0;  // bytes of the text, without white space at the end
  std::size_t block = 0;           // units of one block have one number
  std::string plain;               // plain_form(); empty when longer than kMaxNoticeBytes, and for paragraphs far from both ends
  bool prose = false;              // looks like a paragraph: long enough, and ends like a sentence
  std::size_t size() const { return end - begin; }
};

// Linear in the text. Any of \n, \r\n and \r ends a line.
std::vector<TextUnit> split_units(std::string_view text);

// The form that rules are written for: ASCII and Latin-1 in lower case, straight quotes, "-" for every dash, "..." for an ellipsis, one
// blank for white space; without bullets, brackets and Markdown marks at the ends.
std::string plain_form(std::string_view text);
// Letters and digits of the folded text with single blanks between words: equal for headlines that differ in case, quotes and dashes.
std::string comparable_form(std::string_view text);

// The sentences of a plain form, without the marks at their ends. Views into `plain`.
std::vector<std::string_view> split_sentences(std::string_view plain);

// The units `keep` says to keep, as tidy text: lines without white space at their ends, one blank line between blocks.
std::string join_units(std::string_view text, std::span<const TextUnit> units, const std::vector<bool>& keep);

}  // namespace broadsheet
