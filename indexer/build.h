// What a build is asked to do and what came of it: the options of `build` as plain data, and the run's result.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "common/manifest.h"
#include "indexer/entities/name_rules.h"
#include "indexer/guard.h"
#include "indexer/readers/reader.h"
#include "indexer/record.h"
#include "indexer/source_rules.h"

namespace broadsheet {

inline constexpr std::uint64_t kUsualMemory = 256U << 20;

// How many threads work and how many items are in flight, at least one of each.
struct ParallelBounds {
  unsigned jobs = 1;
  std::size_t in_flight = 1;
};
// `per_job` items for each of `jobs`, and in proportion fewer when `memory` is below the usual. Only who waits depends on it: the items
// and their order do not.
constexpr ParallelBounds parallel_bounds(unsigned jobs, std::size_t per_job, std::uint64_t memory) {
  const std::uint64_t all = jobs * per_job;
  const std::uint64_t some = std::max<std::uint64_t>(all * std::min(memory, kUsualMemory) / kUsualMemory, 1);
  return {static_cast<unsigned>(std::min<std::uint64_t>(jobs, some)), static_cast<std::size_t>(some)};
}

struct BuildOptions {
  Path archive;
  std::vector<std::string> inputs;
  ReaderSettings reader;                         // --format, --charset, --split-at
  RecordSettings record;
  AnalysisSettings analysis;
  unsigned jobs = 1;
  std::uint64_t open_files = UINT64_MAX;         // that this process may have at a time
  std::uint64_t memory = kUsualMemory;           // bounds what is in flight between the threads
  std::optional<Path> rejects;                   // --rejects
  std::optional<std::uint64_t> max_rejects;      // --max-rejects N …
  double max_rejects_share = 0.05;               // … or P%
  bool fail_on_rejects = false;
  bool no_entities = false;
  bool only_entities = false;                    // clean --entities: prints these, not the articles
  std::optional<Path> entities_conf;             // --entities-conf …
  std::optional<Path> sources_conf;              // … and --sources-conf, read by read_hand_files() into:
  NameRules name_rules;
  SourceRules source_rules;
  std::map<std::string, std::string> conf_hashes;  // "entities.conf" -> SHA-256 of the file, for the manifest
  bool no_stories = false;
  std::uint32_t keep_generations = 3;
  ShrinkLimits max_shrink;                       // --max-shrink P%, SOURCE=P%
  bool reuse = false;                            // take over what the generation before derived from the same records
  std::optional<Path> canaries;                  // --canaries
  Path search_program;                           // broadsheet-search beside this program; asks the canaries
  bool dry_run = false;                          // do all but publish, and keep nothing
  std::int64_t now = 0;                          // seconds since 1970; kept in the manifest
  std::int64_t wait_seconds = 0;
  std::optional<Path> metrics;                   // --metrics
  std::string mode;                              // --mode, octal; "" = readable by all
  bool report_json = false;
};

// How long a part of a run took, by the clock of the machine.
struct StageTime {
  std::string stage;   // derive, learn, index, check, publish
  double seconds = 0;
};

struct BuildResult {
  Status status = Status::ok;
  Manifest manifest;          // of what was built
  bool published = false;
  std::uint64_t reused = 0;       // records whose article was taken over from the generation before
  std::vector<StageTime> stages;  // in the order they came
  std::string message;        // the last line: what was published or why not, what searches use now, what comes next
};

// Set by the signal handler: the pipeline stops at the next record and leaves nothing behind.
extern std::atomic<int> stop_signal;
// The error of a run that a signal stopped: 130 or 143.
Error stopped_by_signal();

}  // namespace broadsheet
