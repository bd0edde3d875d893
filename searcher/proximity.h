// How close do words stand, and how are they written? Pure functions over token streams and positions; occurrences.h finds the positions.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "common/token_file.h"

namespace broadsheet {

// Words `first` to `last` of a field, both included; numbered from 0.
struct Span {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  auto operator<=>(const Span&) const = default;
};
using Spans = std::vector<Span>;

struct Closeness {
  int distance = 10;  // at most: from the end of what ends first to the begin of what begins last, in positions; neighbours are 1 apart
  bool ordered = false;  // in this order (ADJ)
};

// Where one occurrence of each operand stands, none overlapping another, within the distance: the stretches from the first word of the
// first to the last word of the last; of all those that begin with the same occurrence only the shortest. Operands ascending; one
// without occurrences: none. At most kMaxNearOperands (limits.h): for each occurrence up to operands * 2^operands steps are taken, but only
// where occurrences of different operands overlap.
Spans close_spans(std::span<const Spans> operands, Closeness closeness);
bool stand_close(std::span<const Spans> operands, Closeness closeness);

// Ascending, each once, without those that contain another one (the minimal intervals of Clarke, Cormack and Burkowski, An Algebra for
// Structured Text Search, 1995): what NEAR inside NEAR means.
Spans shortest(Spans spans);

std::size_t count_words(std::string_view stream);

// Positions in the field, ascending, of words written in capitals.
std::vector<std::uint32_t> capital_positions(const TokenStreams& streams, TextField field);

// Does the phrase stand in one of the fields with its first word in capitals?
bool has_capital_form(const TokenStreams& streams, std::span<const TextField> fields, const Phrase& phrase);

}  // namespace broadsheet
