// What is asked of the research tools beside a SearchRequest: the parsed options of kwic, terms, crosstab, cooccur, related and compare.
// Plain data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "searcher/request.h"

namespace broadsheet {

// What lines of kwic are ordered by: a word left or right of the hit, or something of the article.
enum class KwicKey : std::uint8_t { left1, left2, left3, right1, right2, right3, newest, oldest, source };

enum class TermKind : std::uint8_t { word, bigram, person, org, place, misc };
inline constexpr std::array<std::string_view, 6> kTermKindNames = {"word", "bigram", "person", "org", "place", "misc"};  // in that order

// One side of a crosstab, or of a comparison of periods: a facet field with how many of its values, or a unit of time.
struct CrosstabSide {
  std::string field;  // as typed; "" when it is time
  std::optional<TimeUnit> time;
  std::size_t limit = 10;  // values; of time: no limit
};

struct AnalysisRequest {
  std::vector<KwicKey> order;               // kwic --sort; empty: newest
  std::optional<std::size_t> context;       // kwic --context: words, in the text format columns
  std::vector<TermKind> kinds;              // terms --kind; empty: all
  std::optional<std::uint32_t> min_articles;  // terms, cooccur, compare --min-articles
  CrosstabSide rows, columns;               // crosstab
  std::vector<std::string> entities;        // cooccur --entity, as typed: NAME or FIELD:NAME
  bool pairs = false;                       // cooccur --pairs
  bool copies = false;                      // related --copies
  std::vector<std::string> periods;         // compare --periods
  std::vector<std::string> words;           // of related: the id; of compare: A and B
  std::vector<std::pair<std::string, std::string>> given;  // the options above by their names, as typed
};

}  // namespace broadsheet
