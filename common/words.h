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
//   1: words, initials, hyphens joined
//   2: marks that make a name (C++, AT&T, 01.AI, .NET); v2.0 keeps its dot; U.S.'s is one word; J.P.Morgan; full-width letters
inline constexpr int kAnalysisVersion = 2;
inline constexpr int kOldestReadableAnalysis = 1;  // its archives are searched with marks taken off (as_in_analysis_1)
inline constexpr std::size_t kMaxWordBytes = 64;  // longer words are not indexed

struct AnalysisSettings {
  std::string stemmer = "en";
  int version = kAnalysisVersion;
  bool operator==(const AnalysisSettings&) const = default;
};

// One word as it stands in the text, as bytes [begin, end). Parts of a hyphenated word are words of their own, and so are those of
// AT&T and 01.AI; but the marks that make such a name are part of the word they stand at: AT &T, 01 .AI, .NET, C++, C#, Disney+.
struct RawWord {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool hyphenated = false;  // joined to the word before by a hyphen (U+002D, U+2010, U+2011) and nothing else
  bool glued = false;       // to the word before by the & or . that it begins with
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

// The form that is compared: folded (text.h), full-width letters as others, without a possessive 's, dots of initials (A.I. -> ai) and
// separators of thousands (1,000 -> 1000); with its marks (&t .ai .net c++ c# disney+). Empty: not indexed (nothing left, or over
// kMaxWordBytes).
std::string normalise_word(std::string_view raw);

// Without the marks: t, ai, net, c, disney. What a word means that is typed without them, and what is stemmed.
std::string_view bare_word(std::string_view normalised);
inline bool has_marks(std::string_view normalised) {
  if (normalised.empty()) return false;
  const char first = normalised.front(), last = normalised.back();
  return first == '&' || first == '.' || last == '+' || last == '#';
}
// What an archive of analysis 1 has for it.
std::string as_in_analysis_1(std::string_view normalised);

// Which joined forms end with this word? "opensource" for open-source; of three parts and more the last two and all of them; "at&t" for
// AT&T and "01.ai" for 01.AI; "c++" for C++. They are terms beside the (bare) words. Fed with every word of a text in order.
class WordJoiner {
 public:
  // `normalised` is that of `raw` and is borrowed until the next call; "" breaks the chain. The result is valid until then, too.
  const std::vector<std::string>& add(const RawWord& raw, std::string_view normalised) {
    joined_.clear();
    if (raw.hyphenated || has_marks(normalised)) return add_joined(raw, normalised);
    parts_ = normalised.empty() ? 0 : 1;
    last_ = normalised;
    last_end_ = raw.end;
    return joined_;
  }

 private:
  const std::vector<std::string>& add_joined(const RawWord& raw, std::string_view normalised);
  std::string_view last_;  // bare
  std::string chain_;      // all parts, from the second on
  std::size_t last_end_ = 0, parts_ = 0;
  std::vector<std::string> joined_;
};

// The forms that every text has which says these normalised words side by side: {at&t, deal} for at &t deal. Of a glued pair the joined
// form, of the others the word itself, without marks in front.
std::vector<std::string> forms_side_by_side(const std::vector<std::string>& words);

// Written all in capitals with two letters or more, or as dotted initials (US, U.S., WHO).
bool is_capital_form(std::string_view raw);

// Is this normalised word an English stop word (dropped only as a bare word of an implicit group)?
bool is_stop_word(std::string_view word);

}  // namespace broadsheet
