#include "indexer/readers/charset.h"

#include <uchardet/uchardet.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "common/text.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHeadBytes = 4U << 10;
constexpr std::size_t kSampleBytes = 1U << 20;
constexpr std::size_t kBlockBytes = 64U << 10;
constexpr std::size_t kConvertedAtOnce = 16U << 10;
constexpr std::size_t kMaxRuns = 1U << 20;       // exact offsets within a line; beyond them the lines' beginnings only …
constexpr std::size_t kMaxLineRuns = 2U << 20;   // … and beyond these about
constexpr std::size_t kLeastEvidence = 3;        // bytes over 7F that are no UTF-8
constexpr double kLeastWords = 0.95;             // of what they make in the set that is guessed

struct Mark {
  std::string_view bytes;
  std::string_view charset;
};
// The longer ones first: UTF-16's is the beginning of UTF-32's.
constexpr std::array kMarks = {
    Mark{"\xFF\xFE\0\0"sv, "UTF-32LE"}, Mark{"\0\0\xFE\xFF"sv, "UTF-32BE"}, Mark{"\xEF\xBB\xBF"sv, ""},
    Mark{"\xFF\xFE"sv, "UTF-16LE"},     Mark{"\xFE\xFF"sv, "UTF-16BE"},
};

struct Synonym {
  std::string_view name;
  std::string_view charset;
};
// ISO sets have control characters where the sets of Windows, which people mean by their names, have quotes and dashes.
constexpr std::array kSynonyms = {
    Synonym{"iso-8859-1", "windows-1252"},
    Synonym{"iso88591", "windows-1252"},
    Synonym{"latin1", "windows-1252"},
    Synonym{"latin-1", "windows-1252"},
    Synonym{"ascii", "windows-1252"},
    Synonym{"us-ascii", "windows-1252"},
    Synonym{"euc-kr", "windows-949"},
    Synonym{"uhc", "windows-949"},
    Synonym{"gb2312", "gb18030"},
    Synonym{"gbk", "gb18030"},
    Synonym{"mac-cyrillic", "x-mac-cyrillic"},
    Synonym{"mac-centraleurope", "x-mac-centraleurroman"},
};
// What to try where a guess leaves control characters in the text.
constexpr std::array kSiblings = {
    Synonym{"ISO-8859-2", "windows-1250"},  Synonym{"ISO-8859-5", "windows-1251"},  Synonym{"ISO-8859-6", "windows-1256"},
    Synonym{"ISO-8859-7", "windows-1253"},  Synonym{"ISO-8859-8", "windows-1255"},  Synonym{"ISO-8859-9", "windows-1254"},
    Synonym{"ISO-8859-13", "windows-1257"}, Synonym{"ISO-8859-16", "windows-1250"},
};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(charset.c_str(), &status));
  return U_SUCCESS(status) ? std::move(converter) : Converter();
}

// The code point at `i`, which moves behind it; a half of a pair that stands alone is no character.
char32_t next_utf16(std::span<const UChar> units, std::size_t& i) {
  const char32_t unit = units[i++];
  if (unit < 0xD800 || unit > 0xDFFF) return unit;
  if (unit > 0xDBFF || i == units.size() || units[i] < 0xDC00 || units[i] > 0xDFFF) return U'\uFFFD';
  return 0x10000 + ((unit - 0xD800) << 10) + (units[i++] - 0xDC00U);
}

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// How many bytes are no part of UTF-8, and how many characters of several bytes are well-formed.
struct Utf8Evidence {
  std::size_t bad_bytes = 0;
  std::size_t good_characters = 0;
};

Utf8Evidence weigh_utf8(std::string_view bytes) {
  Utf8Evidence found;
  while (!bytes.empty()) {
    const std::size_t valid = valid_utf8_length(bytes);
    found.good_characters += static_cast<std::size_t>(
        std::ranges::count_if(bytes.substr(0, valid), [](char c) { return static_cast<unsigned char>(c) >= 0xC0; }));
    bytes.remove_prefix(valid);
    if (bytes.empty()) break;
    ++found.bad_bytes;
    bytes.remove_prefix(1);
  }
  return found;
}

// A character that texts are made of: letters, marks, digits and the punctuation of some language.
bool is_of_text(UChar32 c) {
  constexpr std::u32string_view kSigns =
      U"\u00A0\u00A3\u00A5\u00A7\u00A9\u00AB\u00AE\u00B0\u00B7\u00BB\u00BF\u00A1\u20AC\u2122\u2116\u00AD\u00B2\u00B3\u00BD";
  if (u_isalpha(c) || u_getCombiningClass(c) != 0 || u_isdigit(c)) return true;
  if ((c >= 0x2010 && c <= 0x203A) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF)) return true;
  return kSigns.find(static_cast<char32_t>(c)) != kSigns.npos;
}

bool is_accented_latin(char32_t c) { return c >= 0xC0 && c < 0x250; }
bool is_ascii_letter(UChar c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Of the characters beyond ASCII that the bytes make in a set, how many are of texts; 0 when the set is not known.
double share_of_text(std::string_view bytes, const std::string& charset) {
  const Converter converter = open_converter(charset);
  if (!converter) return 0;
  std::vector<UChar> units(2 * bytes.size() + 16);
  UErrorCode status = U_ZERO_ERROR;
  const auto length = ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()), bytes.data(),
                                    static_cast<std::int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) return 0;
  units.resize(static_cast<std::size_t>(length));
  std::size_t all = 0, good = 0, latin = 0, in_words = 0;
  for (std::size_t i = 0; i < units.size();) {
    const std::size_t begin = i;
    const char32_t c = next_utf16(units, i);
    if (c < 0x80) continue;
    ++all;
    if (is_of_text(static_cast<UChar32>(c))) ++good;
    if (!is_accented_latin(c)) continue;
    ++latin;
    if ((begin > 0 && is_ascii_letter(units[begin - 1])) || (i < units.size() && is_ascii_letter(units[i]))) ++in_words;
  }
  // Accents stand among plain letters; bytes that are no text stand anywhere.
  if (all == 0 || in_words * 3 < latin * 2) return 0;
  return static_cast<double>(good) / static_cast<double>(all);
}

std::string uchardet_guess(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
  if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

// UTF-16 of a text with ASCII in it has a NUL in each such character, always at the same side.
std::optional<std::string> utf16_by_nuls(std::string_view head) {
  std::array<std::size_t, 2> nuls{};
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == '\0') ++nuls[i % 2];
  const std::size_t pairs = head.size() / 2;
  constexpr std::size_t kLeastPairs = 4;
  if (pairs < kLeastPairs) return std::nullopt;
  if (nuls[1] * 4 >= pairs && nuls[0] * 50 <= pairs) return "UTF-16LE";
  if (nuls[0] * 4 >= pairs && nuls[1] * 50 <= pairs) return "UTF-16BE";
  return std::nullopt;
}

// Bytes up to the last that is no part of a character cut off by the sample's end.
std::string_view whole_lines(std::string_view sample) {
  if (sample.size() < kSampleBytes) return sample;
  const std::size_t end = sample.rfind('\n');
  return end == sample.npos ? sample : sample.substr(0, end);
}

}  // namespace

std::optional<std::string> find_charset(std::string_view name) {
  const std::string lower = lower_ascii(name);
  const auto synonym = std::ranges::find(kSynonyms, lower, &Synonym::name);
  const std::string charset(synonym != kSynonyms.end() ? synonym->charset : lower.starts_with("windows-") ? lower : name);
  if (charset.empty() || charset.find_first_of(std::string_view(",\0", 2)) != charset.npos) return std::nullopt;
  if (!open_converter(charset)) return std::nullopt;
  return charset;
}

std::string guess_charset(std::string_view piece) {
  const std::string_view sample = whole_lines(piece);
  const Utf8Evidence evidence = weigh_utf8(sample);
  if (evidence.bad_bytes < kLeastEvidence || evidence.bad_bytes <= evidence.good_characters) return {};
  const std::string guessed = uchardet_guess(sample);
  const auto charset = find_charset(guessed);
  if (charset && share_of_text(sample, *charset) >= kLeastWords) return *charset;
  const auto sibling = std::ranges::find(kSiblings, guessed, &Synonym::name);
  for (const std::string_view other : {sibling == kSiblings.end() ? ""sv : sibling->charset, "windows-1252"sv}) {
    if (!other.empty() && share_of_text(sample, std::string(other)) >= kLeastWords) return std::string(other);
  }
  return {};
}

std::optional<std::string> marked_charset(std::string_view head) {
  for (const Mark& mark : kMarks) {
    if (head.starts_with(mark.bytes)) return std::string(mark.charset);
  }
  return utf16_by_nuls(head);
}

Utf8Source::Utf8Source(ByteSource& source, std::string charset) : source_(source) {
  if (charset.empty()) return;
  const std::string lower = lower_ascii(charset);
  if (lower == "utf-8" || lower == "utf8")
    stage_ = Stage::as_is;
  else
    convert_from(std::move(charset));
}

Utf8Source::~Utf8Source() { ucnv_close(converter_); }

Result<std::size_t> Utf8Source::read(char* buffer, std::size_t size) {
  if (stage_ == Stage::head || (stage_ == Stage::ascii && raw_begin_ == raw_.size())) {
    if (auto decided = decide(); !decided) return std::unexpected(decided.error());
  }
  while (stage_ == Stage::converting && out_begin_ == out_.size()) {
    if (raw_begin_ == raw_.size() && pending_) return std::unexpected(*pending_);
    if (raw_begin_ == raw_.size() && ended_ && converter_ == nullptr) return 0;
    if (auto converted = convert_more(); !converted) return std::unexpected(converted.error());
  }
  return hand_out(buffer, size);
}

Result<std::size_t> Utf8Source::hand_out(char* buffer, std::size_t size) {
  const bool converting = stage_ == Stage::converting;
  std::string& from = converting ? out_ : raw_;
  std::size_t& begin = converting ? out_begin_ : raw_begin_;
  if (begin < from.size()) {
    const std::size_t n = std::string_view(from).substr(begin).copy(buffer, size);
    begin += n;
    if (!converting) made_ = taken_ += n;
    return n;
  }
  if (pending_) return std::unexpected(*pending_);
  if (ended_) return 0;
  if (raw_.capacity() > kBlockBytes) std::string().swap(raw_), raw_begin_ = 0;
  return source_.read(buffer, size);  // as_is: nothing is looked at any more
}

// Reads until `size` bytes wait or the source ends; false: it has, or failed, and nothing waits.
Result<bool> Utf8Source::fill(std::size_t size) {
  raw_.erase(0, raw_begin_);
  raw_begin_ = 0;
  while (raw_.size() < size && !ended_ && !pending_) {
    const std::size_t have = raw_.size();
    raw_.resize(have + kBlockBytes);
    auto got = source_.read(raw_.data() + have, kBlockBytes);
    raw_.resize(have + got.value_or(0));
    if (!got) pending_ = got.error();
    ended_ = got && *got == 0;
  }
  if (raw_.empty() && pending_) return std::unexpected(*pending_);
  return !raw_.empty();
}

// Looks at the next bytes: marks first, and whether there is anything but ASCII; if so, what that is.
Result<void> Utf8Source::decide() {
  auto filled = fill(stage_ == Stage::head ? kHeadBytes : 1);
  if (!filled) return std::unexpected(filled.error());
  if (stage_ == Stage::head) {
    stage_ = Stage::ascii;
    if (auto marked = marked_charset(std::string_view(raw_).substr(0, kHeadBytes))) {
      if (marked->empty())
        stage_ = Stage::as_is;
      else
        convert_from(std::move(*marked));
      return {};
    }
  }
  if (std::ranges::none_of(raw_, is_high)) return {};
  if (filled = fill(kSampleBytes); !filled) return std::unexpected(filled.error());
  std::string charset = guess_charset(std::string_view(raw_).substr(0, kSampleBytes));
  if (charset.empty())
    stage_ = Stage::as_is;
  else
    convert_from(std::move(charset));
  return {};
}

void Utf8Source::convert_from(std::string charset) {
  converter_ = open_converter(charset).release();
  if (converter_ == nullptr) throw std::runtime_error("ICU does not know the charset " + charset + " any more");
  charset_ = std::move(charset);
  stage_ = Stage::converting;
}

// One block of the source to out_. Closes the converter behind the last.
Result<void> Utf8Source::convert_more() {
  auto filled = raw_begin_ == raw_.size() ? fill(1) : Result<bool>(true);
  if (!filled) return std::unexpected(filled.error());
  out_.clear();
  out_begin_ = 0;
  const std::size_t size = std::min(kConvertedAtOnce, raw_.size() - raw_begin_);
  const bool last = ended_ && raw_begin_ + size == raw_.size();
  UErrorCode status = U_ZERO_ERROR;
  const auto carried = static_cast<std::uint64_t>(std::max(ucnv_toUCountPending(converter_, &status), 0));
  std::vector<UChar> units(2 * size + 64);
  std::vector<std::int32_t> offsets(units.size());
  UChar* target = units.data();
  const char* source = raw_.data() + raw_begin_;
  status = U_ZERO_ERROR;
  ucnv_toUnicode(converter_, &target, units.data() + units.size(), &source, source + size, offsets.data(), last, &status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot convert: ") + u_errorName(status));
  units.resize(static_cast<std::size_t>(target - units.data()));
  const auto begin_of = [&](std::size_t unit) {
    return offsets[unit] < 0 ? taken_ - carried : taken_ + static_cast<std::uint64_t>(offsets[unit]);
  };
  for (std::size_t i = 0; i < units.size();) {
    const std::uint64_t begin = begin_of(i);
    const char32_t c = next_utf16(units, i);
    append(c, std::min(begin, taken_ + size), std::min(i < units.size() ? begin_of(i) : taken_ + size, taken_ + size));
  }
  raw_begin_ += size;
  taken_ += size;
  if (last) ucnv_close(std::exchange(converter_, nullptr));
  return {};
}

void Utf8Source::append(char32_t c, std::uint64_t original, std::uint64_t original_end) {
  // Of damaged multi-byte sequences ICU reads some bytes twice, and then says so of places before or behind.
  original = std::max(original, last_original_);
  original_end = std::max(original_end, original);
  last_original_ = original;
  const std::size_t before = out_.size();
  const bool line_began = made_ == 0 || (before > 0 && out_.back() == '\n');
  append_code_point(out_, c);
  const auto width = static_cast<std::uint8_t>(out_.size() - before);
  const auto original_width = static_cast<std::uint8_t>(std::min<std::uint64_t>(original_end - original, UINT8_MAX));
  const auto goes_on = [&](const Run& run) {
    const std::uint64_t characters = (made_ - run.offset) / run.width;
    return run.width == width && run.original_width == original_width && run.original + characters * original_width == original;
  };
  const bool room = runs_.size() < kMaxRuns || (line_began && runs_.size() < kMaxLineRuns);
  if (runs_.empty() || (room && !goes_on(runs_.back()))) runs_.push_back({made_, original, width, original_width});
  made_ += width;
}

std::uint64_t Utf8Source::original_offset(std::uint64_t offset) {
  while (runs_.size() > 1 && runs_[1].offset <= offset) runs_.pop_front();
  if (runs_.empty() || offset < runs_.front().offset) return offset;
  const Run& run = runs_.front();
  const std::uint64_t limit = runs_.size() > 1 ? runs_[1].original : taken_;
  return std::max(run.original, std::min(run.original + (offset - run.offset) / run.width * run.original_width, limit));
}

}  // namespace broadsheet
