#include "indexer/entities/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "indexer/entities/training/lattice.h"

namespace broadsheet {
namespace {

constexpr float kFirstSquares = 1e-4F;  // damps the first steps of a feature
constexpr float kLeastGradient = 1e-3F;  // a token whose labels are this certain changes nothing

// Numbers that look random and are the same everywhere (xorshift64*, Vigna 2016).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_((seed * 0x9E3779B97F4A7C15ULL) | 1) {}
  std::uint32_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>((state_ * 0x2545F4914F6CDD1DULL) >> 32);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>((static_cast<std::uint64_t>(next()) * n) >> 32); }

 private:
  std::uint64_t state_;
};

// A row is one line of the processor's cache: scoring reads one, an update writes two.
struct alignas(64) Row {
  std::array<float, kScoredLabels> values{};
};

class Learner {
 public:
  Learner(const TrainingSet& set, std::size_t rows, const TrainerOptions& options)
      : set_(set), options_(options), random_(options.seed), rows_(rows), squares_(rows), sums_(rows * kScoredLabels) {
    for (Row& row : squares_) row.values.fill(kFirstSquares);
    for (auto& row : transition_squares_) row.fill(kFirstSquares);
  }

  void shuffle(std::vector<std::uint32_t>& order) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_.below(i)]);
  }

  double learn(const Stretch& stretch) {
    const std::size_t n = stretch.end - stretch.begin;
    potentials_.assign(n, {});
    gradient_.assign(n, {});
    allowed_.clear();
    if (kept_.size() < n) kept_.resize(n);
    for (std::size_t t = 0; t < n; ++t) score(set_.tokens[stretch.begin + t], t);
    refresh_moves();
    const double all = lattice_.run(potentials_, moves_, {});
    if (!std::isfinite(all)) return 0;
    TransitionTable moved{};
    lattice_.add_expectations(1, moves_, gradient_, moved);
    const double good = lattice_.run(potentials_, moves_, allowed_);
    if (!std::isfinite(good)) return 0;
    lattice_.add_expectations(-1, moves_, gradient_, moved);
    if (stretch.weight != 1) weigh(stretch.weight, moved);
    bool changed = false;
    for (std::size_t t = 0; t < n; ++t) changed = update(t) || changed;
    if (changed) update_transitions(moved);
    return all - good;
  }

  void weigh(float weight, TransitionTable& moved) {
    for (LabelRow& row : gradient_) {
      for (float& value : row) value *= weight;
    }
    for (LabelRow& row : moved) {
      for (float& value : row) value *= weight;
    }
  }

  void add_to_average() {
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      for (std::size_t y = 0; y < kScoredLabels; ++y) sums_[(r * kScoredLabels) + y] += rows_[r].values[y];
    }
    for (std::size_t a = 0; a < kLabels; ++a) {
      for (std::size_t b = 0; b < kLabels; ++b) transition_sums_[a][b] += transitions_[a][b];
    }
    ++averaged_;
  }

  Weights average() {
    Weights weights;
    const float share = 1.0F / static_cast<float>(averaged_);
    for (float& sum : sums_) sum *= share;
    weights.rows = std::move(sums_);
    for (std::size_t a = 0; a < kLabels; ++a) {
      for (std::size_t b = 0; b < kLabels; ++b) weights.transitions[a][b] = transition_sums_[a][b] * share;
    }
    return weights;
  }

 private:
  // Keeps the token's rows but for those dropped out, and sums their weights.
  void score(const TrainingToken& token, std::size_t t) {
    std::vector<std::uint32_t>& kept = kept_[t];
    kept.clear();
    const auto limit = static_cast<std::uint32_t>(static_cast<double>(options_.dropout) * 4294967295.0);
    const auto keep = [&](const std::vector<std::uint32_t>& rows, const Range& range) {
      for (std::uint64_t i = range.begin; i < range.end; ++i) {
        if (random_.next() < limit) continue;
        __builtin_prefetch(&rows_[rows[i]]);
        kept.push_back(rows[i]);
      }
    };
    for (std::size_t d = 0; d < kDistances; ++d) {
      if (token.words[d] != kNoRow) keep(set_.word_rows, set_.words[token.words[d]].rows[d]);
    }
    keep(set_.context_rows, token.context);
    std::array<float, kScoredLabels> sum{};
    for (const std::uint32_t row : kept) {
      for (std::size_t y = 0; y < kScoredLabels; ++y) sum[y] += rows_[row].values[y];
    }
    const float scale = 1.0F / (1.0F - options_.dropout);
    float top = 0;
    for (float& value : sum) {
      value *= scale;
      top = std::max(top, value);
    }
    potentials_[t][kOutside] = std::exp(-top);
    for (std::size_t y = 0; y < kScoredLabels; ++y) potentials_[t][y + 1] = std::exp(std::max(sum[y] - top, -60.0F));
    allowed_.push_back(token.allowed);
  }

  bool update(std::size_t t) {
    const float* gradient = gradient_[t].data() + 1;
    float largest = std::abs(gradient_[t][kOutside]);
    for (std::size_t y = 0; y < kScoredLabels; ++y) largest = std::max(largest, std::abs(gradient[y]));
    if (largest < kLeastGradient) return false;
    for (const std::uint32_t r : kept_[t]) {
      Row& row = rows_[r];
      Row& squares = squares_[r];
      for (std::size_t y = 0; y < kScoredLabels; ++y) {
        squares.values[y] += gradient[y] * gradient[y];
        row.values[y] -= options_.step * gradient[y] / std::sqrt(squares.values[y]);
      }
    }
    return true;
  }

  void update_transitions(const TransitionTable& moved) {
    for (std::size_t a = 0; a < kLabels; ++a) {
      for (std::size_t b = 0; b < kLabels; ++b) {
        transition_squares_[a][b] += moved[a][b] * moved[a][b];
        transitions_[a][b] -= options_.step * moved[a][b] / std::sqrt(transition_squares_[a][b]);
      }
    }
    stale_ = true;
  }

  void refresh_moves() {
    if (!stale_) return;
    for (std::size_t a = 0; a < kLabels; ++a) {
      for (std::size_t b = 0; b < kLabels; ++b) moves_[a][b] = may_follow(a, b) ? std::exp(transitions_[a][b]) : 0;
    }
    stale_ = false;
  }

  const TrainingSet& set_;
  const TrainerOptions& options_;
  Random random_;
  std::vector<Row> rows_;     // weights
  std::vector<Row> squares_;  // sums of squared gradients
  std::vector<float> sums_;
  TransitionTable transitions_{};
  TransitionTable transition_squares_{};
  TransitionTable transition_sums_{};
  TransitionTable moves_{};
  bool stale_ = true;
  int averaged_ = 0;
  Lattice lattice_;
  std::vector<LabelRow> potentials_;
  std::vector<LabelRow> gradient_;
  std::vector<LabelSet> allowed_;
  std::vector<std::vector<std::uint32_t>> kept_;
};

}  // namespace

Weights train(const TrainingSet& set, std::size_t rows, const TrainerOptions& options, const std::function<void(int, double)>& report) {
  constexpr std::size_t kAveragesPerEpoch = 4;
  Learner learner(set, rows, options);
  std::vector<std::uint32_t> order(set.stretches.size());
  std::iota(order.begin(), order.end(), 0U);
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    learner.shuffle(order);
    double loss = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      loss += learner.learn(set.stretches[order[i]]);
      const bool second_half = 2 * epoch > options.epochs;
      if (second_half && (i + 1) * kAveragesPerEpoch / order.size() != i * kAveragesPerEpoch / order.size()) learner.add_to_average();
    }
    report(epoch, set.tokens.empty() ? 0 : loss / static_cast<double>(set.tokens.size()));
  }
  return learner.average();
}

}  // namespace broadsheet
