// What does one token ask for? A run of text, a quote or a field's value becomes leaves of the query tree.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/schema.h"
#include "searcher/query_lexer.h"
#include "searcher/query_parser.h"
#include "searcher/query_tree.h"
#include "searcher/query_warnings.h"

namespace broadsheet {

// What a term may become beside others in an implicit group.
enum class TermRole : std::uint8_t {
  bare,      // unquoted words: stop words among them may be left out, repeated ones count once
  filter,    // a field's value or date: stays a condition under `--match any`
  negation,  // stays a condition too
  other,
};

// Several nodes: words of one run of text that no hyphen joins (foo/bar). None: nothing that can be searched.
struct Term {
  std::vector<QueryNode> nodes;
  TermRole role = TermRole::other;
};

// What the terms of one query share. Views and references are borrowed for the parse.
struct TermContext {
  std::string_view text;  // the whole query, repaired
  const ParserSettings& settings;
  QueryWarnings& warnings;
  bool mixed_case = false;  // the query has a lower-case letter, so that US is not us
};

// `inherited`: the field of the group around the token, nullptr: none. The token is of kind text or quoted.
Term build_term(const Token& token, const ArchiveField* inherited, const TermContext& context);

// The number of a `^2`; 1 when absent or, with a warning, outside kLeastWeight to kMostWeight.
double parse_weight(std::string_view caret, const TermContext& context);

}  // namespace broadsheet
