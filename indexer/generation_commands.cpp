#include "indexer/generation_commands.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/date.h"
#include "indexer/commands.h"
#include "indexer/pins.h"
#include "indexer/publish.h"
#include "indexer/report.h"
#include "indexer/status.h"

namespace broadsheet {

constexpr mode_t kReadableByAll = 0644;

std::string archive_flag(const Invocation& invocation) { return "--archive " + shell_word(invocation.archive.string()); }

void set_file_mode(const std::string& octal) {
  mode_t mode = kReadableByAll;
  std::from_chars(octal.data(), octal.data() + octal.size(), mode, 8);
  ::umask(static_cast<mode_t>(~(mode | (mode & 0444U) >> 2U) & 0777U));
}

Result<WriterLock> lock_archive(const Invocation& invocation) {
  return WriterLock::acquire(ArchivePaths{invocation.archive}.lock(), std::chrono::seconds(invocation.wait_seconds),
                             instant_text(invocation.now));
}

Result<std::string> current_generation(const Invocation& invocation) {
  auto current = read_current(ArchivePaths{invocation.archive});
  if (!current && current.error().status == Status::no_input) {
    current.error().message += fmt::format(" (looked there because of {})", invocation.archive_origin);
  }
  return current;
}

Result<Path> find_generation(const ArchivePaths& archive, const std::string& name) {
  std::error_code ignored;
  for (const Path& folder : {archive.generation(name), archive.candidates() / name}) {
    if (std::filesystem::is_directory(folder, ignored)) return folder;
  }
  const auto candidates = list_generations_in(archive.candidates());
  const std::string refused = candidates.empty() ? "" : fmt::format("; refused ones: {}", fmt::join(candidates, ", "));
  return fail(Status::no_input, fmt::format("no generation {} in {}; there are: {}{}", name, archive.root.string(),
                                            fmt::join(list_generations(archive), ", "), refused));
}

namespace {

GenerationRow describe_generation(const Path& folder, std::string name) {
  GenerationRow row;
  row.name = std::move(name);
  auto manifest = read_manifest(folder);
  if (manifest) {
    row.manifest = std::move(*manifest);
  } else {
    row.damage = manifest.error().message;
  }
  return row;
}

// The one that was asked for, else the newest older than the current.
Result<std::string> rollback_target(const Invocation& invocation, const Result<std::string>& current) {
  const ArchivePaths archive{invocation.archive};
  if (!invocation.generation.empty()) {
    std::error_code ignored;
    if (std::filesystem::is_directory(archive.generation(invocation.generation), ignored)) return invocation.generation;
    return fail(Status::no_input, fmt::format("no generation {} in {}; there are: {}", invocation.generation, archive.root.string(),
                                              fmt::join(list_generations(archive), ", ")));
  }
  if (!current) return current;
  const auto names = list_generations(archive);
  const auto here = std::ranges::find(names, *current);
  if (here != names.begin() && here != names.end()) return *std::prev(here);
  return fail(Status::no_input, fmt::format("{}: no generation is older than {}, which searches use", archive.root.string(), *current));
}

// For what changes an archive that is there: the lock, what a killed run left swept, and what searches use.
struct Writing {
  WriterLock lock;
  Result<std::string> current;
};
Result<Writing> begin_writing(const Invocation& invocation) {
  set_file_mode("");
  const auto there = current_generation(invocation);
  const bool is_archive = there || there.error().status != Status::no_input;
  if (!is_archive && list_generations_in(ArchivePaths{invocation.archive}.candidates()).empty()) return std::unexpected(there.error());
  auto lock = lock_archive(invocation);
  if (!lock) return std::unexpected(lock.error());
  auto current = current_generation(invocation);
  // With CURRENT lost, what was on its way to be published may be all that is left.
  if (current) sweep_staging(ArchivePaths{invocation.archive});
  return Writing{std::move(*lock), std::move(current)};
}

// "searches now use 000041 (1,234 articles, made …)"
std::string now_in_use(const std::string& name, const Manifest& manifest) {
  return fmt::format("searches now use {} ({}, made {})", name, counted(manifest.articles, "article"), manifest.created);
}

// `held`: what else is to be said of now.
std::string back_text(const Invocation& invocation, const Result<std::string>& before, const std::string& now, std::string_view held = "") {
  if (!before || *before == now) return std::string(held);
  return fmt::format(", no longer {0}{2}. Back: broadsheet rollback {0} {1}", *before, archive_flag(invocation), held);
}

// Intact, and what it says of itself.
Result<Manifest> checked_manifest(const Path& folder) {
  if (const auto sound = check_generation(folder, false); !sound) return std::unexpected(sound.error());
  return read_manifest(folder);
}

// The candidate to publish. What was published before is rollback's business.
Result<Path> find_candidate(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto folder = find_generation(archive, invocation.generation);
  if (!folder || folder->parent_path() == archive.candidates()) return folder;
  return fail(Status::usage,
              fmt::format("{0} is no candidate, it was published before; searches go back to it with: broadsheet rollback {0} {1}",
                          invocation.generation, archive_flag(invocation)));
}

}  // namespace

// A pin of what is not there: its generation is lost, or a bit of the pin's name flipped.
Result<void> check_pins(const ArchivePaths& archive) {
  const auto pins = read_pins(archive);
  if (!pins) return std::unexpected(pins.error());
  for (const Pin& pin : *pins) {
    if (generation_number(pin.generation) && std::filesystem::exists(archive.generation(pin.generation))) continue;
    return fail(Status::bad_data, fmt::format("{}: {} is pinned and not among the generations; mend or remove its line",
                                              archive.pins().string(), pin.generation));
  }
  return {};
}

Result<Status> run_check(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  auto name = invocation.generation.empty() ? current_generation(invocation) : Result<std::string>(invocation.generation);
  if (!name) return std::unexpected(name.error());
  const auto folder = find_generation(archive, *name);
  if (!folder) return std::unexpected(folder.error());
  // So that prune does not take it away meanwhile. Without a manifest there is nothing to hold, and the check says so.
  const auto reading = ReaderLock::acquire(GenerationPaths{*folder}.manifest());
  if (const auto sound = check_generation(*folder, invocation.deep); !sound) return std::unexpected(sound.error());
  if (invocation.generation.empty()) {
    if (const auto pins = check_pins(archive); !pins) return std::unexpected(pins.error());
  }
  const auto manifest = read_manifest(*folder);
  if (!manifest) return std::unexpected(manifest.error());
  return write_stdout(
      fmt::format("{}: intact: {}, {}\n", *name, counted(manifest->files.size(), "file"), size_text(total_bytes(manifest->files))));
}

Result<Status> run_generations(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto current = current_generation(invocation);
  if (!current && current.error().status == Status::no_input) return std::unexpected(current.error());
  const auto pins = read_pins(archive);
  if (!pins) return std::unexpected(pins.error());
  std::vector<GenerationRow> rows;
  for (const std::string& name : list_generations(archive)) {
    GenerationRow row = describe_generation(archive.generation(name), name);
    row.current = current && *current == name;
    const auto pin = std::ranges::find(*pins, name, &Pin::generation);
    row.pinned = pin != pins->end();
    if (row.pinned) row.note = pin->note;
    rows.push_back(std::move(row));
  }
  for (const std::string& name : list_generations_in(archive.candidates())) {
    GenerationRow row = describe_generation(archive.candidates() / name, name);
    row.candidate = true;
    rows.push_back(std::move(row));
  }
  const auto written = write_stdout(invocation.json ? generations_json(rows) : generations_text(rows));
  // A lost CURRENT is worth a look at the list, and still an error.
  if (!current) return std::unexpected(current.error());
  return written;
}

Result<Status> run_rollback(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto writing = begin_writing(invocation);
  if (!writing) return std::unexpected(writing.error());
  const auto target = rollback_target(invocation, writing->current);
  if (!target) return std::unexpected(target.error());
  const auto manifest = checked_manifest(archive.generation(*target));
  if (!manifest) return std::unexpected(manifest.error());
  // The hold comes first: a run must not publish between the two.
  const auto held = invocation.hold ? write_hold(archive, {*target, instant_text(invocation.now)}) : Result<void>{};
  if (!held) return std::unexpected(held.error());
  if (const auto switched = switch_current(archive, *target); !switched) return std::unexpected(switched.error());
  const auto lifted = invocation.hold ? Result<void>{} : lift_hold(archive);
  if (!lifted) return std::unexpected(lifted.error());
  const std::string held_text =
      invocation.hold ? "; builds are kept as candidates until one is published, or until a rollback without --hold" : "";
  log_outcome(Status::ok, now_in_use(*target, *manifest) + back_text(invocation, writing->current, *target, held_text));
  return Status::ok;
}

Result<Status> run_publish(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto writing = begin_writing(invocation);
  if (!writing) return std::unexpected(writing.error());
  // A first build that was refused is published into an archive that nobody searched yet.
  if (!writing->current && writing->current.error().status != Status::no_input) return std::unexpected(writing->current.error());
  const auto folder = find_candidate(invocation);
  if (!folder) return std::unexpected(folder.error());
  const auto manifest = checked_manifest(*folder);
  if (!manifest) return std::unexpected(manifest.error());
  if (const auto published = publish_candidate(archive, invocation.generation); !published) return std::unexpected(published.error());
  if (const auto lifted = lift_hold(archive); !lifted) return std::unexpected(lifted.error());
  if (const auto pruned = prune_generations(archive, invocation.build.keep_generations); !pruned) {
    log_warning("prune", pruned.error().message);  // the candidate is published all the same
  }
  log_outcome(Status::ok, fmt::format("published {0}: {1}{2}", invocation.generation, now_in_use(invocation.generation, *manifest),
                                      back_text(invocation, writing->current, invocation.generation)));
  return Status::ok;
}

Result<Status> run_prune(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto writing = begin_writing(invocation);
  if (!writing) return std::unexpected(writing.error());
  if (!writing->current) return std::unexpected(writing->current.error());
  auto removed = prune_generations(archive, invocation.keep);
  if (!removed) return std::unexpected(removed.error());
  const auto candidates = prune_candidates(archive, 0);
  if (!candidates) return std::unexpected(candidates.error());
  removed->insert(removed->end(), candidates->begin(), candidates->end());
  const auto left = list_generations(archive);
  std::string text = removed->empty() ? "removed nothing" : fmt::format("removed {}", fmt::join(*removed, ", "));
  text += fmt::format("; {} left; searches use {}", counted(left.size(), "generation"), *writing->current);
  if (left.size() > invocation.keep) text += "; more than asked for are left because they are read, pinned or current";
  log_outcome(Status::ok, text);
  return Status::ok;
}

Result<Status> run_pin(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto writing = begin_writing(invocation);
  if (!writing) return std::unexpected(writing.error());
  const auto folder = find_generation(archive, invocation.generation);
  if (!folder) return std::unexpected(folder.error());
  if (folder->parent_path() == archive.candidates()) {
    return fail(Status::usage, fmt::format("{0} is a candidate; publish it first: broadsheet publish {0} {1}", invocation.generation,
                                           archive_flag(invocation)));
  }
  auto pins = read_pins(archive);
  if (!pins) return std::unexpected(pins.error());
  std::erase_if(*pins, [&](const Pin& pin) { return pin.generation == invocation.generation; });
  pins->push_back({invocation.generation, invocation.note});
  if (const auto written = write_pins(archive, *pins); !written) return std::unexpected(written.error());
  log_outcome(Status::ok,
              fmt::format("pinned {0}: it stays until: broadsheet unpin {0} {1}", invocation.generation, archive_flag(invocation)));
  return Status::ok;
}

Result<Status> run_unpin(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto writing = begin_writing(invocation);
  if (!writing) return std::unexpected(writing.error());
  auto pins = read_pins(archive);
  if (!pins) return std::unexpected(pins.error());
  if (std::erase_if(*pins, [&](const Pin& pin) { return pin.generation == invocation.generation; }) == 0) {
    std::vector<std::string> names;
    for (const Pin& pin : *pins) names.push_back(pin.generation);
    const std::string others = names.empty() ? "none is" : fmt::format("pinned are: {}", fmt::join(names, ", "));
    return fail(Status::no_input, fmt::format("{} is not pinned in {}; {}", invocation.generation, archive.root.string(), others));
  }
  if (const auto written = write_pins(archive, *pins); !written) return std::unexpected(written.error());
  log_outcome(Status::ok, fmt::format("unpinned {}: the next run or prune may remove it", invocation.generation));
  return Status::ok;
}

}  // namespace broadsheet
