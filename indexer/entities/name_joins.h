// Which names of an archive are one, though no article says so? Three kinds, each by what the names are made of and how often they stand:
// middle initials (George W. Bush: George Bush), transliterations (Zelensky: Zelenskyy) and the country of an institution (U.S. Senate:
// Senate). Where two readings are possible, nothing is joined. Letters (FDA) are no evidence: CBC has too many meanings. Pure and
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

struct CountedName {
  std::string_view key;                     // its words with blanks between, folded, without hyphens
  std::array<std::uint32_t, 4> articles{};  // by EntityType
};

// The name with the key `from` is the one with the key `to`. No name is joined to two, and there are no circles.
struct NameJoin {
  std::string_view from;
  std::string_view to;
};

// `names` sorted by key, which are views into what the caller keeps; so are those of the joins. O(n log n).
std::vector<NameJoin> join_names(std::span<const CountedName> names);

// One form of the ways to write a name of another alphabet in Latin letters: "volodymyr zelenskyy" -> "volodymyr zelensky", "muhammad al
// mursi" -> "mohamed morsi". For comparison only.
std::string transliteration_key(std::string_view key);

}  // namespace broadsheet
