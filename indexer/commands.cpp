#include "indexer/commands.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <exception>
#include <filesystem>
#include <new>
#include <system_error>

#include <xapian.h>

#include "common/date.h"
#include "common/files.h"
#include "common/lock.h"
#include "common/schema.h"
#include "common/version.h"
#include "indexer/clean.h"
#include "indexer/hand_files.h"
#include "indexer/pipeline.h"
#include "indexer/publish.h"
#include "indexer/report.h"
#include "indexer/status.h"
#include "indexer/stored_article.h"

namespace broadsheet {
namespace {

constexpr mode_t kReadableByAll = 0644;

std::string archive_flag(const Invocation& invocation) { return "--archive " + shell_word(invocation.archive.string()); }

// From here on files are made with this mode, and folders with x where files have r, whatever the umask was: Xapian's files, too.
void set_file_mode(const std::string& octal) {
  mode_t mode = kReadableByAll;
  std::from_chars(octal.data(), octal.data() + octal.size(), mode, 8);
  ::umask(static_cast<mode_t>(~(mode | (mode & 0444U) >> 2U) & 0777U));
}

Result<WriterLock> lock_archive(const Invocation& invocation) {
  return WriterLock::acquire(ArchivePaths{invocation.archive}.lock(), std::chrono::seconds(invocation.wait_seconds),
                             instant_text(invocation.now));
}

// read_current(), where a missing archive is said to be looked for because of whom.
Result<std::string> current_generation(const Invocation& invocation) {
  auto current = read_current(ArchivePaths{invocation.archive});
  if (!current && current.error().status == Status::no_input) {
    current.error().message += fmt::format(" (looked there because of {})", invocation.archive_origin);
  }
  return current;
}

// Where a generation lies, refused ones included.
Result<Path> find_generation(const ArchivePaths& archive, const std::string& name) {
  std::error_code ignored;
  for (const Path& folder : {archive.generation(name), archive.candidates() / name}) {
    if (std::filesystem::is_directory(folder, ignored)) return folder;
  }
  return fail(Status::no_input, fmt::format("no generation {} in {}; there are: {}", name, archive.root.string(),
                                            fmt::join(list_generations(archive), ", ")));
}

void log_report(const Invocation& invocation, const BuildResult& result) {
  const bool json_log = invocation.log.format == LogFormat::json && !invocation.log.quiet;
  if (json_log || invocation.build.report_json) return log_json(report_json(result));
  log_note(report_text(result.manifest));
}

// The last line of a build that failed: that, why, and what searches use now. `before`: what they used when it began.
Error not_published(Error error, const ArchivePaths& archive, const Result<std::string>& before) {
  const auto current = read_current(archive);
  // It was published, and then something failed; the message says so.
  if (current && (!before || *before != *current)) return error;
  error.message = fmt::format("not published: {}", error.message);
  if (current) error.message += fmt::format("; searches go on with {}", *current);
  return error;
}

Result<BuildResult> run_build_caught(const BuildOptions& options) {
  try {
    return run_build(options);
  } catch (...) {
    return std::unexpected(current_surprise());
  }
}

Result<Status> build(const Invocation& invocation) {
  set_file_mode(invocation.build.mode);
  const ArchivePaths archive{invocation.archive};
  const auto before = read_current(archive);
  BuildOptions options = invocation.build;
  if (const auto read = read_hand_files(options); !read) return std::unexpected(not_published(read.error(), archive, before));
  const auto result = run_build_caught(options);
  if (!result) return std::unexpected(not_published(result.error(), archive, before));
  log_report(invocation, *result);
  log_outcome(result->status, result->message);
  return result->status;
}

Result<Status> check(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  auto name = invocation.generation.empty() ? current_generation(invocation) : Result<std::string>(invocation.generation);
  if (!name) return std::unexpected(name.error());
  const auto folder = find_generation(archive, *name);
  if (!folder) return std::unexpected(folder.error());
  // So that prune does not take it away meanwhile. Without a manifest there is nothing to hold, and the check says so.
  const auto reading = ReaderLock::acquire(GenerationPaths{*folder}.manifest());
  if (const auto sound = check_generation(*folder, invocation.deep); !sound) return std::unexpected(sound.error());
  const auto manifest = read_manifest(*folder);
  if (!manifest) return std::unexpected(manifest.error());
  return write_stdout(
      fmt::format("{}: intact: {}, {}\n", *name, counted(manifest->files.size(), "file"), size_text(total_bytes(manifest->files))));
}

Result<Status> status(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto name = current_generation(invocation);
  if (!name) return std::unexpected(name.error());
  const Path folder = archive.generation(*name);
  auto manifest = read_manifest(folder);
  if (!manifest) return std::unexpected(generation_fault(std::move(manifest.error()), folder));
  const auto created = parse_date(manifest->created);
  ArchiveStatus status{invocation.archive, std::move(*manifest), 0, invocation.max_age_seconds};
  status.age_seconds = created ? invocation.now - created->start : 0;
  const auto written = write_stdout(invocation.json ? status_json(status) : status_text(status));
  if (!written || !is_too_old(status)) return written;
  log_warning("too-old",
              fmt::format("{} was made {} ago, allowed: {}h", *name, age_text(status.age_seconds), *invocation.max_age_seconds / 3600));
  return Status::partial;
}

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

Result<Status> generations(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto current = current_generation(invocation);
  if (!current && current.error().status == Status::no_input) return std::unexpected(current.error());
  const auto pinned = pinned_generations(archive);
  std::vector<GenerationRow> rows;
  for (const std::string& name : list_generations(archive)) {
    GenerationRow row = describe_generation(archive.generation(name), name);
    row.current = current && *current == name;
    row.pinned = std::ranges::find(pinned, name) != pinned.end();
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

Result<Status> rollback(const Invocation& invocation) {
  set_file_mode("");
  const ArchivePaths archive{invocation.archive};
  if (const auto there = current_generation(invocation); !there && there.error().status == Status::no_input)
    return std::unexpected(there.error());
  const auto lock = lock_archive(invocation);
  if (!lock) return std::unexpected(lock.error());
  const auto current = current_generation(invocation);
  const auto target = rollback_target(invocation, current);
  if (!target) return std::unexpected(target.error());
  if (const auto sound = check_generation(archive.generation(*target), false); !sound) return std::unexpected(sound.error());
  const auto manifest = read_manifest(archive.generation(*target));
  if (!manifest) return std::unexpected(manifest.error());
  if (const auto switched = switch_current(archive, *target); !switched) return std::unexpected(switched.error());
  std::string back;
  if (current && *current != *target)
    back = fmt::format(", no longer {}. Back: broadsheet rollback {} {}", *current, *current, archive_flag(invocation));
  log_outcome(Status::ok,
              fmt::format("searches now use {} ({}, made {}){}", *target, counted(manifest->articles, "article"), manifest->created, back));
  return Status::ok;
}

Result<Status> prune(const Invocation& invocation) {
  const ArchivePaths archive{invocation.archive};
  const auto current = current_generation(invocation);
  if (!current) return std::unexpected(current.error());
  const auto lock = lock_archive(invocation);
  if (!lock) return std::unexpected(lock.error());
  sweep_staging(archive);
  const auto removed = prune_generations(archive, invocation.keep);
  if (!removed) return std::unexpected(removed.error());
  const auto left = list_generations(archive);
  std::string text = removed->empty() ? "removed nothing" : fmt::format("removed {}", fmt::join(*removed, ", "));
  text += fmt::format("; {} left; searches use {}", counted(left.size(), "generation"), *current);
  if (left.size() > invocation.keep) text += "; more than asked for are left because they are read, pinned or current";
  log_outcome(Status::ok, text);
  return Status::ok;
}

// stdout, a closed pipe being an end like another.
Result<Status> print_cleaned(const Invocation& invocation, bool inspect) {
  const auto write = [](std::string_view text) -> Result<void> {
    const auto written = write_stdout(text);
    if (!written) return std::unexpected(written.error());
    return {};
  };
  BuildOptions options = invocation.build;
  if (const auto read = read_hand_files(options); !read) return std::unexpected(read.error());
  return clean_inputs(options, inspect, write);
}

Result<Status> clean(const Invocation& invocation) { return print_cleaned(invocation, false); }

Result<Status> inspect(const Invocation& invocation) {
  if (invocation.id.empty()) return print_cleaned(invocation, true);
  const auto name = current_generation(invocation);
  if (!name) return std::unexpected(name.error());
  const Path folder = ArchivePaths{invocation.archive}.generation(*name);
  const auto reading = ReaderLock::acquire(GenerationPaths{folder}.manifest());
  if (!reading) return std::unexpected(reading.error());
  const auto article = find_article(folder, invocation.id);
  if (!article) return std::unexpected(generation_fault(Error(article.error()), folder));
  if (!*article) return fail(Status::no_input, fmt::format("no article of {} has the id {}", *name, one_line(invocation.id)));
  return write_stdout(inspection_text(**article));
}

using Run = Result<Status> (*)(const Invocation& invocation);
struct CommandRow {
  Subcommand command;
  Run run;
};
constexpr std::array kCommands = {
    CommandRow{Subcommand::build, build},   CommandRow{Subcommand::check, check},
    CommandRow{Subcommand::status, status}, CommandRow{Subcommand::generations, generations},
    CommandRow{Subcommand::prune, prune},   CommandRow{Subcommand::rollback, rollback},
    CommandRow{Subcommand::clean, clean},   CommandRow{Subcommand::inspect, inspect},
};

}  // namespace

Result<Status> run_command(const Invocation& invocation) {
  if (invocation.print) return write_stdout(*invocation.print);
  if (invocation.version) return write_stdout(version_text());
  return std::ranges::find(kCommands, invocation.command, &CommandRow::command)->run(invocation);
}

Error current_surprise() {
  constexpr std::string_view kBug = "{}; this is a bug in broadsheet-index: please report it with the command that led to it";
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return {Status::system, "out of memory; try a smaller --memory, fewer --jobs, or a higher limit (ulimit -v)"};
  } catch (const std::filesystem::filesystem_error& error) {
    return system_error(error.code().value(), "use", error.path1());
  } catch (const std::system_error& error) {
    return {Status::system, fmt::format("the system refuses: {}; try fewer --jobs or higher limits (ulimit -a)", error.what())};
  } catch (const Xapian::DatabaseError& error) {
    return {Status::io_error, fmt::format("Xapian: {}; look at the disk and run the same command again", error.get_description())};
  } catch (const Xapian::Error& error) {
    return {Status::software, fmt::format(kBug, error.get_description())};
  } catch (const std::exception& error) {
    return {Status::software, fmt::format(kBug, error.what())};
  }
}

std::string version_text() {
  return fmt::format("broadsheet-index {}\nXapian {}\nindex format {}, features {}, analysis {}\n", kVersion, Xapian::version_string(),
                     kIndexFormatVersion, kFeatureVersion, kAnalysisVersion);
}

Result<Status> write_stdout(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EPIPE) return Status::ok;
    if (n < 0) return fail(Status::io_error, system_error(errno, "write", "stdout").message);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return Status::ok;
}

}  // namespace broadsheet
