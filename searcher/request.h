// What is asked of an archive: the parsed options of `query` and its kin. Plain data; the clock is already in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "searcher/query_parser.h"

namespace broadsheet {

enum class SortOrder : std::uint8_t { relevance, newest, oldest, title };

inline constexpr std::size_t kNoLimit = SIZE_MAX;  // --limit all

struct FacetRequest {
  std::string field;
  std::size_t limit = 10;
};

// `--source AP --source Reuters`: any of the values. Different filters: all of them.
struct OptionFilter {
  std::string field;
  std::vector<std::string> values;
};

struct SearchRequest {
  std::string query;  // "" or "*": all articles
  MatchMode match = MatchMode::all;
  std::optional<SortOrder> sort;  // default: relevance when the query scores, else newest
  std::size_t limit = 10;
  std::size_t offset = 0;
  std::optional<std::string> since, until;  // as typed; parse_date_bound reads them
  std::vector<OptionFilter> filters;
  std::optional<std::vector<std::string>> ids;  // --ids-from
  std::vector<FacetRequest> facets;
  std::size_t facet_offset = 0;  // `facets` pages values
  std::string value_prefix;
  std::optional<TimeUnit> timeline;
  std::size_t snippet = 200;  // characters; 0 = none
  bool strict = false;
  bool expand = false;  // RM3 (expansion.h)
  bool with_total = true;
  std::optional<std::int64_t> time_limit_ms;
  std::vector<std::string> fields;  // --fields: stored keys wanted beside (or, in csv, instead of) the usual ones
  bool want_hits = true;
  bool with_help = true;  // what each word costs, did you mean: off for batch runs in trec format
  std::int64_t now = 0;   // seconds since 1970
};

}  // namespace broadsheet
