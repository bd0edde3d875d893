#include "indexer/status_command.h"

#include <sys/stat.h>

#include <fmt/format.h>

#include "common/date.h"
#include "common/files.h"
#include "common/lock.h"
#include "indexer/commands.h"
#include "indexer/generation_commands.h"
#include "indexer/metrics.h"

namespace broadsheet {
namespace {

// The parts that are counted, while the generation is held.
Result<void> read_parts(const ArchivePaths& archive, const Path& folder, ArchiveStatus& status) {
  const auto reading = ReaderLock::acquire(GenerationPaths{folder}.manifest());
  if (!reading) return std::unexpected(reading.error());
  auto manifest = read_manifest(folder);
  if (!manifest) return std::unexpected(manifest.error());
  status.manifest = std::move(*manifest);
  const auto created = parse_date(status.manifest.created);
  auto coverage = read_coverage(GenerationPaths{folder}, created ? created->start : INT64_MAX);
  if (!coverage) return std::unexpected(coverage.error());
  status.coverage = std::move(*coverage);
  auto changes = read_changes(archive, GenerationPaths{folder});
  if (!changes) return std::unexpected(changes.error());
  status.changes = std::move(*changes);
  return {};
}

std::string print_status(const Invocation& invocation, const ArchiveStatus& status) {
  if (invocation.prometheus) return metrics_text(status);
  return invocation.json ? status_json(status) : status_text(status);
}

}  // namespace

Result<ArchiveStatus> read_status(const ArchivePaths& archive, const std::string& generation, std::int64_t now) {
  const auto folder = find_generation(archive, generation);
  if (!folder) return std::unexpected(folder.error());
  ArchiveStatus status;
  status.archive = archive.root;
  status.candidate = folder->parent_path() == archive.candidates();
  if (auto read = read_parts(archive, *folder, status); !read) return std::unexpected(generation_fault(std::move(read.error()), *folder));
  const auto created = parse_date(status.manifest.created);
  status.age_seconds = created ? now - created->start : 0;
  auto last_run = read_last_run(archive);
  if (!last_run) return std::unexpected(last_run.error());
  status.last_run = std::move(*last_run);
  auto hold = read_hold(archive);
  if (!hold) return std::unexpected(hold.error());
  status.hold = std::move(*hold);
  status.generations = list_generations(archive);
  status.candidates = list_generations_in(archive.candidates());
  return status;
}

Result<Status> run_status(const Invocation& invocation) {
  const auto name = invocation.generation.empty() ? current_generation(invocation) : Result<std::string>(invocation.generation);
  if (!name) return std::unexpected(name.error());
  auto status = read_status(ArchivePaths{invocation.archive}, *name, invocation.now);
  if (!status) return std::unexpected(status.error());
  status->max_age_seconds = invocation.max_age_seconds;
  status->show_sizes = invocation.sizes;
  const auto written = write_stdout(print_status(invocation, *status));
  if (!written || !is_too_old(*status)) return written;
  log_warning("too-old",
              fmt::format("{} was made {} ago, allowed: {}h", *name, age_text(status->age_seconds), *invocation.max_age_seconds / 3600));
  return Status::partial;
}

Result<void> write_metrics(const ArchivePaths& archive, const Path& file, std::int64_t now) {
  std::string text;
  const auto current = read_current(archive);
  const auto status = current ? read_status(archive, *current, now) : Result<ArchiveStatus>(std::unexpected(current.error()));
  if (status) {
    text = metrics_text(*status);
  } else if (const auto run = read_last_run(archive); run && *run) {
    text = run_metrics_text(**run);
  }
  if (const auto written = atomic_write(file, text); !written) return written;
  // Another user reads it, whatever --mode says of the archive.
  if (::chmod(file.c_str(), 0644) != 0) return std::unexpected(system_error(errno, "set the mode of", file));
  return {};
}

}  // namespace broadsheet
