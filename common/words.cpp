#include "common/words.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "common/text.h"

namespace broadsheet {
namespace {

enum class CharClass : std::uint8_t { other, letter, digit, ideograph };

CharClass classify_wide(char32_t c) {
  const auto u = static_cast<UChar32>(c);
  const UScriptCode script = [u] {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(u, &status);
  }();
  // These are written without blanks: each sign is a word, joined to the one before.
  if (u_isalpha(u) && (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA)) {
    return CharClass::ideograph;
  }
  if (u_isdigit(u)) return CharClass::digit;
  const auto mark = U_GET_GC_MASK(u) & (U_GC_M_MASK | U_GC_CF_MASK);
  if (u_isalpha(u) || mark != 0) return c == 0x2060 || c == 0xFEFF ? CharClass::other : CharClass::letter;
  return CharClass::other;
}

constexpr std::array<CharClass, 128> make_ascii_classes() {
  std::array<CharClass, 128> classes{};
  for (unsigned char c = 'a'; c <= 'z'; ++c) classes[c] = CharClass::letter;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) classes[c] = CharClass::letter;
  for (unsigned char c = '0'; c <= '9'; ++c) classes[c] = CharClass::digit;
  return classes;
}
constexpr std::array<CharClass, 128> kAsciiClasses = make_ascii_classes();

// The class of the character at `pos`; `next` is set behind it.
CharClass class_at(std::string_view text, std::size_t pos, std::size_t& next) {
  const auto byte = static_cast<unsigned char>(text[pos]);
  if (byte < 0x80) {
    next = pos + 1;
    return kAsciiClasses[byte];
  }
  next = pos;
  return classify_wide(next_code_point(text, next));
}

bool is_word_class(CharClass c) { return c == CharClass::letter || c == CharClass::digit; }

bool is_ascii_letter(std::string_view text, std::size_t pos) {
  return pos < text.size() && static_cast<unsigned char>(text[pos]) < 0x80 &&
         kAsciiClasses[static_cast<unsigned char>(text[pos])] == CharClass::letter;
}
bool is_ascii_digit(std::string_view text, std::size_t pos) { return pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; }

// Bytes of an apostrophe at `pos` (' or U+2019), 0 if none.
std::size_t apostrophe_length(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return 0;
  if (text[pos] == '\'') return 1;
  return text.compare(pos, 3, "\xE2\x80\x99") == 0 ? 3 : 0;
}

// Bytes of a hyphen at `pos` (U+002D, U+2010, U+2011), 0 if none.
std::size_t hyphen_length(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return 0;
  if (text[pos] == '-') return 1;
  return text.compare(pos, 3, "\xE2\x80\x90") == 0 || text.compare(pos, 3, "\xE2\x80\x91") == 0 ? 3 : 0;
}

bool starts_word(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return false;
  std::size_t next = 0;
  return class_at(text, pos, next) != CharClass::other;
}

// The end of dotted initials that begin at `begin` (U.S. and A.I., the last dot included), or `begin` if it is none.
std::size_t initials_end(std::string_view text, std::size_t begin) {
  std::size_t pos = begin;
  int letters = 0;
  while (is_ascii_letter(text, pos) && pos + 1 < text.size() && text[pos + 1] == '.') {
    pos += 2;
    ++letters;
  }
  if (letters >= 2 && !starts_word(text, pos)) return pos;
  const bool open_end = letters >= 1 && is_ascii_letter(text, pos) && !starts_word(text, pos + 1);  // U.S without the last dot
  return open_end ? pos + 1 : begin;
}

// At a separator inside a number (1,000 or 3.5): its length if the number goes on behind it.
std::size_t number_separator_length(std::string_view text, std::size_t pos) {
  if (pos == 0 || !is_ascii_digit(text, pos - 1) || !is_ascii_digit(text, pos + 1)) return 0;
  if (text[pos] == '.') return 1;
  const bool thousands =
      text[pos] == ',' && is_ascii_digit(text, pos + 2) && is_ascii_digit(text, pos + 3) && !is_ascii_digit(text, pos + 4);
  return thousands ? 1 : 0;
}

// Bytes of a mark at `pos` that belongs to the word around it, 0 if the word ends here.
std::size_t connector_length(std::string_view text, std::size_t pos) {
  if (text[pos] == ',' || text[pos] == '.') return number_separator_length(text, pos);
  const std::size_t length = apostrophe_length(text, pos);
  return length > 0 && starts_word(text, pos + length) ? length : 0;
}

std::size_t word_end(std::string_view text, std::size_t begin) {
  if (const std::size_t end = initials_end(text, begin); end != begin) return end;
  std::size_t pos = begin;
  while (pos < text.size()) {
    std::size_t next = 0;
    if (is_word_class(class_at(text, pos, next))) {
      pos = next;
      continue;
    }
    const std::size_t length = connector_length(text, pos);
    if (length == 0) break;
    pos += length;
  }
  return pos;
}

void drop_possessive(std::string& word) {
  if (word.ends_with("'s")) word.resize(word.size() - 2);
  while (word.ends_with('\'')) word.pop_back();
}

// English function words. Interrogatives and pronouns are in; words that carry a topic in a headline (over, under, against) are not.
constexpr std::array<std::string_view, 73> kStopWords = {
    "a",     "about", "am",   "an",   "and",   "any",   "are",  "as",    "at",    "be",   "been",  "being", "but", "by",  "can",
    "could", "did",   "do",   "does", "for",   "from",  "had",  "has",   "have",  "he",   "her",   "his",   "how", "i",   "if",
    "in",    "into",  "is",   "it",   "its",   "may",   "me",   "my",    "not",   "of",   "on",    "or",    "our", "she", "should",
    "so",    "than",  "that", "the",  "their", "them",  "then", "there", "these", "they", "this",  "those", "to",  "us",  "was",
    "we",    "were",  "what", "when", "where", "which", "who",  "why",   "will",  "with", "would", "you",   "your"};
static_assert(std::ranges::is_sorted(kStopWords));

}  // namespace

bool WordScanner::next(RawWord& word) {
  while (pos_ < text_.size()) {
    std::size_t after = 0;
    const CharClass c = class_at(text_, pos_, after);
    if (c == CharClass::other) {
      pos_ = after;
      continue;
    }
    const std::size_t gap = pos_ - last_end_;
    const bool joined = any_ && ((gap > 0 && hyphen_length(text_, last_end_) == gap) || (gap == 0 && c == CharClass::ideograph));
    word = {pos_, c == CharClass::ideograph ? after : word_end(text_, pos_), joined};
    pos_ = last_end_ = word.end;
    any_ = true;
    return true;
  }
  return false;
}

std::string normalise_word(std::string_view raw) {
  if (raw.size() > 4 * kMaxWordBytes) return {};
  std::string word = fold(raw);
  drop_possessive(word);
  const bool number = !word.empty() && word.front() >= '0' && word.front() <= '9';
  std::erase_if(word, [number](char c) { return c == ',' || (c == '.' && !number); });
  if (word.size() > kMaxWordBytes) word.clear();
  return word;
}

const std::vector<std::string>& HyphenJoiner::add(const RawWord& raw, std::string_view normalised) {
  joined_.clear();
  // Ideographs count as joined without a hyphen between them: they have no joined form of their own.
  const bool goes_on = raw.hyphenated && raw.begin > last_end_ && parts_ > 0 && !normalised.empty();
  parts_ = normalised.empty() ? 0 : goes_on ? parts_ + 1 : 1;
  if (goes_on) {
    chain_ += normalised;
    joined_.push_back(last_ + std::string(normalised));
    if (parts_ > 2) joined_.push_back(chain_);
    std::erase_if(joined_, [](const std::string& form) { return form.size() > kMaxWordBytes; });
  } else {
    chain_ = normalised;
  }
  last_ = normalised;
  last_end_ = raw.end;
  return joined_;
}

bool is_capital_form(std::string_view raw) {
  int letters = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c >= 'a' && c <= 'z') return raw.substr(i) == "s" && i > 0 && (raw[i - 1] == '\'' || raw[i - 1] == '\x99') && letters >= 2;
    if (c >= 'A' && c <= 'Z') ++letters;
  }
  return letters >= 2;
}

bool is_stop_word(std::string_view word) { return std::ranges::binary_search(kStopWords, word); }

}  // namespace broadsheet
