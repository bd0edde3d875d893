// Everything that DERIVE made of the input, kept once: article records (article_codec.h) in input order in one file, and what ordering
// needs of each in memory. Inputs are read once, because stdin cannot be read again.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/error.h"
#include "common/files.h"
#include "common/generation.h"
#include "common/stemmer.h"

namespace broadsheet {

// What came out of one record, ready for the spool.
struct DerivedArticle {
  std::string id;
  std::string content_hash;  // hex
  std::string record;        // encode_article
  std::int64_t order = 0;    // begin of its date; undated: INT64_MIN
  std::uint32_t text_bytes = 0;
};

struct SpoolEntry {
  std::string id;
  std::array<char, 32> content_hash{};
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t text_bytes = 0;
  std::int64_t order = 0;
};

enum class SpoolOutcome : std::uint8_t { added, replaced, duplicate };

class Spool {
 public:
  static Result<Spool> create(const Path& path);
  // The same id again: the later one wins (replaced), or changes nothing when its content is the same (duplicate).
  SpoolOutcome add(const DerivedArticle& article);
  Result<void> finish_writing();
  // Newest first, then by id; undated ones last: the docid order of the archive.
  void sort();
  const std::vector<SpoolEntry>& entries() const { return entries_; }
  // Thread-safe after finish_writing().
  Result<std::string> read(const SpoolEntry& entry) const;
  // SHA-256 over the sorted lines `id TAB content_hash`, then `rest`.
  std::string content_sha256(std::string_view rest) const;

 private:
  Spool(FileWriter file, Path path) : file_(std::move(file)), path_(std::move(path)) {}
  FileWriter file_;
  Path path_;
  Descriptor readable_;  // not mapped: mapped pages would count as memory of the build
  std::vector<SpoolEntry> entries_;
  std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> by_id_;
};

}  // namespace broadsheet
