// Everything that DERIVE made of the input, kept once: article records (article_codec.h) in input order in one file, and what ordering
// needs of each in memory. Inputs are read once, because stdin cannot be read again. Records are packed: unpacked they would be as large
// as all that a build publishes. Those that --reuse takes over stay where they are, in the text store of the generation before.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/error.h"
#include "common/files.h"
#include "common/generation.h"
#include "common/stemmer.h"
#include "common/text_store.h"

namespace broadsheet {

using Digest = std::array<char, 32>;  // of SHA-256
Digest digest_of_hex(std::string_view hex);
// Counted oddities of one record: bad-date, repaired-utf8, cut-field …
using RecordNotes = std::map<std::string, std::uint64_t>;
// XXH3-64 of an article's bytes: is this still what was derived?
std::uint64_t article_hash(std::string_view record);
// What articles are ordered by, newest first: the begin of the date; undated: INT64_MIN.
std::int64_t order_of(const Article& article);

// A record in the text store that take_over_from() names.
struct StoredRecord {
  std::uint32_t docid = 0;
  std::uint64_t article_hash = 0;
};

// What came out of one record, ready for the spool.
struct DerivedArticle {
  std::string id;
  Digest content_hash{};
  std::string record;      // encode_article; empty when it is taken over
  std::int64_t order = 0;  // order_of
  std::uint32_t text_bytes = 0;
  Digest record_digest = {};  // of what it was derived from (derivation.h)
  RecordNotes notes = {};
  std::optional<StoredRecord> stored = std::nullopt;
};

struct SpoolEntry {
  std::string id;
  Digest content_hash{};
  Digest record_digest{};
  std::uint64_t offset = 0;
  std::uint64_t article_hash = 0;
  std::uint32_t length = 0;  // in the file, packed
  std::uint32_t text_bytes = 0;
  std::int64_t order = 0;
  std::uint32_t notes = 0;  // a number for Spool::notes
  std::uint32_t stored = 0;  // docid of a record that is taken over; 0: it is in the file
};

enum class SpoolOutcome : std::uint8_t { added, replaced, duplicate };

class Spool {
 public:
  static Result<Spool> create(const Path& path);
  // The text store of DerivedArticle::stored, which must not change until the last read().
  void take_over_from(const Path& text_store) { stored_->path = text_store; }
  const Path& taken_over_from() const { return stored_->path; }  // "": nothing is
  // The same id again: the later one wins (replaced), or changes nothing when its content is the same (duplicate).
  SpoolOutcome add(const DerivedArticle& article);
  Result<void> finish_writing();
  // Newest first, then by id; undated ones last: the docid order of the archive.
  void sort();
  const std::vector<SpoolEntry>& entries() const { return entries_; }
  // Thread-safe after finish_writing().
  Result<std::string> read(const SpoolEntry& entry) const;
  // Gives the disk back: no record can be read any more, what is in memory stays.
  void remove_records();
  const RecordNotes& notes(std::uint32_t set) const { return notes_[set]; }
  // SHA-256 over the sorted lines `id TAB content_hash`, then `rest`.
  std::string content_sha256(std::string_view rest) const;

 private:
  // Readers of the text store: one a thread, since each keeps the block that it has unpacked.
  struct StoredRecords {
    Path path;
    std::mutex mutex;
    std::map<std::thread::id, TextStore> readers;
  };
  Spool(FileWriter file, Path path) : file_(std::move(file)), path_(std::move(path)), stored_(std::make_unique<StoredRecords>()) {}
  Result<TextStore*> reader_of_this_thread() const;
  Result<std::string> read_stored(const SpoolEntry& entry) const;
  FileWriter file_;
  Path path_;
  Descriptor readable_;  // not mapped: mapped pages would count as memory of the build
  std::vector<SpoolEntry> entries_;
  // Every set of notes once: nearly all records have none, or one of a few.
  std::uint32_t number_of(const RecordNotes& notes);
  std::map<RecordNotes, std::uint32_t> note_numbers_;
  std::vector<RecordNotes> notes_;
  std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> by_id_;
  std::unique_ptr<StoredRecords> stored_;
};

}  // namespace broadsheet
