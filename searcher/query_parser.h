// Text to tree: query language version 1 (docs/query-language.md). One parser for the command line, batch and HTTP.
// Plain text is never a syntax error: what cannot be understood is searched as words, with a warning. Linear in the text; no recursion
// deeper than kMaxQueryDepth. Pure: schema and clock come in as arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/schema.h"
#include "common/words.h"
#include "searcher/query_tree.h"

namespace broadsheet {

inline constexpr int kQueryLanguageVersion = 1;

enum class MatchMode : std::uint8_t { all, any };

// Something the reader of an answer should know. Codes are documented in docs/output.md and never change their meaning.
struct Warning {
  std::string code;     // "unknown-value", "syntax", "dropped-stop-words", "unknown-field" …
  std::string message;  // one line for a person
};

struct ParserSettings {
  MatchMode match = MatchMode::all;
  bool strict = false;     // syntax warnings and unknown fields become errors (status 2) that name the column
  std::int64_t now = 0;    // seconds since 1970, for 30d..
  int analysis = kAnalysisVersion;  // of the archive (words.h)
};

struct ParsedQuery {
  QueryNode root;
  std::vector<Warning> warnings;
  std::vector<std::string> dropped_stop_words;
};

// Fails only beyond the limits of limits.h (status 2, names the limit), or under strict.
Result<ParsedQuery> parse_query(std::string_view text, const Schema& schema, const ParserSettings& settings);

}  // namespace broadsheet
