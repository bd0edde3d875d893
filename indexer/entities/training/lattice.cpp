#include "indexer/entities/training/lattice.h"

#include <cmath>
#include <limits>

namespace broadsheet {
namespace {

float sum_of(const LabelRow& row) {
  float sum = 0;
  for (const float value : row) sum += value;
  return sum;
}

void scale_by(LabelRow& row, float factor) {
  for (float& value : row) value *= factor;
}

}  // namespace

double Lattice::run(std::span<const LabelRow> potentials, const TransitionTable& moves, std::span<const LabelSet> allowed) {
  const std::size_t n = potentials.size();
  masked_.assign(potentials.begin(), potentials.end());
  for (std::size_t t = 0; t < allowed.size(); ++t) {
    for (std::size_t y = 0; y < kLabels; ++y) {
      if (((allowed[t] >> y) & 1U) == 0) masked_[t][y] = 0;
    }
  }
  forward_.resize(n);
  backward_.resize(n);
  scale_.resize(n);
  double log_z = 0;
  for (std::size_t t = 0; t < n; ++t) {
    LabelRow next{};
    if (t == 0) {
      next = moves[kOutside];
    } else {
      for (std::size_t a = 0; a < kLabels; ++a) {
        const float from = forward_[t - 1][a];
        if (from == 0) continue;
        for (std::size_t y = 0; y < kPadded; ++y) next[y] += from * moves[a][y];
      }
    }
    for (std::size_t y = 0; y < kPadded; ++y) next[y] *= masked_[t][y];
    const float sum = sum_of(next);
    if (!(sum > 0)) return -std::numeric_limits<double>::infinity();
    scale_[t] = 1 / sum;
    scale_by(next, scale_[t]);
    log_z += std::log(static_cast<double>(sum));
    forward_[t] = next;
  }
  end_ = 0;
  LabelRow last{};
  for (std::size_t a = 0; a < kLabels; ++a) {
    last[a] = moves[a][kOutside];
    end_ += forward_[n - 1][a] * last[a];
  }
  if (!(end_ > 0)) return -std::numeric_limits<double>::infinity();
  scale_by(last, 1 / end_);
  backward_[n - 1] = last;
  for (std::size_t t = n - 1; t-- > 0;) {
    LabelRow ahead{};
    for (std::size_t y = 0; y < kPadded; ++y) ahead[y] = masked_[t + 1][y] * backward_[t + 1][y] * scale_[t + 1];
    LabelRow here{};
    for (std::size_t a = 0; a < kLabels; ++a) {
      float sum = 0;
      for (std::size_t y = 0; y < kPadded; ++y) sum += moves[a][y] * ahead[y];
      here[a] = sum;
    }
    backward_[t] = here;
  }
  return log_z + std::log(static_cast<double>(end_));
}

void Lattice::add_expectations(float sign, const TransitionTable& moves, std::span<LabelRow> labels, TransitionTable& transitions) const {
  const std::size_t n = forward_.size();
  for (std::size_t t = 0; t < n; ++t) {
    for (std::size_t y = 0; y < kPadded; ++y) labels[t][y] += sign * forward_[t][y] * backward_[t][y];
    LabelRow ahead{};
    for (std::size_t y = 0; y < kPadded; ++y) ahead[y] = sign * masked_[t][y] * backward_[t][y] * scale_[t];
    for (std::size_t a = 0; a < kLabels; ++a) {
      const float from = t == 0 ? (a == kOutside ? 1.0F : 0.0F) : forward_[t - 1][a];
      if (from == 0) continue;
      for (std::size_t y = 0; y < kPadded; ++y) transitions[a][y] += from * moves[a][y] * ahead[y];
    }
  }
  for (std::size_t a = 0; a < kLabels; ++a) transitions[a][kOutside] += sign * forward_[n - 1][a] * moves[a][kOutside] / end_;
}

}  // namespace broadsheet
