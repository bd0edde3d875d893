// Which values does document n have? Mapped columns that facets, filters, timelines and sorts read. docs/format.md has the bytes.
// Written once, in docid order; read-only afterwards; readers are thread-safe. Opening checks
// the hash, because counting does not check each bound: a flipped bit is an error, not a wild read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/part.h"

namespace broadsheet {

// One value of a keyword or name field: ordinals are positions in the dictionary, which is sorted by folded value (bytes).
struct ColumnValue {
  std::string folded;
  std::string display;
  std::uint32_t articles = 0;  // documents that have it
};

// The ordinals of each document, ascending, without doubles. Docids begin at 1.
class KeywordColumn {
 public:
  static Result<KeywordColumn> open(const std::filesystem::path& path);
  std::uint32_t documents() const { return documents_; }
  std::uint32_t values() const { return values_; }
  std::uint32_t documents_with_value() const { return with_value_; }
  // Has no document more than one value?
  bool is_single_valued() const { return starts_[documents_] == with_value_; }
  std::span<const std::uint32_t> ordinals(std::uint32_t docid) const {
    return {ordinals_ + starts_[docid - 1], ordinals_ + starts_[docid]};
  }
  std::string_view folded(std::uint32_t ordinal) const;
  std::string_view display(std::uint32_t ordinal) const;
  std::uint32_t articles(std::uint32_t ordinal) const { return articles_[ordinal]; }
  // nullopt: no document has it. `folded` is what fold() gives.
  std::optional<std::uint32_t> find(std::string_view folded) const;
  // [first, last) of the values that begin with `folded`.
  std::pair<std::uint32_t, std::uint32_t> find_prefix(std::string_view folded) const;
  // Checks every offset and ordinal against its bounds, for `check --deep`.
  Result<void> verify() const;

 private:
  MappedFile file_;
  std::uint32_t documents_ = 0, values_ = 0, with_value_ = 0;
  const std::uint32_t* starts_ = nullptr;
  const std::uint32_t* ordinals_ = nullptr;
  const std::uint32_t* articles_ = nullptr;
  const std::uint32_t* string_starts_ = nullptr;
  std::string_view strings_;
};

// Collects ordinals document by document, then writes. Memory: 4 bytes a document and value.
class KeywordColumnWriter {
 public:
  // `values` sorted by folded; their `articles` are counted here.
  explicit KeywordColumnWriter(std::vector<ColumnValue> values);
  // The next document's ordinals, in any order, doubles allowed.
  void add(std::vector<std::uint32_t> ordinals);
  Result<void> write(const std::filesystem::path& path) const;
  const std::vector<ColumnValue>& values() const { return values_; }

 private:
  std::vector<ColumnValue> values_;
  std::vector<std::uint32_t> starts_{0};
  std::vector<std::uint32_t> ordinals_;
  std::uint32_t with_value_ = 0;
};

// The fixed-size facts of each document. 40 bytes.
struct DocumentFacts {
  std::int64_t start = 0;      // of its date, seconds since 1970 UTC; undated: kUndated
  std::int64_t end = 0;        // exclusive
  std::int32_t day = 0;        // first day of its date at the date's own offset
  std::int32_t last_day = 0;   // last day, inclusive
  std::uint32_t text_bytes = 0;
  std::uint32_t first_seen = 0;  // number of the first generation that had this id
  std::uint8_t precision = 0;    // DatePrecision; 255 = undated
  std::uint8_t reserved[3] = {};
  std::uint32_t length = 0;        // words of title (twice), deck and text: the length that BM25 divides by
};
static_assert(sizeof(DocumentFacts) == 40);
inline constexpr std::uint8_t kUndatedPrecision = 255;
inline bool is_dated(const DocumentFacts& facts) { return facts.precision != kUndatedPrecision; }

class FactsColumn {
 public:
  static Result<FactsColumn> open(const std::filesystem::path& path);
  // Without a look at the hash, which takes 4 ms a million documents: for readers to whom any number is harmless. check_hash() makes it up.
  static Result<FactsColumn> open_unchecked(const std::filesystem::path& path);
  Result<void> check_hash() const;
  std::uint32_t documents() const { return static_cast<std::uint32_t>(facts_.size()); }
  const DocumentFacts& operator[](std::uint32_t docid) const { return facts_[docid - 1]; }
  std::span<const DocumentFacts> all() const { return facts_; }

 private:
  MappedFile file_;
  std::filesystem::path path_;
  std::span<const DocumentFacts> facts_;
};
Result<void> write_facts_column(const std::filesystem::path& path, std::span<const DocumentFacts> facts);

}  // namespace broadsheet
