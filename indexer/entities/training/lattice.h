// How probable is each label, over all paths or over the allowed ones? Forward and backward sums over a stretch that begins and ends
// outside of names, in plain numbers scaled token by token.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "indexer/entities/labels.h"
#include "indexer/entities/training/examples.h"

namespace broadsheet {

constexpr std::size_t kPadded = 20;  // labels, in whole vectors of four
using LabelRow = std::array<float, kPadded>;
using TransitionTable = std::array<LabelRow, kLabels>;

class Lattice {
 public:
  // `potentials[t][y]` = exp(score), `moves[a][b]` = exp(transition) or 0. Returns log Z of the paths within `allowed` (empty: all paths);
  // -infinity when there is none.
  double run(std::span<const LabelRow> potentials, const TransitionTable& moves, std::span<const LabelSet> allowed);
  // Adds `sign` times the expected counts to them. Only after run() found a path.
  void add_expectations(float sign, const TransitionTable& moves, std::span<LabelRow> labels, TransitionTable& transitions) const;

 private:
  std::vector<LabelRow> masked_;
  std::vector<LabelRow> forward_;
  std::vector<LabelRow> backward_;
  std::vector<float> scale_;
  float end_ = 0;
};

}  // namespace broadsheet
