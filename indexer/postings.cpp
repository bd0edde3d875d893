#include "indexer/postings.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <numeric>

#include <fmt/format.h>

#include "common/encoding.h"
#include "indexer/failure.h"
#include "indexer/glass_database.h"

namespace broadsheet {
namespace {

constexpr std::size_t kPieceBytes = 64U << 10;
constexpr std::size_t kMostHeadBytes = 320;  // of a list in a file: all but its postings

// The first bytes of a key as a number that sorts as they do.
std::uint64_t begin_of(std::string_view key) {
  std::uint64_t begin = 0;
  std::memcpy(&begin, key.data(), std::min(key.size(), sizeof begin));
  return std::endian::native == std::endian::little ? __builtin_bswap64(begin) : begin;
}

// A list behind one whose key was `last_key`: what the keys share is not written again.
void append_list(std::string& out, std::string_view last_key, const PostingList& list) {
  const auto same = static_cast<std::size_t>(std::ranges::mismatch(last_key, list.key).in1 - last_key.begin());
  append_varint(out, same);
  append_string(out, std::string_view(list.key).substr(same));
  append_varint(out, list.documents);
  append_varint(out, list.occurrences);
  append_varint(out, list.first);
  append_varint(out, list.last - list.first);
  append_string(out, list.postings);
}

}  // namespace

void PostingList::append(const PostingList& later) {
  append_varint(postings, later.first - last - 1);
  postings += later.postings;
  documents += later.documents;
  occurrences += later.occurrences;
  last = later.last;
}

std::vector<Posting> postings_of(const PostingList& list) {
  std::vector<Posting> postings;
  postings.reserve(list.documents);
  ByteReader reader(list.postings);
  for (std::uint32_t docid = list.first; postings.size() < list.documents;) {
    postings.push_back({docid, static_cast<std::uint32_t>(reader.varint())});
    docid += static_cast<std::uint32_t>(reader.varint()) + 1;
  }
  return postings;
}

void RunPostings::begin_document(std::uint32_t docid) { docid_ = docid; }

void RunPostings::add(std::uint32_t term, std::uint32_t wdf) {
  if (term >= last_document_.size()) last_document_.resize(terms_.size(), 0);
  if (std::exchange(last_document_[term], docid_) == docid_) return;
  entries_.push_back({term, docid_, wdf});
  most_wdf_ = std::max(most_wdf_, wdf);
}

// Where each term's postings end when they stand term by term.
std::vector<std::uint32_t> RunPostings::ends_by_term() {
  std::vector<std::uint32_t> ends(terms_.size(), 0);
  for (const Entry& entry : entries_) ++ends[entry.term];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  return ends;
}

std::vector<std::uint32_t> RunPostings::sorted_terms() const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(terms_.size());
  for (std::uint32_t id = 0; id < order.size(); ++id) order[id] = {begin_of(terms_[id]), id};
  std::ranges::sort(
      order, [this](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : terms_[a.second] < terms_[b.second]; });
  std::vector<std::uint32_t> ids;
  ids.reserve(order.size());
  for (const auto& [begin, id] : order) ids.push_back(id);
  return ids;
}

std::string RunPostings::take() {
  const std::vector<std::uint32_t> ends = ends_by_term();
  std::vector<std::uint32_t> next(ends.size(), 0);
  std::ranges::copy(ends.begin(), ends.end() - (ends.empty() ? 0 : 1), next.begin() + (ends.empty() ? 0 : 1));
  std::vector<Posting> postings(entries_.size());
  for (const Entry& entry : entries_) postings[next[entry.term]++] = {entry.docid, entry.wdf};
  std::string out;
  PostingList list;
  std::string last_key;
  for (const std::uint32_t term : sorted_terms()) {
    const Posting* const begin = postings.data() + (term == 0 ? 0 : ends[term - 1]);
    const Posting* const end = postings.data() + ends[term];
    if (begin == end) continue;
    list.key = terms_[term];
    list.documents = static_cast<std::uint32_t>(end - begin);
    list.first = begin->docid;
    list.last = (end - 1)->docid;
    list.occurrences = 0;
    list.postings.clear();
    for (const Posting* p = begin; p != end; ++p) {
      if (p != begin) append_varint(list.postings, p->docid - (p - 1)->docid - 1);
      append_varint(list.postings, p->count);
      list.occurrences += p->count;
    }
    append_list(out, last_key, list);
    last_key = list.key;
  }
  terms_.clear();
  last_document_.clear();
  entries_.clear();
  return out;
}

Result<PostingRunWriter> PostingRunWriter::create(const Path& path) {
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  return PostingRunWriter(std::move(*file));
}

void PostingRunWriter::add(const PostingList& list) {
  std::string out;
  append_list(out, last_key_, list);
  file_.write(out);
  last_key_ = list.key;
}

// Are so many bytes there from used_ on? Reads on when they are not.
bool PostingRunReader::fill(std::size_t bytes) {
  if (piece_.size() - used_ >= bytes) return true;
  piece_.erase(0, used_);
  used_ = 0;
  const std::size_t old = piece_.size();
  const std::size_t wanted = std::max(bytes, kPieceBytes) - old;
  piece_.resize(old + wanted);
  file_.read(piece_.data() + old, static_cast<std::streamsize>(wanted));
  piece_.resize(old + static_cast<std::size_t>(file_.gcount()));
  return piece_.size() >= bytes;
}

bool PostingRunReader::next() {
  fill(kMostHeadBytes);
  if (used_ == piece_.size() && file_.eof() && !file_.bad()) return false;
  ByteReader reader(std::string_view(piece_).substr(used_));
  const std::uint64_t same = reader.varint();
  list_.key.resize(std::min<std::uint64_t>(same, list_.key.size()));
  list_.key += reader.string();
  list_.documents = static_cast<std::uint32_t>(reader.varint());
  list_.occurrences = reader.varint();
  list_.first = static_cast<std::uint32_t>(reader.varint());
  list_.last = list_.first + static_cast<std::uint32_t>(reader.varint());
  const std::uint64_t size = reader.varint();
  used_ += reader.position();
  if (!reader.ok() || !fill(size)) throw Failure({Status::io_error, fmt::format("{}: cannot be read back", path_.string())});
  list_.postings.assign(piece_, used_, size);
  used_ += size;
  return true;
}

void merge_postings(const std::vector<Path>& files, const std::function<void(const PostingList&)>& use) {
  struct Head {
    std::uint64_t begin;
    std::uint32_t file;
  };
  std::vector<std::unique_ptr<PostingRunReader>> readers;
  const auto later = [&readers](const Head& a, const Head& b) {
    if (a.begin != b.begin) return a.begin > b.begin;
    const int order = readers[a.file]->list().key.compare(readers[b.file]->list().key);
    return order != 0 ? order > 0 : a.file > b.file;
  };
  std::vector<Head> heap;
  const auto push = [&](std::uint32_t file) {
    if (!readers[file]->next()) return;
    heap.push_back({begin_of(readers[file]->list().key), file});
    std::ranges::push_heap(heap, later);
  };
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    readers.push_back(std::make_unique<PostingRunReader>(files[file]));
    push(file);
  }
  PostingList list;
  while (!heap.empty()) {
    std::ranges::pop_heap(heap, later);
    const std::uint32_t first = heap.back().file;
    heap.pop_back();
    list = readers[first]->list();
    push(first);
    while (!heap.empty() && readers[heap.front().file]->list().key == list.key) {
      std::ranges::pop_heap(heap, later);
      const std::uint32_t file = heap.back().file;
      heap.pop_back();
      list.append(readers[file]->list());
      push(file);
    }
    use(list);
  }
}

}  // namespace broadsheet
