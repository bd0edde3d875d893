// What could the person have meant? Near values of a field, near words of the archive.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/columns.h"
#include "common/token_file.h"

namespace broadsheet {

struct NearValue {
  std::string display;
  std::uint32_t articles = 0;
};

// At most `limit` values of the column that resemble the folded value: contain it (or its words), are its initials (NYT), or are
// a few edits away (Damerau-Levenshtein distance at most a third of its length); best first, then commonest.
std::vector<NearValue> near_values(const KeywordColumn& column, std::string_view value, std::size_t limit);

// The archive's commonest word within two edits of `word` (one for words under 5 letters), for a word of few or no articles.
struct NearWord {
  std::string word;
  std::uint32_t articles = 0;
};
std::optional<NearWord> near_word(const TokenFile& tokens, std::string_view word);

// Optimal string alignment distance over code points; more than `limit` gives limit + 1.
int edit_distance(std::string_view a, std::string_view b, int limit);

}  // namespace broadsheet
