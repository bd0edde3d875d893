// Which words of the archive does a typed word stand for? Ids of the token file, ascending.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "searcher/index_view.h"

namespace broadsheet {

// As it stands, with any marks around it unless it has some itself: "ai" is the ai of 01.AI too, "c++" only itself.
std::vector<std::uint32_t> ids_of_form(IndexView& view, std::string_view word);

// All words of the same stem.
std::vector<std::uint32_t> ids_of_any_form(IndexView& view, std::string_view word);

}  // namespace broadsheet
