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

// The timeline of one value of the field that --split names; archive_articles are the frame's articles with that value.
struct TimelineSeries {
  std::string value;
  std::uint64_t articles = 0;  // of all matches, undated ones too
  std::vector<TimelineBucket> buckets;
};

struct TimelineSplit {
  std::string field;
  std::uint64_t values_total = 0, missing = 0, other = 0;  // as of a facet
  std::vector<TimelineSeries> series;                      // most articles first
};

// A name that stands out in the articles of a peak.
struct PeakEntity {
  std::string field, value;     // "person", "Ann Lee"
  std::uint64_t articles = 0;   // of the peak that name it
};

// A period with many more matches than its neighbours let expect; timeline_peaks.h has the test.
struct TimelinePeak {
  std::int32_t start = 0, end = 0;
  std::uint64_t articles = 0;
  double expected = 0;  // articles, at the share of the neighbours
  double p = 0;         // of so many or more at that share
  std::vector<PeakEntity> entities;
};

struct TimelineAnswer {
  TimeUnit by = TimeUnit::month;
  std::uint64_t undated = 0, imprecise = 0;
  std::vector<TimelineBucket> buckets;
  std::optional<TimelineSplit> split = std::nullopt;  // when asked for
  std::optional<std::vector<TimelinePeak>> peaks = std::nullopt;  // when asked for; in the order of time
};

// A match and the SHA-256 of its content (content_hash of article_json.h; "": not asked for), for manifests.
struct ListedArticle {
  std::string id, content_hash;
};

struct Answer {
  ArchiveInfo archive;
  SearchRequest request;
  std::string understood;          // describe() of the tree
  std::vector<std::pair<std::string, double>> expansion;  // words that --expand added, with their weights beside the query's (1 a word)
  bool stems = true;               // the words were stemmed (for the text format's second line)
  SortOrder sort = SortOrder::relevance;  // the order used
  std::vector<Warning> warnings;
  std::optional<std::string> did_you_mean;
  std::vector<Warning> help;       // for few matches: "without modle: 1,204 · any of them: 9,870 (--match any)"
  std::optional<std::uint64_t> total;
  bool total_exact = true;
  std::optional<std::uint64_t> sampled_from;  // --sample: how many match; `total` and all counts are of the sample
  bool partial = false;            // a time limit cut it: exit status 3
  std::vector<Hit> hits;
  std::vector<FacetAnswer> facets;  // in the order asked
  std::optional<TimelineAnswer> timeline;
  std::vector<ListedArticle> listed;  // as SearchRequest::list says: every match, by id
  double took_ms = 0;              // printed only with --timing
  // Parameters of one subcommand, name and JSON value; one of a name that all have stands in its place.
  std::vector<std::pair<std::string, std::string>> parameters;
};

}  // namespace broadsheet
