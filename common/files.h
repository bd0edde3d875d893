// Reading, mapping and safely writing files. Every error names the path and the system's reason.
// Blocking; each function is thread-safe, MappedFile's contents too. Interrupted and short system calls are gone on with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "common/error.h"

namespace broadsheet {

// A file descriptor with one owner. Move-only; closed in the destructor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  // 0, or the error number of close(2).
  int close();

 private:
  int fd_ = -1;
};

// The whole file read-only in memory. Move-only; unmapped in the destructor. An empty file maps to an empty view.
class MappedFile {
 public:
  MappedFile() = default;
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();
  std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// Buffered sequential writer that keeps the first error and counts bytes. Move-only. close() flushes and, with `sync`, fsyncs; a
// writer destroyed before close() leaves an unfinished file.
class FileWriter {
 public:
  FileWriter() = default;
  static Result<FileWriter> create(const std::filesystem::path& path);  // fails if it exists
  FileWriter(FileWriter&& other) noexcept = default;
  FileWriter& operator=(FileWriter&& other) noexcept = default;
  ~FileWriter() = default;
  void write(std::string_view bytes);  // after an error: does nothing
  // Overwrites bytes at an absolute offset (a header known only at the end). Flushes first.
  void rewrite(std::uint64_t offset, std::string_view bytes);
  Result<void> flush();
  std::uint64_t size() const { return written_ + buffer_.size(); }
  Result<void> close(bool sync);

 private:
  void put(std::string_view bytes);
  void drain();
  Result<void> outcome() const;

  Descriptor fd_;
  std::filesystem::path path_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  int error_ = 0;
};

// 65 when the file is longer than `max_bytes`. Where a limit is given, anything but a regular file is 65 too, and never waited for.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes = SIZE_MAX);
// The bytes in order, in blocks of up to 1 MiB that are borrowed for the call.
Result<void> read_in_blocks(const std::filesystem::path& path, const std::function<void(std::string_view)>& use);
// Temporary name in the same folder, fsync, rename over `path`, fsync of the folder. Keeps the mode of a file that it replaces.
// One writer at a time.
Result<void> atomic_write(const std::filesystem::path& path, std::string_view content);
// The temporary name that atomic_write uses: always the same, so that one left by a killed run is replaced by the next.
std::filesystem::path temporary_name(const std::filesystem::path& path);
Result<void> sync_file(const std::filesystem::path& path);
Result<void> sync_folder(const std::filesystem::path& path);
Result<void> make_folder(const std::filesystem::path& path);  // with parents; existing is fine
Result<void> rename_path(const std::filesystem::path& from, const std::filesystem::path& to);

// Lower-case hex.
std::string sha256_hex(std::string_view bytes);
Result<std::string> sha256_of_file(const std::filesystem::path& path);
// SHA-256 over bytes that come in parts.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&& other) noexcept;
  Sha256& operator=(Sha256&& other) noexcept;
  ~Sha256();
  void update(std::string_view bytes);
  std::string hex();  // ends it

 private:
  void* context_;
};

// An Error for a failed system call: "PATH: cannot DOING: REASON". ENOSPC and EIO -> 74, ENOENT and EACCES -> 66, EROFS -> 73,
// ENOMEM, EMFILE -> 71.
Error system_error(int error_number, std::string_view doing, const std::filesystem::path& path);
// The same when something was to be made: ENOENT, EACCES and EEXIST -> 73.
Error creation_error(int error_number, std::string_view doing, const std::filesystem::path& path);
// 65: what a file of an archive holds is not what was written. "PATH: damaged: HOW"; the caller adds what helps (generation_fault).
std::unexpected<Error> damaged(const std::filesystem::path& path, std::string_view how);

}  // namespace broadsheet
