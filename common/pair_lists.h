// In which articles do these two words stand side by side? Posting lists of pairs of neighbouring words, for the pairs where asking the
// token file costs most: both words are common and neither is a stop word. A phrase of two such words is a look-up, a longer one begins
// with few candidates (a partial nextword index: Williams, Zobel, Bahle, Fast Phrase Querying with Combined Indexes, ACM TOIS 22 (2004), section
// 4). The indexer writes it with the token file; docs/format.md has the bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/bigrams.h"
#include "common/error.h"
#include "common/files.h"
#include "common/part.h"

namespace broadsheet {

// In how many articles a word must stand to be common: a few hundred candidates are quickly looked at without a list.
std::uint32_t least_articles_of_common_words(std::uint32_t documents);

// Writes pairs that come in ascending order, each once.
class PairListWriter {
 public:
  // `least`: what least_articles_of_common_words() gave; the reader must know which words have pairs.
  static Result<PairListWriter> create(const std::filesystem::path& path, std::uint32_t documents, std::uint32_t least);
  // `docids` ascending, not empty.
  void add(WordPair pair, std::span<const std::uint32_t> docids);
  Result<void> finish();

 private:
  explicit PairListWriter(PartWriter part) : part_(std::move(part)) {}
  void begin_block(std::uint32_t second);
  PartWriter part_;
  std::uint32_t documents_ = 0, least_ = 0, last_second_ = 0;
  std::size_t in_block_ = 0;
  std::vector<std::uint32_t> firsts_, group_starts_, block_seconds_;
  std::vector<std::uint64_t> block_starts_;
};

// Thread-safe.
class PairLists {
 public:
  static Result<PairLists> open(const std::filesystem::path& path);
  std::uint32_t documents() const { return documents_; }
  // A word whose commonest form (with or without marks: the lowest id of the same bare word) stands in fewer articles has no pairs here.
  std::uint32_t least_articles() const { return least_; }
  // Where the pair stands, ascending; of two common words that are no stop words, nowhere else. nullopt: the list is damaged.
  std::optional<std::vector<std::uint32_t>> documents_of(WordPair pair) const;
  Result<void> verify() const;  // all offsets and varints are within bounds, all pairs and docids in order

 private:
  std::string_view block(std::uint32_t n) const;
  MappedFile file_;
  std::filesystem::path path_;
  std::uint32_t documents_ = 0, least_ = 0, firsts_ = 0, blocks_ = 0;
  std::string_view lists_;
  const std::uint32_t* first_words_ = nullptr;
  const std::uint32_t* group_starts_ = nullptr;
  const std::uint32_t* block_seconds_ = nullptr;
  const std::uint64_t* block_starts_ = nullptr;
};

}  // namespace broadsheet
