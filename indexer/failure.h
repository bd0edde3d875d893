// How does an expected failure leave a place from which only exceptions come out, such as a worker of ordered_parallel.h?
// current_surprise() gives the Error back as it was, with its status.
#pragma once

#include <exception>
#include <utility>

#include "common/error.h"

namespace broadsheet {

struct Failure : std::exception {
  explicit Failure(Error e) : error(std::move(e)) {}
  const char* what() const noexcept override { return error.message.c_str(); }
  Error error;
};

}  // namespace broadsheet
