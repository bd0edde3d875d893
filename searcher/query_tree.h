// What does a query ask? The parsed query as plain data, and its two printed forms. Knows no Xapian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"

namespace broadsheet {

enum class NodeKind : std::uint8_t {
  everything,   // no condition
  all_of,       // children, AND
  any_of,       // children, OR
  none_of,      // one child: everything without it
  word,         // words[0], stemmed; `capitals`: only where it stands in capitals
  hyphenated,   // words side by side, stemmed (open-source)
  as_typed,     // words with the marks that make a name, as written: at &t for AT&T, c++ for C++, .net for .NET
  phrase,       // words side by side, as written (in quotes); slop > 0: at most that many positions apart, in any order
  near,         // children at most `distance` positions apart; ordered: in this order (ADJ)
  wildcard,     // words that begin with words[0]
  fuzzy,        // words one edit from words[0]
  value,        // a value of a keyword, name, id or url field: `text` when `whole`, else any name that has the word words[0]
  date_range,   // from..until, both inclusive, either may be missing
};

struct QueryNode {
  NodeKind kind = NodeKind::everything;
  std::vector<QueryNode> children;
  std::vector<std::string> words;  // normalised (words.h)
  std::string text;                // as typed, without operators and quotes; of `value`: the value; "" for groups
  std::string field;               // of leaves: canonical name; "" = the unprefixed stream (text:model is model)
  bool whole = false;
  bool ordered = false;
  bool capitals = false;           // US, WHO beside lower-case words: us and who do not count
  int slop = 0;
  int distance = 10;
  double weight = 1;               // word^2
  std::optional<NewsDate> from, until;
  std::size_t column = 1;          // of its first character in the query, in code points, from 1
};

// One line that a test can compare: (all (hyphen open source) (word model) (not (phrase white house)) (value source "AP")).
// Heads: everything all any not word capitals hyphen typed phrase phrase~5 near/5 adj/5 wildcard fuzzy value "value word" date.
// A field stands before the words (word title:model), a weight after the head (word^2 model), then with columns (word@8 model).
std::string print_tree(const QueryNode& node, bool with_columns = false);
// For a person: all of: "open source" (hyphenated) · model · reuse
std::string describe(const QueryNode& node);

// Has it a word that gives a score? Values, dates and NOT do not.
bool scores(const QueryNode& node);

// Can it be an operand of NEAR or ADJ: does it stand at places? Words of every kind, phrases, NEAR, and OR-groups of these.
bool stands_at_places(const QueryNode& node);

// The field of the first leaf; the leaves of a NEAR share it.
const std::string& field_of(const QueryNode& node);

// Conditions the query costs: words and values at the leaves; each word in quotes counts.
std::size_t count_terms(const QueryNode& node);

}  // namespace broadsheet
