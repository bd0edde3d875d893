// What do `status` and `generations` print? Manifests, counts and the record of the last run to text and JSON. Pure functions;
// read_status (status_command.h) gathers what they are given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/generation.h"
#include "common/manifest.h"
#include "indexer/coverage.h"
#include "indexer/last_run.h"
#include "indexer/pins.h"

namespace broadsheet {

struct ArchiveStatus {
  Path archive;
  Manifest manifest;             // of the generation that searches use
  std::int64_t age_seconds = 0;  // negative: made by a clock that was ahead of ours
  std::optional<std::int64_t> max_age_seconds = std::nullopt;
  bool candidate = false;        // it is one that was refused, not what searches use
  bool show_sizes = false;       // text: the size of each part
  Coverage coverage = {};
  std::optional<Changes> changes = std::nullopt;
  std::optional<LastRun> last_run = std::nullopt;
  std::optional<Hold> hold = std::nullopt;
  std::vector<std::string> generations = {};
  std::vector<std::string> candidates = {};
};

bool is_too_old(const ArchiveStatus& status);
std::string status_text(const ArchiveStatus& status);  // 80 columns
std::string status_json(const ArchiveStatus& status);  // one line
// "3 h 12 min", "2 days 4 h", "40 s"
std::string age_text(std::int64_t seconds);

// The months between the first and the last that have no article, ascending: "2024-03".
std::vector<std::string> empty_months(const std::map<std::string, std::uint64_t>& by_month);

struct PartSize {
  std::string part;  // a file, or a folder of files with a '/' at its end
  std::uint64_t bytes = 0;
};
// The parts of a generation, largest first.
std::vector<PartSize> part_sizes(const std::vector<FileEntry>& files);

struct GenerationRow {
  std::string name;
  bool current = false;
  bool pinned = false;
  std::string note;                  // of the pin; "" = none
  bool candidate = false;           // built, refused by the guard
  std::optional<Manifest> manifest;  // none: it cannot be read
  std::string damage;                // then: why
};

std::string generations_text(const std::vector<GenerationRow>& rows);
std::string generations_json(const std::vector<GenerationRow>& rows);  // one line

std::uint64_t total_bytes(const std::vector<FileEntry>& files);

}  // namespace broadsheet
