// The long posting lists of the database once more, in blocks of packed bits: in which documents does this term stand, and how often?
//
// Xapian's iterator takes 45 to 55 instructions a posting, behind two virtual calls; this file about a quarter of that, and a reader may
// pass over blocks without looking into them. Shorter lists are read from the database. docs/format.md has the bytes. Blocks of 128
// (delta, count) of a fixed width a block: frame of reference coding (Zukowski et al., Super-Scalar RAM-CPU Cache Compression, ICDE 2006, section
// 3.1; without its exceptions), as Lucene's postings.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/part.h"
#include "common/sections.h"

namespace broadsheet {

// A document of a term's posting list, and how often the term stands in it. Docids begin at 1.
struct Posting {
  std::uint32_t docid = 0;
  std::uint32_t count = 0;
  bool operator==(const Posting&) const = default;
};

inline constexpr std::size_t kPostingBlock = 128;
// Terms of fewer documents are not in the file.
inline constexpr std::uint32_t kLeastListed = 64;

class PostingFileWriter {
 public:
  // `lengths` by docid - 1; they are borrowed.
  static Result<PostingFileWriter> create(const std::filesystem::path& path, std::span<const std::uint32_t> lengths);
  // Terms in ascending order of bytes, each once; postings in ascending order of docids, not empty.
  void add(std::string_view term, std::span<const Posting> postings);
  Result<void> finish();

 private:
  explicit PostingFileWriter(PartWriter part) : part_(std::move(part)) {}
  PartWriter part_;
  std::string encode_block(std::span<const Posting> block, std::uint32_t before) const;
  std::span<const std::uint32_t> lengths_;
  double average_length_ = 0;
  StringTable terms_;
  std::vector<std::uint64_t> starts_;
  std::vector<std::uint32_t> frequencies_;
};

// Reads one list from front to back, a block at a time. Borrows from its file. After damage it is at its end, and ok() is false.
class PostingReader {
 public:
  PostingReader() = default;
  PostingReader(std::string_view bytes, std::uint32_t frequency, std::uint32_t documents)
      : bytes_(bytes), left_(frequency), documents_(documents), frequency_(frequency) {}
  std::uint32_t frequency() const { return frequency_; }
  // Goes on to the next block that reaches `docid`; what ends before it is passed over unread. false: there is none.
  bool advance(std::uint32_t docid);
  // The last docid of the block.
  std::uint32_t last() const { return last_; }
  // No document of the block has a higher bm25_share() (common/bm25.h), by the average length that the file was written with.
  double highest_share() const { return highest_share_; }
  // Calls `use(docid)` for the block's documents, ascending.
  template <class Use>
  void for_each_docid(const Use& use) {
    std::uint64_t docid = before_, bit = 0;
    for (std::size_t i = 0; i < postings_; ++i, bit += delta_bits_ + count_bits_) {
      docid += (load(bit) & mask(delta_bits_)) + 1;
      if (docid > last_) return fail();
      use(static_cast<std::uint32_t>(docid));
    }
  }
  // Replaces `out` by the block's postings.
  void read(std::vector<Posting>& out);
  bool ok() const { return ok_; }

 private:
  static std::uint64_t mask(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }
  // A footer lies behind the last list: eight bytes can be read from wherever a posting begins.
  std::uint64_t load(std::uint64_t bit) const {
    std::uint64_t value = 0;
    std::memcpy(&value, packed_ + bit / 8, sizeof value);
    return value >> (bit % 8);
  }
  void fail();
  std::string_view bytes_;  // of the blocks behind this one
  std::uint32_t left_ = 0, documents_ = 0, frequency_ = 0;
  std::uint32_t before_ = 0, last_ = 0;  // docids before and at the end of the block
  const char* packed_ = nullptr;
  std::size_t postings_ = 0;
  unsigned delta_bits_ = 0, count_bits_ = 0;
  double highest_share_ = 0;
  bool ok_ = true;
};

// Thread-safe.
class PostingFile {
 public:
  static Result<PostingFile> open(const std::filesystem::path& path);
  std::uint32_t documents() const { return documents_; }
  std::uint32_t terms() const { return terms_; }
  double average_length() const { return average_length_; }
  std::string_view term(std::uint32_t n) const;  // in order of bytes
  PostingReader list(std::uint32_t n) const;
  // nullopt: its list is short, or there is no such term.
  std::optional<PostingReader> find(std::string_view term) const;
  Result<void> verify() const;  // all terms in order, all postings within bounds

 private:
  MappedFile file_;
  std::filesystem::path path_;
  std::uint32_t documents_ = 0, terms_ = 0;
  double average_length_ = 0;
  std::string_view lists_, term_bytes_;
  const std::uint64_t* starts_ = nullptr;
  const std::uint32_t* frequencies_ = nullptr;
  const std::uint32_t* term_starts_ = nullptr;
};

}  // namespace broadsheet
