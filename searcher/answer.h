// What an archive answers: plain data between the executor and the sinks. Knows no Xapian. docs/output.md shows it as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/article.h"
#include "common/encoding.h"
#include "searcher/request.h"

namespace broadsheet {

inline constexpr int kOutputFormatVersion = 1;

struct ArchiveInfo {
  std::string generation, created, content_sha256;
  std::uint64_t articles = 0;
};

struct Hit {
  std::size_t rank = 1;          // from 1, offset included
  std::optional<double> score;   // rounded to 6 significant digits; nullopt when sorted otherwise
  HitRecord record;
  std::string date_precision;    // "year" "month" "day" "time", "" = undated
  std::string day;               // YYYY-MM-DD, first day of its date; "" = undated
  std::string snippet;           // HTML-escaped, hits in <em>…</em>
  std::optional<Article> article;  // only when --fields names keys that the record lacks
  std::uint32_t first_seen = 0;
};

struct FacetBucket {
  std::string value;
  std::uint64_t articles = 0;
  double share = 0;               // of FacetAnswer::articles
  std::optional<double> lift;     // nullopt under 5 articles or without a frame
  std::vector<std::string> aliases{};  // other names of the value, commonest first
};

struct FacetAnswer {
  std::string field;
  bool exact = true;
  std::uint64_t articles = 0;      // matches that the counts are of
  std::uint64_t values_total = 0;  // values with at least one match (and --value-prefix)
  std::uint64_t missing = 0, other = 0;
  std::uint64_t values_shown_before = 0;  // --offset
  std::vector<FacetBucket> buckets;
};

struct TimelineBucket {
  std::int32_t start = 0, end = 0;  // days since 1970, end exclusive
  std::uint64_t articles = 0, archive_articles = 0;
};

struct TimelineAnswer {
  TimeUnit by = TimeUnit::month;
  std::uint64_t undated = 0, imprecise = 0;
  std::vector<TimelineBucket> buckets;
};

struct Answer {
  ArchiveInfo archive;
  SearchRequest request;
  std::string understood;          // describe() of the tree
  bool stems = true;               // the words were stemmed (for the text format's second line)
  SortOrder sort = SortOrder::relevance;  // the order used
  std::vector<Warning> warnings;
  std::optional<std::string> did_you_mean;
  std::vector<Warning> help;       // for few matches: "without modle: 1,204 · any of them: 9,870 (--match any)"
  std::optional<std::uint64_t> total;
  bool total_exact = true;
  bool partial = false;            // a time limit cut it: exit status 3
  std::vector<Hit> hits;
  std::vector<FacetAnswer> facets;  // in the order asked
  std::optional<TimelineAnswer> timeline;
  double took_ms = 0;              // printed only with --timing
};

}  // namespace broadsheet
