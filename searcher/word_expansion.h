// Which words of the archive does open* or reuse~ stand for? Over the sorted words of the token file; knows no Xapian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/limits.h"
#include "common/token_file.h"

namespace broadsheet {

struct ExpandedWord {
  std::vector<std::uint32_t> ids;  // ascending: ids are ranks, so the commonest words; at most kMaxWordsOfExpansion
  std::size_t total = 0;           // that there are
};

// Words that begin so, with or without a mark in front (.AI begins as AI does). Linear in their number.
ExpandedWord words_with_prefix(const TokenFile& tokens, std::string_view prefix);

// The word itself and those one edit away, marks aside: one letter put in, left out or changed, or two neighbours swapped (Damerau 1964).
// Walks along the sorted words: for each letter of the word one look-up for each letter that any word has there.
ExpandedWord words_one_edit_away(const TokenFile& tokens, std::string_view word);

// The bits (by word id) of all words in the stream; stops when all of `wanted` are there.
std::uint64_t bits_in(std::string_view stream, const std::vector<std::uint64_t>& bits, std::uint64_t wanted);

}  // namespace broadsheet
