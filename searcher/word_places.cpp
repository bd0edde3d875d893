#include "searcher/word_places.h"

#include "common/encoding.h"

namespace broadsheet {

std::size_t WordPlaces::add_slot(std::span<const std::uint32_t> ids) {
  const auto slot = static_cast<std::uint32_t>(slots_++);
  places_.resize(slots_ * kTextFields);
  for (const std::uint32_t id : ids) {
    if (id >= first_link_.size()) first_link_.resize(id + 1);
    links_.push_back({slot, first_link_[id]});
    first_link_[id] = static_cast<std::uint32_t>(links_.size() - 1);
  }
  return slot;
}

void WordPlaces::read(const TokenStreams& streams) {
  for (auto& places : places_) places.clear();
  for (std::size_t field = 0; field < kTextFields; ++field) {
    std::uint32_t position = 0;
    for (ByteReader reader(streams.words[field]); !reader.at_end() && reader.ok(); ++position) {
      const std::uint64_t id = reader.varint();
      if (id >= first_link_.size()) continue;
      for (std::uint32_t link = first_link_[id]; link != 0; link = links_[link].next) {
        places_[links_[link].slot * kTextFields + field].push_back(position);
      }
    }
  }
}

void WordPlaces::clear() { *this = WordPlaces(); }

}  // namespace broadsheet
