// In how many articles does each pair of neighbouring words stand? Counted while the token file is written; bounded memory whatever the
// archive's size: pairs are sorted in runs on disk and merged at the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/bigrams.h"
#include "common/error.h"
#include "common/token_file.h"

namespace broadsheet {

class BigramCounter {
 public:
  // `is_stop` by word id. Runs go to `scratch` under names that begin with "bigrams-". Memory: 8 bytes a pair of `pairs_in_memory`.
  BigramCounter(std::filesystem::path scratch, std::vector<bool> is_stop, std::size_t pairs_in_memory = std::size_t{2} << 20);

  // The next document, ids as in the token file.
  Result<void> add(const DocumentTokens& tokens);
  // Writes the table; nothing can be added afterwards. Errors: 74, a run cannot be written or read back.
  Result<void> write(const std::filesystem::path& target);

 private:
  Result<void> spill();
  Result<void> merge_many();
  std::filesystem::path next_run();

  std::filesystem::path scratch_;
  std::vector<bool> is_stop_;
  std::size_t pairs_in_memory_;
  std::vector<WordPair> pairs_;    // of the documents since the last run, a document's pairs once each
  std::vector<WordPair> document_;
  std::vector<std::filesystem::path> runs_;
  std::size_t runs_made_ = 0;
  std::uint32_t documents_ = 0;
};

}  // namespace broadsheet
