// What is in this generation, and from what was it made? manifest.json, with its own checksum. docs/format.md has the keys.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/json.h"
#include "common/words.h"

namespace broadsheet {

struct FileEntry {
  std::string path;  // relative to the generation's folder, '/' between
  std::uint64_t bytes = 0;
  std::string sha256;
};

struct RunCounts {
  std::uint64_t read = 0, indexed = 0, replaced = 0, unchanged = 0, duplicate = 0, skipped_files = 0, undated = 0, rejected = 0;
  std::map<std::string, std::uint64_t> rejected_by_reason;
  std::map<std::string, std::uint64_t> notes;  // counted oddities: bad-date, repaired-utf8, cut-field …
};

// The numbers of a run by their keys: the manifest, reports and `status` go through this table.
struct RunCountRow {
  std::string_view key;
  std::uint64_t RunCounts::* member;
};
inline constexpr std::array kRunCounts = {
    RunCountRow{"read", &RunCounts::read},           RunCountRow{"indexed", &RunCounts::indexed},
    RunCountRow{"replaced", &RunCounts::replaced},   RunCountRow{"unchanged", &RunCounts::unchanged},
    RunCountRow{"duplicate", &RunCounts::duplicate}, RunCountRow{"skipped_files", &RunCounts::skipped_files},
    RunCountRow{"undated", &RunCounts::undated},     RunCountRow{"rejected", &RunCounts::rejected},
};

struct Manifest {
  int format_version = 0;
  int feature_version = 0;
  std::string generation;         // "000042"
  std::string parent;             // "" = none
  std::string created;            // RFC 3339, UTC
  std::string tool_version;
  AnalysisSettings analysis;
  std::map<std::string, std::string> versions;  // cleaning rules, entity model …: name -> version
  std::vector<std::string> facet_fields;
  std::vector<FileEntry> inputs;
  std::uint64_t articles = 0;
  std::map<std::string, std::uint64_t> by_source;
  std::map<std::string, std::uint64_t> by_month;  // "2024-02"; undated articles under ""
  RunCounts run;
  std::vector<FileEntry> files;
  std::string content_sha256;
};

// Members of an object that is being written: a number, counts by name, and all numbers of a run.
void write_count(JsonWriter& json, std::string_view key, std::uint64_t value);
void write_counts(JsonWriter& json, std::string_view key, const std::map<std::string, std::uint64_t>& counts);
void write_run_counts(JsonWriter& json, const RunCounts& run);

std::string manifest_to_json(const Manifest& manifest);  // pretty, with "checksum" as last key
// Checks the checksum, and the format version against kIndexFormatVersion (newer or older: says which).
Result<Manifest> parse_manifest(std::string_view json, const std::filesystem::path& path);
Result<Manifest> read_manifest(const std::filesystem::path& generation_folder);

}  // namespace broadsheet
