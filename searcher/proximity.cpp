#include "searcher/proximity.h"

#include <algorithm>
#include <optional>

#include "common/encoding.h"

namespace broadsheet {
namespace {

// The first of the operands, and where the others may begin.
struct Window {
  std::size_t operand = 0;
  Span first;
  std::uint64_t most = 0;  // no occurrence begins behind it
};

// The occurrence of `spans` that begins behind `behind`, not behind `most`, and ends first.
const Span* earliest_end(const Spans& spans, std::uint64_t behind, std::uint64_t most) {
  const Span* best = nullptr;
  for (auto span = std::ranges::upper_bound(spans, behind, {}, &Span::first); span != spans.end() && span->first <= most; ++span) {
    if (best != nullptr && span->first >= best->last) break;  // none from here on ends before it
    if (best == nullptr || span->last < best->last) best = &*span;
    if (best->last == best->first) break;
  }
  return best;
}

std::optional<std::uint32_t> end_in_order(std::span<const Spans> operands, const Window& window) {
  std::uint32_t end = window.first.last;
  for (const Spans& spans : operands.subspan(1)) {
    const Span* next = earliest_end(spans, end, window.most);
    if (next == nullptr) return std::nullopt;
    end = next->last;
  }
  return end;
}

// For each operand the one before it with the same occurrences, kNone without: the two are interchangeable, so the earlier may always
// stand first.
constexpr std::size_t kNone = SIZE_MAX;
std::vector<std::size_t> find_twins(std::span<const Spans> operands) {
  std::vector<std::size_t> twins(operands.size(), kNone);
  for (std::size_t i = 1; i < operands.size(); ++i) {
    for (std::size_t before = i; before > 0 && twins[i] == kNone; --before) {
      if (operands[before - 1] == operands[i]) twins[i] = before - 1;
    }
  }
  return twins;
}

// Has each operand so many occurrences behind the first as twins of it must stand there? If not, nothing need be tried.
bool enough_for_twins(std::span<const Spans> operands, std::span<const std::size_t> twins, const Window& window) {
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i == window.operand) continue;
    std::ptrdiff_t before = 0;
    for (std::size_t twin = twins[i]; twin != kNone; twin = twins[twin]) before += twin == window.operand ? 0 : 1;
    const auto behind = std::ranges::upper_bound(operands[i], window.first.last, {}, &Span::first);
    if (operands[i].end() - behind <= before || behind[before].first > window.most) return false;
  }
  return true;
}

// least[set]: where the operands of the set, placed side by side behind the first, can end at the earliest.
std::optional<std::uint32_t> end_of_any_order(std::span<const Spans> operands, std::span<const std::size_t> twins, const Window& window) {
  if (twins[window.operand] != kNone) return std::nullopt;  // the twin leads as well
  if (!enough_for_twins(operands, twins, window)) return std::nullopt;
  constexpr std::uint32_t kImpossible = UINT32_MAX;
  const std::size_t sets = std::size_t{1} << operands.size();
  std::vector<std::uint32_t> least(sets, kImpossible);
  least[std::size_t{1} << window.operand] = window.first.last;
  for (std::size_t set = 1; set < sets; ++set) {
    if (least[set] == kImpossible) continue;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const std::size_t larger = set | (std::size_t{1} << i);
      const bool twin_waits = twins[i] != kNone && ((set >> twins[i]) & 1) == 0;
      if (larger == set || twin_waits) continue;
      const Span* next = earliest_end(operands[i], least[set], window.most);
      if (next != nullptr) least[larger] = std::min(least[larger], next->last);
    }
  }
  return least.back() == kImpossible ? std::nullopt : std::optional(least.back());
}

// Takes for each operand what ends first; nullopt when these overlap, which leaves it to end_of_any_order(). 0: an operand is missing.
std::optional<std::uint32_t> end_without_overlap(std::span<const Spans> operands, const Window& window) {
  Spans taken;
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i == window.operand) continue;
    const Span* next = earliest_end(operands[i], window.first.last, window.most);
    if (next == nullptr) return 0;
    for (const Span& other : taken) {
      if (next->first <= other.last && other.first <= next->last) return std::nullopt;
    }
    taken.push_back(*next);
    end = std::max(end, next->last);
  }
  return end;
}

std::optional<std::uint32_t> least_end(std::span<const Spans> operands, std::span<const std::size_t> twins, const Window& window,
                                       bool ordered) {
  if (ordered) return end_in_order(operands, window);
  const auto end = end_without_overlap(operands, window);
  if (!end) return end_of_any_order(operands, twins, window);
  return *end == 0 ? std::nullopt : end;
}

// Calls `use(span)` until it says false.
template <class Use>
void for_each_close_span(std::span<const Spans> operands, Closeness closeness, const Use& use) {
  if (operands.empty() || std::ranges::any_of(operands, [](const Spans& spans) { return spans.empty(); })) return;
  const std::vector<std::size_t> twins = find_twins(operands);
  const std::size_t leaders = closeness.ordered ? 1 : operands.size();
  for (std::size_t i = 0; i < leaders; ++i) {
    for (const Span& first : operands[i]) {
      const Window window{i, first, std::uint64_t{first.last} + static_cast<std::uint64_t>(closeness.distance)};
      const auto end = operands.size() == 1 ? std::optional(first.last) : least_end(operands, twins, window, closeness.ordered);
      if (end && !use(Span{first.first, *end})) return;
    }
  }
}

}  // namespace

Spans close_spans(std::span<const Spans> operands, Closeness closeness) {
  Spans found;
  for_each_close_span(operands, closeness, [&found](Span span) {
    found.push_back(span);
    return true;
  });
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

bool stand_close(std::span<const Spans> operands, Closeness closeness) {
  bool close = false;
  for_each_close_span(operands, closeness, [&close](Span) {
    close = true;
    return false;
  });
  return close;
}

Spans shortest(Spans spans) {
  std::ranges::sort(spans, [](const Span& a, const Span& b) { return a.first != b.first ? a.first > b.first : a.last < b.last; });
  Spans kept;  // from the last to the first: one that ends no earlier than one that begins no earlier contains it
  for (const Span& span : spans) {
    if (kept.empty() || span.last < kept.back().last) kept.push_back(span);
  }
  std::ranges::reverse(kept);
  return kept;
}

std::size_t count_words(std::string_view stream) {
  return static_cast<std::size_t>(std::ranges::count_if(stream, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

std::vector<std::uint32_t> capital_positions(const TokenStreams& streams, TextField field) {
  std::uint64_t begin = 0;  // capitals count through title, deck and text
  for (std::size_t before = 0; before < static_cast<std::size_t>(field); ++before) begin += count_words(streams.words[before]);
  const std::uint64_t end = begin + count_words(streams.words[static_cast<std::size_t>(field)]);
  std::vector<std::uint32_t> positions;
  std::uint64_t at = 0;
  for (ByteReader reader(streams.capitals); !reader.at_end() && reader.ok();) {
    at += reader.varint();
    if (at >= end) break;
    if (at >= begin) positions.push_back(static_cast<std::uint32_t>(at - begin));
  }
  return positions;
}

bool has_capital_form(const TokenStreams& streams, std::span<const TextField> fields, const Phrase& phrase) {
  return std::ranges::any_of(fields, [&](TextField field) {
    const std::vector<std::uint32_t> capitals = capital_positions(streams, field);
    if (capitals.empty()) return false;
    const auto positions = phrase_positions(streams.words[static_cast<std::size_t>(field)], phrase);
    return std::ranges::any_of(positions, [&](std::uint32_t p) { return std::ranges::binary_search(capitals, p); });
  });
}

}  // namespace broadsheet
