#include "indexer/glass_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <xxhash.h>

namespace broadsheet {
namespace {

constexpr std::size_t kDirectoryStart = 11;  // revision u32, level u8, free bytes u16 twice, end of the directory u16; all big-endian
constexpr std::size_t kDirectoryEntry = 2;
constexpr std::size_t kComponentBytes = 2;
constexpr std::size_t kChildBytes = 4;
constexpr std::uint32_t kRevision = 1;
constexpr std::uint16_t kPacked = 0x8000, kLast = 0x4000, kFirst = 0x2000;

void put16(char* at, std::size_t value) {
  at[0] = static_cast<char>(value >> 8);
  at[1] = static_cast<char>(value);
}

void put32(char* at, std::uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value & 0xFFFF);
}

char* put_key(char* at, std::string_view key) {
  *at++ = static_cast<char>(key.size());
  return std::ranges::copy(key, at).out;
}

}  // namespace

void append_sortable(std::string& key, std::uint32_t number) {
  constexpr std::uint32_t kTwoBytes = 0x8000;
  std::array<char, 5> bytes{};
  put32(bytes.data() + 1, number);
  if (number < kTwoBytes) {
    key.append(bytes.data() + 3, 2);
    return;
  }
  // Leading ones say how many bytes there are: 10 three, 110 four, 1110 five.
  const std::size_t count = (37 - static_cast<std::size_t>(std::countl_zero(number))) / 7;
  char* const first = bytes.data() + bytes.size() - count;
  *first = static_cast<char>(static_cast<unsigned char>(*first) | (0xFFU << (10 - count)));
  key.append(first, count);
}

bool GlassTableWriter::Block::empty() const { return directory_end == kDirectoryStart; }

std::size_t GlassTableWriter::Block::room() const {
  const std::size_t gap = items_begin - directory_end;
  return gap > kDirectoryEntry ? gap - kDirectoryEntry : 0;
}

char* GlassTableWriter::Block::add(std::size_t size) {
  items_begin -= size;
  put16(bytes.data() + directory_end, items_begin);
  directory_end += kDirectoryEntry;
  return bytes.data() + items_begin;
}

Result<GlassTableWriter> GlassTableWriter::create(const Path& path) {
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  return GlassTableWriter(std::move(*file));
}

// Every table begins with an entry of no key and no tag.
GlassTableWriter::GlassTableWriter(FileWriter file) : file_(std::move(file)) {
  levels_.resize(1);
  leaf().directory_end = kDirectoryStart;
  add_item("", 1, true, "", false);
}

void GlassTableWriter::add_item(std::string_view key, std::uint16_t component, bool last, std::string_view tag, bool packed) {
  const std::size_t size = kItemHeadBytes + key.size() + (component > 1 ? kComponentBytes : 0) + tag.size();
  if (leaf().room() < size) end_block(0);
  if (leaf().empty()) {
    // As short as it can be and still tell this key from the last of the block before.
    const auto same = static_cast<std::size_t>(std::ranges::mismatch(key, last_key_).in1 - key.begin());
    leaf().first_key = key.substr(0, same + 1);
    leaf().first_component = component;
  }
  char* const item = leaf().add(size);
  const unsigned flags = (packed ? kPacked : 0U) | (last ? kLast : 0U) | (component == 1 ? kFirst : 0U);
  put16(item, (size - kItemHeadBytes) | flags);
  char* at = put_key(item + 2, key);
  if (component > 1) {
    put16(at, component);
    at += kComponentBytes;
  }
  std::ranges::copy(tag, at);
  last_key_ = key;
}

void GlassTableWriter::add(std::string_view key, std::string_view tag, bool packed) {
  ++entries_;
  std::size_t space = kMaxItemBytes - kItemHeadBytes - key.size();
  for (std::uint16_t component = 1;; ++component) {
    const bool last = tag.size() <= space;
    add_item(key, component, last, tag.substr(0, space), packed);
    if (last) return;
    tag.remove_prefix(space);
    if (component == 1) space -= kComponentBytes;
  }
}

std::uint32_t GlassTableWriter::write_block(std::size_t level) {
  Block& block = levels_[level];
  put32(block.bytes.data(), kRevision);
  block.bytes[4] = static_cast<char>(level);
  put16(block.bytes.data() + 5, block.items_begin - block.directory_end);
  put16(block.bytes.data() + 7, block.items_begin - block.directory_end);
  put16(block.bytes.data() + 9, block.directory_end);
  std::fill(block.bytes.data() + block.directory_end, block.bytes.data() + block.items_begin, '\0');
  hash_ = XXH3_64bits_withSeed(block.bytes.data(), block.bytes.size(), hash_);
  file_.write({block.bytes.data(), block.bytes.size()});
  block.directory_end = kDirectoryStart;
  block.items_begin = kBlockBytes;
  return blocks_++;
}

// The block is full: it gets its number, and the level above an entry for it.
void GlassTableWriter::end_block(std::size_t level) {
  const std::uint32_t number = write_block(level);
  add_child(level + 1, levels_[level].first_key, levels_[level].first_component, number);
}

void GlassTableWriter::add_child(std::size_t level, std::string_view key, std::uint16_t component, std::uint32_t block) {
  const std::string separator(key);  // levels_ may grow
  if (level == levels_.size()) {
    levels_.emplace_back();
    levels_.back().directory_end = kDirectoryStart;
  }
  constexpr std::size_t kHeadBytes = kChildBytes + 1 + kComponentBytes;
  if (levels_[level].room() < kHeadBytes + separator.size()) end_block(level);
  const bool first = levels_[level].empty();
  if (first) {
    levels_[level].first_key = separator;
    levels_[level].first_component = component;
  }
  // Nobody asks for the first key of a block: its parent has it.
  const std::string_view shown = first ? std::string_view() : std::string_view(separator);
  char* const item = levels_[level].add(kHeadBytes + shown.size());
  put32(item, block);
  put16(put_key(item + kChildBytes, shown), first ? 0 : component);
}

Result<GlassRoot> GlassTableWriter::finish() {
  std::size_t level = 0;
  while (level + 1 < levels_.size()) end_block(level++);
  const std::uint32_t root = write_block(level);
  if (const auto closed = file_.close(false); !closed) return std::unexpected(closed.error());
  return GlassRoot{root, static_cast<std::uint32_t>(level), entries_, blocks_, hash_};
}

}  // namespace broadsheet
