#include "common/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

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

}  // namespace

void settle_process() {
  take_closed_descriptors();
  for (const int number : {SIGPIPE, SIGXFSZ}) static_cast<void>(std::signal(number, SIG_IGN));
}

}  // namespace broadsheet
