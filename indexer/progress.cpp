#include "indexer/progress.h"

#include <cmath>

#include <fmt/format.h>

#include "common/log.h"
#include "common/text.h"

namespace broadsheet {
namespace {

// Before so much has passed a rate means nothing.
constexpr double kFirstRateSeconds = 1;
constexpr double kFirstEndShare = 0.01;

}  // namespace

std::string left_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  const std::uint64_t minutes = (whole + 59) / 60;
  return minutes < 60 ? fmt::format("{} min", minutes) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string progress_text(std::string_view stage, std::uint64_t items, std::string_view unit, double seconds, double done_share) {
  std::string text = fmt::format("{}: {} {}", stage, with_thousands(items), unit);
  if (seconds >= kFirstRateSeconds) {
    text += fmt::format(", {} a second", with_thousands(static_cast<std::uint64_t>(static_cast<double>(items) / seconds)));
  }
  if (done_share < 0) return text;
  text += fmt::format(", {:.0f} % done", std::floor(100 * std::fmin(done_share, 1)));
  if (seconds < kFirstRateSeconds || done_share < kFirstEndShare || done_share > 1) return text;
  return text + fmt::format(", {} left", left_text(seconds * (1 - done_share) / done_share));
}

void Progress::show(std::uint64_t items, double done_share) const {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
  log_progress(stage_, progress_text(stage_, items, unit_, passed.count(), done_share));
}

}  // namespace broadsheet
