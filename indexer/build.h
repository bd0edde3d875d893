// What a build is asked to do and what came of it: the options of `build` as plain data, and the run's result.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "common/manifest.h"
#include "indexer/readers/reader.h"
#include "indexer/record.h"

namespace broadsheet {

struct BuildOptions {
  Path archive;
  std::vector<std::string> inputs;
  ReaderSettings reader;                         // --format, --charset, --split-at
  RecordSettings record;
  AnalysisSettings analysis;
  unsigned jobs = 1;
  std::uint64_t memory = 256U << 20;
  std::optional<Path> rejects;                   // --rejects
  std::optional<std::uint64_t> max_rejects;      // --max-rejects N …
  double max_rejects_share = 0.05;               // … or P%
  bool fail_on_rejects = false;
  bool no_entities = false;
  bool no_stories = false;
  std::uint32_t keep_generations = 3;
  double max_shrink = 0.05;
  std::int64_t now = 0;                          // seconds since 1970; kept in the manifest
  std::int64_t wait_seconds = 0;
  std::string mode;                              // --mode, octal; "" = readable by all
  bool report_json = false;
};

struct BuildResult {
  Status status = Status::ok;
  Manifest manifest;          // of what was built
  bool published = false;
  std::string message;        // the last line: what was published or why not, what searches use now, what comes next
};

// Set by the signal handler: the pipeline stops at the next record and leaves nothing behind.
extern std::atomic<int> stop_signal;
// The error of a run that a signal stopped: 130 or 143.
Error stopped_by_signal();

}  // namespace broadsheet
