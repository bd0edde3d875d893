#include "common/text.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

namespace broadsheet {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

std::uint8_t byte_at(std::string_view text, std::size_t pos) { return static_cast<std::uint8_t>(text[pos]); }

// ---- Well-formed UTF-8 (Unicode 15, table 3-7)

// Sequences that begin with a byte of [first, last]: their length and what the second byte may be; later bytes are 80..BF.
struct LeadRule {
  std::uint8_t first, last, length, second_low, second_high;
};
constexpr LeadRule kLeadRules[] = {
    {0x00, 0x7F, 1, 0, 0},       {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};

constexpr std::array<LeadRule, 256> make_lead_table() {
  std::array<LeadRule, 256> table{};  // length 0: no sequence begins so
  for (const LeadRule& rule : kLeadRules) {
    for (std::size_t lead = rule.first; lead <= rule.last; ++lead) table[lead] = rule;
  }
  return table;
}
constexpr std::array<LeadRule, 256> kLeads = make_lead_table();

// What begins at a position: a whole code point, or the longest part of one (at least a byte) that nothing can complete.
struct Sequence {
  std::size_t length;
  bool well_formed;
};

Sequence sequence_at(std::string_view bytes, std::size_t pos) {
  const LeadRule& rule = kLeads[byte_at(bytes, pos)];
  if (rule.length <= 1) return {1, rule.length == 1};
  std::uint8_t low = rule.second_low;
  std::uint8_t high = rule.second_high;
  for (std::size_t n = 1; n < rule.length; ++n) {
    if (pos + n >= bytes.size()) return {n, false};
    const std::uint8_t byte = byte_at(bytes, pos + n);
    if (byte < low || byte > high) return {n, false};
    low = 0x80;
    high = 0xBF;
  }
  return {rule.length, true};
}

bool is_bad_control(std::uint8_t byte) { return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r'; }

constexpr std::uint64_t repeat_byte(std::uint8_t byte) { return byte * 0x0101010101010101U; }

// Eight bytes of 20..7F. A byte under 20 borrows in the subtraction and shows its high bit.
bool is_plain_word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return (((word - repeat_byte(0x20)) | word) & repeat_byte(0x80)) == 0;
}

// Bytes from `pos` on that are well-formed and, with `no_controls`, free of controls that repair_utf8 takes out.
std::size_t clean_length(std::string_view bytes, std::size_t pos, bool no_controls) {
  const std::size_t begin = pos;
  while (pos < bytes.size()) {
    if (pos + 8 <= bytes.size() && is_plain_word(bytes.data() + pos)) {
      pos += 8;
      continue;
    }
    const Sequence sequence = sequence_at(bytes, pos);
    if (!sequence.well_formed || (no_controls && is_bad_control(byte_at(bytes, pos)))) break;
    pos += sequence.length;
  }
  return pos - begin;
}

bool is_ascii(std::string_view text) {
  std::size_t pos = 0;
  std::uint64_t word = 0;
  for (; pos + 8 <= text.size(); pos += 8) {
    std::memcpy(&word, text.data() + pos, sizeof word);
    if ((word & repeat_byte(0x80)) != 0) return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(pos), text.end(),
                     [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

// ---- Normalisation

void check_icu(UErrorCode status) {
  if (U_FAILURE(status)) throw std::runtime_error(fmt::format("ICU failed: {}; is its data installed?", u_errorName(status)));
}

using NormalizerGetter = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& normalizer(NormalizerGetter get) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = get(status);
  check_icu(status);
  return *instance;
}

const icu::Normalizer2& nfc() {
  static const icu::Normalizer2& instance = normalizer(&icu::Normalizer2::getNFCInstance);
  return instance;
}

const icu::Normalizer2& nfd() {
  static const icu::Normalizer2& instance = normalizer(&icu::Normalizer2::getNFDInstance);
  return instance;
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

// Putting marks in canonical order, and asking whether they are in it, takes the square of their number. No writing has more than 30
// on a letter (UAX #15, stream-safe text), so what comes after them is dropped.
constexpr int kMaxMarks = 30;

std::string without_excess_marks(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  int marks = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    const char32_t c = next_code_point(text, pos);
    if (c < 0x300 || !is_mark(static_cast<UChar32>(c)) || u_getCombiningClass(static_cast<UChar32>(c)) == 0) {
      marks = 0;
    } else if (++marks > kMaxMarks) {
      out.append(text, done, begin - done);
      done = pos;
    }
  }
  return out.append(text, done);
}

// ---- Folding

// What case folding and decomposition leave alone, both cases; the apostrophes and ŉ, whose case folding holds one.
struct LetterRule {
  char32_t letter;
  std::u16string_view folded;
};
constexpr LetterRule kLetterRules[] = {
    {U'Æ', u"ae"}, {U'Ø', u"o"},       {U'æ', u"ae"}, {U'ø', u"o"},  {U'Đ', u"d"},      {U'đ', u"d"},      {U'ı', u"i"},      {U'Ł', u"l"},
    {U'ł', u"l"},  {U'\u0149', u"'n"}, {U'Œ', u"oe"}, {U'œ', u"oe"}, {U'\u02BC', u"'"}, {U'\u2018', u"'"}, {U'\u2019', u"'"},
};

// Asked of the folded letter: the micro sign belongs to no script, the letter it becomes is Greek.
bool loses_marks(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(u_foldCase(c, U_FOLD_CASE_DEFAULT), &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK;
}

void append_letter(icu::UnicodeString& out, UChar32 c) {
  const auto* rule = std::ranges::find(kLetterRules, static_cast<char32_t>(c), &LetterRule::letter);
  if (rule == std::end(kLetterRules)) {
    out.append(c);
  } else {
    for (const char16_t unit : rule->folded) out.append(unit);
  }
}

// Any text, by the definition: decompose, drop what is invisible and the marks of Latin and Greek letters, fold case, compose.
// The iota subscript goes in any case: case folding would make a letter of it.
std::string fold_exactly(std::string_view text) {
  constexpr UChar32 kIotaSubscript = 0x345;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = nfd().normalize(icu::UnicodeString::fromUTF8(without_excess_marks(text)), status);
  check_icu(status);
  icu::UnicodeString letters;
  int marks_left = kMaxMarks;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == kIotaSubscript) continue;
    if (is_mark(c)) {
      if (--marks_left >= 0) letters.append(c);
      continue;
    }
    marks_left = loses_marks(c) ? 0 : kMaxMarks;
    append_letter(letters, c);
  }
  std::string out;
  nfc().normalize(letters.foldCase(), status).toUTF8String(out);
  check_icu(status);
  return out;
}

// fold() of single code points whose folding does not depend on their neighbours, precomputed: all that take two bytes in UTF-8
// (Latin, Greek, Cyrillic, Hebrew, Arabic …) and general punctuation, but no marks.
class FoldTable {
 public:
  static const FoldTable& instance() {
    static const FoldTable kTable;
    return kTable;
  }
  // Appends the folding of `c`; false: its neighbours matter.
  bool append(std::string& out, char32_t c) const {
    const std::size_t index = index_of(c);
    if (index == kNoIndex) return append_unchanged(out, c);
    const Entry& entry = entries_[index];
    if (!entry.known) return false;
    out.append(entry.bytes.data(), entry.size);
    return true;
  }

 private:
  struct Entry {
    std::array<char, 4> bytes{};
    std::uint8_t size = 0;
    bool known = false;
  };
  static constexpr char32_t kTwoByteEnd = 0x800, kPunctuationBegin = 0x2000, kPunctuationEnd = 0x2070;
  static constexpr std::size_t kNoIndex = SIZE_MAX;

  FoldTable() {
    for (char32_t c = 0; c < kPunctuationEnd; ++c) {
      const std::size_t index = index_of(c);
      if (index == kNoIndex || is_mark(static_cast<UChar32>(c))) continue;
      std::string text;
      append_code_point(text, c);
      const std::string folded = fold_exactly(text);
      Entry& entry = entries_[index];
      if (folded.size() > entry.bytes.size()) continue;
      std::ranges::copy(folded, entry.bytes.begin());
      entry.size = static_cast<std::uint8_t>(folded.size());
      entry.known = true;
    }
  }
  static std::size_t index_of(char32_t c) {
    if (c < kTwoByteEnd) return c;
    return c >= kPunctuationBegin && c < kPunctuationEnd ? kTwoByteEnd + (c - kPunctuationBegin) : kNoIndex;
  }
  // Letters without case and in composed form: kana, ideographs, Hangul syllables.
  static bool append_unchanged(std::string& out, char32_t c) {
    static constexpr std::array<std::array<char32_t, 2>, 4> kRanges = {
        {{0x3041, 0x3096}, {0x30A1, 0x30FA}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}}};
    if (std::ranges::none_of(kRanges, [c](const auto& range) { return c >= range[0] && c <= range[1]; })) return false;
    append_code_point(out, c);
    return true;
  }

  std::array<Entry, kTwoByteEnd + (kPunctuationEnd - kPunctuationBegin)> entries_{};
};

// Without a branch, so that the compiler takes many at once.
char ascii_lower(char c) { return static_cast<char>(c | (static_cast<int>(c >= 'A' && c <= 'Z') << 5)); }

std::string fold_mixed(std::string_view text) {
  const FoldTable& table = FoldTable::instance();
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    if (byte_at(text, pos) < 0x80) {
      out += ascii_lower(text[pos++]);
    } else if (!table.append(out, next_code_point(text, pos))) {
      return fold_exactly(text);
    }
  }
  return out;
}

bool is_white_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

// ---- Terminals and pages

bool is_plain_on_terminal(char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\t'; }

// Controls, formats (bidi controls are among them), and the separators that some terminals take for a line end.
bool is_shown_escaped(char32_t c) {
  if (c == U'\n' || c == U'\t') return false;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) != 0;
}

std::size_t code_point_width(char32_t c) {
  if (c < 0x300) return u_iscntrl(static_cast<UChar32>(c)) || c == 0xAD ? 0 : 1;
  const auto u = static_cast<UChar32>(c);
  constexpr std::uint32_t kNoWidth = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CC_MASK | U_GC_CF_MASK;
  if ((U_GET_GC_MASK(u) & kNoWidth) != 0) return 0;
  if (c >= 0x1160 && c <= 0x11FF) return 0;  // vowels and finals of Hangul join the syllable before
  const int width = u_getIntPropertyValue(u, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::string repair_utf8(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  std::string out;
  for (std::size_t pos = 0; pos < bytes.size();) {
    const std::size_t clean = clean_length(bytes, pos, true);
    out.append(bytes, pos, clean);
    pos += clean;
    if (pos == bytes.size()) break;
    const Sequence fault = sequence_at(bytes, pos);
    out += fault.well_formed ? " " : kReplacement;
    pos += fault.length;
  }
  return out;
}

std::size_t valid_utf8_length(std::string_view bytes) { return clean_length(bytes, 0, false); }
bool is_valid_utf8(std::string_view bytes) { return valid_utf8_length(bytes) == bytes.size(); }

std::string to_nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  std::string bounded = without_excess_marks(text);
  const bool done = nfc().isNormalizedUTF8(bounded, status) != 0;
  check_icu(status);
  if (done) return bounded;
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(bounded.size()));
  nfc().normalizeUTF8(0, bounded, sink, nullptr, status);
  check_icu(status);
  return out;
}

std::string fold(std::string_view text) {
  if (!is_ascii(text)) return fold_mixed(text);
  std::string out(text);
  for (char& c : out) c = ascii_lower(c);
  return out;
}

std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t word = 0;  // where the word began that is not copied yet
  const auto end_word = [&](std::size_t end) {
    if (end == word) return;
    if (!out.empty()) out += ' ';
    out.append(text, word, end - word);
  };
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    if (!is_white_space(next_code_point(text, pos))) continue;
    end_word(begin);
    word = pos;
  }
  end_word(text.size());
  return out;
}

char32_t next_code_point(std::string_view text, std::size_t& pos) {
  const std::uint8_t lead = byte_at(text, pos++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t c = lead & (0x3FU >> more);
  for (const std::size_t end = std::min(pos + more, text.size()); pos < end; ++pos) c = (c << 6) | (byte_at(text, pos) & 0x3FU);
  return c;
}

void append_code_point(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  const auto put_tail = [&](int shift) { put(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    put(c);
    return;
  }
  if (c < 0x800) {
    put(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put_tail(6);
  } else {
    put(0xF0 | (c >> 18));
    put_tail(12);
    put_tail(6);
  }
  put_tail(0);
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t pos = 0; pos < text.size();) width += code_point_width(next_code_point(text, pos));
  return width;
}

std::string fit_width(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t end = 0;
  std::size_t width = 0;
  for (std::size_t pos = 0; pos < text.size(); end = pos) {
    width += code_point_width(next_code_point(text, pos));
    if (width > columns - 1) break;
  }
  return std::string(text.substr(0, end)).append(kEllipsis);
}

std::string terminal_safe(std::string_view text) {
  if (std::ranges::all_of(text, is_plain_on_terminal)) return std::string(text);
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    if (is_plain_on_terminal(text[pos])) {
      out += text[pos++];
      continue;
    }
    const Sequence sequence = sequence_at(text, pos);
    std::size_t next = pos;
    const char32_t c = sequence.well_formed ? next_code_point(text, next) : 0;
    if (!sequence.well_formed) {
      out += kReplacement;
    } else if (is_shown_escaped(c)) {
      out += fmt::format("\\u{{{:02x}}}", static_cast<std::uint32_t>(c));
    } else {
      out.append(text, pos, sequence.length);
    }
    pos += sequence.length;
  }
  return out;
}

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string with_thousands(std::uint64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

}  // namespace broadsheet
