#include "common/bigrams.h"

#include <algorithm>

#include "common/encoding.h"
#include "common/sections.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSBIGRAM";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFooterBytes = 3 * sizeof(std::uint64_t);  // documents, words, pairs
constexpr std::uint64_t kLeastArticles = 2;

// Walks a group: the second words, ascending, with the articles of each pair.
class GroupReader {
 public:
  explicit GroupReader(std::string_view bytes) : reader_(bytes) {}
  // false: at the end, or damaged (then ok() is false).
  bool next() {
    if (reader_.at_end() || !reader_.ok()) return false;
    const std::uint64_t step = reader_.varint();
    const std::uint64_t more = reader_.varint();
    if (!reader_.ok() || step > UINT32_MAX || more > UINT32_MAX - kLeastArticles || std::uint64_t{second_} + step > UINT32_MAX)
      return ok_ = false;
    ok_ = first_ || step > 0;
    second_ += static_cast<std::uint32_t>(step);
    articles_ = static_cast<std::uint32_t>(more + kLeastArticles);
    first_ = false;
    return ok_;
  }
  bool ok() const { return ok_ && reader_.ok(); }
  std::uint32_t second() const { return second_; }
  std::uint32_t articles() const { return articles_; }

 private:
  ByteReader reader_;
  std::uint32_t second_ = 0, articles_ = 0;
  bool first_ = true, ok_ = true;
};

}  // namespace

void add_pairs(std::span<const std::uint32_t> field, const std::vector<bool>& is_stop, std::vector<WordPair>& pairs) {
  const auto counts = [&is_stop](std::uint32_t id) { return id < is_stop.size() && !is_stop[id]; };
  for (std::size_t i = 1; i < field.size(); ++i) {
    if (counts(field[i]) && counts(field[i - 1])) pairs.push_back(word_pair(field[i - 1], field[i]));
  }
}

void make_distinct(std::vector<WordPair>& pairs) {
  std::ranges::sort(pairs);
  const auto doubles = std::ranges::unique(pairs);
  pairs.erase(doubles.begin(), doubles.end());
}

Result<BigramWriter> BigramWriter::create(const std::filesystem::path& path, std::uint32_t documents, std::uint32_t words) {
  auto part = PartWriter::create(path, kMagic, kVersion);
  if (!part) return std::unexpected(part.error());
  BigramWriter writer(std::move(*part));
  writer.documents_ = documents;
  writer.words_ = words;
  return writer;
}

void BigramWriter::add(WordPair pair, std::uint64_t articles) {
  if (articles < kLeastArticles) return;
  const auto first = static_cast<std::uint32_t>(pair >> 32), second = static_cast<std::uint32_t>(pair);
  if (starts_.size() <= first) {
    starts_.resize(std::size_t{first} + 1, part_.payload_bytes());
    last_second_ = 0;
  }
  std::string bytes;
  append_varint(bytes, second - last_second_);
  append_varint(bytes, articles - kLeastArticles);
  part_.write(bytes);
  last_second_ = second;
  ++pairs_;
}

Result<void> BigramWriter::finish() {
  starts_.resize(std::size_t{words_} + 1, part_.payload_bytes());
  write_section(part_, starts_);
  std::string footer;
  for (const std::uint64_t n : {std::uint64_t{documents_}, std::uint64_t{words_}, pairs_}) append_u64(footer, n);
  part_.write(footer);
  return part_.finish();
}

Result<BigramTable> BigramTable::open(const std::filesystem::path& path) {
  BigramTable table;
  table.path_ = path;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  table.file_ = std::move(*file);
  const auto payload = part_payload(table.file_, path, kMagic, kVersion);
  if (!payload) return std::unexpected(payload.error());
  if (payload->size() < kFooterBytes || payload->size() % kSectionAlignment != 0) return damaged(path, "its length does not fit");
  ByteReader footer(payload->substr(payload->size() - kFooterBytes));
  const std::uint64_t documents = footer.u64(), words = footer.u64();
  table.pairs_ = footer.u64();
  if (documents >= UINT32_MAX || words >= UINT32_MAX) return damaged(path, "its footer has impossible counts");
  const std::uint64_t index = (words + 1) * sizeof(std::uint64_t) + kFooterBytes;
  if (index > payload->size()) return damaged(path, "its length does not fit its footer");
  table.documents_ = static_cast<std::uint32_t>(documents);
  table.words_ = static_cast<std::uint32_t>(words);
  table.groups_ = payload->substr(0, payload->size() - index);
  table.starts_ = reinterpret_cast<const std::uint64_t*>(payload->data() + table.groups_.size());
  return table;
}

// Empty for what lies outside: a damaged file is found by `check`.
std::string_view BigramTable::group(std::uint32_t first) const {
  return first < words_ ? slice(groups_, starts_[first], starts_[first + 1]) : std::string_view();
}

std::vector<std::uint32_t> BigramTable::articles(std::span<const WordPair> pairs) const {
  std::vector<std::uint32_t> counts(pairs.size());
  for (std::size_t i = 0; i < pairs.size();) {
    const auto first = static_cast<std::uint32_t>(pairs[i] >> 32);
    GroupReader group_reader(group(first));
    bool there = group_reader.next();
    for (; i < pairs.size() && static_cast<std::uint32_t>(pairs[i] >> 32) == first; ++i) {
      const auto second = static_cast<std::uint32_t>(pairs[i]);
      while (there && group_reader.second() < second) there = group_reader.next();
      if (there && group_reader.second() == second) counts[i] = group_reader.articles();
    }
  }
  return counts;
}

Result<void> BigramTable::verify() const {
  if (!std::is_sorted(starts_, starts_ + words_ + 1)) return damaged(path_, "groups are out of order");
  if (starts_[0] != 0 || starts_[words_] > groups_.size() || groups_.size() - starts_[words_] >= kSectionAlignment) {
    return damaged(path_, "groups do not fit");
  }
  std::uint64_t pairs = 0;
  for (std::uint32_t first = 0; first < words_; ++first) {
    GroupReader reader(group(first));
    for (; reader.next(); ++pairs) {
      if (reader.second() >= words_ || reader.articles() > documents_) return damaged(path_, "a pair is impossible");
    }
    if (!reader.ok()) return damaged(path_, "a group cannot be read");
  }
  if (pairs != pairs_) return damaged(path_, "it has not as many pairs as it says");
  return {};
}

}  // namespace broadsheet
