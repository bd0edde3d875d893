#include "common/text_store.h"

#include <sys/mman.h>

#include <cstring>

#include <fmt/format.h>

#include "common/encoding.h"
#include "common/packing.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSSTORE\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kBlockBytes = 16U << 10;  // a block holds whole records and ends with the first that fills it
constexpr int kZstdLevel = 3;
constexpr std::size_t kFooterBytes = 8;

template <class T>
T read_at(std::string_view section, std::size_t i) {
  T value;
  std::memcpy(&value, section.data() + i * sizeof(T), sizeof(T));
  return value;
}

template <class T>
std::string_view as_bytes(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace

Result<TextStoreWriter> TextStoreWriter::create(const std::filesystem::path& path) {
  auto part = PartWriter::create(path, kMagic, kVersion);
  if (!part) return std::unexpected(part.error());
  return TextStoreWriter(std::move(*part));
}

void TextStoreWriter::add(std::string_view record, std::uint32_t taken) {
  block_taken_.push_back(taken);
  document_block_.push_back(static_cast<std::uint32_t>(block_starts_.size()));
  document_offset_.push_back(static_cast<std::uint32_t>(block_.size()));
  append_string(block_, record);
  if (block_.size() >= kBlockBytes) flush_block();
}

void TextStoreWriter::flush_block() {
  if (block_.empty()) return;
  block_starts_.push_back(part_.payload_bytes());
  const auto taken = taken_block();
  if (taken) {
    part_.write(*taken);
  } else {
    part_.write(pack(block_, kZstdLevel));
  }
  block_.clear();
  block_taken_.clear();
}

// Of the other store, when that has the same documents in a block; the same bytes and level give the same frame.
std::optional<std::string_view> TextStoreWriter::taken_block() {
  const std::uint32_t first = block_taken_.front();
  if (!taken_ || first == 0) return std::nullopt;
  for (std::size_t i = 0; i < block_taken_.size(); ++i) {
    if (block_taken_[i] != first + i) return std::nullopt;
  }
  return taken_->packed_block(first, block_taken_.back());
}

Result<void> TextStoreWriter::finish() {
  flush_block();
  block_starts_.push_back(part_.payload_bytes());
  part_.write(as_bytes(block_starts_));
  part_.write(as_bytes(document_block_));
  part_.write(as_bytes(document_offset_));
  std::string footer;
  append_u32(footer, static_cast<std::uint32_t>(block_starts_.size() - 1));
  append_u32(footer, static_cast<std::uint32_t>(document_block_.size()));
  part_.write(footer);
  return part_.finish();
}

Result<TextStore> TextStore::open(const std::filesystem::path& path) {
  TextStore store;
  store.path_ = path;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  store.file_ = std::move(*file);
  auto payload = part_payload(store.file_, path, kMagic, kVersion);
  if (!payload) return std::unexpected(payload.error());
  if (payload->size() < kFooterBytes) return damaged(path, "it has no footer");
  ByteReader footer(payload->substr(payload->size() - kFooterBytes));
  store.blocks_ = footer.u32();
  store.documents_ = footer.u32();
  const std::uint64_t index = 8 * (std::uint64_t{store.blocks_} + 1) + 8 * std::uint64_t{store.documents_} + kFooterBytes;
  if (index > payload->size()) return damaged(path, "its length does not fit its footer");
  const std::size_t blocks_end = payload->size() - index;
  store.payload_ = payload->substr(0, blocks_end);
  store.block_starts_ = payload->substr(blocks_end, 8 * (std::size_t{store.blocks_} + 1));
  store.document_block_ = payload->substr(blocks_end + store.block_starts_.size(), 4 * std::size_t{store.documents_});
  store.document_offset_ =
      payload->substr(blocks_end + store.block_starts_.size() + store.document_block_.size(), 4 * std::size_t{store.documents_});
  return store;
}

// Pages of a mapped file count as the process's memory until they are given back; what is read again comes from the system's cache.
void TextStore::give_pages_back() {
  constexpr std::uint32_t kEvery = 64;  // blocks
  if (++loads_ % kEvery != 0) return;
  const std::string_view bytes = file_.bytes();  // begins at a page
  static_cast<void>(::madvise(const_cast<char*>(bytes.data()), bytes.size(), MADV_DONTNEED));
}

Result<std::string_view> TextStore::block_bytes(std::uint32_t block) const {
  const auto begin = read_at<std::uint64_t>(block_starts_, block), end = read_at<std::uint64_t>(block_starts_, block + 1);
  if (begin > end || end > payload_.size()) return damaged(path_, "a block lies outside the file");
  return payload_.substr(begin, end - begin);
}

Result<void> TextStore::load_block(std::uint32_t block) {
  if (block == loaded_) return {};
  if (block >= blocks_) return damaged(path_, "a document points to no block");
  loaded_ = UINT32_MAX;
  give_pages_back();
  const auto packed = block_bytes(block);
  if (!packed) return std::unexpected(packed.error());
  constexpr std::size_t kMaxBlock = 1U << 30;
  if (!unpack(*packed, kMaxBlock, block_)) return damaged(path_, "a block does not inflate");
  loaded_ = block;
  return {};
}

std::optional<std::string_view> TextStore::packed_block(std::uint32_t first, std::uint32_t last) {
  if (first == 0 || last < first || last > documents_) return std::nullopt;
  const auto block_of = [this](std::uint32_t docid) { return read_at<std::uint32_t>(document_block_, docid - 1); };
  const std::uint32_t block = block_of(first);
  const bool begins = first == 1 || block_of(first - 1) != block;
  const bool ends = last == documents_ || block_of(last + 1) != block;
  if (!begins || !ends || block_of(last) != block || block >= blocks_) return std::nullopt;
  give_pages_back();
  const auto packed = block_bytes(block);
  return packed && has_checksum(*packed) ? std::optional(*packed) : std::nullopt;
}

Result<std::string_view> TextStore::get(std::uint32_t docid) {
  if (docid == 0 || docid > documents_) return damaged(path_, fmt::format("it has no document {}", docid));
  if (const auto loaded = load_block(read_at<std::uint32_t>(document_block_, docid - 1)); !loaded) return std::unexpected(loaded.error());
  const auto offset = read_at<std::uint32_t>(document_offset_, docid - 1);
  if (offset > block_.size()) return damaged(path_, "a record lies outside its block");
  ByteReader reader(std::string_view(block_).substr(offset));
  const std::string_view record = reader.string();
  if (!reader.ok()) return damaged(path_, "a record runs out of its block");
  return record;
}

Result<void> TextStore::verify() {
  for (std::uint32_t docid = 1; docid <= documents_; ++docid) {
    if (const auto record = get(docid); !record) return std::unexpected(record.error());
  }
  return {};
}

}  // namespace broadsheet
