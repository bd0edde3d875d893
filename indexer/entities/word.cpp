#include "indexer/entities/word.h"

#include <unicode/uchar.h>
#include <xxhash.h>

#include <algorithm>
#include <unordered_map>

#include "common/text.h"
#include "indexer/entities/lexicon.h"

namespace broadsheet {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

enum class Sign : char { upper = 'X', lower = 'x', digit = 'd', letter = 'c', other = '?' };

Sign sign_of(char32_t c) {
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return Sign::lower;
    if (c >= 'A' && c <= 'Z') return Sign::upper;
    if (c >= '0' && c <= '9') return Sign::digit;
    return Sign::other;
  }
  const auto point = static_cast<UChar32>(c);
  if (u_isupper(point) || u_istitle(point)) return Sign::upper;
  if (u_islower(point)) return Sign::lower;
  if (u_isdigit(point)) return Sign::digit;
  return u_isalpha(point) ? Sign::letter : Sign::other;
}

struct Shapes {
  std::string collapsed;
  std::string longer;
};

// At most so many signs: a token of a megabyte has no use for a longer shape.
constexpr std::size_t kShapeSigns = 12;

Shapes shapes_of(std::string_view word) {
  Shapes shapes;
  char last = 0;
  int run = 0;
  for (std::size_t pos = 0; pos < word.size() && shapes.longer.size() < kShapeSigns;) {
    const char32_t c = next_code_point(word, pos);
    const Sign sign = sign_of(c);
    const char mark = sign != Sign::other ? static_cast<char>(sign) : c < 0x80 ? static_cast<char>(c) : '?';
    run = mark == last ? run + 1 : 1;
    if (run == 1) shapes.collapsed += mark;
    if (run <= 3) shapes.longer += mark;
    last = mark;
  }
  return shapes;
}

std::uint32_t hash32(std::string_view text) { return static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size())); }

struct CueWords {
  Cue cue;
  std::string_view words;
};

constexpr CueWords kCueWords[] = {
    {Cue::comma, ","},
    {Cue::possessive, "'s '"},
    {Cue::the, "the"},
    {Cue::of, "of"},
    {Cue::locative, "in at from near across throughout outside around toward towards"},
    {Cue::said, "said says told tweeted added wrote testified announced argued explained asked replied warned insisted recalled"},
    {Cue::open, "( ["},
    {Cue::close, ") ]"},
    {Cue::quote, "\""},
    {Cue::connector, "& - /"},
};

Cue cue_of(std::uint64_t lower) {
  static const auto* const cues = [] {
    auto* map = new std::unordered_map<std::uint64_t, Cue>;
    for (const CueWords& row : kCueWords) {
      for (std::size_t from = 0; from < row.words.size();) {
        const std::size_t end = std::min(row.words.find(' ', from), row.words.size());
        map->emplace(hash_normalised(row.words.substr(from, end - from)), row.cue);
        from = end + 1;
      }
    }
    return map;
  }();
  const auto found = cues->find(lower);
  return found == cues->end() ? Cue::none : found->second;
}

// What stands for one sign in the normalised form; empty: the character itself.
std::string_view plain_sign(char32_t c) {
  switch (c) {
    case U'“':
    case U'”':
    case U'„':
    case U'«':
    case U'»':
      return "\"";
    case U'‘':
    case U'’':
    case U'‚':
    case U'`':
      return "'";
    case U'‐':
    case U'‑':
    case U'‒':
    case U'–':
    case U'—':
      return "-";
    case U'…':
      return "...";
    default:
      return {};
  }
}

constexpr std::pair<std::string_view, std::string_view> kTreebankSigns[] = {{"-lrb-", "("}, {"-rrb-", ")"}, {"-lsb-", "["}, {"-rsb-", "]"},
                                                                            {"``", "\""},   {"''", "\""},   {"--", "-"}};

}  // namespace

std::string entity_form(std::string_view word) {
  std::string out;
  if (is_ascii(word)) {
    out.assign(word);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
  } else {
    std::string plain;
    for (std::size_t pos = 0; pos < word.size();) {
      const std::size_t from = pos;
      const std::string_view sign = plain_sign(next_code_point(word, pos));
      plain += sign.empty() ? word.substr(from, pos - from) : sign;
    }
    out = fold(plain);
  }
  for (char& c : out) {
    if (c >= '0' && c <= '9') c = '0';
  }
  if (out.size() >= 2 && out.size() <= 5) {
    for (const auto& [name, sign] : kTreebankSigns) {
      if (out == name) return std::string(sign);
    }
  }
  return out;
}

std::uint64_t hash_normalised(std::string_view normalised) { return XXH3_64bits(normalised.data(), normalised.size()); }

Letters letters_of(std::string_view word) {
  Letters found;
  bool first_upper = false;
  std::uint32_t upper = 0;
  std::uint32_t lower = 0;
  for (std::size_t pos = 0; pos < word.size();) {
    const auto byte = static_cast<unsigned char>(word[pos]);
    const Sign sign = byte < 0x80 ? (++pos, sign_of(byte)) : sign_of(next_code_point(word, pos));
    if (sign == Sign::digit) found.digit = true;
    if (sign == Sign::digit || sign == Sign::other) continue;
    if (found.letters++ == 0) first_upper = sign == Sign::upper;
    upper += sign == Sign::upper;
    lower += sign == Sign::lower;
  }
  found.letter = found.letters > 0;
  found.lower_letter = lower > 0;
  found.capital_letter = upper > 0;
  if (upper == 0) {
    found.capital = Capital::none;
  } else if (lower == 0) {
    found.capital = upper == 1 && found.letters == 1 ? Capital::initial : Capital::all;
  } else {
    found.capital = first_upper && upper == 1 ? Capital::initial : Capital::mixed;
  }
  return found;
}

Word describe_word(std::string_view word, std::string_view normalised, SentenceCase sentence_case, const Lexicon& lexicon) {
  Word out;
  out.lower = hash_normalised(normalised);
  const Letters letters = letters_of(word);
  out.digit = letters.digit;
  out.letter = letters.letter;
  out.capital_letter = letters.capital_letter;
  if (sentence_case == SentenceCase::normal || !letters.letter) {
    const Shapes shapes = shapes_of(word);
    out.shape = hash32(shapes.collapsed);
    out.long_shape = hash32(shapes.longer);
    out.capital = sentence_case == SentenceCase::normal ? letters.capital : Capital::none;
  } else {
    out.shape = sentence_case == SentenceCase::capitals ? 1 : letters.capital_letter ? 2 : 3;
    out.long_shape = out.shape;
  }
  out.classes = lexicon.classes(out.lower);
  out.lists = lexicon.lists(out.lower);
  out.cue = cue_of(out.lower);
  return out;
}

}  // namespace broadsheet
