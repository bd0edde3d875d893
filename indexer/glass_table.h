// A table of a Xapian database, written by us: a B-tree of Xapian's glass format (1.4), whose keys come in order. What Xapian's own writer
// takes most of its time for (finding a key's place, splitting blocks) falls away. docs/format.md says what of the format is used;
// Xapian reads the tables, and its check looks at each one before it is published.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/generation.h"

namespace broadsheet {

// What the database's version file says of a table.
struct GlassRoot {
  std::uint32_t root = 0;    // block number
  std::uint32_t level = 0;   // 0: the root is a leaf
  std::uint32_t entries = 0;
  std::uint32_t blocks = 0;
  std::uint64_t hash = 0;  // XXH3-64 of the table
};

// The number so that its bytes sort as the numbers do.
void append_sortable(std::string& key, std::uint32_t number);

// Keys ascending by bytes, none of them twice, of 1 to kMaxKeyBytes bytes. Memory: a block a level. Not thread-safe.
class GlassTableWriter {
 public:
  static constexpr std::size_t kBlockBytes = 8192;
  static constexpr std::size_t kMaxKeyBytes = 255;
  static constexpr std::size_t kMaxItemBytes = 2043;  // four of them fill a block
  static constexpr std::size_t kItemHeadBytes = 3;    // of an item that holds a whole entry: all but key and tag

  static Result<GlassTableWriter> create(const Path& path);
  // A longer tag than an item holds goes into several. `packed`: it is zlib's raw deflate of the tag.
  void add(std::string_view key, std::string_view tag, bool packed = false);
  // How large the next item may be without a new block being begun.
  std::size_t room() const { return leaf().room(); }
  Result<GlassRoot> finish();

 private:
  // One block being filled: its directory grows from the front, its items from the back.
  struct Block {
    std::array<char, kBlockBytes> bytes{};
    std::size_t directory_end = 0, items_begin = kBlockBytes;
    std::string first_key;         // separates it from the block before
    std::uint16_t first_component = 0;
    bool empty() const;
    std::size_t room() const;
    char* add(std::size_t size);   // where an item of this size stands; there must be room
  };
  explicit GlassTableWriter(FileWriter file);
  Block& leaf() { return levels_.front(); }
  const Block& leaf() const { return levels_.front(); }
  void add_item(std::string_view key, std::uint16_t component, bool last, std::string_view tag, bool packed);
  void add_child(std::size_t level, std::string_view key, std::uint16_t component, std::uint32_t block);
  std::uint32_t write_block(std::size_t level);
  void end_block(std::size_t level);

  FileWriter file_;
  std::vector<Block> levels_;
  std::string last_key_;
  std::uint32_t blocks_ = 0, entries_ = 0;
  std::uint64_t hash_ = 0;
};

}  // namespace broadsheet
