// What does a generation hold, source by source and month by month, and where is something missing? Counts over its columns, for
// `status`. Nothing of it is kept in the generation: columns say it all.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/generation.h"

namespace broadsheet {

// The test for a gap. The habit of a source is told by the intervals, in days, between the days on which it has articles (those dated
// to the day or better, up to the day on which the generation was made). It is silent for longer than its habit when no article
// stands on more days than `kGapFactor` times the 90th percentile (nearest rank) of its intervals, and at least `kShortestGap` days.
// With fewer than `kFewestIntervals` intervals there is no habit.
inline constexpr std::int32_t kGapFactor = 3;
inline constexpr std::int32_t kShortestGap = 3;
inline constexpr std::size_t kFewestIntervals = 10;

// Days without an article, longer than the habit.
struct Gap {
  std::string source;           // "" = of no named source
  std::int32_t first_day = 0;   // days since 1970, both silent
  std::int32_t last_day = 0;
  std::int32_t longest_usual = 0;  // days of silence that the habit allows
  bool ongoing = false;         // up to the last day that any source has
  std::int32_t days() const { return last_day - first_day + 1; }
};

struct SourceCoverage {
  std::string source;  // as shown; "" = articles without a source
  std::uint64_t articles = 0, undated = 0, future = 0;
  std::uint64_t truncated = 0, paywalled = 0, headline = 0;  // by access; the rest is full
  std::optional<std::int32_t> first_day, last_day;  // of dated articles that are not in the future
  std::map<std::string, std::uint64_t> by_month;    // "2024-02", "2024" (no month known), "" undated
};

struct Coverage {
  std::vector<SourceCoverage> sources;  // most articles first, then by name
  std::uint64_t undated = 0, future = 0;
  std::uint64_t truncated = 0, paywalled = 0, headline = 0;
  std::optional<std::int32_t> last_day;  // of any source
  std::optional<Gap> silence;            // no source has anything: from the last day of the archive to the day it was made
  std::vector<Gap> gaps;                 // ongoing ones first, of each kind those that began last; then by source
};

// `made`: when the generation was made, seconds since 1970; dates that begin later are in the future. Errors: 65 a damaged column.
Result<Coverage> read_coverage(const GenerationPaths& generation, std::int64_t made);

// The silent stretches of one source. `days`: with articles, ascending, without doubles; `until`: the last day of the archive.
std::vector<Gap> find_gaps(const std::string& source, std::span<const std::int32_t> days, std::int32_t until);

// What is different from the generation before.
struct Changes {
  std::string before;                       // its name
  std::int64_t articles = 0;                // now less then
  std::uint64_t added = 0, gone = 0;        // by id
  std::optional<std::uint64_t> changed;     // same id, other content; nullopt: one of the two does not tell
  std::map<std::string, std::int64_t> by_source;  // now less then, where not 0
};
// nullopt: there was none before, or it is gone.
Result<std::optional<Changes>> read_changes(const ArchivePaths& archive, const GenerationPaths& generation);

}  // namespace broadsheet
