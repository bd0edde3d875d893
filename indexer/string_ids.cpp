#include "indexer/string_ids.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <xxhash.h>

namespace broadsheet {
namespace {

constexpr std::uint32_t kFree = UINT32_MAX;
constexpr std::size_t kShort = 7;  // most words of a text
constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kPieceBytes = 64U << 10;

// The first seven bytes, and how many there are: two strings of at most seven bytes are equal when these numbers are.
std::uint64_t begin_of(std::string_view string) {
  const std::size_t size = string.size();
  const char* const p = string.data();
  const auto load = [](const char* from) {
    std::uint32_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return std::uint64_t{value};
  };
  std::uint64_t bytes = 0;
  if (size >= 4) {
    const std::size_t last = std::min(size, kShort) - 4;
    bytes = load(p) | load(p + last) << (8 * last);
  } else if (size > 0) {
    for (std::size_t i = 0; i < size; ++i) bytes |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
  }
  return bytes | std::uint64_t{std::min<std::size_t>(size, UINT8_MAX)} << 56;
}

std::uint32_t hash_of(std::uint64_t begin, std::string_view string) {
  if (string.size() > kShort) begin = XXH3_64bits(string.data(), string.size());
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // Fibonacci hashing: the golden ratio
  return static_cast<std::uint32_t>((begin * kOdd) >> 32);
}

}  // namespace

StringIds::StringIds() : slots_(kFirstSlots) {}

std::uint32_t StringIds::id_of(std::string_view string) {
  const std::uint64_t begin = begin_of(string);
  const std::uint32_t hash = hash_of(begin, string);
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  for (; slots_[i].id != kFree; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.begin == begin && slot.hash == hash && (string.size() <= kShort || strings_[slot.id] == string)) return slot.id;
  }
  const auto id = static_cast<std::uint32_t>(size());
  slots_[i] = {begin, hash, id};
  strings_.push_back(keep(string));
  if (2 * size() > slots_.size()) grow();
  return id;
}

std::string_view StringIds::keep(std::string_view string) {
  if (string.size() > left_) {
    left_ = std::max(kPieceBytes, string.size());
    pieces_.push_back(std::make_unique_for_overwrite<char[]>(left_));
    end_ = pieces_.back().get();
  }
  char* const kept = std::exchange(end_, std::ranges::copy(string, end_).out);
  left_ -= string.size();
  return {kept, string.size()};
}

void StringIds::grow() {
  std::vector<Slot> old = std::move(slots_);
  slots_.assign(2 * old.size(), Slot{});
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == kFree) continue;
    std::size_t i = slot.hash & mask;
    while (slots_[i].id != kFree) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

void StringIds::clear() {
  std::ranges::fill(slots_, Slot{});
  strings_.clear();
  pieces_.clear();
  left_ = 0;
}

}  // namespace broadsheet
