// Which classes has a word, which lists does a word or a phrase stand in? Two hash tables that lie in the model's bytes as they are used.
// A slot holds 16 bits of the key's hash beside the place, so a word that is not in the table is taken for one that is about
// once in 30,000 words.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace broadsheet {

// Little-endian numbers anywhere in memory.
template <class T>
T load_little(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    T swapped = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) swapped = static_cast<T>((swapped << 8) | ((value >> (8 * i)) & 0xFF));
    return swapped;
  }
  return value;
}

// Open addressing with linear probing; a slot is fingerprint (u16; 0 = empty) and payload of `payload_bytes`. The number of slots
// is a power of two, and at least one is empty.
struct SlotTable {
  std::string_view fingerprints;  // 2 bytes a slot
  std::string_view payloads;
  std::uint32_t payload_bytes = 0;

  std::size_t slots() const { return fingerprints.size() / 2; }
  // The payload's bytes, or null.
  const char* find(std::uint64_t key) const;
};

// Where a key's search begins, and what stands in its slot.
constexpr std::uint64_t slot_of(std::uint64_t key) { return (key * 0x9E3779B97F4A7C15ULL) >> 24; }
constexpr std::uint16_t fingerprint_of(std::uint64_t key) {
  const auto low = static_cast<std::uint16_t>(key ^ (key >> 48));
  return low == 0 ? 1 : low;
}

inline const char* SlotTable::find(std::uint64_t key) const {
  if (fingerprints.empty()) return nullptr;
  const std::uint16_t wanted = fingerprint_of(key);
  const std::size_t mask = slots() - 1;
  for (std::size_t slot = slot_of(key) & mask, probes = 0; probes <= mask; slot = (slot + 1) & mask, ++probes) {
    const auto found = load_little<std::uint16_t>(fingerprints.data() + (2 * slot));
    if (found == 0) return nullptr;
    if (found == wanted) return payloads.data() + (slot * payload_bytes);
  }
  return nullptr;
}

class Lexicon {
 public:
  Lexicon() = default;
  Lexicon(SlotTable classes, SlotTable lists) : classes_(classes), lists_(lists) {}

  // Class ids of 4 clusterings, coarse to fine, from 1; all 0 for an unknown word.
  std::array<std::uint16_t, 4> classes(std::uint64_t key) const {
    std::array<std::uint16_t, 4> out{};
    if (const char* at = classes_.find(key)) {
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = load_little<std::uint16_t>(at + (2 * i));
    }
    return out;
  }
  // Gazetteer bits of a word or phrase (word.h); 0: in none.
  std::uint32_t lists(std::uint64_t key) const {
    const char* at = lists_.find(key);
    return at ? load_little<std::uint32_t>(at) : 0;
  }

 private:
  SlotTable classes_;
  SlotTable lists_;
};

}  // namespace broadsheet
