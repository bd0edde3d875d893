// Which weights explain the training sentences best? Stochastic gradients on the conditional likelihood of a linear-chain CRF whose tokens
// may carry a set of labels: loss = log Z(all paths) - log Z(allowed paths) (Tsuboi et al. 2008; Lafferty et al. 2001).
// AdaGrad steps (Duchi et al. 2011), feature dropout, weights averaged over the last half. One thread; the same set, options and seed give
// the same weights.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "indexer/entities/labels.h"
#include "indexer/entities/training/training_set.h"

namespace broadsheet {

struct TrainerOptions {
  std::uint64_t seed = 1;
  int epochs = 7;
  float step = 0.015F;
  float dropout = 0.1F;
};

struct Weights {
  std::vector<float> rows;  // kScoredLabels a row
  std::array<std::array<float, kLabels>, kLabels> transitions{};
};

// `report` is told of each epoch: its number from 1 and the mean loss of a token.
Weights train(const TrainingSet& set, std::size_t rows, const TrainerOptions& options, const std::function<void(int, double)>& report);

}  // namespace broadsheet
