#include "searcher/output.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "common/files.h"

namespace broadsheet {

bool Output::write(std::string_view bytes) {
  constexpr std::size_t kBufferBytes = 64U << 10;
  if (error_ != 0) return false;
  buffer_ += bytes;
  if (buffer_.size() >= kBufferBytes) static_cast<void>(flush());
  return error_ == 0;
}

Result<void> Output::flush() {
  std::string_view rest = buffer_;
  while (error_ == 0 && !rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
  if (error_ == 0 || error_ == EPIPE) return {};
  return fail(Status::io_error,
              fmt::format("cannot write to stdout: {}; what came before is incomplete", std::generic_category().message(error_)));
}

Result<std::string> read_input(const std::string& file) {
  if (file != "-") return read_file(file);
  std::string text;
  std::array<char, 64U << 10> chunk{};
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, chunk.data(), chunk.size());
    if (got == 0) return text;
    if (got > 0) {
      text.append(chunk.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return fail(Status::io_error, fmt::format("cannot read stdin: {}", std::generic_category().message(errno)));
    }
  }
}

}  // namespace broadsheet
