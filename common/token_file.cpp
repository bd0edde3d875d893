#include "common/token_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <numeric>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <fmt/format.h>

#include "common/encoding.h"
#include "common/sections.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSTOKENS";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFooterBytes = 5 * sizeof(std::uint64_t);  // documents, words, word bytes, stems, stem bytes

std::string encode_document(const DocumentTokens& tokens) {
  std::array<std::string, kTextFields> streams;
  for (std::size_t field = 0; field < kTextFields; ++field) {
    for (const std::uint32_t id : tokens.words[field]) append_varint(streams[field], id);
  }
  std::string capitals;
  std::uint32_t last = 0;
  for (const std::uint32_t position : tokens.capitals) {
    append_varint(capitals, position - last);
    last = position;
  }
  std::string out;
  for (const std::string& stream : streams) append_varint(out, stream.size());
  for (const std::string& stream : streams) out += stream;
  return out + capitals;  // the rest of the document's bytes
}

}  // namespace

Result<TokenFileWriter> TokenFileWriter::create(const std::filesystem::path& path, std::vector<WordCount> words) {
  auto part = PartWriter::create(path, kMagic, kVersion);
  if (!part) return std::unexpected(part.error());
  TokenFileWriter writer(std::move(*part));
  writer.words_ = std::move(words);
  std::ranges::sort(writer.words_, [](const WordCount& a, const WordCount& b) {
    return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : a.word < b.word;
  });
  writer.by_word_.resize(writer.words_.size());
  std::iota(writer.by_word_.begin(), writer.by_word_.end(), 0U);
  std::ranges::sort(writer.by_word_, {}, [&writer](std::uint32_t id) -> const std::string& { return writer.words_[id].word; });
  return writer;
}

void TokenFileWriter::add(const DocumentTokens& tokens) {
  document_starts_.push_back(part_.payload_bytes());
  part_.write(encode_document(tokens));
}

Result<void> TokenFileWriter::finish(const std::vector<std::string>& stems) {
  document_starts_.push_back(part_.payload_bytes());
  std::map<std::string_view, std::vector<std::uint32_t>> words_of_stem;
  for (std::uint32_t id = 0; id < stems.size(); ++id) words_of_stem[stems[id]].push_back(id);
  StringTable word_table, stem_table;
  std::vector<std::uint64_t> occurrences;
  std::vector<std::uint32_t> articles, stem_word_starts{0}, stem_words;
  for (const WordCount& word : words_) {
    word_table.add(word.word);
    occurrences.push_back(word.occurrences);
    articles.push_back(word.articles);
  }
  for (const auto& [stem, ids] : words_of_stem) {
    stem_table.add(stem);
    stem_words.insert(stem_words.end(), ids.begin(), ids.end());
    stem_word_starts.push_back(static_cast<std::uint32_t>(stem_words.size()));
  }
  const auto section = [this](const auto& values) { write_section(part_, values); };
  section(document_starts_);
  section(occurrences);
  section(articles);
  section(by_word_);
  section(word_table.starts);
  section(stem_table.starts);
  section(stem_word_starts);
  section(stem_words);
  section(word_table.bytes);
  section(stem_table.bytes);
  pad_section(part_);
  std::string footer;
  for (const std::size_t n :
       {document_starts_.size() - 1, words_.size(), word_table.bytes.size(), words_of_stem.size(), stem_table.bytes.size()}) {
    append_u64(footer, n);
  }
  part_.write(footer);
  return part_.finish();
}

Result<TokenFile> TokenFile::open(const std::filesystem::path& path) {
  TokenFile tokens;
  tokens.path_ = path;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  tokens.file_ = std::move(*file);
  auto payload = part_payload(tokens.file_, path, kMagic, kVersion);
  if (!payload) return std::unexpected(payload.error());
  if (payload->size() < kFooterBytes) return damaged(path, "it has no footer");
  if (payload->size() % kSectionAlignment != 0) return damaged(path, "its length is no multiple of 8");
  ByteReader footer(payload->substr(payload->size() - kFooterBytes));
  const std::uint64_t documents = footer.u64(), words = footer.u64(), word_bytes = footer.u64(), stems = footer.u64(),
                      stem_bytes = footer.u64();
  const std::uint64_t largest = std::max({documents, words, word_bytes, stems, stem_bytes});
  if (largest >= UINT32_MAX) return damaged(path, "its footer has impossible counts");
  std::uint64_t index = kFooterBytes;
  for (const std::uint64_t bytes : {8 * (documents + 1), 8 * words, 4 * words, 4 * words, 4 * (words + 1), 4 * (stems + 1), 4 * (stems + 1),
                                    4 * words, word_bytes, stem_bytes}) {
    index += padded_section(bytes);
  }
  if (index > payload->size()) return damaged(path, "its length does not fit its footer");
  tokens.documents_ = static_cast<std::uint32_t>(documents);
  tokens.words_ = static_cast<std::uint32_t>(words);
  tokens.stems_ = static_cast<std::uint32_t>(stems);
  Sections sections(payload->substr(payload->size() - index));
  tokens.document_starts_ = sections.take<std::uint64_t>(documents + 1);
  tokens.occurrences_ = sections.take<std::uint64_t>(words);
  tokens.articles_ = sections.take<std::uint32_t>(words);
  tokens.by_word_ = sections.take<std::uint32_t>(words);
  tokens.word_starts_ = sections.take<std::uint32_t>(words + 1);
  tokens.stem_starts_ = sections.take<std::uint32_t>(stems + 1);
  tokens.stem_word_starts_ = sections.take<std::uint32_t>(stems + 1);
  tokens.stem_words_ = sections.take<std::uint32_t>(words);
  tokens.word_bytes_ = sections.bytes(word_bytes);
  tokens.stem_bytes_ = sections.bytes(stem_bytes);
  tokens.payload_ = payload->substr(0, payload->size() - index);
  if (!sections.ok()) return damaged(path, "its sections do not fit");
  return tokens;
}

std::string_view TokenFile::word(std::uint32_t id) const {
  if (id >= words_) return {};
  return slice(word_bytes_, word_starts_[id], word_starts_[id + 1]);
}
std::uint64_t TokenFile::occurrences(std::uint32_t id) const { return id < words_ ? occurrences_[id] : 0; }
std::uint32_t TokenFile::articles(std::uint32_t id) const { return id < words_ ? articles_[id] : 0; }
std::uint32_t TokenFile::id_at(std::uint32_t n) const { return by_word_[n]; }

std::uint32_t TokenFile::lower_bound(std::string_view wanted) const {
  const auto* first =
      std::lower_bound(by_word_, by_word_ + words_, wanted, [this](std::uint32_t id, std::string_view w) { return word(id) < w; });
  return static_cast<std::uint32_t>(first - by_word_);
}

std::optional<std::uint32_t> TokenFile::find(std::string_view wanted) const {
  const std::uint32_t n = lower_bound(wanted);
  if (n < words_ && word(by_word_[n]) == wanted) return by_word_[n];
  return std::nullopt;
}

std::span<const std::uint32_t> TokenFile::ids_of_stem(std::string_view stem) const {
  const auto stem_at = [this](std::uint32_t i) { return slice(stem_bytes_, stem_starts_[i], stem_starts_[i + 1]); };
  std::uint32_t low = 0, high = stems_;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (stem_at(middle) < stem) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == stems_ || stem_at(low) != stem) return {};
  const std::uint32_t begin = stem_word_starts_[low], end = stem_word_starts_[low + 1];
  if (begin > end || end > words_) return {};
  return {stem_words_ + begin, stem_words_ + end};
}

TokenStreams TokenFile::streams(std::uint32_t docid) const {
  TokenStreams streams;
  if (docid == 0 || docid > documents_) return streams;
  const std::string_view bytes = slice(payload_, document_starts_[docid - 1], document_starts_[docid]);
  ByteReader reader(bytes);
  std::array<std::uint64_t, kTextFields> sizes{};
  for (std::uint64_t& size : sizes) size = reader.varint();
  for (std::size_t field = 0; field < kTextFields; ++field) streams.words[field] = reader.bytes(sizes[field]);
  if (reader.ok()) streams.capitals = bytes.substr(reader.position());
  return streams;
}

Result<void> TokenFile::verify() const {
  if (!std::is_sorted(document_starts_, document_starts_ + documents_ + 1)) return damaged(path_, "documents are out of order");
  if (!std::is_sorted(word_starts_, word_starts_ + words_ + 1)) return damaged(path_, "words are out of order");
  const auto in_range = [this](const std::uint32_t* ids) {
    return std::all_of(ids, ids + words_, [this](auto id) { return id < words_; });
  };
  if (!in_range(by_word_) || !in_range(stem_words_)) return damaged(path_, "a word id has no word");
  for (std::uint32_t docid = 1; docid <= documents_; ++docid) {
    for (const std::string_view stream : streams(docid).words) {
      ByteReader reader(stream);
      while (!reader.at_end() && reader.ok()) {
        if (reader.varint() >= words_) return damaged(path_, fmt::format("document {} has an unknown word", docid));
      }
      if (!reader.ok()) return damaged(path_, fmt::format("document {} ends inside a word id", docid));
    }
  }
  return {};
}

namespace {

bool ends_id(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// Reads the id that begins at `pos` and moves `pos` behind it.
bool read_forward(std::string_view stream, std::size_t& pos, std::uint32_t& id) {
  id = 0;
  for (unsigned shift = 0; pos < stream.size() && shift < 35; shift += 7) {
    const auto byte = static_cast<unsigned char>(stream[pos++]);
    id |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// Moves `pos` to the begin of the id before it.
bool step_back(std::string_view stream, std::size_t& pos) {
  if (pos == 0) return false;
  --pos;
  while (pos > 0 && !ends_id(stream[pos - 1])) --pos;
  return true;
}

bool has_id(const std::vector<std::uint32_t>& ids, std::uint32_t id) { return std::ranges::binary_search(ids, id); }

// Does the phrase stand here, when its word number `anchor` begins at byte `at`? Sets `begin` to the byte of its first word.
bool phrase_at(std::string_view stream, const Phrase& phrase, std::size_t anchor, std::size_t at, std::size_t& begin) {
  begin = at;
  for (std::size_t i = 0; i < anchor; ++i) {
    if (!step_back(stream, begin)) return false;
  }
  std::size_t pos = begin;
  std::uint32_t id = 0;
  return std::ranges::all_of(phrase, [&](const auto& ids) { return read_forward(stream, pos, id) && has_id(ids, id); });
}

// The position with the fewest alternatives; of those the one with the highest (rarest) id.
std::size_t choose_anchor(const Phrase& phrase) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < phrase.size(); ++i) {
    const auto key = [&phrase](std::size_t p) { return std::pair(phrase[p].size(), UINT32_MAX - phrase[p].front()); };
    if (key(i) < key(best)) best = i;
  }
  return best;
}

// Where `needle` begins first in the bytes from `p` to `end`; nullptr: nowhere. memmem, but for two bytes or more sixteen places at a
// time, where its first and its last byte fit: memmem was three quarters of the instructions of exact phrases.
const char* find_bytes(const char* p, const char* end, std::string_view needle) {
  const auto left = [&] { return static_cast<std::size_t>(end - p); };
  if (needle.size() == 1) return static_cast<const char*>(std::memchr(p, needle[0], left()));
#ifdef __SSE2__
  constexpr std::size_t kLanes = sizeof(__m128i);
  const std::size_t last = needle.size() - 1;
  const __m128i first_bytes = _mm_set1_epi8(needle[0]), last_bytes = _mm_set1_epi8(needle[last]);
  const auto load = [](const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
  for (; left() >= kLanes + last; p += kLanes) {
    const __m128i fits = _mm_and_si128(_mm_cmpeq_epi8(load(p), first_bytes), _mm_cmpeq_epi8(load(p + last), last_bytes));
    for (auto lanes = static_cast<unsigned>(_mm_movemask_epi8(fits)); lanes != 0; lanes &= lanes - 1) {
      const char* const at = p + std::countr_zero(lanes);
      if (std::memcmp(at + 1, needle.data() + 1, last) == 0) return at;
    }
  }
#endif
  return static_cast<const char*>(memmem(p, left(), needle.data(), needle.size()));
}

// Calls `use` with the byte where each occurrence begins, by anchor alternative; false from `use` stops.
template <class Use>
void for_each_occurrence(std::string_view stream, const Phrase& phrase, const Use& use) {
  if (phrase.empty() || std::ranges::any_of(phrase, [](const auto& ids) { return ids.empty(); })) return;
  const std::size_t anchor = choose_anchor(phrase);
  for (const std::uint32_t id : phrase[anchor]) {
    std::string needle;
    append_varint(needle, id);
    const char* const end = stream.data() + stream.size();
    for (const char* p = stream.data(); p < end;) {
      p = find_bytes(p, end, needle);
      if (p == nullptr) break;
      const auto at = static_cast<std::size_t>(p - stream.data());
      std::size_t begin = 0;
      const bool whole_id = at == 0 || ends_id(stream[at - 1]);
      if (whole_id && phrase_at(stream, phrase, anchor, at, begin) && !use(begin)) return;
      p += 1;
    }
  }
}

}  // namespace

bool contains_phrase(std::string_view stream, const Phrase& phrase) {
  bool found = false;
  for_each_occurrence(stream, phrase, [&found](std::size_t) { return !(found = true); });
  return found;
}

std::vector<std::uint32_t> phrase_positions(std::string_view stream, const Phrase& phrase) {
  std::vector<std::size_t> begins;
  for_each_occurrence(stream, phrase, [&begins](std::size_t begin) {
    begins.push_back(begin);
    return true;
  });
  std::ranges::sort(begins);
  std::vector<std::uint32_t> positions;
  std::uint32_t position = 0;
  std::size_t pos = 0;
  for (const std::size_t begin : begins) {
    for (; pos < begin; ++pos) position += ends_id(stream[pos]) ? 1U : 0U;
    positions.push_back(position);
  }
  return positions;
}

}  // namespace broadsheet
