// `status`, and the metrics file that `build` leaves: gathers what is known of an archive and prints it.
#pragma once

#include <string>

#include "common/error.h"
#include "indexer/options.h"
#include "indexer/status.h"

namespace broadsheet {

// Everything that `status` tells of `generation`, published or a candidate. Holds the generation while it reads. Errors: 66 there is
// none, 65 damage (names rollback).
Result<ArchiveStatus> read_status(const ArchivePaths& archive, const std::string& generation, std::int64_t now);

Result<Status> run_status(const Invocation& invocation);

// Writes the metrics of `build --metrics` in one step, readable by all. In an archive without a readable generation: what is known of
// the run.
Result<void> write_metrics(const ArchivePaths& archive, const Path& file, std::int64_t now);

}  // namespace broadsheet
