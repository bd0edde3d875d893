// What did the last build do, and when did one last publish? ARCHIVE/last-run.json: written when a build has the lock, and again when
// it ends, however it ends; what a killed one leaves says that it did not end. docs/format.md has the keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "common/manifest.h"
#include "indexer/build.h"

namespace broadsheet {

struct LastSuccess {
  std::string generation;
  std::int64_t finished = 0;  // seconds since 1970
  double seconds = 0;         // how long that run took
};

struct LastRun {
  std::int64_t started = 0;   // seconds since 1970: --now, or the clock
  std::optional<int> status;  // the exit status; nullopt: it is still running, or was killed
  double seconds = 0;         // from the lock to the end
  bool published = false;
  std::string generation;     // that it built or was to build; "" = it did not come so far, or did not end
  std::uint64_t articles = 0;
  std::uint64_t reused = 0;
  RunCounts counts;
  std::vector<StageTime> stages;
  std::string message;        // its last line
  std::optional<LastSuccess> last_success;  // this run or an earlier one
};

std::string last_run_to_json(const LastRun& run);  // one line
// 65: not what last_run_to_json writes.
Result<LastRun> parse_last_run(std::string_view json, const Path& path);
// nullopt: no build has run since the archive keeps it.
Result<std::optional<LastRun>> read_last_run(const ArchivePaths& archive);
Result<void> write_last_run(const ArchivePaths& archive, const LastRun& run);

// Keeps the record of one build while the writer lock is held. What cannot be written is a warning: the build goes on.
class RunRecord {
 public:
  RunRecord(const ArchivePaths& archive, std::int64_t now);
  void set_generation(std::string name) { run_.generation = std::move(name); }
  // `seconds` since the lock was taken.
  void finish(const Result<BuildResult>& result, double seconds);

 private:
  void write();
  ArchivePaths archive_;
  LastRun run_;
};

}  // namespace broadsheet
