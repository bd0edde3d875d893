// broadsheet-search: brings in clock, environment and terminal, maps what comes out to an exit status.
#include <cstdlib>
#include <ctime>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include <sched.h>
#include <unistd.h>

#include "common/files.h"
#include "common/log.h"
#include "common/process.h"
#include "searcher/commands.h"
#include "searcher/options.h"

namespace {

using namespace broadsheet;

unsigned available_processors() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(CPU_COUNT(&set));
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<std::optional<std::string>> config_text(const std::filesystem::path& path) {
  constexpr std::size_t kMaxConfigBytes = 1U << 20;
  auto text = read_file(path, kMaxConfigBytes);
  if (text) return std::move(*text);
  if (text.error().status == Status::no_input) return std::nullopt;
  return fail(Status::bad_config, text.error().message);
}

Surroundings surroundings() {
  return {environment_variable, config_text, std::time(nullptr), available_processors(), ::isatty(STDOUT_FILENO) == 1};
}

Result<Status> run(const std::vector<std::string>& arguments) {
  const Surroundings around = surroundings();
  const auto invocation = parse_command_line(arguments, around);
  configure_log(invocation ? invocation->log : early_log_settings(arguments, around.environment));
  if (!invocation) return std::unexpected(invocation.error());
  if (invocation->log.format == LogFormat::json) explain_crashes_as_json();
  Output out(STDOUT_FILENO);
  return run_command(*invocation, out);
}

}  // namespace

int main(int argc, char** argv) {
  settle_process();
  Error error;
  try {
    const auto status = run({argv + (argc > 0 ? 1 : 0), argv + argc});
    if (status) return static_cast<int>(*status);
    error = status.error();
  } catch (const std::bad_alloc&) {
    error = {Status::system, "not enough memory"};
  } catch (const std::exception& surprise) {
    error = {Status::software, std::string("a bug, please report it: ") + surprise.what()};
  }
  log_error(error);
  return static_cast<int>(error.status);
}
