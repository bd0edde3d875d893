// Which words does this text hold? The one tokeniser of both sides: article text and query text go through the same code.
// Splitting and normalising are two steps, so that callers with much text can cache the second by the raw bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

// Changes whenever other words come out of the same text; recorded in every archive and checked when it is opened.
inline constexpr int kAnalysisVersion = 1;
inline constexpr std::size_t kMaxWordBytes = 64;  // longer words are not indexed

struct AnalysisSettings {
  std::string stemmer = "en";
  int version = kAnalysisVersion;
  bool operator==(const AnalysisSettings&) const = default;
};

// One word as it stands in the text, as bytes [begin, end). Parts of a hyphenated word are words of their own.
struct RawWord {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool hyphenated = false;  // joined to the word before by a hyphen (U+002D, U+2010, U+2011) and nothing else
};

// Walks the words of valid UTF-8 text in order; linear in the text. The text is borrowed for the scanner's life.
class WordScanner {
 public:
  explicit WordScanner(std::string_view text) : text_(text) {}
  // false at the end of the text.
  bool next(RawWord& word);

 private:
  std::string_view text_;
  std::size_t pos_ = 0;
  std::size_t last_end_ = 0;
  bool any_ = false;
};

// The form that is compared: folded (text.h), without a possessive 's, dots of initials (A.I. -> ai) and separators of
// thousands (1,000 -> 1000). Empty: not indexed (nothing left, or over kMaxWordBytes).
std::string normalise_word(std::string_view raw);
// Which joined forms end with this word? "opensource" for open-source; of three parts and more the last two and all of them. Fed with
// every word of a text in order.
class HyphenJoiner {
 public:
  // `normalised` is that of `raw`; "" breaks the chain. The result is valid until the next call.
  const std::vector<std::string>& add(const RawWord& raw, std::string_view normalised);

 private:
  std::string last_, chain_;
  std::size_t last_end_ = 0, parts_ = 0;
  std::vector<std::string> joined_;
};

// Written all in capitals with two letters or more, or as dotted initials (US, U.S., WHO).
bool is_capital_form(std::string_view raw);

// Is this normalised word an English stop word (dropped only as a bare word of an implicit group)?
bool is_stop_word(std::string_view word);

}  // namespace broadsheet
