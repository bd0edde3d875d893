// Data to stdout, and the text of stdin: the searcher's only contact with file descriptors.
#pragma once

#include <string>
#include <string_view>

#include "common/error.h"

namespace broadsheet {

// Buffered writer to a descriptor that it does not own. A reader that has gone (EPIPE) is no error: writing ends quietly.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  // false: no use to go on, the reader has gone or writing failed.
  bool write(std::string_view bytes);
  // Writes what is buffered. Error 74 with the system's reason, of this or an earlier write.
  Result<void> flush();

 private:
  int fd_;
  std::string buffer_;
  int error_ = 0;  // errno of the first failure
};

// A whole file, or stdin for "-". Errors name the file.
Result<std::string> read_input(const std::string& file);

}  // namespace broadsheet
