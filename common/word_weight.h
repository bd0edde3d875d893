// How often does a word of each field count? The indexer writes it into the postings, the searcher reckons with it.
#pragma once

#include <cstdint>

#include "common/token_file.h"

namespace broadsheet {

// A word of the headline counts twice, of deck and text once (docs/ranking.md).
constexpr std::uint32_t word_weight(TextField field) { return field == TextField::title ? 2 : 1; }

}  // namespace broadsheet
