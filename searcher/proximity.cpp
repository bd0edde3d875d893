#include "searcher/proximity.h"

#include <algorithm>

#include "common/encoding.h"

namespace broadsheet {
namespace {

// Chooses from list `i` on, given the positions chosen before; all within [low, low + distance] of the lowest. Lists are short
// (one document's occurrences), and each step looks only at what lies inside the window.
bool choose(const std::vector<std::vector<std::uint32_t>>& positions, Closeness closeness, std::vector<std::uint32_t>& chosen) {
  const std::size_t i = chosen.size();
  if (i == positions.size()) return true;
  const auto distance = static_cast<std::uint32_t>(closeness.distance);
  const auto [low, high] = chosen.empty() ? std::pair{0U, UINT32_MAX} : [&] {
    const auto [least, most] = std::ranges::minmax(chosen);
    const std::uint32_t first = closeness.ordered ? chosen.back() + 1 : (most > distance ? most - distance : 0);
    return std::pair{first, least + distance};
  }();
  for (auto p = std::ranges::lower_bound(positions[i], low); p != positions[i].end() && *p <= high; ++p) {
    if (std::ranges::find(chosen, *p) != chosen.end()) continue;
    chosen.push_back(*p);
    if (choose(positions, closeness, chosen)) return true;
    chosen.pop_back();
  }
  return false;
}

std::size_t count_words(std::string_view stream) {
  return static_cast<std::size_t>(std::ranges::count_if(stream, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

}  // namespace

bool stand_close(const std::vector<std::vector<std::uint32_t>>& positions, Closeness closeness) {
  if (std::ranges::any_of(positions, [](const auto& list) { return list.empty(); })) return false;
  std::vector<std::uint32_t> chosen;
  return choose(positions, closeness, chosen);
}

bool contains_any(std::string_view stream, const std::vector<std::uint32_t>& ids) {
  ByteReader reader(stream);
  while (!reader.at_end() && reader.ok()) {
    if (std::ranges::binary_search(ids, static_cast<std::uint32_t>(reader.varint()))) return true;
  }
  return false;
}

bool has_capital_form(const TokenStreams& streams, std::span<const TextField> fields, const Phrase& phrase) {
  std::vector<std::uint32_t> capitals;
  std::uint32_t last = 0;
  for (ByteReader reader(streams.capitals); !reader.at_end() && reader.ok();) {
    last += static_cast<std::uint32_t>(reader.varint());
    capitals.push_back(last);
  }
  if (capitals.empty()) return false;
  std::uint32_t base = 0;  // capitals count through title, deck and text
  for (std::size_t field = 0; field < kTextFields; ++field) {
    const std::string_view stream = streams.words[field];
    if (std::ranges::find(fields, static_cast<TextField>(field)) != fields.end()) {
      const auto positions = phrase_positions(stream, phrase);
      if (std::ranges::any_of(positions, [&](std::uint32_t p) { return std::ranges::binary_search(capitals, base + p); })) return true;
    }
    base += static_cast<std::uint32_t>(count_words(stream));
  }
  return false;
}

}  // namespace broadsheet
