#include "common/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#define OPENSSL_SUPPRESS_DEPRECATED  // the EVP functions read OpenSSL's configuration first: a third of a short process's instructions
#include <openssl/sha.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <system_error>

namespace broadsheet {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBufferBytes = 1U << 20;
constexpr mode_t kFileMode = 0666;  // less the umask

struct ErrorRule {
  int number;
  Status status;
  std::string_view advice;
};
constexpr std::array kErrorRules = {
    ErrorRule{ENOSPC, Status::io_error, "; make room and run the same command again"},
    ErrorRule{EDQUOT, Status::io_error, "; make room and run the same command again"},
    ErrorRule{EFBIG, Status::io_error, "; raise the limit of file sizes (ulimit -f)"},
    ErrorRule{EIO, Status::io_error, "; look for a failing disk in the system's log"},
    ErrorRule{ENOENT, Status::no_input, ""},
    ErrorRule{ENOTDIR, Status::no_input, ""},
    ErrorRule{EISDIR, Status::no_input, ""},
    ErrorRule{ELOOP, Status::no_input, ""},
    ErrorRule{ENXIO, Status::no_input, ""},
    ErrorRule{EACCES, Status::no_input, "; look at its owner and mode"},
    ErrorRule{EPERM, Status::no_input, "; look at its owner and mode"},
    ErrorRule{EROFS, Status::cannot_create, ""},
    ErrorRule{EEXIST, Status::cannot_create, ""},
    ErrorRule{ENOMEM, Status::system, "; free some memory or raise its limit"},
    ErrorRule{EMFILE, Status::system, "; raise the limit of open files (ulimit -n)"},
    ErrorRule{ENFILE, Status::system, ""},
};

// After a failed call: is it worth doing again? Waits until a descriptor in non-blocking mode is ready.
bool try_again(int fd, short events) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN) return false;
  pollfd wait{fd, events, 0};
  poll(&wait, 1, 1000);
  return true;
}

Descriptor open_file(const fs::path& path, int flags) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC, kFileMode);
  } while (fd < 0 && errno == EINTR);
  return Descriptor(fd);
}

// Bytes read, 0 at the end, or -1 with errno.
ssize_t read_some(int fd, char* buffer, std::size_t size) {
  ssize_t n = 0;
  do {
    n = ::read(fd, buffer, size);
  } while (n < 0 && try_again(fd, POLLIN));
  return n;
}

// /dev/null is where a configuration is sent that is not wanted.
bool is_regular_or_null(int fd) {
  struct stat info{};
  struct stat null{};
  if (::fstat(fd, &info) != 0) return false;
  return S_ISREG(info.st_mode) || (S_ISCHR(info.st_mode) && ::stat("/dev/null", &null) == 0 && info.st_rdev == null.st_rdev);
}

// 0 or the error number. Without `offset`: at the descriptor's own position.
int write_all(int fd, std::string_view bytes, std::optional<std::uint64_t> offset) {
  while (!bytes.empty()) {
    const ssize_t n =
        offset ? ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(*offset)) : ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (try_again(fd, POLLOUT)) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
    if (offset) *offset += static_cast<std::uint64_t>(n);
  }
  return 0;
}

// 0 or the error number. A failed fsync is never repeated: the kernel may have dropped the pages and would report success.
int sync_descriptor(int fd) {
  while (::fsync(fd) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

Result<void> sync_path(const fs::path& path, int flags) {
  const Descriptor fd = open_file(path, O_RDONLY | flags);
  if (!fd) return std::unexpected(system_error(errno, "sync", path));
  if (const int error = sync_descriptor(fd.get()); error != 0) return std::unexpected(system_error(error, "sync", path));
  return {};
}

// What atomic_write does up to the rename; 0 or the error number.
int write_temporary(const fs::path& temporary, const fs::path& replaced, std::string_view content) {
  Descriptor fd = open_file(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
  if (!fd) return errno;
  struct stat old{};
  if (::stat(replaced.c_str(), &old) == 0 && ::fchmod(fd.get(), old.st_mode & 07777) != 0) return errno;
  if (const int error = write_all(fd.get(), content, std::nullopt); error != 0) return error;
  if (const int error = sync_descriptor(fd.get()); error != 0) return error;
  return fd.close();
}

SHA256_CTX* digest_context(void* context) { return static_cast<SHA256_CTX*>(context); }

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor::~Descriptor() { close(); }

int Descriptor::close() {
  if (fd_ < 0) return 0;
  // Never repeated: on Linux the descriptor is gone even after EINTR.
  const int result = ::close(std::exchange(fd_, -1));
  return result == 0 || errno == EINTR ? 0 : errno;
}

Result<MappedFile> MappedFile::open(const fs::path& path) {
  const Descriptor fd = open_file(path, O_RDONLY | O_NONBLOCK);  // a fifo is not waited for
  if (!fd) return std::unexpected(system_error(errno, "open", path));
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return std::unexpected(system_error(errno, "read", path));
  if (!S_ISREG(info.st_mode)) return fail(Status::bad_data, fmt::format("{}: not a regular file", path.string()));
  MappedFile file;
  if (info.st_size == 0) return file;
  const auto size = static_cast<std::size_t>(info.st_size);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (data == MAP_FAILED) return std::unexpected(system_error(errno, "map", path));
  file.data_ = static_cast<const char*>(data);
  file.size_ = size;
  return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

Result<FileWriter> FileWriter::create(const fs::path& path) {
  FileWriter writer;
  writer.fd_ = open_file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!writer.fd_) return std::unexpected(creation_error(errno, "create", path));
  writer.path_ = path;
  return writer;
}

void FileWriter::write(std::string_view bytes) {
  if (error_ != 0) return;
  if (buffer_.size() + bytes.size() > kBufferBytes) drain();
  if (bytes.size() > kBufferBytes) return put(bytes);
  buffer_.append(bytes);
}

void FileWriter::put(std::string_view bytes) {
  if (error_ != 0) return;
  error_ = write_all(fd_.get(), bytes, std::nullopt);
  if (error_ == 0) written_ += bytes.size();
}

void FileWriter::drain() {
  put(buffer_);
  buffer_.clear();
}

void FileWriter::rewrite(std::uint64_t offset, std::string_view bytes) {
  drain();
  if (error_ == 0) error_ = write_all(fd_.get(), bytes, offset);
}

Result<void> FileWriter::outcome() const {
  if (error_ != 0) return std::unexpected(system_error(error_, "write", path_));
  return {};
}

Result<void> FileWriter::flush() {
  drain();
  return outcome();
}

Result<void> FileWriter::close(bool sync) {
  drain();
  if (error_ == 0 && sync) error_ = sync_descriptor(fd_.get());
  const int closing = fd_.close();
  if (error_ == 0) error_ = closing;
  return outcome();
}

Result<void> read_in_blocks(const fs::path& path, const std::function<void(std::string_view)>& use) {
  const Descriptor fd = open_file(path, O_RDONLY);
  if (!fd) return std::unexpected(system_error(errno, "open", path));
  std::string buffer(kBufferBytes, '\0');
  for (;;) {
    const ssize_t n = read_some(fd.get(), buffer.data(), buffer.size());
    if (n < 0) return std::unexpected(system_error(errno, "read", path));
    if (n == 0) return {};
    use(std::string_view(buffer).substr(0, static_cast<std::size_t>(n)));
  }
}

Result<std::string> read_file(const fs::path& path, std::size_t max_bytes) {
  const bool limited = max_bytes != SIZE_MAX;
  const Descriptor fd = open_file(path, O_RDONLY | (limited ? O_NONBLOCK : 0));
  if (!fd) return std::unexpected(system_error(errno, "open", path));
  if (limited && !is_regular_or_null(fd.get())) return fail(Status::bad_data, fmt::format("{}: not a regular file", path.string()));
  std::string content;
  std::string buffer(64U << 10, '\0');
  for (;;) {
    const ssize_t n = read_some(fd.get(), buffer.data(), buffer.size());
    if (n < 0) return std::unexpected(system_error(errno, "read", path));
    if (n == 0) return content;
    content.append(buffer, 0, static_cast<std::size_t>(n));
    if (content.size() > max_bytes) {
      return fail(Status::bad_data, fmt::format("{}: longer than {} bytes", path.string(), max_bytes));
    }
  }
}

fs::path temporary_name(const fs::path& path) { return path.string() + ".tmp"; }

Result<void> atomic_write(const fs::path& path, std::string_view content) {
  const fs::path temporary = temporary_name(path);
  int error = write_temporary(temporary, path, content);
  if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    return std::unexpected(creation_error(error, "write", path));
  }
  const fs::path folder = path.parent_path();
  return sync_folder(folder.empty() ? fs::path(".") : folder);
}

Result<void> sync_file(const fs::path& path) { return sync_path(path, 0); }

Result<void> sync_folder(const fs::path& path) { return sync_path(path, O_DIRECTORY); }

Result<void> make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && !fs::is_directory(path, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
  if (error) return std::unexpected(creation_error(error.value(), "create the folder", path));
  return {};
}

Result<void> rename_path(const fs::path& from, const fs::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    return std::unexpected(creation_error(errno, fmt::format("rename {} to it", from.string()), to));
  }
  return {};
}

Sha256::Sha256() : context_(new SHA256_CTX) { SHA256_Init(digest_context(context_)); }

Sha256::Sha256(Sha256&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}

Sha256& Sha256::operator=(Sha256&& other) noexcept {
  std::swap(context_, other.context_);
  return *this;
}

Sha256::~Sha256() { delete digest_context(context_); }

void Sha256::update(std::string_view bytes) { SHA256_Update(digest_context(context_), bytes.data(), bytes.size()); }

std::string Sha256::hex() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), digest_context(context_));
  std::string text;
  for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

Result<std::string> sha256_of_file(const fs::path& path) {
  Sha256 hash;
  const auto done = read_in_blocks(path, [&hash](std::string_view bytes) { hash.update(bytes); });
  if (!done) return std::unexpected(done.error());
  return hash.hex();
}

Error system_error(int error_number, std::string_view doing, const fs::path& path) {
  Error error{Status::system, fmt::format("{}: cannot {}: {}", path.string(), doing, std::generic_category().message(error_number))};
  for (const ErrorRule& rule : kErrorRules) {
    if (rule.number != error_number) continue;
    error.status = rule.status;
    error.message += rule.advice;
  }
  return error;
}

Error creation_error(int error_number, std::string_view doing, const fs::path& path) {
  Error error = system_error(error_number, doing, path);
  if (error.status == Status::no_input) error.status = Status::cannot_create;
  return error;
}

std::unexpected<Error> damaged(const fs::path& path, std::string_view how) {
  return fail(Status::bad_data, fmt::format("{}: damaged: {}", path.string(), how));
}

}  // namespace broadsheet
