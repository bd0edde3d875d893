// The order of a build, from inputs to a published generation: lock, derive, learn, index, check, publish. Every stage is a function of
// its own; this file shows how they follow each other.
#pragma once

#include "indexer/build.h"

namespace broadsheet {

// Errors leave the archive as it was but for the record of the run, and no staging folder behind. BuildResult::status tells 0, 3, 4 or
// 65.
Result<BuildResult> run_build(BuildOptions options);

}  // namespace broadsheet
