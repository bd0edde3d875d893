// What can go wrong in an expected way, and which exit status a program then ends with.
// Expected failure is a value (Result<T>); surprise is an exception, caught per article and per request.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace broadsheet {

// The exit statuses of every program, as docs/output.md lists them (sysexits.h where one fits).
enum class Status : int {
  ok = 0,
  no_match = 1,
  usage = 2,
  partial = 3,
  not_published = 4,
  format_too_old = 20,
  format_too_new = 21,
  bad_data = 65,
  no_input = 66,
  unavailable = 69,
  software = 70,
  system = 71,
  cannot_create = 73,
  io_error = 74,
  busy = 75,
  bad_config = 78,
  interrupted = 130,
  terminated = 143,
};

// `message` is one line for a person: what happened, where, and what to do about it.
struct Error {
  Status status = Status::software;
  std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Status status, std::string message) { return std::unexpected(Error{status, std::move(message)}); }

}  // namespace broadsheet
