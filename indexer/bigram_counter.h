// In how many articles does each pair of neighbouring words stand, and in which does a pair of common words? Collected while the token file
// is written; bounded memory whatever the archive's size: pairs are sorted in runs on disk and merged at the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include "common/bigrams.h"
#include "common/error.h"
#include "common/token_file.h"

namespace broadsheet {

// A pair in a document.
struct PairPosting {
  WordPair pair = 0;
  std::uint32_t docid = 0;
  auto operator<=>(const PairPosting&) const = default;
};

class BigramCounter {
 public:
  // By word id: `is_stop`, and `is_common`: pairs of two such words get lists. Runs go to `scratch` under names that begin with "bigrams-".
  // Memory: 16 bytes a pair, two times `pairs_in_memory` of them: a thread of its own sorts and writes a run while the next is collected.
  BigramCounter(std::filesystem::path scratch, std::vector<bool> is_stop, std::vector<bool> is_common,
                std::size_t pairs_in_memory = std::size_t{1} << 20);

  // The next document, ids as in the token file.
  Result<void> add(const DocumentTokens& tokens);
  // Writes the table of counts and the lists (`least_articles`: of a common word); nothing can be added afterwards. Errors: 74, a run cannot
  // be written or read back.
  Result<void> write(const std::filesystem::path& counts, const std::filesystem::path& lists, std::uint32_t least_articles);

 private:
  Result<void> spill();
  Result<void> wait_for_run();
  Result<void> merge_many();
  std::filesystem::path next_run();
  bool is_listed(WordPair pair) const { return is_common_[pair >> 32] && is_common_[pair & UINT32_MAX]; }

  std::filesystem::path scratch_;
  std::vector<bool> is_stop_, is_common_;
  std::size_t pairs_in_memory_;
  std::vector<PairPosting> pairs_;  // of the documents since the last run, a document's pairs once each
  std::vector<WordPair> document_;
  std::vector<std::filesystem::path> runs_;
  std::future<Result<void>> writing_;  // the last of them
  std::size_t runs_made_ = 0;
  std::uint32_t documents_ = 0;
};

}  // namespace broadsheet
