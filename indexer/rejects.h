// The rejects file: one JSON object a line, {"reason","message","file","line","offset","record"}.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "common/error.h"
#include "common/files.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

std::string reject_to_json(const Reject& reject);  // one line, valid UTF-8 whatever the record holds

// Created at the first reject, with its folder, in a temporary name; commit() renames it, and without that nothing is left behind.
// Not thread-safe.
class RejectsFile {
 public:
  explicit RejectsFile(std::filesystem::path path) : path_(std::move(path)) {}
  RejectsFile(const RejectsFile&) = delete;
  RejectsFile& operator=(const RejectsFile&) = delete;
  ~RejectsFile();
  Result<void> add(const Reject& reject);
  Result<void> commit();  // nothing to do without rejects
  std::uint64_t count() const { return count_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path temporary() const;
  Result<void> open();

  std::filesystem::path path_;
  std::optional<FileWriter> file_;
  std::uint64_t count_ = 0;
};

}  // namespace broadsheet
