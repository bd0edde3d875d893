// Many small databases to one: compactions of at most 64 at a time, in the order they were added, so that docids follow each other.
#pragma once

#include <cstdint>
#include <future>
#include <vector>

#include "common/error.h"
#include "common/generation.h"

namespace broadsheet {

inline constexpr std::size_t kMergeWidth = 64;  // 4 or 5 descriptors each: fits in 1,024

// Collects databases and compacts each full group in a thread of its own while more are being made. Not thread-safe.
class MergeTree {
 public:
  // Works in `folder`, which it fills with groups; merged databases are removed.
  explicit MergeTree(Path folder) : folder_(std::move(folder)) {}
  ~MergeTree();
  void add(Path database);
  // Compacts what there is into `target`; without any database: an empty one. Throws Xapian::Error.
  void finish(const Path& target);

 private:
  void start_group();
  void wait_for_group();
  Path folder_;
  std::vector<Path> loose_;    // not yet in a group
  std::vector<Path> groups_;   // compacted, in order
  std::future<void> running_;
};

}  // namespace broadsheet
