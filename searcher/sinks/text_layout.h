// How are words, numbers and tables set on a terminal? What the files of the text format share. Pure; widths are columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/answer.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

// Lines that belong together; blocks are parted by an empty line.
using Block = std::vector<std::string>;

// Stand around hit words until a finished line is coloured; no width, and never in text from articles.
inline constexpr std::string_view kBoldOn = "\x01";
inline constexpr std::string_view kBoldOff = "\x02";

// What comes from articles or people, on one line and without control characters.
std::string shown(std::string_view text);
std::size_t visible_width(std::string_view text);
std::string pad_left(std::string_view text, std::size_t columns);
std::string pad_right(std::string_view text, std::size_t columns);
// Lines of at most `columns`, broken at blanks; a longer word is broken anywhere. All but the first begin with `indent` blanks, which
// count. No line for empty text.
Block wrap_lines(std::string_view text, std::size_t columns, std::size_t indent = 0);
// `left` and, at the right border, `right`: on one line if two blanks fit between, else on two.
Block spread(std::string_view left, std::string_view right, std::size_t columns);
void append_lines(Block& block, Block more);

// "0.66 %", "6.6 %", "38 %", "<0.01 %", ">99 %"; whole: no decimals, "<1 %".
std::string percent(double share, bool whole = false);
// "1 article", "1,204 articles".
std::string articles_text(std::uint64_t n);

// text.cpp: how many matched, what was understood, the frame, notes; what helps when little or nothing was found.
Block heading_block(const Answer& answer, std::size_t columns);
Block help_block(const Answer& answer, std::size_t columns);
// A finished line with its line end: no blanks at its end, marks of bold turned into the terminal's.
void append_line(std::string& out, std::string_view line);

// text_facets.cpp: the tables, two side by side when there are several, each pair a block; none for a facet of no articles.
std::vector<Block> facet_blocks(const Answer& answer, std::size_t columns);
// text_timeline.cpp: at most 24 rows, coarsened when there are more.
Block timeline_block(const TimelineAnswer& timeline, bool within_filters, std::size_t columns);
// text_split.cpp: the peaks, and the series of --split side by side.
std::vector<Block> timeline_extra_blocks(const TimelineAnswer& timeline, std::size_t columns);
// The rows of the text format: the buckets, summed over the unit that leaves 24 or fewer; the labels of the rows beside them.
struct LabelledBuckets {
  std::string unit;  // "month", "10 years"
  std::vector<std::string> labels;
  std::vector<TimelineBucket> rows;
};
LabelledBuckets coarsened(const std::vector<TimelineBucket>& buckets, TimeUnit by);

}  // namespace broadsheet
