// broadsheet-index: arguments in, exit status out. Everything that is read from outside the arguments (environment, configuration,
// clock, processors, signals) is read here.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sched.h>
#include <sys/resource.h>

#include "common/files.h"
#include "common/log.h"
#include "common/process.h"
#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/options.h"

namespace broadsheet {
namespace {

void remember_signal(int number) { stop_signal = number; }

// The first SIGINT or SIGTERM asks the run to stop, the second ends the process: nothing half-published is left either way.
void set_signals() {
  struct sigaction stop{};
  stop.sa_handler = remember_signal;
  stop.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : {SIGINT, SIGTERM}) ::sigaction(number, &stop, nullptr);
}

std::optional<std::string> read_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<std::optional<std::string>> read_config_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  auto text = read_file(path);
  if (!text) return fail(Status::bad_config, text.error().message);
  return std::move(*text);
}

unsigned usable_processors() {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  if (::sched_getaffinity(0, sizeof processors, &processors) == 0) return static_cast<unsigned>(CPU_COUNT(&processors));
  return std::max(1U, std::thread::hardware_concurrency());
}

// As many files as the hard limit allows: the soft one is for programs that use select(2).
std::uint64_t usable_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return UINT64_MAX;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) static_cast<void>(::getrlimit(RLIMIT_NOFILE, &limit));
  return limit.rlim_cur;
}

// broadsheet-search in this program's own folder; relative to the folder we are in where the system does not tell.
std::filesystem::path search_program() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "broadsheet-search";
}

std::int64_t monotonic_seconds() {
  timespec now{};
  static_cast<void>(::clock_gettime(CLOCK_MONOTONIC, &now));
  return now.tv_sec;
}

Result<Status> run(const std::vector<std::string>& arguments) {
  const Surroundings around{read_environment, read_config_file, std::time(nullptr), usable_processors(), usable_files(), search_program()};
  configure_log(early_log_settings(arguments, read_environment));
  auto invocation = parse_command_line(arguments, around);
  if (!invocation) return std::unexpected(invocation.error());
  invocation->log.seconds = monotonic_seconds;
  configure_log(invocation->log);
  if (invocation->log.format == LogFormat::json) explain_crashes_as_json();
  return run_command(*invocation);
}

// Surprises end here, with a status and one line.
Result<Status> run_caught(const std::vector<std::string>& arguments) {
  try {
    return run(arguments);
  } catch (...) {
    return std::unexpected(current_surprise());
  }
}

int exit_status(const Result<Status>& outcome) {
  // Work that was finished before the signal was heard is finished.
  if (outcome && *outcome == Status::ok) return 0;
  if (const int number = stop_signal; number != 0) return 128 + number;
  return static_cast<int>(outcome ? *outcome : outcome.error().status);
}

}  // namespace
}  // namespace broadsheet

int main(int argc, char** argv) {
  broadsheet::settle_process();
  broadsheet::set_signals();
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  const auto outcome = broadsheet::run_caught(arguments);
  if (!outcome) broadsheet::log_error(outcome.error());
  return broadsheet::exit_status(outcome);
}
