// Where do these words stand in document n? Word ids by frequency rank as varints, one stream per field; which words are written in
// capitals; the archive's words with their counts and stems. Phrases, word forms and suggestions read it. docs/format.md has the bytes.
// A word's position is its number in its field, from 0.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/part.h"

namespace broadsheet {

enum class TextField : std::uint8_t { title, deck, text };
inline constexpr std::size_t kTextFields = 3;

// One document's words before ranks are known: ids are positions in the run's own word list.
struct DocumentTokens {
  std::array<std::vector<std::uint32_t>, kTextFields> words;
  std::vector<std::uint32_t> capitals;  // positions over title, deck and text counted through, ascending
};

struct WordCount {
  std::string word;
  std::uint64_t occurrences = 0;
  std::uint32_t articles = 0;
};

// Writes the file from runs that come in docid order; `words` of all runs must be merged first (rank: occurrences descending,
// then bytes). `stem_of` gives a word's stem.
class TokenFileWriter {
 public:
  // `words` in any order, without doubles.
  static Result<TokenFileWriter> create(const std::filesystem::path& path, std::vector<WordCount> words);
  // The next document. Ids are ranks.
  void add(const DocumentTokens& tokens);
  // `stems`: one per word, by rank.
  Result<void> finish(const std::vector<std::string>& stems);
  const std::vector<WordCount>& words() const { return words_; }

 private:
  explicit TokenFileWriter(PartWriter part) : part_(std::move(part)) {}
  PartWriter part_;
  std::vector<WordCount> words_;
  std::vector<std::uint32_t> by_word_;  // ranks in order of the words' bytes
  std::vector<std::uint64_t> document_starts_;
};

// The four byte streams of a document, borrowed from the file.
struct TokenStreams {
  std::array<std::string_view, kTextFields> words;  // varint ids
  std::string_view capitals;                        // varints: difference to the one before (the first to 0)
};

class TokenFile {
 public:
  static Result<TokenFile> open(const std::filesystem::path& path);
  std::uint32_t documents() const { return documents_; }
  std::uint32_t words() const { return words_; }
  std::string_view word(std::uint32_t id) const;
  std::uint64_t occurrences(std::uint32_t id) const;
  std::uint32_t articles(std::uint32_t id) const;
  std::optional<std::uint32_t> find(std::string_view word) const;
  // The n-th word in order of bytes (0..words()-1), for prefix and near-word scans.
  std::uint32_t id_at(std::uint32_t n) const;
  std::uint32_t lower_bound(std::string_view word) const;  // first n whose word is not less
  // All words of this stem, by id ascending; empty: none.
  std::span<const std::uint32_t> ids_of_stem(std::string_view stem) const;
  TokenStreams streams(std::uint32_t docid) const;
  Result<void> verify() const;  // all offsets, ids and varints are within bounds

 private:
  MappedFile file_;
  std::filesystem::path path_;
  std::uint32_t documents_ = 0, words_ = 0, stems_ = 0;
  std::string_view payload_;
  // sections, borrowed from payload_
  const std::uint64_t* document_starts_ = nullptr;
  const std::uint32_t* word_starts_ = nullptr;
  const std::uint64_t* occurrences_ = nullptr;
  const std::uint32_t* articles_ = nullptr;
  const std::uint32_t* by_word_ = nullptr;
  const std::uint32_t* stem_starts_ = nullptr;
  const std::uint32_t* stem_word_starts_ = nullptr;
  const std::uint32_t* stem_words_ = nullptr;
  std::string_view word_bytes_, stem_bytes_;
};

// A phrase: at each position one of these word ids (sorted ascending); an empty position matches nothing.
using Phrase = std::vector<std::vector<std::uint32_t>>;
// Does the phrase stand in this stream?
// Looks for the bytes of the rarest position first (memmem), then at its neighbours.
bool contains_phrase(std::string_view stream, const Phrase& phrase);
// Positions of all occurrences, ascending.
std::vector<std::uint32_t> phrase_positions(std::string_view stream, const Phrase& phrase);

}  // namespace broadsheet
