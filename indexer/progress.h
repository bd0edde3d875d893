// How far is this stage, how fast, and how long will it take? One line for log_progress. Pure, but for the clock of a Progress.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace broadsheet {

// "derive: 12,000 records, 3,400 a second, 41 % done, 2 min left". `done_share` of 1; below 0: not known, then no end is foretold.
std::string progress_text(std::string_view stage, std::uint64_t items, std::string_view unit, double seconds, double done_share);
// "45 s", "2 min", "1 h 5 min": what is left, rounded up.
std::string left_text(double seconds);

// Begins to measure when it is made.
class Progress {
 public:
  Progress(std::string_view stage, std::string_view unit) : stage_(stage), unit_(unit), start_(std::chrono::steady_clock::now()) {}
  // Says it when it is due (log_progress).
  void show(std::uint64_t items, double done_share) const;

 private:
  std::string_view stage_, unit_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace broadsheet
