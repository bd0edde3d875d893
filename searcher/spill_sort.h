// How is more sorted than fits into memory? Records go to an unnamed temporary file in sorted runs and are merged from there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace broadsheet {

class SpillSorter {
 public:
  // Keeps about `memory_bytes` of records in memory; the file lies in `folder`, has no name, and is gone with this object.
  SpillSorter(std::filesystem::path folder, std::size_t memory_bytes) : folder_(std::move(folder)), memory_bytes_(memory_bytes) {}
  ~SpillSorter();
  SpillSorter(const SpillSorter&) = delete;
  SpillSorter& operator=(const SpillSorter&) = delete;

  // Keys must differ. Errors: 73 no file can be made there, 74 it cannot be written.
  Result<void> add(std::string_view key, std::string_view payload);
  // All records by key (bytes, ascending), once; `use` returns false to stop.
  Result<void> for_each(const std::function<bool(std::string_view payload)>& use);
  std::size_t runs() const { return runs_.size(); }  // that were written to the file

 private:
  struct Run {
    std::uint64_t begin = 0, end = 0;
  };
  Result<void> spill();
  Result<void> merge(const std::function<bool(std::string_view payload)>& use);

  std::filesystem::path folder_;
  std::size_t memory_bytes_;
  std::string bytes_;                   // records, one behind the other: key size, payload size, key, payload
  std::vector<std::size_t> starts_;     // where each begins
  std::vector<Run> runs_;
  std::uint64_t file_size_ = 0;
  int fd_ = -1;
};

}  // namespace broadsheet
