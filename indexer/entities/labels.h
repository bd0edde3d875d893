// What may the tagger say of a token? The 17 BILOU labels (Ratinov and Roth 2009: Begin, Inside, Last, Unit of four types; Outside) and
// which may follow which.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/article.h"

namespace broadsheet {

constexpr std::size_t kLabels = 17;
// Labels with weights: all but Outside, whose score is always 0 (a score may be shifted by a constant, so nothing is lost).
constexpr std::size_t kScoredLabels = 16;

enum class Place : std::uint8_t { begin, inside, last, unit };

constexpr std::size_t kOutside = 0;
constexpr std::size_t label_of(EntityType type, Place place) {
  return 1 + (4 * static_cast<std::size_t>(type)) + static_cast<std::size_t>(place);
}
constexpr EntityType type_of(std::size_t label) { return static_cast<EntityType>((label - 1) / 4); }
constexpr Place place_of(std::size_t label) { return static_cast<Place>((label - 1) % 4); }

// A name is open behind Begin and Inside.
constexpr bool leaves_open(std::size_t label) {
  return label != kOutside && (place_of(label) == Place::begin || place_of(label) == Place::inside);
}
constexpr bool needs_open(std::size_t label) {
  return label != kOutside && (place_of(label) == Place::inside || place_of(label) == Place::last);
}
constexpr bool may_follow(std::size_t before, std::size_t after) {
  if (leaves_open(before) != needs_open(after)) return false;
  return !needs_open(after) || type_of(before) == type_of(after);
}

}  // namespace broadsheet
