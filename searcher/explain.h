// How was a query understood, and what does each part of it find? The answer of `explain`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/error.h"
#include "searcher/explain_hit.h"
#include "searcher/index_view.h"
#include "searcher/request.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

// A word of the archive that a part stands for.
struct ExplainedWord {
  std::string text;
  std::uint64_t articles = 0, occurrences = 0;
};

// A part of the query without parts of its own, or words near each other.
struct ExplainedPart {
  std::string text;  // for a person: "open source" (hyphenated)
  std::size_t column = 1;
  std::uint64_t articles = 0;  // that it alone finds
  std::vector<ExplainedWord> words;  // the commonest: at most kMaxExplainedWords of each word of the query
  std::uint64_t words_total = 0;     // that there are
  std::optional<bool> in_hit;        // with --hit: does the article match it?
};
inline constexpr std::size_t kMaxExplainedWords = 10;

struct Explanation {
  ArchiveInfo archive;
  std::string query;
  std::string tree;        // print_tree() with columns
  std::string understood;  // describe()
  std::vector<Warning> warnings;
  std::vector<ExplainedPart> parts;
  std::vector<std::pair<std::string, double>> expansion;  // as in Answer
  std::uint64_t articles = 0;  // that all of it finds
  std::optional<ExplainedHit> hit;
};

// Uses the request's query, match, strict, expand and now; filters are not part of a query. `hit`: id of an article, "" = none; status 66:
// there is none of that id. Other errors as run_search.
Result<Explanation> explain_query(IndexView& view, const SearchRequest& request, const std::string& hit);

// text or json.
std::string render_explanation(const Explanation& explanation, const SinkSettings& settings);

}  // namespace broadsheet
