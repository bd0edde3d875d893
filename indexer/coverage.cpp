#include "indexer/coverage.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "common/columns.h"
#include "common/date.h"
#include "common/manifest.h"
#include "indexer/derivation.h"

namespace broadsheet {
namespace {

constexpr std::int64_t kSecondsADay = 24 * 3600;

std::string month_of(const DocumentFacts& facts) {
  if (!is_dated(facts)) return {};
  const bool has_month = facts.precision >= static_cast<std::uint8_t>(DatePrecision::month);
  return day_text(facts.day).substr(0, has_month ? 7 : 4);
}

// What is gathered of one source while its articles are read.
struct Gathered {
  SourceCoverage coverage;
  std::set<std::int32_t> days;  // of articles dated to the day
};

void add_date(Gathered& to, const DocumentFacts& facts, std::int64_t made) {
  SourceCoverage& coverage = to.coverage;
  if (!is_dated(facts)) {
    ++coverage.undated;
    return;
  }
  if (facts.start > made) {
    ++coverage.future;
    return;
  }
  coverage.first_day = std::min(coverage.first_day.value_or(facts.day), facts.day);
  coverage.last_day = std::max(coverage.last_day.value_or(facts.day), facts.day);
  if (facts.precision >= static_cast<std::uint8_t>(DatePrecision::day)) to.days.insert(facts.day);
}

struct Columns {
  FactsColumn facts;
  KeywordColumn source, access;
};

Result<Columns> open_columns(const GenerationPaths& generation) {
  auto facts = FactsColumn::open(generation.facts());
  if (!facts) return std::unexpected(facts.error());
  auto source = KeywordColumn::open(generation.column("source"));
  if (!source) return std::unexpected(source.error());
  auto access = KeywordColumn::open(generation.column("access"));
  if (!access) return std::unexpected(access.error());
  if (source->documents() != facts->documents() || access->documents() != facts->documents()) {
    return damaged(generation.root, "its columns have different numbers of articles");
  }
  return Columns{std::move(*facts), std::move(*source), std::move(*access)};
}

// The counter that an article's access belongs to, by ordinal; nullptr: full.
using AccessCounter = std::uint64_t SourceCoverage::*;
std::vector<AccessCounter> access_counters(const KeywordColumn& access) {
  std::vector<AccessCounter> counters(access.values(), nullptr);
  for (std::uint32_t i = 0; i < access.values(); ++i) {
    if (access.folded(i) == "truncated") counters[i] = &SourceCoverage::truncated;
    if (access.folded(i) == "paywalled") counters[i] = &SourceCoverage::paywalled;
    if (access.folded(i) == "headline") counters[i] = &SourceCoverage::headline;
  }
  return counters;
}

// One for each source, the last for articles without any.
std::vector<Gathered> gather(const Columns& columns, std::int64_t made) {
  std::vector<Gathered> sources(columns.source.values() + std::size_t{1});
  for (std::uint32_t i = 0; i < columns.source.values(); ++i) sources[i].coverage.source = columns.source.display(i);
  const auto counters = access_counters(columns.access);
  for (std::uint32_t docid = 1; docid <= columns.facts.documents(); ++docid) {
    const auto ordinals = columns.source.ordinals(docid);
    Gathered& to = ordinals.empty() ? sources.back() : sources[ordinals.front()];
    const DocumentFacts& facts = columns.facts[docid];
    ++to.coverage.articles;
    ++to.coverage.by_month[month_of(facts)];
    add_date(to, facts, made);
    for (const std::uint32_t access : columns.access.ordinals(docid)) {
      if (counters[access] != nullptr) ++(to.coverage.*counters[access]);
    }
  }
  return sources;
}

void add_totals(Coverage& coverage, const SourceCoverage& source) {
  coverage.undated += source.undated;
  coverage.future += source.future;
  coverage.truncated += source.truncated;
  coverage.paywalled += source.paywalled;
  coverage.headline += source.headline;
  if (source.last_day) coverage.last_day = std::max(coverage.last_day.value_or(*source.last_day), *source.last_day);
}

// The smallest of so many of the intervals that nine tenths are no larger.
std::int32_t ninetieth_percentile(std::vector<std::int32_t> intervals) {
  std::ranges::sort(intervals);
  return intervals[(intervals.size() * 9 + 9) / 10 - 1];
}

// The begin of the content hash of every article; nullopt: the generation does not keep them.
Result<std::optional<std::vector<std::uint64_t>>> content_hashes(const GenerationPaths& generation) {
  auto hashes = read_content_hashes(generation);
  if (!hashes && hashes.error().status == Status::no_input) return std::nullopt;
  if (!hashes) return std::unexpected(hashes.error());
  std::ranges::sort(*hashes);
  return std::move(*hashes);
}

Result<std::optional<std::uint64_t>> count_changed(const GenerationPaths& now, const GenerationPaths& before, std::uint64_t added) {
  const auto mine = content_hashes(now);
  if (!mine) return std::unexpected(mine.error());
  const auto theirs = content_hashes(before);
  if (!theirs) return std::unexpected(theirs.error());
  if (!*mine || !*theirs) return std::nullopt;
  std::uint64_t other = 0;
  for (const std::uint64_t hash : **mine) {
    if (!std::ranges::binary_search(**theirs, hash)) ++other;
  }
  return other - std::min(other, added);  // what is new has other content, too
}

std::map<std::string, std::int64_t> differences(const std::map<std::string, std::uint64_t>& now,
                                                const std::map<std::string, std::uint64_t>& before) {
  std::map<std::string, std::int64_t> by_name;
  for (const auto& [name, count] : now) by_name[name] += static_cast<std::int64_t>(count);
  for (const auto& [name, count] : before) by_name[name] -= static_cast<std::int64_t>(count);
  std::erase_if(by_name, [](const auto& row) { return row.second == 0; });
  return by_name;
}

}  // namespace

std::vector<Gap> find_gaps(const std::string& source, std::span<const std::int32_t> days, std::int32_t until) {
  if (days.size() <= kFewestIntervals) return {};
  std::vector<std::int32_t> intervals;
  for (std::size_t i = 1; i < days.size(); ++i) intervals.push_back(days[i] - days[i - 1]);
  const std::int32_t limit = std::max(kGapFactor * ninetieth_percentile(intervals), kShortestGap);
  std::vector<Gap> gaps;
  // An interval of n days has n - 1 silent ones between its ends; at the end of the archive all n are.
  for (std::size_t i = 1; i < days.size(); ++i) {
    if (intervals[i - 1] - 1 > limit) gaps.push_back({source, days[i - 1] + 1, days[i] - 1, limit, false});
  }
  if (until - days.back() > limit) gaps.push_back({source, days.back() + 1, until, limit, true});
  return gaps;
}

Result<Coverage> read_coverage(const GenerationPaths& generation, std::int64_t made) {
  const auto columns = open_columns(generation);
  if (!columns) return std::unexpected(columns.error());
  Coverage coverage;
  auto gathered = gather(*columns, made);
  std::set<std::int32_t> all_days;
  for (const Gathered& source : gathered) {
    add_totals(coverage, source.coverage);
    all_days.insert(source.days.begin(), source.days.end());
  }
  const auto made_day = static_cast<std::int32_t>((made - (made % kSecondsADay + kSecondsADay) % kSecondsADay) / kSecondsADay);
  const auto silences = find_gaps("", std::vector(all_days.begin(), all_days.end()), made_day);
  if (!silences.empty() && silences.back().ongoing) coverage.silence = silences.back();
  for (Gathered& source : gathered) {
    if (source.coverage.articles == 0) continue;
    const std::vector<std::int32_t> days(source.days.begin(), source.days.end());
    for (Gap& gap : find_gaps(source.coverage.source, days, coverage.last_day.value_or(0))) coverage.gaps.push_back(std::move(gap));
    coverage.sources.push_back(std::move(source.coverage));
  }
  std::ranges::sort(coverage.sources, [](const SourceCoverage& a, const SourceCoverage& b) {
    return a.articles != b.articles ? a.articles > b.articles : a.source < b.source;
  });
  std::ranges::sort(coverage.gaps, {}, [](const Gap& gap) { return std::tuple(!gap.ongoing, -gap.first_day, gap.source); });
  return coverage;
}

Result<std::optional<Changes>> read_changes(const ArchivePaths& archive, const GenerationPaths& generation) {
  const auto now = read_manifest(generation.root);
  if (!now) return std::unexpected(now.error());
  const GenerationPaths parent{archive.generation(now->parent)};
  std::error_code ignored;
  if (now->parent.empty() || !std::filesystem::exists(parent.manifest(), ignored)) return std::nullopt;
  const auto before = read_manifest(parent.root);
  if (!before) return std::unexpected(before.error());
  const auto number = generation_number(now->generation);
  if (!number) return std::unexpected(number.error());
  const auto facts = FactsColumn::open(generation.facts());
  if (!facts) return std::unexpected(facts.error());
  Changes changes{before->generation, 0, 0, 0, std::nullopt, differences(now->by_source, before->by_source)};
  changes.articles = static_cast<std::int64_t>(now->articles) - static_cast<std::int64_t>(before->articles);
  changes.added = static_cast<std::uint64_t>(std::ranges::count(facts->all(), *number, &DocumentFacts::first_seen));
  const std::uint64_t kept = now->articles - std::min(now->articles, changes.added);
  changes.gone = before->articles - std::min(before->articles, kept);
  const auto changed = count_changed(generation, parent, changes.added);
  if (!changed) return std::unexpected(changed.error());
  changes.changed = *changed;
  return changes;
}

}  // namespace broadsheet
