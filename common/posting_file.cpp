#include "common/posting_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "common/bm25.h"
#include "common/encoding.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSPOSTS\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFooterBytes = 4 * sizeof(std::uint64_t);  // average length, documents, terms, term bytes

// A block: docid of its last posting u32, bits of a delta u8, bits of a count u8, its highest share u16 (of 0xFFFF, rounded up);
// then its postings, each (docid - docid before - 1) in the low bits and the count above.
constexpr std::size_t kBlockHeader = 8;
constexpr double kWholeShare = 0xFFFF;
constexpr unsigned kMostDeltaBits = 32, kMostCountBits = 25;  // with 7 bits of the byte they begin in: one load of 64 bits

std::size_t packed_bytes(std::size_t postings, unsigned width) { return (postings * width + 7) / 8; }

}  // namespace

std::string PostingFileWriter::encode_block(std::span<const Posting> block, std::uint32_t before) const {
  std::uint32_t deltas = 0, counts = 0, last = before;
  double share = 0;
  for (const Posting& posting : block) {
    deltas |= posting.docid - last - 1;
    counts |= posting.count;
    share = std::max(share, bm25_share(posting.count, lengths_[posting.docid - 1], bm25_length_factor(average_length_)));
    last = posting.docid;
  }
  const auto delta_bits = static_cast<unsigned>(std::bit_width(deltas)), count_bits = static_cast<unsigned>(std::bit_width(counts));
  std::string bytes;
  append_u32(bytes, last);
  append_u32(bytes, delta_bits | (count_bits << 8) | (static_cast<std::uint32_t>(std::ceil(share * kWholeShare)) << 16));
  bytes.resize(kBlockHeader + packed_bytes(block.size(), delta_bits + count_bits));
  std::size_t bit = 8 * kBlockHeader;
  const auto put = [&](std::uint64_t value, unsigned bits) {
    for (; bits > 0;) {
      const auto room = static_cast<unsigned>(std::min<std::size_t>(bits, 8 - bit % 8));
      bytes[bit / 8] = static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) | ((value & ((1U << room) - 1)) << (bit % 8)));
      value >>= room;
      bits -= room;
      bit += room;
    }
  };
  last = before;
  for (const Posting& posting : block) {
    put(posting.docid - last - 1, delta_bits);
    put(posting.count, count_bits);
    last = posting.docid;
  }
  return bytes;
}

Result<PostingFileWriter> PostingFileWriter::create(const std::filesystem::path& path, std::span<const std::uint32_t> lengths) {
  auto part = PartWriter::create(path, kMagic, kVersion);
  if (!part) return std::unexpected(part.error());
  PostingFileWriter writer(std::move(*part));
  writer.lengths_ = lengths;
  if (!lengths.empty()) {  // as Xapian has it
    const std::uint64_t total = std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
    writer.average_length_ = static_cast<double>(total) / static_cast<double>(lengths.size());
  }
  return writer;
}

void PostingFileWriter::add(std::string_view term, std::span<const Posting> postings) {
  starts_.push_back(part_.payload_bytes());
  frequencies_.push_back(static_cast<std::uint32_t>(postings.size()));
  terms_.add(term);
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < postings.size(); i += kPostingBlock) {
    const auto block = postings.subspan(i, std::min(kPostingBlock, postings.size() - i));
    part_.write(encode_block(block, before));
    before = block.back().docid;
  }
}

Result<void> PostingFileWriter::finish() {
  starts_.push_back(part_.payload_bytes());
  write_section(part_, starts_);
  write_section(part_, frequencies_);
  write_section(part_, terms_.starts);
  write_section(part_, terms_.bytes);
  pad_section(part_);
  std::string footer;
  for (const std::uint64_t n : {std::bit_cast<std::uint64_t>(average_length_), std::uint64_t{lengths_.size()},
                                std::uint64_t{frequencies_.size()}, std::uint64_t{terms_.bytes.size()}})
    append_u64(footer, n);
  part_.write(footer);
  return part_.finish();
}

void PostingReader::fail() {
  ok_ = false;
  left_ = 0;
  postings_ = 0;
}

bool PostingReader::advance(std::uint32_t docid) {
  postings_ = 0;
  while (left_ > 0) {
    ByteReader header(bytes_);
    const std::uint32_t last = header.u32(), widths = header.u32();
    delta_bits_ = widths & 0xFF;
    count_bits_ = (widths >> 8) & 0xFF;
    highest_share_ = (widths >> 16) / kWholeShare;
    const std::size_t postings = std::min<std::size_t>(left_, kPostingBlock);
    const std::size_t size = kBlockHeader + packed_bytes(postings, delta_bits_ + count_bits_);
    if (!header.ok() || delta_bits_ > kMostDeltaBits || count_bits_ > kMostCountBits || last > documents_ || last < last_ + postings ||
        size > bytes_.size()) {
      fail();
      return false;
    }
    packed_ = bytes_.data() + kBlockHeader;
    bytes_.remove_prefix(size);
    left_ -= static_cast<std::uint32_t>(postings);
    before_ = std::exchange(last_, last);
    if (last < docid) continue;
    postings_ = postings;
    return true;
  }
  return false;
}

void PostingReader::read(std::vector<Posting>& out) {
  out.resize(postings_);
  std::uint64_t docid = before_, bit = 0;
  const std::uint64_t count_mask = mask(count_bits_);
  for (Posting& posting : out) {
    const std::uint64_t bits = load(bit);
    docid += (bits & mask(delta_bits_)) + 1;
    posting = {static_cast<std::uint32_t>(docid), static_cast<std::uint32_t>((bits >> delta_bits_) & count_mask)};
    bit += delta_bits_ + count_bits_;
  }
  if (docid == last_) return;  // docids only grow: all lie before it
  out.clear();
  fail();
}

Result<PostingFile> PostingFile::open(const std::filesystem::path& path) {
  PostingFile postings;
  postings.path_ = path;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  postings.file_ = std::move(*file);
  const auto payload = part_payload(postings.file_, path, kMagic, kVersion);
  if (!payload) return std::unexpected(payload.error());
  if (payload->size() < kFooterBytes || payload->size() % kSectionAlignment != 0) return damaged(path, "its length does not fit");
  ByteReader footer(payload->substr(payload->size() - kFooterBytes));
  postings.average_length_ = std::bit_cast<double>(footer.u64());
  const std::uint64_t documents = footer.u64(), terms = footer.u64(), term_bytes = footer.u64();
  if (std::max({documents, terms, term_bytes}) >= UINT32_MAX) return damaged(path, "its footer has impossible counts");
  std::uint64_t index = kFooterBytes;
  for (const std::uint64_t bytes : {8 * (terms + 1), 4 * terms, 4 * (terms + 1), term_bytes}) index += padded_section(bytes);
  if (index > payload->size()) return damaged(path, "its length does not fit its footer");
  postings.documents_ = static_cast<std::uint32_t>(documents);
  postings.terms_ = static_cast<std::uint32_t>(terms);
  postings.lists_ = payload->substr(0, payload->size() - index);
  Sections sections(payload->substr(postings.lists_.size()));
  postings.starts_ = sections.take<std::uint64_t>(terms + 1);
  postings.frequencies_ = sections.take<std::uint32_t>(terms);
  postings.term_starts_ = sections.take<std::uint32_t>(terms + 1);
  postings.term_bytes_ = sections.bytes(term_bytes);
  if (!sections.ok()) return damaged(path, "its sections do not fit");
  return postings;
}

std::string_view PostingFile::term(std::uint32_t n) const {
  return n < terms_ ? slice(term_bytes_, term_starts_[n], term_starts_[n + 1]) : std::string_view();
}

PostingReader PostingFile::list(std::uint32_t n) const {
  return n < terms_ ? PostingReader(slice(lists_, starts_[n], starts_[n + 1]), frequencies_[n], documents_) : PostingReader();
}

std::optional<PostingReader> PostingFile::find(std::string_view wanted) const {
  std::uint32_t low = 0, high = terms_;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (term(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == terms_ || term(low) != wanted) return std::nullopt;
  return list(low);
}

Result<void> PostingFile::verify() const {
  if (!std::is_sorted(starts_, starts_ + terms_ + 1) || starts_[terms_] > lists_.size()) return damaged(path_, "lists are out of order");
  if (!std::is_sorted(term_starts_, term_starts_ + terms_ + 1)) return damaged(path_, "terms are out of order");
  std::vector<Posting> block;
  for (std::uint32_t n = 0; n < terms_; ++n) {
    if (n > 0 && term(n) <= term(n - 1)) return damaged(path_, "terms are out of order");
    PostingReader reader = list(n);
    std::size_t found = 0;
    for (; reader.advance(0); found += block.size()) reader.read(block);
    if (!reader.ok() || found != reader.frequency()) return damaged(path_, fmt::format("the list of '{}' cannot be read", term(n)));
  }
  return {};
}

}  // namespace broadsheet
