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
  return u_isalpha(u) || mark != 0 ? CharClass::letter : CharClass::other;
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

bool is_ascii_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && kAsciiClasses[byte] != CharClass::other;
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

// The end of dotted initials that begin at `begin` (U.S. and A.I., the last dot included), or `begin` if it is none. A name may
// follow without a blank: J.P.Morgan.
std::size_t initials_end(std::string_view text, std::size_t begin) {
  if (begin + 1 >= text.size() || text[begin + 1] != '.') return begin;
  std::size_t pos = begin;
  int letters = 0;
  while (is_ascii_letter(text, pos) && pos + 1 < text.size() && text[pos + 1] == '.') {
    pos += 2;
    ++letters;
  }
  const bool open_end = letters >= 1 && is_ascii_letter(text, pos) && !starts_word(text, pos + 1);  // U.S without the last dot
  if (open_end) return pos + 1;
  return letters >= 2 ? pos : begin;
}

// Bytes of a possessive 's at `pos`, 0 if none: behind marks and dots it is no part of what was read as letters.
std::size_t possessive_length(std::string_view text, std::size_t pos) {
  const std::size_t apostrophe = apostrophe_length(text, pos);
  const std::size_t s = pos + apostrophe;
  const bool stands = apostrophe > 0 && s < text.size() && (text[s] == 's' || text[s] == 'S') && !starts_word(text, s + 1);
  return stands ? apostrophe + 1 : 0;
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

// Bytes of the marks at `pos` that end the word [begin, pos): C++ and C++20, C#, Disney+; 0 if none. Not in a+b, a+++b, tag#2.
std::size_t suffix_length(std::string_view text, std::size_t begin, std::size_t pos) {
  if (pos >= text.size() || (text[pos] != '+' && text[pos] != '#')) return 0;
  const char mark = text[pos];
  const bool twice = mark == '+' && pos + 1 < text.size() && text[pos + 1] == '+';
  const std::size_t after = pos + (twice ? 2 : 1);
  if (after < text.size() && (text[after] == mark || text[after] == '=')) return 0;
  if (mark == '#' && (pos != begin + 1 || !is_ascii_letter(text, begin))) return 0;
  const bool may_be_numbered = twice || mark == '#';
  if (starts_word(text, after) && !(may_be_numbered && is_ascii_digit(text, after))) return 0;
  return after - pos;
}

std::size_t letters_end(std::string_view text, std::size_t begin) {
  std::size_t pos = begin;
  while (pos < text.size()) {
    while (pos < text.size() && is_ascii_word(text[pos])) ++pos;
    if (pos == text.size()) break;
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

std::size_t word_end(std::string_view text, std::size_t begin) {
  const std::size_t initials = initials_end(text, begin);
  const std::size_t letters = initials != begin ? initials : letters_end(text, begin);
  const std::size_t end = letters + suffix_length(text, begin, letters);
  return initials != begin || end != letters ? end + possessive_length(text, end) : end;
}

// Where the word whose letters begin at `pos` begins, with the mark in front of it: the & of AT&T, the dot of 01.AI and of .NET. The word
// before ends at `last_end`. Not the last dot of an ellipsis, and not before a digit (it is a number's, or ends a sentence).
std::size_t marked_begin(std::string_view text, std::size_t last_end, std::size_t pos) {
  if (pos == 0 || pos == last_end) return pos;
  const char mark = text[pos - 1];
  if (mark == '&') return last_end + 1 == pos && pos >= 2 ? pos - 1 : pos;
  if (mark != '.' || is_ascii_digit(text, pos)) return pos;
  return pos >= 2 && text[pos - 2] == '.' && last_end + 1 != pos ? pos : pos - 1;
}

void drop_possessive(std::string& word) {
  if (word.ends_with("'s")) word.resize(word.size() - 2);
  while (word.ends_with('\'')) word.pop_back();
}

// Ａ to A, and so on for all that stand in ASCII; folded before, so lower case comes in.
std::string with_narrow_letters(std::string_view word) {
  constexpr char32_t kFirst = 0xFF01, kLast = 0xFF5E, kDistance = kFirst - '!';
  std::string out;
  for (std::size_t pos = 0; pos < word.size();) {
    const char32_t c = next_code_point(word, pos);
    append_code_point(out, c >= kFirst && c <= kLast ? c - kDistance : c);
  }
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Commas (of thousands) and the dots of initials go; those of numbers stay (3.5, v2.0), and one in front is a mark.
void drop_separators(std::string& word) {
  if (word.find_first_of(",.") == std::string::npos) return;
  std::string kept;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool in_number = i > 0 && i + 1 < word.size() && is_digit(word[i - 1]) && is_digit(word[i + 1]);
    if (word[i] == ',' || (word[i] == '.' && i > 0 && !in_number)) continue;
    kept += word[i];
  }
  word = std::move(kept);
}

bool is_front_mark(char c) { return c == '&' || c == '.'; }
bool is_suffix(char c) { return c == '+' || c == '#'; }

std::string_view without_front_mark(std::string_view word) { return word.substr(is_front_mark(word.front()) ? 1 : 0); }

// at&t of "at" and "&t": what ends the name stays off (c++ has a form of its own).
std::string glued_form(std::string_view before, std::string_view word) {
  std::string form(before);
  form += word.front();
  form += bare_word(word);
  return form;
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
    const bool ideograph = c == CharClass::ideograph;
    const bool hyphenated = any_ && ((gap > 0 && hyphen_length(text_, last_end_) == gap) || (gap == 0 && ideograph));
    const std::size_t begin = ideograph ? pos_ : marked_begin(text_, last_end_, pos_);
    word = {begin, ideograph ? after : word_end(text_, pos_), hyphenated, any_ && begin == last_end_ && begin != pos_};
    pos_ = last_end_ = word.end;
    any_ = true;
    return true;
  }
  return false;
}

std::string normalise_word(std::string_view raw) {
  if (raw.size() > 4 * kMaxWordBytes) return {};
  std::string word = fold(raw);
  if (word.find('\xEF') != std::string::npos) word = with_narrow_letters(word);
  drop_possessive(word);
  drop_separators(word);
  if (word.size() > kMaxWordBytes || bare_word(word).empty()) word.clear();
  return word;
}

std::string_view bare_word(std::string_view normalised) {
  if (!normalised.empty() && is_front_mark(normalised.front())) normalised.remove_prefix(1);
  while (!normalised.empty() && is_suffix(normalised.back())) normalised.remove_suffix(1);
  return normalised;
}

std::string as_in_analysis_1(std::string_view normalised) {
  std::string word(bare_word(normalised));
  if (!word.empty() && !is_digit(word.front())) std::erase(word, '.');
  return word;
}

const std::vector<std::string>& WordJoiner::add_joined(const RawWord& raw, std::string_view normalised) {
  const std::string_view bare = bare_word(normalised);
  if (bare.size() != normalised.size()) {
    if (raw.glued && parts_ > 0) joined_.push_back(glued_form(last_, normalised));
    if (is_suffix(normalised.back())) joined_.emplace_back(without_front_mark(normalised));
  }
  // Ideographs count as joined without a hyphen between them: they have no joined form of their own.
  const bool goes_on = raw.hyphenated && raw.begin > last_end_ && parts_ > 0 && !bare.empty();
  if (goes_on) {
    if (parts_ == 1) chain_ = last_;
    chain_ += bare;
    joined_.push_back(std::string(last_).append(bare));
    if (parts_ > 1) joined_.push_back(chain_);
  }
  std::erase_if(joined_, [](const std::string& form) { return form.size() > kMaxWordBytes; });
  parts_ = bare.empty() ? 0 : goes_on ? parts_ + 1 : 1;
  last_ = bare;
  last_end_ = raw.end;
  return joined_;
}

std::vector<std::string> forms_side_by_side(const std::vector<std::string>& words) {
  std::vector<std::string> forms;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool glued = i > 0 && is_front_mark(words[i].front());
    const bool next_is_glued = i + 1 < words.size() && is_front_mark(words[i + 1].front());
    std::string joined = glued ? glued_form(bare_word(words[i - 1]), words[i]) : std::string();
    if (!joined.empty() && joined.size() <= kMaxWordBytes) {
      forms.push_back(std::move(joined));
    } else if (!next_is_glued) {
      forms.emplace_back(without_front_mark(words[i]));
    }
  }
  return forms;
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
