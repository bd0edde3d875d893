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
inline constexpr std::uint64_t kDefaultSeed = 1;

struct FacetRequest {
  std::string field;
  std::size_t limit = 10;
};

// `--source AP --source Reuters`: any of the values. Different filters: all of them.
struct OptionFilter {
  std::string field;
  std::vector<std::string> values;
};

// What Answer::listed says of every match: nothing, its id, or its id and the hash of its content.
enum class ListKind : std::uint8_t { none, ids, contents };

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
  std::optional<FacetRequest> split;       // `timeline --split source:5`: a series for each of the commonest values
  std::size_t snippet = 200;  // characters; 0 = none
  bool strict = false;
  bool expand = false;  // RM3 (expansion.h)
  bool with_total = true;
  std::optional<std::int64_t> time_limit_ms;
  std::vector<std::string> fields;  // --fields: stored keys wanted beside (or, in csv, instead of) the usual ones
  std::optional<std::uint64_t> sample;     // this many of the matches, drawn by `seed`; everything is counted of them
  std::optional<std::uint64_t> seed;       // default kDefaultSeed; only with `sample`
  std::optional<std::uint32_t> new_since;  // only articles whose first_seen is a later generation
  bool want_hits = true;
  bool want_articles = false;  // hits carry their whole article, whatever `fields` says
  bool want_peaks = false;     // of the timeline
  ListKind list = ListKind::none;
  bool with_help = true;  // what each word costs, did you mean: off for batch runs in trec format
  std::int64_t now = 0;   // seconds since 1970
};

}  // namespace broadsheet
