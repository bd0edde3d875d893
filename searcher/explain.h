// How was a query understood, and what does each part of it find? The answer of `explain`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/index_view.h"
#include "searcher/request.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

// A part of the query without parts of its own, or words near each other.
struct ExplainedPart {
  std::string text;  // for a person: "open source" (hyphenated)
  std::size_t column = 1;
  std::uint64_t articles = 0;  // that it alone finds
};

struct Explanation {
  ArchiveInfo archive;
  std::string query;
  std::string tree;        // print_tree() with columns
  std::string understood;  // describe()
  std::vector<Warning> warnings;
  std::vector<ExplainedPart> parts;
  std::uint64_t articles = 0;  // that all of it finds
};

// Uses the request's query, match, strict and now; filters are not part of a query. Errors as run_search.
Result<Explanation> explain_query(IndexView& view, const SearchRequest& request);

// text or json.
std::string render_explanation(const Explanation& explanation, const SinkSettings& settings);

}  // namespace broadsheet
