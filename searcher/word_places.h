// Where do these words stand in an article? All words of a NEAR in one pass over the article's streams; knows no Xapian.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "common/token_file.h"

namespace broadsheet {

// Slots of word ids that are looked for together: a slot for each position of each leaf.
class WordPlaces {
 public:
  // `ids` of one slot; a word may be in several. Returns the slot's number. Memory: four bytes for each id up to the largest.
  std::size_t add_slot(std::span<const std::uint32_t> ids);
  std::size_t slots() const { return slots_; }
  // Reads the article; at() speaks of it until the next call. Linear in its words and finds.
  void read(const TokenStreams& streams);
  // Positions in the field of the slot's words, ascending.
  const std::vector<std::uint32_t>& at(std::size_t slot, TextField field) const {
    return places_[slot * kTextFields + static_cast<std::size_t>(field)];
  }
  void clear();

 private:
  struct Link {
    std::uint32_t slot = 0, next = 0;  // next link of the same id; 0: none
  };
  std::size_t slots_ = 0;
  std::vector<std::uint32_t> first_link_;  // by word id
  std::vector<Link> links_{{}};            // the first means "none"
  std::vector<std::vector<std::uint32_t>> places_;  // by slot and field
};

}  // namespace broadsheet
