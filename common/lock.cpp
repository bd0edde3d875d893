#include "common/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>

#include <cerrno>
#include <charconv>
#include <ctime>

namespace broadsheet {
namespace {

constexpr std::size_t kMaxLockFileBytes = 4096;
constexpr std::chrono::milliseconds kRetryEvery{50};
// How long a new holder may take from the lock to having written its name.
constexpr int kNameRetries = 10;

// false: a signal was caught.
bool rest(std::chrono::milliseconds time) {
  const timespec span{0, std::chrono::nanoseconds(time).count()};
  return ::nanosleep(&span, nullptr) == 0;
}

// A fifo in the file's place is not waited for.
Descriptor open_to_lock(const std::filesystem::path& path, int flags) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0666);
  } while (fd < 0 && errno == EINTR);
  return Descriptor(fd);
}

// 0 or the error number.
int lock_descriptor(int fd, int operation) {
  while (::flock(fd, operation | LOCK_NB) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

// 0 or the error number. A name cut short does no harm: it is for people only.
int write_name(int fd, const std::string& name) {
  while (::ftruncate(fd, 0) != 0) {
    if (errno != EINTR) return errno;
  }
  while (::pwrite(fd, name.data(), name.size(), 0) < 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

struct Holder {
  pid_t pid = 0;
  std::string started;
};

// nullopt: no name yet, or that of a process that has ended.
std::optional<Holder> read_holder(const std::filesystem::path& path) {
  const auto content = read_file(path, kMaxLockFileBytes);
  if (!content || !content->ends_with('\n')) return std::nullopt;
  Holder holder;
  const char* end = content->data() + content->size() - 1;
  const auto [rest_of_line, error] = std::from_chars(content->data(), end, holder.pid);
  if (error != std::errc{} || holder.pid <= 0) return std::nullopt;
  if (::kill(holder.pid, 0) != 0 && errno == ESRCH) return std::nullopt;
  if (rest_of_line != end) holder.started.assign(rest_of_line + 1, end);
  return holder;
}

std::unexpected<Error> busy(const std::filesystem::path& path) {
  std::string who = "another process";
  for (int i = 0; i < kNameRetries; ++i) {
    if (const auto holder = read_holder(path)) {
      who = fmt::format("process {}{}", holder->pid, holder->started.empty() ? "" : " since " + holder->started);
      break;
    }
    if (!rest(kRetryEvery / 2)) break;
  }
  return fail(Status::busy, fmt::format("{}: the archive is being written by {}; run the command again later, or wait for it: --wait "
                                        "SECONDS",
                                        path.parent_path().string(), who));
}

bool same_file(int fd, const std::filesystem::path& path) {
  struct stat held{};
  struct stat named{};
  return ::fstat(fd, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

}  // namespace

Result<WriterLock> WriterLock::acquire(const std::filesystem::path& path, std::chrono::seconds wait, const std::string& started) {
  Descriptor fd = open_to_lock(path, O_RDWR | O_CREAT | O_NOFOLLOW);
  if (!fd) return std::unexpected(creation_error(errno, "open", path));
  std::chrono::milliseconds left = wait;
  while (const int error = lock_descriptor(fd.get(), LOCK_EX)) {
    if (error != EWOULDBLOCK) return std::unexpected(system_error(error, "lock", path));
    if (left <= left.zero() || !rest(kRetryEvery)) return busy(path);
    left -= kRetryEvery;
  }
  if (const int error = write_name(fd.get(), fmt::format("{} {}\n", ::getpid(), started)); error != 0) {
    return std::unexpected(system_error(error, "write", path));
  }
  return WriterLock(std::move(fd));
}

WriterLock::~WriterLock() {
  // An empty file names nobody while the next holder has not yet written its name. Should it fail: the dead are not believed.
  if (fd_ && ::ftruncate(fd_.get(), 0) != 0) return;
}

Result<ReaderLock> ReaderLock::acquire(const std::filesystem::path& manifest) {
  Descriptor fd = open_to_lock(manifest, O_RDONLY);
  if (!fd) return std::unexpected(system_error(errno, "open", manifest));
  const int error = lock_descriptor(fd.get(), LOCK_SH);
  // Where the file system knows no locks, prune gets none either and removes nothing.
  if (error == EWOULDBLOCK || !same_file(fd.get(), manifest)) {
    return fail(Status::no_input, fmt::format("{}: the generation is being removed; run the command again", manifest.string()));
  }
  return ReaderLock(std::move(fd));
}

std::optional<RemovalLock> RemovalLock::try_acquire(const std::filesystem::path& manifest) {
  Descriptor fd = open_to_lock(manifest, O_RDONLY);
  if (!fd) return errno == ENOENT ? std::optional(RemovalLock(Descriptor{})) : std::nullopt;
  if (lock_descriptor(fd.get(), LOCK_EX) != 0) return std::nullopt;
  return RemovalLock(std::move(fd));
}

bool no_readers(const std::filesystem::path& manifest) { return RemovalLock::try_acquire(manifest).has_value(); }

}  // namespace broadsheet
