// Files of posting lists to one: at most 64 at a time, in the order they were added, so that docids follow each other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <future>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "indexer/postings.h"

namespace broadsheet {

inline constexpr std::size_t kMergeWidth = 64;  // one descriptor each

// How many of `jobs` threads may build runs beside a merge when the process may open so many files: 5 each, one for each file of a
// merge, 40 for all else. At least one.
constexpr unsigned jobs_within_files(unsigned jobs, std::uint64_t open_files) {
  constexpr std::uint64_t kEachJob = 5, kMerging = kMergeWidth, kElse = 40;
  const std::uint64_t left = open_files > kMerging + kElse ? (open_files - kMerging - kElse) / kEachJob : 0;
  return static_cast<unsigned>(std::clamp<std::uint64_t>(left, 1, jobs));
}

// Collects files (postings.h) and merges each full group in a thread of its own while more are being made. Not thread-safe.
class MergeTree {
 public:
  // Works in `folder`, which it fills with groups; merged files are removed.
  explicit MergeTree(Path folder) : folder_(std::move(folder)) {}
  ~MergeTree();
  void add(Path file);
  // All lists, ascending by key. Throws Failure.
  void finish(const std::function<void(const PostingList&)>& use);

 private:
  void start_group();
  void wait_for_group();
  Path folder_;
  std::vector<Path> loose_;    // not yet in a group
  std::vector<Path> groups_;   // merged, in order
  std::future<void> running_;
};

}  // namespace broadsheet
