#include "indexer/entities/crf.h"

#include <algorithm>
#include <limits>

namespace broadsheet {
namespace {

// For each label the labels that it may follow.
struct Before {
  std::array<std::uint8_t, kLabels> labels{};
  std::size_t count = 0;
};

constexpr std::array<Before, kLabels> befores() {
  std::array<Before, kLabels> table{};
  for (std::size_t after = 0; after < kLabels; ++after) {
    for (std::size_t before = 0; before < kLabels; ++before) {
      if (may_follow(before, after)) table[after].labels[table[after].count++] = static_cast<std::uint8_t>(before);
    }
  }
  return table;
}

constexpr std::array<Before, kLabels> kBefores = befores();
constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::min() / 4;

}  // namespace

void best_labels(std::span<const Scores> scores, const Transitions& transitions, std::vector<std::uint8_t>& labels) {
  labels.resize(scores.size());
  if (scores.empty()) return;
  thread_local std::vector<std::array<std::uint8_t, kLabels>> back;
  back.resize(scores.size());
  std::array<std::int32_t, kLabels> best{};
  best.fill(kNever);
  best[kOutside] = 0;
  for (std::size_t t = 0; t < scores.size(); ++t) {
    std::array<std::int32_t, kLabels> next{};
    for (std::size_t y = 0; y < kLabels; ++y) {
      std::int32_t top = std::numeric_limits<std::int32_t>::min();
      for (std::size_t k = 0; k < kBefores[y].count; ++k) {
        const std::uint8_t before = kBefores[y].labels[k];
        const std::int32_t score = best[before] + transitions[before][y];
        if (score > top) {
          top = score;
          back[t][y] = before;
        }
      }
      next[y] = std::max(kNever, top + (y == kOutside ? 0 : scores[t][y - 1]));
    }
    // Kept near 0, so that no length of text overflows.
    const std::int32_t shift = *std::ranges::max_element(next);
    for (std::size_t y = 0; y < kLabels; ++y) best[y] = std::max(kNever, next[y] - shift);
  }
  std::size_t last = kOutside;
  std::int32_t top = std::numeric_limits<std::int32_t>::min();
  for (std::size_t y = 0; y < kLabels; ++y) {
    if (leaves_open(y)) continue;
    if (best[y] + transitions[y][kOutside] > top) {
      top = best[y] + transitions[y][kOutside];
      last = y;
    }
  }
  for (std::size_t t = scores.size(); t-- > 0;) {
    labels[t] = static_cast<std::uint8_t>(last);
    last = back[t][last];
  }
}

}  // namespace broadsheet
