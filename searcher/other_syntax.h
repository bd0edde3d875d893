// Is this how another search engine writes it (w/5, econom!, te?t, &&, headline(…))? Here these are words: plain text is never an error, but
// who means more than words should be told what to write. The manual's table "If you come from another search" has all pairs.
#pragma once

#include <span>
#include <string_view>

#include "searcher/query_lexer.h"
#include "searcher/query_warnings.h"

namespace broadsheet {

// `tokens` of `text`, in their order. Linear.
void warn_other_syntax(std::string_view text, std::span<const Token> tokens, QueryWarnings& warnings);

// What is written here instead of a field that only others have (site, after, intitle); "": not known.
std::string_view field_elsewhere(std::string_view name);

}  // namespace broadsheet
