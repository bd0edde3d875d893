// In how many articles do these two words stand side by side? The pairs of neighbouring words of an archive, neither a stop word, that two
// articles or more have. The indexer writes it with the token file, `terms` reads it. docs/format.md has the bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/part.h"

namespace broadsheet {

// Two word ids of the token file: the first in the upper half.
using WordPair = std::uint64_t;
inline WordPair word_pair(std::uint32_t first, std::uint32_t second) { return (std::uint64_t{first} << 32) | second; }

// The different pairs of a document, ascending: neighbours within one of its fields, none of them marked in `is_stop` (by id). An id
// beyond `is_stop` makes no pair.
void add_pairs(std::span<const std::uint32_t> field, const std::vector<bool>& is_stop, std::vector<WordPair>& pairs);
void make_distinct(std::vector<WordPair>& pairs);

// Writes pairs that come in ascending order, each once.
class BigramWriter {
 public:
  static Result<BigramWriter> create(const std::filesystem::path& path, std::uint32_t documents, std::uint32_t words);
  // In how many articles; under 2 it is left out.
  void add(WordPair pair, std::uint64_t articles);
  Result<void> finish();

 private:
  explicit BigramWriter(PartWriter part) : part_(std::move(part)) {}
  PartWriter part_;
  std::uint32_t documents_ = 0, words_ = 0, last_second_ = 0;
  std::uint64_t pairs_ = 0;
  std::vector<std::uint64_t> starts_;  // of the groups by first word so far
};

// Thread-safe.
class BigramTable {
 public:
  static Result<BigramTable> open(const std::filesystem::path& path);
  std::uint32_t documents() const { return documents_; }
  std::uint32_t words() const { return words_; }
  std::uint64_t pairs() const { return pairs_; }
  // The articles of each of these pairs (ascending), in their order; of a pair that is not there 0: fewer than two articles have it.
  std::vector<std::uint32_t> articles(std::span<const WordPair> pairs) const;
  Result<void> verify() const;  // all offsets, ids and varints are within bounds, all pairs in order

 private:
  std::string_view group(std::uint32_t first) const;
  MappedFile file_;
  std::filesystem::path path_;
  std::string_view groups_;
  const std::uint64_t* starts_ = nullptr;
  std::uint32_t documents_ = 0, words_ = 0;
  std::uint64_t pairs_ = 0;
};

}  // namespace broadsheet
