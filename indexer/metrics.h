// What can an alert go by? The state of an archive in the text format of Prometheus (version 0.0.4), for node exporter's textfile
// collector. Pure. The names are a promise: docs/status.md has them all.
#pragma once

#include <string>

#include "indexer/status.h"

namespace broadsheet {

// At most so many sources have metrics of their own: each is a time series for every metric. The largest, and all that are silent.
inline constexpr std::size_t kSourcesMeasured = 100;

std::string metrics_text(const ArchiveStatus& status);

// Only what the record of the last build says: for an archive that nothing was published in yet, or whose generation cannot be read.
std::string run_metrics_text(const LastRun& run);

}  // namespace broadsheet
