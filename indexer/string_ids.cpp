#include "indexer/string_ids.h"

#include <algorithm>
#include <utility>

#include <xxhash.h>

namespace broadsheet {
namespace {

constexpr std::uint32_t kFree = UINT32_MAX;
constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kPieceBytes = 64U << 10;

}  // namespace

StringIds::StringIds() : slots_(kFirstSlots, Slot{0, kFree}) {}

std::uint32_t StringIds::id_of(std::string_view string) {
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(string.data(), string.size()));
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  for (; slots_[i].id != kFree; i = (i + 1) & mask) {
    if (slots_[i].hash == hash && strings_[slots_[i].id] == string) return slots_[i].id;
  }
  const auto id = static_cast<std::uint32_t>(size());
  slots_[i] = {hash, id};
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
  slots_.assign(2 * old.size(), Slot{0, kFree});
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == kFree) continue;
    std::size_t i = slot.hash & mask;
    while (slots_[i].id != kFree) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

void StringIds::clear() {
  std::ranges::fill(slots_, Slot{0, kFree});
  strings_.clear();
  pieces_.clear();
  left_ = 0;
}

}  // namespace broadsheet
