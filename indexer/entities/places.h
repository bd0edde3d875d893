// Is this the name of a place, and what is the place called? The table that scripts/make-places made (places.tsv; GeoNames, CC BY 4.0),
// part of the program. Looking a name up allocates nothing; thread-safe.
#pragma once

#include <optional>
#include <string_view>

namespace broadsheet {

enum class PlaceKind : char {
  country = 'n',    // or territory
  region = 'r',     // state, province, continent, part of the world
  city = 'c',
  other_name = 'x',  // of a city, in some language
  adjective = 'a',  // of nationality, or an inhabitant: no place
};

struct Place {
  PlaceKind kind = PlaceKind::city;
  int digits = 0;          // of a city's population: 6 for 100,000 and more; else 0
  std::string_view name;   // the place's; of an adjective the country's
};

// `key`: what name_key() of name_form.h gives. nullopt: no place that is known.
std::optional<Place> find_place(std::string_view key);

// The whole table, sorted by key: lines `key TAB kind TAB name`.
std::string_view place_table();

}  // namespace broadsheet
