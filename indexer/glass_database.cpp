#include "indexer/glass_database.h"

#include <algorithm>
#include <stdexcept>

#include <zlib.h>

#include "common/encoding.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic("\x0f\x0dXapian Glass\x04\x6e", 16);  // the version: 2016-03-14, of all Xapian 1.4
constexpr std::uint32_t kRevision = 1;
constexpr std::size_t kLeastPacked = 18;  // bytes, as Xapian's own tables have it; shorter data are not packed
constexpr std::string_view kLengthsKey("\0\xe0", 2);
constexpr std::size_t kMostHeadBytes = 24;  // before a piece's postings
constexpr std::size_t kLeastPiece = 256;    // a smaller rest of a block is left empty

// zlib's state for a thread: making one takes longer than packing a document's data.
class Packer {
 public:
  Packer() {
    constexpr int kRawWindow = -15, kMemory = 5;  // a small table of hashes: data are short, and it is cleared for each
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  }
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  ~Packer() { deflateEnd(&stream_); }
  // false: it is no smaller.
  bool pack(std::string_view bytes, std::string& out) {
    deflateReset(&stream_);
    out.resize(bytes.size() - 1);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return false;
    out.resize(stream_.total_out);
    return true;
  }

 private:
  z_stream stream_{};
};

void append_table(std::string& out, const GlassRoot* table, std::size_t least_packed) {
  constexpr unsigned kSequential = 2, kNoTable = 1;
  append_varint(out, table == nullptr ? 0 : table->root);
  append_varint(out, table == nullptr ? kSequential | kNoTable : table->level << 2 | kSequential);
  append_varint(out, table == nullptr ? 0 : table->entries);
  append_varint(out, GlassTableWriter::kBlockBytes >> 11);
  append_varint(out, least_packed);
  std::string free_list;
  if (table != nullptr) {
    append_varint(free_list, kRevision);
    append_varint(free_list, table->blocks);
    free_list.append(4, '\0');  // nothing is free
  }
  append_string(out, free_list);
}

// Walks over postings, one at a time.
class PostingCursor {
 public:
  PostingCursor(std::string_view postings, std::uint32_t first) : postings_(postings), docid_(first) { skip(); }
  std::uint32_t docid() const { return docid_; }  // of the posting that ends at position()
  std::size_t position() const { return at_; }
  std::size_t wdf_at() const { return wdf_at_; }
  void next() {
    docid_ += number() + 1;
    skip();
  }

 private:
  void skip() {
    wdf_at_ = at_;
    number();
  }
  std::uint32_t number() {
    std::uint32_t value = 0;
    for (unsigned shift = 0; at_ < postings_.size(); shift += 7) {
      const auto byte = static_cast<unsigned char>(postings_[at_++]);
      value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string_view postings_;
  std::size_t at_ = 0, wdf_at_ = 0;
  std::uint32_t docid_;
};

}  // namespace

std::string glass_key(std::string_view term) {
  std::string key;
  for (const char c : term) {
    key += c;
    if (c == '\0') key += '\xff';
  }
  return key;
}

std::string term_of_glass_key(std::string_view key) {
  std::string term;
  for (std::size_t i = 0; i < key.size(); ++i) {
    term += key[i];
    if (key[i] == '\0') ++i;
  }
  return term;
}

GlassData glass_data(std::string_view data) {
  thread_local Packer packer;
  std::string packed;
  if (data.size() > kLeastPacked && packer.pack(data, packed)) return {std::move(packed), true};
  return {std::string(data), false};
}

Result<GlassDatabaseWriter> GlassDatabaseWriter::create(const Path& folder) {
  if (const auto made = make_folder(folder); !made) return std::unexpected(made.error());
  auto data = GlassTableWriter::create(folder / "docdata.glass");
  if (!data) return std::unexpected(data.error());
  auto lists = GlassTableWriter::create(folder / "postlist.glass");
  if (!lists) return std::unexpected(lists.error());
  return GlassDatabaseWriter(folder, std::move(*data), std::move(*lists));
}

void GlassDatabaseWriter::add_data(const GlassData& data) {
  ++documents_;
  if (data.bytes.empty()) return;  // what is not there is empty
  std::string key;
  append_sortable(key, documents_);
  data_.add(key, data.bytes, data.packed);
}

void GlassDatabaseWriter::add_lengths(const std::vector<std::uint32_t>& lengths, std::uint32_t most_wdf) {
  most_wdf_ = most_wdf;
  PostingList list{std::string(kLengthsKey), 0, 0, 1, static_cast<std::uint32_t>(lengths.size()), {}};
  for (const std::uint32_t length : lengths) {
    if (!list.postings.empty()) append_varint(list.postings, 0);
    append_varint(list.postings, length);
    total_length_ += length;
    longest_ = std::max(longest_, length);
    if (length != 0 && (shortest_ == 0 || length < shortest_)) shortest_ = length;
  }
  if (!lengths.empty()) add_list(list.key, list.key, list);
}

// In pieces that fill the blocks: each says whether it is the last, and how far its last docid is from its first.
void GlassDatabaseWriter::add_list(const std::string& key, const std::string& key_of_more, const PostingList& list) {
  const std::size_t overhead = GlassTableWriter::kItemHeadBytes + key_of_more.size() + sizeof(std::uint64_t) + kMostHeadBytes;
  std::string tag;
  append_varint(tag, list.documents);
  append_varint(tag, list.occurrences);
  append_varint(tag, list.first - 1);
  PostingCursor cursor(list.postings, list.first);
  std::string piece_key = key;
  std::uint32_t first = list.first;
  for (std::size_t begin = 0;;) {
    const std::size_t rest = list.postings.size() - begin;
    std::size_t space = GlassTableWriter::kMaxItemBytes - overhead;
    if (rest + overhead > lists_.room() && lists_.room() >= overhead + kLeastPiece) space = std::min(space, lists_.room() - overhead);
    std::size_t end = list.postings.size();
    std::uint32_t last = list.last;
    if (rest > space) {
      std::uint32_t docid = first;
      while (cursor.position() - begin <= space) {
        end = cursor.position();
        docid = cursor.docid();
        cursor.next();
      }
      last = docid;
    }
    const bool whole = end == list.postings.size();
    tag += whole ? '1' : '0';
    append_varint(tag, last - first);
    tag.append(list.postings, begin, end - begin);
    lists_.add(piece_key, tag);
    if (whole) return;
    first = cursor.docid();  // of the posting that did not fit
    begin = cursor.wdf_at();
    tag.clear();
    piece_key = key_of_more;
    append_sortable(piece_key, first);
  }
}

// Small numbers in the order in which Xapian reads them.
std::string GlassDatabaseWriter::version_file(const GlassRoot& data, const GlassRoot& lists) const {
  std::string out(kMagic);
  // Its name among databases: Xapian draws one, here it follows from the content.
  append_u64(out, data.hash);
  append_u64(out, lists.hash);
  append_varint(out, kRevision);
  append_table(out, &lists, 0);
  append_table(out, &data, kLeastPacked);
  append_table(out, nullptr, kLeastPacked);  // term lists
  append_table(out, nullptr, 0);             // positions
  append_table(out, nullptr, kLeastPacked);  // spellings
  append_table(out, nullptr, kLeastPacked);  // synonyms
  append_varint(out, documents_);
  append_varint(out, 0);  // the last docid is that of the number of documents
  append_varint(out, shortest_);
  append_varint(out, most_wdf_);
  append_varint(out, longest_ - most_wdf_);
  append_varint(out, 0);  // no change sets
  append_varint(out, total_length_);
  append_varint(out, 0);  // no spellings
  return out;
}

Result<void> GlassDatabaseWriter::finish() {
  const auto data = data_.finish();
  if (!data) return std::unexpected(data.error());
  const auto lists = lists_.finish();
  if (!lists) return std::unexpected(lists.error());
  for (const auto& [name, content] :
       {std::pair<std::string_view, std::string>{"flintlock", ""}, {"iamglass", version_file(*data, *lists)}}) {
    auto file = FileWriter::create(folder_ / name);
    if (!file) return std::unexpected(file.error());
    file->write(content);
    if (const auto closed = file->close(false); !closed) return closed;
  }
  return {};
}

}  // namespace broadsheet
