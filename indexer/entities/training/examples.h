// Which labels may each token of a training sentence have?
#pragma once

#include <cstdint>
#include <vector>

#include "common/error.h"
#include "indexer/entities/labels.h"
#include "indexer/entities/training/columns.h"

namespace broadsheet {

// Bit y: label y is allowed.
using LabelSet = std::uint32_t;
constexpr LabelSet kAnyLabel = (1U << kLabels) - 1;

// BIO (also IOB1 and BIOES) to sets of BILOU labels. `X` is outside or misc, `?` is anything; PER, PERSON, ORG, ORGANIZATION, LOC, LOCATION,
// GPE, MISC and the like are understood. Fails for a label it does not know.
Result<std::vector<LabelSet>> allowed_labels(const LabelledSentence& sentence);

}  // namespace broadsheet
