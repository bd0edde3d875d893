#include "indexer/entities/places.h"

// The bytes of places.tsv, put into the read-only data by the assembler: no parsing at start-up, no list of numbers to compile.
// BROADSHEET_PLACES_TSV is the file's path (indexer/CMakeLists.txt).
__asm__(
    ".pushsection .rodata\n"
    ".balign 16\n"
    "broadsheet_places_begin:\n"
    ".incbin \"" BROADSHEET_PLACES_TSV
    "\"\n"
    "broadsheet_places_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char broadsheet_places_begin[];
extern const char broadsheet_places_end[];
}

namespace broadsheet {

std::string_view place_table() {
  return {broadsheet_places_begin, static_cast<std::size_t>(broadsheet_places_end - broadsheet_places_begin)};
}

std::optional<Place> find_place(std::string_view key) {
  const std::string_view table = place_table();
  // Halves between line starts.
  std::size_t low = 0, high = table.size();
  while (low < high) {
    std::size_t begin = low + (high - low) / 2;
    while (begin > low && table[begin - 1] != '\n') --begin;
    const std::size_t end = table.find('\n', begin);
    const std::string_view line = table.substr(begin, end - begin);
    const std::string_view here = line.substr(0, line.find('\t'));
    if (here == key) {
      const char kind = line[here.size() + 1];
      const std::size_t name = line.find('\t', here.size() + 1) + 1;
      const bool city = kind == 'c' || kind == 'x';
      return Place{static_cast<PlaceKind>(kind), city ? line[here.size() + 2] - '0' : 0, line.substr(name)};
    }
    if (here < key) {
      low = end + 1;
    } else {
      high = begin;
    }
  }
  return std::nullopt;
}

}  // namespace broadsheet
