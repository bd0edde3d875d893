#include "common/pair_lists.h"

#include <algorithm>

#include "common/encoding.h"
#include "common/sections.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSPAIRS\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFooterBytes = 4 * sizeof(std::uint64_t);  // documents, least articles, first words, blocks
constexpr std::size_t kPairsInBlock = 16;
constexpr std::uint32_t kLeastCommon = 64, kShareOfCommon = 512;

std::string encode_docids(std::span<const std::uint32_t> docids) {
  std::string bytes;
  std::uint32_t last = 0;
  for (const std::uint32_t docid : docids) {
    append_varint(bytes, docid - last);
    last = docid;
  }
  return bytes;
}

// Walks a block: its pairs' second words, ascending, with their docids.
class BlockReader {
 public:
  BlockReader(std::string_view bytes, std::uint32_t second, std::uint32_t documents)
      : reader_(bytes), second_(second), documents_(documents) {}
  // false: at the end, or damaged (then ok() is false).
  bool next() {
    if (reader_.at_end() || !ok()) return false;
    const std::uint64_t step = reader_.varint();
    ok_ = first_ ? step == 0 : step > 0 && step <= UINT32_MAX - second_;
    first_ = false;
    second_ += static_cast<std::uint32_t>(step);
    count_ = reader_.varint();
    ok_ = ok_ && count_ > 0 && count_ <= documents_;
    if (ok()) docids_ = reader_.bytes(count_ == 1 ? 0 : reader_.varint());
    if (ok() && count_ == 1) single_ = reader_.varint();
    return ok();
  }
  bool ok() const { return ok_ && reader_.ok(); }
  std::uint32_t second() const { return second_; }
  // nullopt: damaged.
  std::optional<std::vector<std::uint32_t>> docids() const {
    std::vector<std::uint32_t> docids;
    docids.reserve(count_);
    ByteReader reader(docids_);
    std::uint64_t docid = 0;
    for (std::uint64_t i = 0; i < count_; ++i) {
      const std::uint64_t step = count_ == 1 ? single_ : reader.varint();
      docid += step;
      if (step == 0 || step > documents_ || docid > documents_) return std::nullopt;
      docids.push_back(static_cast<std::uint32_t>(docid));
    }
    if (!reader.ok() || !reader.at_end()) return std::nullopt;
    return docids;
  }

 private:
  ByteReader reader_;
  std::uint32_t second_;
  std::uint32_t documents_;
  std::uint64_t count_ = 0, single_ = 0;
  std::string_view docids_;
  bool first_ = true, ok_ = true;
};

}  // namespace

std::uint32_t least_articles_of_common_words(std::uint32_t documents) { return std::max(kLeastCommon, documents / kShareOfCommon); }

Result<PairListWriter> PairListWriter::create(const std::filesystem::path& path, std::uint32_t documents, std::uint32_t least) {
  auto part = PartWriter::create(path, kMagic, kVersion);
  if (!part) return std::unexpected(part.error());
  PairListWriter writer(std::move(*part));
  writer.documents_ = documents;
  writer.least_ = least;
  return writer;
}

void PairListWriter::begin_block(std::uint32_t second) {
  block_seconds_.push_back(second);
  block_starts_.push_back(part_.payload_bytes());
  last_second_ = second;
  in_block_ = 0;
}

void PairListWriter::add(WordPair pair, std::span<const std::uint32_t> docids) {
  const auto first = static_cast<std::uint32_t>(pair >> 32), second = static_cast<std::uint32_t>(pair);
  if (firsts_.empty() || firsts_.back() != first) {
    firsts_.push_back(first);
    group_starts_.push_back(static_cast<std::uint32_t>(block_seconds_.size()));
    begin_block(second);
  } else if (in_block_ == kPairsInBlock) {
    begin_block(second);
  }
  std::string entry;
  append_varint(entry, second - last_second_);
  append_varint(entry, docids.size());
  const std::string bytes = encode_docids(docids);
  if (docids.size() > 1) append_varint(entry, bytes.size());
  part_.write(entry + bytes);
  last_second_ = second;
  ++in_block_;
}

Result<void> PairListWriter::finish() {
  group_starts_.push_back(static_cast<std::uint32_t>(block_seconds_.size()));
  block_starts_.push_back(part_.payload_bytes());
  write_section(part_, block_starts_);
  write_section(part_, block_seconds_);
  write_section(part_, firsts_);
  write_section(part_, group_starts_);
  pad_section(part_);
  std::string footer;
  for (const std::size_t n : {std::size_t{documents_}, std::size_t{least_}, firsts_.size(), block_seconds_.size()}) append_u64(footer, n);
  part_.write(footer);
  return part_.finish();
}

Result<PairLists> PairLists::open(const std::filesystem::path& path) {
  PairLists pairs;
  pairs.path_ = path;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  pairs.file_ = std::move(*file);
  const auto payload = part_payload(pairs.file_, path, kMagic, kVersion);
  if (!payload) return std::unexpected(payload.error());
  if (payload->size() < kFooterBytes || payload->size() % kSectionAlignment != 0) return damaged(path, "its length does not fit");
  ByteReader footer(payload->substr(payload->size() - kFooterBytes));
  const std::uint64_t documents = footer.u64(), least = footer.u64(), firsts = footer.u64(), blocks = footer.u64();
  if (std::max({documents, least, firsts, blocks}) >= UINT32_MAX) return damaged(path, "its footer has impossible counts");
  std::uint64_t index = kFooterBytes;
  for (const std::uint64_t bytes : {8 * (blocks + 1), 4 * blocks, 4 * firsts, 4 * (firsts + 1)}) index += padded_section(bytes);
  if (index > payload->size()) return damaged(path, "its length does not fit its footer");
  pairs.documents_ = static_cast<std::uint32_t>(documents);
  pairs.least_ = static_cast<std::uint32_t>(least);
  pairs.firsts_ = static_cast<std::uint32_t>(firsts);
  pairs.blocks_ = static_cast<std::uint32_t>(blocks);
  pairs.lists_ = payload->substr(0, payload->size() - index);
  Sections sections(payload->substr(pairs.lists_.size()));
  pairs.block_starts_ = sections.take<std::uint64_t>(blocks + 1);
  pairs.block_seconds_ = sections.take<std::uint32_t>(blocks);
  pairs.first_words_ = sections.take<std::uint32_t>(firsts);
  pairs.group_starts_ = sections.take<std::uint32_t>(firsts + 1);
  if (!sections.ok()) return damaged(path, "its sections do not fit");
  return pairs;
}

// Empty for what lies outside: a damaged file is found by `check`.
std::string_view PairLists::block(std::uint32_t n) const {
  return n < blocks_ ? slice(lists_, block_starts_[n], block_starts_[n + 1]) : std::string_view();
}

std::optional<std::vector<std::uint32_t>> PairLists::documents_of(WordPair pair) const {
  const auto first = static_cast<std::uint32_t>(pair >> 32), second = static_cast<std::uint32_t>(pair);
  const std::uint32_t* const group = std::lower_bound(first_words_, first_words_ + firsts_, first);
  if (group == first_words_ + firsts_ || *group != first) return std::vector<std::uint32_t>{};
  const auto n = static_cast<std::size_t>(group - first_words_);
  const std::uint32_t begin = group_starts_[n], end = group_starts_[n + 1];
  if (begin >= end || end > blocks_) return std::nullopt;
  const std::uint32_t* const after = std::upper_bound(block_seconds_ + begin, block_seconds_ + end, second);
  if (after == block_seconds_ + begin) return std::vector<std::uint32_t>{};
  const auto at = static_cast<std::uint32_t>(after - block_seconds_) - 1;
  BlockReader reader(block(at), block_seconds_[at], documents_);
  while (reader.next()) {
    if (reader.second() == second) return reader.docids();
    if (reader.second() > second) return std::vector<std::uint32_t>{};
  }
  return reader.ok() ? std::optional(std::vector<std::uint32_t>{}) : std::nullopt;
}

Result<void> PairLists::verify() const {
  if (!std::is_sorted(block_starts_, block_starts_ + blocks_ + 1) || block_starts_[blocks_] > lists_.size()) {
    return damaged(path_, "lists are out of order");
  }
  if (!std::is_sorted(group_starts_, group_starts_ + firsts_ + 1) || group_starts_[0] != 0 || group_starts_[firsts_] != blocks_) {
    return damaged(path_, "groups do not fit");
  }
  for (std::uint32_t group = 0; group < firsts_; ++group) {
    if (group > 0 && first_words_[group] <= first_words_[group - 1]) return damaged(path_, "words are out of order");
    if (group_starts_[group] == group_starts_[group + 1]) return damaged(path_, "a word has no pairs");
    std::uint64_t before = 0;  // the second word of the pair before, and one
    for (std::uint32_t n = group_starts_[group]; n < group_starts_[group + 1]; ++n) {
      if (block_seconds_[n] < before) return damaged(path_, "pairs are out of order");
      BlockReader reader(block(n), block_seconds_[n], documents_);
      bool any = false;
      while (reader.next()) {
        any = true;
        if (!reader.docids()) return damaged(path_, "a list cannot be read");
        before = std::uint64_t{reader.second()} + 1;
      }
      if (!reader.ok() || !any) return damaged(path_, "a list cannot be read");
    }
  }
  return {};
}

}  // namespace broadsheet
