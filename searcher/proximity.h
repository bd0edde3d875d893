// How close do words stand, and how are they written? Pure functions over token streams.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "common/token_file.h"

namespace broadsheet {

struct Closeness {
  int distance = 10;     // between the first and the last of them, in positions
  bool ordered = false;  // in this order (ADJ)
};

// Is there one position of each list, all different, within the distance of each other? Lists ascending; an empty list: false.
bool stand_close(const std::vector<std::vector<std::uint32_t>>& positions, Closeness closeness);

// Does any of these ids (ascending) stand in the stream?
bool contains_any(std::string_view stream, const std::vector<std::uint32_t>& ids);

// Does the phrase stand in one of the fields with its first word in capitals?
bool has_capital_form(const TokenStreams& streams, std::span<const TextField> fields, const Phrase& phrase);

}  // namespace broadsheet
