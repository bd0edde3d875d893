// Organisations that news call by several names, whatever an article defines: the commonest name in print first. A table of facts, searched
// when an article's own words left a name alone.
#pragma once

#include <string_view>

namespace broadsheet {

struct OrganisationName {
  std::string_view key;  // name_key()
  std::string_view name;  // as it is shown
};

inline constexpr OrganisationName kOrganisationNames[] = {
    {"afp", "Agence France-Presse"},
    {"al qaeda", "al-Qaeda"},
    {"al qaida", "al-Qaeda"},
    {"al-qaeda", "al-Qaeda"},
    {"al-qaida", "al-Qaeda"},
    {"ap", "Associated Press"},
    {"british broadcasting corporation", "BBC"},
    {"central intelligence agency", "CIA"},
    {"daesh", "Islamic State"},
    {"eu", "European Union"},
    {"fed", "Federal Reserve"},
    {"federal bureau of investigation", "FBI"},
    {"federal reserve board", "Federal Reserve"},
    {"iaea", "International Atomic Energy Agency"},
    {"icc", "International Criminal Court"},
    {"idf", "Israel Defense Forces"},
    {"imf", "International Monetary Fund"},
    {"isil", "Islamic State"},
    {"isis", "Islamic State"},
    {"islamic state group", "Islamic State"},
    {"islamic state of iraq and syria", "Islamic State"},
    {"islamic state of iraq and the levant", "Islamic State"},
    {"israel defence forces", "Israel Defense Forces"},
    {"national aeronautics and space administration", "NASA"},
    {"north atlantic treaty organisation", "NATO"},
    {"north atlantic treaty organization", "NATO"},
    {"nyt", "New York Times"},
    {"taleban", "Taliban"},
    {"un", "United Nations"},
    {"us federal reserve", "Federal Reserve"},
    {"who", "World Health Organization"},
    {"world health organisation", "World Health Organization"},
    {"wto", "World Trade Organization"},
};

}  // namespace broadsheet
