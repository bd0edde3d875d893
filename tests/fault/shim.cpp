// What do the programs do when the system gives them less than they asked for? LD_PRELOAD this library: reads and writes of files are
// cut to a few bytes, and now and then interrupted, as a kernel may do at any time. strace cannot: an injected result is not a write.
//   FAULT_SHORT=N   at most N bytes a call (pread and pwrite too)
//   FAULT_EINTR=N   every Nth call fails with EINTR, before anything is done
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace {

std::size_t setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? 0 : static_cast<std::size_t>(std::strtoul(value, nullptr, 10));
}

std::size_t shorter(std::size_t size) {
  static const std::size_t most = setting("FAULT_SHORT");
  return most == 0 ? size : std::min(size, most);
}

bool interrupted() {
  static const std::size_t every = setting("FAULT_EINTR");
  static std::atomic<std::size_t> calls{0};
  if (every == 0 || ++calls % every != 0) return false;
  errno = EINTR;
  return true;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* buffer, size_t size) {
  static const auto real = next<ssize_t (*)(int, void*, size_t)>("read");
  return interrupted() ? -1 : real(fd, buffer, shorter(size));
}

ssize_t write(int fd, const void* buffer, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  return interrupted() ? -1 : real(fd, buffer, shorter(size));
}

ssize_t pread(int fd, void* buffer, size_t size, off_t offset) {
  static const auto real = next<ssize_t (*)(int, void*, size_t, off_t)>("pread");
  return interrupted() ? -1 : real(fd, buffer, shorter(size), offset);
}

ssize_t pread64(int fd, void* buffer, size_t size, off_t offset) {
  static const auto real = next<ssize_t (*)(int, void*, size_t, off_t)>("pread64");
  return interrupted() ? -1 : real(fd, buffer, shorter(size), offset);
}

ssize_t pwrite(int fd, const void* buffer, size_t size, off_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return interrupted() ? -1 : real(fd, buffer, shorter(size), offset);
}

ssize_t pwrite64(int fd, const void* buffer, size_t size, off_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite64");
  return interrupted() ? -1 : real(fd, buffer, shorter(size), offset);
}

int fsync(int fd) {
  static const auto real = next<int (*)(int)>("fsync");
  return interrupted() ? -1 : real(fd);
}
}
