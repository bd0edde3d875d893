// Who writes this archive, who reads this generation? Advisory locks (flock) that the kernel drops when a process ends, so that no
// file left behind ever has to be removed by hand.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "common/error.h"
#include "common/files.h"

namespace broadsheet {

// Held by the one writer of an archive; the file says pid and start time for those who must wait. Move-only.
class WriterLock {
 public:
  // Waits up to `wait`, or until a signal is caught; then 75 with the holder's pid and since when. `started`: text that goes into
  // the file. The folder of `path` must exist.
  static Result<WriterLock> acquire(const std::filesystem::path& path, std::chrono::seconds wait, const std::string& started);
  WriterLock(WriterLock&& other) noexcept = default;
  WriterLock& operator=(WriterLock&& other) noexcept = default;
  ~WriterLock();

 private:
  explicit WriterLock(Descriptor fd) : fd_(std::move(fd)) {}
  Descriptor fd_;
};

// A shared lock on a generation's manifest, through a read-only descriptor: `prune` leaves generations that have one. Never waits.
// Move-only.
class ReaderLock {
 public:
  // 66 when the generation has just been removed: read CURRENT again.
  static Result<ReaderLock> acquire(const std::filesystem::path& manifest);

 private:
  explicit ReaderLock(Descriptor fd) : fd_(std::move(fd)) {}
  Descriptor fd_;
};

// Held while a generation is moved out of the way: nobody reads it, and nobody begins to. Move-only.
class RemovalLock {
 public:
  // nullopt: somebody reads it, or the file system knows no locks. A generation without a manifest has no readers.
  static std::optional<RemovalLock> try_acquire(const std::filesystem::path& manifest);

 private:
  explicit RemovalLock(Descriptor fd) : fd_(std::move(fd)) {}
  Descriptor fd_;
};

// true: nobody holds a ReaderLock on it now.
bool no_readers(const std::filesystem::path& manifest);

}  // namespace broadsheet
