// Is the time that --time-limit allows used up? Without a limit: never.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace broadsheet {

class Deadline {
 public:
  explicit Deadline(std::optional<std::int64_t> limit_ms = std::nullopt) {
    if (limit_ms) end_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(*limit_ms);
  }
  bool passed() const { return end_ && std::chrono::steady_clock::now() >= *end_; }
  // For loops over documents: looks at the clock once in 256 calls.
  bool passed_in_loop() { return end_ && (passed_ || ((++calls_ & 255) == 0 && (passed_ = passed()))); }

 private:
  std::optional<std::chrono::steady_clock::time_point> end_;
  std::uint32_t calls_ = 0;
  bool passed_ = false;
};

}  // namespace broadsheet
