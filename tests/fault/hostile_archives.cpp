// What does the searcher do with archives whose bytes somebody chose? One process a round takes a fifth of a second, mostly to begin; this
// program begins once and forks for each round. Built with AddressSanitizer where build/asan is; test_damage.py runs it.
//   hostile_archives ARCHIVE QUESTIONS SEED ROUNDS    QUESTIONS: a file for `batch`; ARCHIVE is changed, and mended after each round
// Stdout: how many came to what end, as JSON. Exit status 1: a round that our code must answer for, told on stderr with its seed.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "common/files.h"
#include "common/generation.h"
#include "common/process.h"
#include "searcher/commands.h"
#include "searcher/options.h"

namespace {

using namespace broadsheet;

constexpr rlim_t kProcessorSeconds = 5;  // an answer takes a twentieth of one
constexpr unsigned kSecondsAtMost = 300;  // whatever it waits for

std::string bytes_of(const Path& path) { return read_file(path).value_or(""); }

void put(const Path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
}

// Bytes overwritten, set to a border of their range, cut out, put in, or doubled.
std::string mutated(std::string data, std::mt19937_64& chance) {
  const auto below = [&chance](std::size_t n) { return static_cast<std::size_t>(chance() % std::max<std::size_t>(n, 1)); };
  const std::size_t place = below(data.size());
  switch (below(5)) {
    case 0:
      for (std::size_t n = 1 + below(8); n > 0; --n) data[below(data.size())] = static_cast<char>(below(256));
      break;
    case 1:
      data.replace(place, std::size_t{1} << below(4), std::size_t{1} << below(4), "\xff\x00\x80\x7f"[below(4)]);
      break;
    case 2:
      data.erase(place, 1 + below(data.size() / 2 + 1));
      break;
    case 3:
      data.insert(place, data.substr(below(data.size()), 1 + below(199)));
      break;
    default:
      data.replace(place, 64, data.substr(below(data.size()), 64));
  }
  return data;
}

// As main() of broadsheet-search does it.
int search(const std::vector<std::string>& words) {
  try {
    const Surroundings around{[](const std::string&) { return std::nullopt; }, [](const Path&) { return std::nullopt; }, 0, 1, false};
    const auto invocation = parse_command_line(words, around);
    if (!invocation) return static_cast<int>(invocation.error().status);
    Output out(STDOUT_FILENO);
    const auto status = run_command(*invocation, out);
    return static_cast<int>(status ? *status : status.error().status);
  } catch (const std::exception& surprise) {
    fmt::print(stderr, "a surprise: {}\n", surprise.what());
    return static_cast<int>(Status::software);
  }
}

void into_file(const Path& path, int descriptor) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ::dup2(file, descriptor);
  ::close(file);
}

struct Round {
  int status = 0;  // of waitpid
  std::string out, err;
};

Round ask(const std::vector<std::string>& words, const Path& folder) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit limit{kProcessorSeconds, kProcessorSeconds};
    ::setrlimit(RLIMIT_CPU, &limit);
    ::alarm(kSecondsAtMost);
    into_file(folder / "out", STDOUT_FILENO);
    into_file(folder / "err", STDERR_FILENO);
    ::_exit(search(words));
  }
  Round round;
  while (::waitpid(child, &round.status, 0) < 0) {
  }
  round.out = bytes_of(folder / "out");
  round.err = bytes_of(folder / "err");
  return round;
}

bool is_held_up(const Round& round) {
  return WIFSIGNALED(round.status) && (WTERMSIG(round.status) == SIGXCPU || WTERMSIG(round.status) == SIGKILL);
}

// Answered, or refused because of damage: as a whole (65), or query by query (3).
bool is_orderly(const Round& round) {
  if (!WIFEXITED(round.status) || round.err.find("Sanitizer") != std::string::npos) return false;
  const int status = WEXITSTATUS(round.status);
  if (status == 0 || status == static_cast<int>(Status::bad_data)) return true;
  if (status != static_cast<int>(Status::partial)) return false;
  constexpr std::string_view kError = R"("error":{"status":)";
  for (std::size_t at = round.out.find(kError); at != std::string::npos; at = round.out.find(kError, at + 1)) {
    if (!round.out.substr(at + kError.size()).starts_with("65,")) return false;
  }
  return round.out.find(kError) != std::string::npos;
}

// libxapian 1.4.22 believes much of what its tables say; the frame that read where there is nothing is its own.
bool is_astray_in_libxapian(const std::string& name, const Round& round) {
  if (!name.starts_with("xapian/") || !WIFEXITED(round.status)) return false;
  if (round.err.find("Sanitizer") == std::string::npos) {
    return WEXITSTATUS(round.status) == 70 &&
           round.err.find("memory was read where there is none: the archive is damaged") != std::string::npos;
  }
  for (std::size_t at = round.err.find("    #"); at != std::string::npos; at = round.err.find("    #", at + 1)) {
    const std::string frame = round.err.substr(at, round.err.find('\n', at) - at);
    if (frame.find("sanitizer") == std::string::npos && frame.find("san.so") == std::string::npos)
      return frame.find("libxapian") != std::string::npos;
  }
  return false;
}

struct Outcome {
  std::map<int, unsigned> statuses;
  unsigned astray = 0, held_up = 0;
};

// false: our code must answer for it.
bool judge(const std::string& name, const Round& round, Outcome& outcome) {
  if (is_held_up(round)) {
    ++outcome.held_up;
    return name == "xapian/postlist.glass";  // whose cursor can go round for ever; nothing of ours may
  }
  if (is_astray_in_libxapian(name, round)) {
    ++outcome.astray;
    return true;
  }
  if (WIFEXITED(round.status)) ++outcome.statuses[WEXITSTATUS(round.status)];
  return is_orderly(round);
}

std::vector<std::string> names_of(const Path& generation) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(generation)) {
    if (entry.is_regular_file() && entry.file_size() > 0) names.push_back(std::filesystem::relative(entry.path(), generation).string());
  }
  std::ranges::sort(names);
  return names;
}

int run(const std::vector<std::string>& arguments) {
  const ArchivePaths archive{arguments.at(0)};
  const std::uint64_t seed = std::stoull(arguments.at(2)), rounds = std::stoull(arguments.at(3));
  const Path generation = archive.generation(read_current(archive).value());
  const std::vector<std::string> words{"batch", arguments[1], "--archive", archive.root.string(), "--jobs", "1"};
  const Path folder = Path(arguments[1]).parent_path();
  const std::vector<std::string> names = names_of(generation);
  if (const Round sound = ask(words, folder); sound.status != 0) return fmt::print(stderr, "the sound archive:\n{}", sound.err), 1;
  Outcome outcome;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    const std::string& name = names[i % names.size()];
    const std::string sound = bytes_of(generation / name);
    std::mt19937_64 chance(seed + i);
    put(generation / name, mutated(sound, chance));
    const Round round = ask(words, folder);
    const bool good = judge(name, round, outcome);
    if (!good) return fmt::print(stderr, "seed {} round {} file {}: status {:#x}\n{}", seed, i, name, round.status, round.err), 1;
    put(generation / name, sound);
  }
  fmt::print("{{");
  for (const auto& [status, n] : outcome.statuses) fmt::print("\"exit status {}\": {}, ", status, n);
  fmt::print("\"astray in libxapian\": {}, \"held up in libxapian\": {}}}\n", outcome.astray, outcome.held_up);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  broadsheet::settle_process();
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& fault) {
    fmt::print(stderr, "hostile_archives: {}\n", fault.what());
    return 2;
  }
}
