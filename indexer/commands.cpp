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
#include "indexer/failure.h"
#include "indexer/generation_commands.h"
#include "indexer/hand_files.h"
#include "indexer/pipeline.h"
#include "indexer/publish.h"
#include "indexer/report.h"
#include "indexer/status_command.h"
#include "indexer/stored_article.h"

namespace broadsheet {
namespace {

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
  const bool names_place = error.message.find(archive.root.string()) != error.message.npos;
  const bool system_fault = error.status == Status::io_error || error.status == Status::system;
  error.message = fmt::format("not published: {}{}", system_fault && !names_place ? archive.root.string() + ": " : "", error.message);
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

// Also of a run that failed; but a run that never had the lock has nothing to tell.
void leave_metrics(const Invocation& invocation, const Result<BuildResult>& result) {
  if (!invocation.build.metrics || (!result && result.error().status == Status::busy)) return;
  const auto written = write_metrics(ArchivePaths{invocation.archive}, *invocation.build.metrics, invocation.now);
  if (!written) log_warning("metrics", written.error().message);
}

Result<Status> build(const Invocation& invocation) {
  set_file_mode(invocation.build.mode);
  const ArchivePaths archive{invocation.archive};
  const auto before = read_current(archive);
  const auto result = run_build_caught(invocation.build);
  leave_metrics(invocation, result);
  if (!result) return std::unexpected(not_published(result.error(), archive, before));
  log_report(invocation, *result);
  log_outcome(result->status, result->message);
  return result->status;
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
    CommandRow{Subcommand::build, build},         CommandRow{Subcommand::check, run_check},
    CommandRow{Subcommand::status, run_status},   CommandRow{Subcommand::generations, run_generations},
    CommandRow{Subcommand::prune, run_prune},     CommandRow{Subcommand::rollback, run_rollback},
    CommandRow{Subcommand::publish, run_publish}, CommandRow{Subcommand::pin, run_pin},
    CommandRow{Subcommand::unpin, run_unpin},     CommandRow{Subcommand::clean, clean},
    CommandRow{Subcommand::inspect, inspect},
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
  } catch (const Failure& failure) {
    return failure.error;
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
