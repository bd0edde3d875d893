// Where do the parts of a query begin and end? Splits repaired text into tokens: words, quotes, parentheses, operators, each with its
// field and suffixes. Knows the names of fields, nothing of what a word means; query_terms.h reads the tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/schema.h"
#include "searcher/query_warnings.h"

namespace broadsheet {

enum class TokenKind : std::uint8_t {
  text,    // a run without blanks, quotes and parentheses
  quoted,  // what stands between two quote marks
  open,
  close,
  and_op,
  or_op,
  not_op,   // NOT, or a '-' that negates
  near_op,  // NEAR, ADJ
  end,
};

// What directly follows a term: `~5` and `^2`, marks included; "" = absent.
struct TermSuffix {
  std::string_view tilde;
  std::string_view caret;
};

struct Token {
  TokenKind kind = TokenKind::end;
  const ArchiveField* field = nullptr;  // of text, quoted, open: the one named before it
  std::string_view source{};            // all of it, in the query's text
  std::string_view body{};              // text and quoted: without field, marks and suffix
  TermSuffix suffix{};                  // of text, quoted, close
  bool ordered = false;                 // ADJ
  int distance = 0;                     // of near_op
};

inline constexpr int kDefaultDistance = 10;

// Where `part`, a view into `text`, begins in it, in bytes.
inline std::size_t offset_in(std::string_view text, std::string_view part) { return static_cast<std::size_t>(part.data() - text.data()); }

// `digits` as a distance from `least` to kMaxDistance; numbers beyond are pulled to the nearer end, with a warning.
int parse_distance(std::string_view digits, int least, std::size_t byte, QueryWarnings& warnings);

// Does this text have a letter in lower case? Without one nothing in it is an operator.
bool has_lower_case(std::string_view text);

// The tokens, closed by one of kind end; open and close are balanced. Tokens point into `text`. Linear.
// Fails when parentheses are nested deeper than kMaxQueryDepth (status 2).
Result<std::vector<Token>> lex_query(std::string_view text, const Schema& schema, QueryWarnings& warnings);

}  // namespace broadsheet
