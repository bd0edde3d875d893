// Which labels fit a stretch of tokens best? Linear-chain conditional random field (Lafferty, McCallum, Pereira 2001), decoding only;
// training/trainer.h learns it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "indexer/entities/model.h"

namespace broadsheet {

// Viterbi over the allowed transitions. The stretch begins and ends outside of names. `scores` has an element a token; the answer one
// label a token. Of equal paths the one with the smaller label at its end wins.
void best_labels(std::span<const Scores> scores, const Transitions& transitions, std::vector<std::uint8_t>& labels);

}  // namespace broadsheet
