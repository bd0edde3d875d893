#include "common/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "common/error.h"

namespace broadsheet {
namespace {

// The other way round than its use, so that nothing is read from or written to it unnoticed.
constexpr std::array kFlagsOfStandardDescriptors = {O_WRONLY, O_RDONLY, O_WRONLY};

void take_closed_descriptors() {
  for (std::size_t fd = 0; fd < kFlagsOfStandardDescriptors.size(); ++fd) {
    const bool closed = ::fcntl(static_cast<int>(fd), F_GETFD) < 0 && errno == EBADF;
    // open() gives the lowest free number, which is this one.
    if (closed && ::open("/dev/null", kFlagsOfStandardDescriptors[fd]) < 0) return;
  }
}

std::atomic<bool> as_json{false};

#ifndef BROADSHEET_SANITIZED
struct Crash {
  int signal;
  Status status;
  std::string_view text;
  std::string_view json;
};
constexpr std::array kCrashes = {
    Crash{
        SIGBUS, Status::bad_data,
        "broadsheet: error: a file was cut or its disk failed while it was read; look at the archive: broadsheet check\n",
        R"j({"level":"error","status":65,"message":"a file was cut or its disk failed while it was read; look at the archive: broadsheet check"})j"
        "\n"},
    Crash{
        SIGSEGV, Status::software,
        "broadsheet: error: memory was read where there is none: the archive is damaged (look: broadsheet check), or this is a bug (please "
        "report it)\n",
        R"j({"level":"error","status":70,"message":"memory was read where there is none: the archive is damaged (look: broadsheet check), or this is a bug (please report it)"})j"
        "\n"},
};

// Only what is allowed in a signal handler.
void explain_crash(int number) {
  for (const Crash& crash : kCrashes) {
    if (crash.signal != number) continue;
    const std::string_view line = as_json.load(std::memory_order_relaxed) ? crash.json : crash.text;
    static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
    ::_exit(static_cast<int>(crash.status));
  }
}

// On a stack of its own: the usual one may be what has no end left.
void catch_crashes() {
  static std::array<char, 64U << 10> stack;
  stack_t alternative{};
  alternative.ss_sp = stack.data();
  alternative.ss_size = stack.size();
  if (::sigaltstack(&alternative, nullptr) != 0) return;
  struct sigaction action{};
  action.sa_handler = explain_crash;
  action.sa_flags = SA_ONSTACK;
  for (const Crash& crash : kCrashes) ::sigaction(crash.signal, &action, nullptr);
}
#else
void catch_crashes() {}  // the sanitizer's report is worth more
#endif

}  // namespace

void explain_crashes_as_json() { as_json = true; }

void settle_process() {
  take_closed_descriptors();
  for (const int number : {SIGPIPE, SIGXFSZ}) static_cast<void>(std::signal(number, SIG_IGN));
  catch_crashes();
}

}  // namespace broadsheet
