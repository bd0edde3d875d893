// Give me the stored article of document n: article records (article_codec.h) in zstd blocks, by docid. docs/format.md has the bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/part.h"

namespace broadsheet {

// Thread-safe except for get(), which keeps the last block: one reader a thread for that. Pages of the file that were read are given
// back now and then, so that reading all of it takes no memory.
class TextStore {
 public:
  static Result<TextStore> open(const std::filesystem::path& path);
  std::uint32_t documents() const { return documents_; }
  // The record of `docid` (1..documents()); the view is valid until the next call.
  Result<std::string_view> get(std::uint32_t docid);
  // The block as it stands in the file when it has a checksum and holds exactly these documents, else nothing. Valid until the next call.
  std::optional<std::string_view> packed_block(std::uint32_t first, std::uint32_t last);
  Result<void> verify();  // every block inflates and every record lies inside its block

 private:
  Result<std::string_view> block_bytes(std::uint32_t block) const;
  Result<void> load_block(std::uint32_t block);
  void give_pages_back();
  MappedFile file_;
  std::filesystem::path path_;
  std::string_view payload_;
  std::uint32_t documents_ = 0, blocks_ = 0;
  std::string_view block_starts_, document_block_, document_offset_;
  std::string block_;
  std::uint32_t loaded_ = UINT32_MAX;
  std::uint32_t loads_ = 0;
};

// Documents come in docid order. Memory: 12 bytes a document.
class TextStoreWriter {
 public:
  static Result<TextStoreWriter> create(const std::filesystem::path& path);
  // Blocks may be taken from this store as they are: packing one takes the most time of all that is done here.
  void take_blocks_from(TextStore store) { taken_ = std::move(store); }
  // `taken`: the document of that store whose record this is, compared by the caller; 0: none.
  void add(std::string_view record, std::uint32_t taken = 0);
  Result<void> finish();

 private:
  explicit TextStoreWriter(PartWriter part) : part_(std::move(part)) {}
  void flush_block();
  std::optional<std::string_view> taken_block();
  PartWriter part_;
  std::string block_;
  std::optional<TextStore> taken_;
  std::vector<std::uint32_t> block_taken_;  // documents of `taken_` in the block, 0 for others
  std::vector<std::uint64_t> block_starts_;  // payload offsets
  std::vector<std::uint32_t> document_block_;
  std::vector<std::uint32_t> document_offset_;
};

}  // namespace broadsheet
