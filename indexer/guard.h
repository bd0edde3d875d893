// Is a finished build fit to be searched? The rules by which a build is kept aside instead of published. Pure functions of manifests.
#pragma once

#include <map>
#include <string>

#include "common/manifest.h"

namespace broadsheet {

// A source that lost fewer articles than this counts only where no loss at all is allowed: a few retractions are no fault of a feed.
inline constexpr std::uint64_t kNotableLoss = 10;

// Shares of 1 that may be lost against the generation before.
struct ShrinkLimits {
  double in_all = 0.05;                     // of the archive, and of each source that has no limit of its own
  std::map<std::string, double> by_source;  // as the articles name it
};

// "61,204 articles, 50.4 % fewer than 000041 (123,456)"
std::string comparison_text(const Manifest& now, const Manifest& before);
// Why the guard refuses: "61,204 articles, 50.4 % fewer than 000041 (123,456), allowed 5 %; largest loss: Reuters 58,900 -> 0"; "" = fine.
std::string shrink_refusal(const Manifest& now, const Manifest& before, const ShrinkLimits& limits);

}  // namespace broadsheet
