#include "indexer/entities/tokens.h"

#include <algorithm>
#include <array>

#include "common/text.h"
#include "indexer/entities/abbreviations.h"

namespace broadsheet {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c) || static_cast<unsigned char>(c) >= 0x80; }

// Bytes of the white space at `pos`; 0: none is there.
std::size_t space_at(std::string_view text, std::size_t pos) {
  const auto c = static_cast<unsigned char>(text[pos]);
  if (c <= ' ') return 1;
  if (c < 0x80) return 0;
  const std::string_view rest = text.substr(pos);
  if (c == 0xC2) return rest.starts_with("\xC2\xA0") || rest.starts_with("\xC2\x85") ? 2 : 0;
  if (c == 0xE2 && rest.size() >= 3) {
    const auto second = static_cast<unsigned char>(rest[1]);
    const auto third = static_cast<unsigned char>(rest[2]);
    const bool general = second == 0x80 && (third <= 0x8B || third == 0xA8 || third == 0xA9 || third == 0xAF);
    return general || (second == 0x81 && third == 0x9F) ? 3 : 0;
  }
  return rest.starts_with("\xE3\x80\x80") || rest.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

// Signs that are tokens of their own at the edges of a word, longest first.
constexpr std::array<std::string_view, 26> kWideSigns = {"...", "“", "”", "„", "«", "»", "‘", "’", "‚", "‹", "›", "–",  "—",
                                                         "…",   "•", "·", "¿", "¡", "€", "£", "¥", "‑", "″", "′", "--", "``"};
constexpr std::string_view kOpeningSigns = "([{<\"'`*$|~=+/\\:;,!?._-";
constexpr std::string_view kClosingSigns = ")]}>\"'`*|~=/\\:;,!?%_-^";

std::size_t wide_sign_at_start(std::string_view word) {
  for (const std::string_view sign : kWideSigns) {
    if (word.starts_with(sign)) return sign.size();
  }
  return 0;
}

std::size_t wide_sign_at_end(std::string_view word) {
  for (const std::string_view sign : kWideSigns) {
    if (word.ends_with(sign)) return sign.size();
  }
  return 0;
}

// Bytes of a line drawn with one sign: ____, ====, ****; 0: there is none.
std::size_t drawn_line(std::string_view word) {
  const char c = word.front();
  if (c != '_' && c != '=' && c != '*' && c != '~' && c != '-' && c != '.' && c != '#') return 0;
  const std::size_t end = std::min(word.find_first_not_of(c), word.size());
  return end >= 3 ? end : 0;
}

std::size_t opening_sign(std::string_view word) {
  if (const std::size_t line = drawn_line(word); line != 0) return line;
  if (const std::size_t wide = wide_sign_at_start(word); wide != 0) return wide;
  const char c = word.front();
  if (kOpeningSigns.find(c) == std::string_view::npos) return 0;
  // .5, -3, +1 and .NET stay.
  if ((c == '.' || c == '-' || c == '+') && word.size() > 1 && is_digit(word[1])) return 0;
  if (c == '.' && word.size() > 2 && is_upper(word[1])) return 0;
  return 1;
}

constexpr std::array<std::string_view, 16> kClitics = {"'s",  "’s",  "'S",  "’S",  "n't", "n’t", "'re", "’re",
                                                       "'ve", "’ve", "'ll", "’ll", "'d",  "’d",  "'m",  "’m"};

// Bytes of a clitic at the end of a longer word; 0: there is none.
std::size_t clitic_at_end(std::string_view word) {
  for (const std::string_view clitic : kClitics) {
    if (word.size() > clitic.size() && word.ends_with(clitic)) return clitic.size();
  }
  return 0;
}

bool is_address(std::string_view word) {
  if (word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.")) return true;
  const std::size_t at = word.find('@');
  return at != std::string_view::npos && at > 0 && word.find('.', at) != std::string_view::npos;
}

// Chinese and Japanese signs, which are written without blanks.
bool is_ideographic(std::string_view text, std::size_t pos) {
  const auto c = static_cast<unsigned char>(text[pos]);
  return (c >= 0xE3 && c <= 0xE9) || (c == 0xE2 && static_cast<unsigned char>(text[pos + 1]) >= 0xBA) || c == 0xEF || c == 0xF0;
}

std::size_t sign_length(std::string_view text, std::size_t pos) {
  const auto c = static_cast<unsigned char>(text[pos]);
  return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

// A missing blank after a full stop: "closed.The".
bool is_glued_stop(std::string_view word, std::size_t dot) {
  if (dot < 3 || dot + 2 >= word.size()) return false;
  return is_lower(word[dot - 1]) && is_lower(word[dot - 2]) && is_lower(word[dot - 3]) && is_upper(word[dot + 1]) &&
         is_lower(word[dot + 2]);
}

// Bytes to cut out as a token within a word at `pos`; 0: nothing is cut there.
std::size_t inner_cut(std::string_view word, std::size_t pos) {
  const char c = word[pos];
  if (is_lower(c) || is_upper(c) || is_digit(c) || c == '\'') return 0;
  if (pos == 0 || pos + 1 >= word.size()) return 0;
  const char before = word[pos - 1];
  const char after = word[pos + 1];
  switch (c) {
    case '.':
      return word.substr(pos).starts_with("...") ? 3 : is_glued_stop(word, pos) ? 1 : 0;
    case ',':
    case ':':
    case '/':
      return is_digit(before) && is_digit(after) ? 0 : 1;
    case '-':
      return after == '-' ? 2 : 0;
    case ';':
    case '!':
    case '?':
    case '"':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '=':
    case '|':
    case '<':
    case '>':
    case '*':
      return 1;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  constexpr std::string_view kInner[] = {"—", "–", "…", "“", "”", "«", "»", "•", "·"};
  for (const std::string_view sign : kInner) {
    if (word.substr(pos).starts_with(sign)) return sign.size();
  }
  return 0;
}

class Tokeniser {
 public:
  Tokeniser(std::string_view text, TokenisedText& out) : text_(text), out_(out) {}

  void run() {
    std::size_t pos = 0;
    while (pos < text_.size()) pos = paragraph(pos);
  }

 private:
  struct Line {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // Lines up to a blank one. Returns where the next paragraph begins.
  std::size_t paragraph(std::size_t pos) {
    lines_.clear();
    while (pos < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', pos), text_.size());
      const bool blank = text_.substr(pos, end - pos).find_first_not_of(" \t\r") == std::string_view::npos;
      if (!blank) lines_.push_back({pos, end});
      pos = end + 1;
      if (blank) break;
    }
    if (lines_.empty()) return pos;
    if (is_wrapped()) {
      unit(lines_.front().begin, lines_.back().end);
    } else {
      for (const Line& line : lines_) unit(line.begin, line.end);
    }
    return pos;
  }

  // Broken to one width: all lines but the last have 50 to 90 bytes, and there are at least three, or two of which the second begins small.
  bool is_wrapped() const {
    if (lines_.size() < 2) return false;
    for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
      const std::size_t length = lines_[i].end - lines_[i].begin;
      if (length < 50 || length > 90) return false;
    }
    return lines_.size() > 2 || is_lower(text_[lines_[1].begin]);
  }

  // A stretch of text that ends a sentence.
  void unit(std::size_t begin, std::size_t end) {
    const std::size_t first = out_.tokens.size();
    while (begin < end) {
      if (const std::size_t space = space_at(text_, begin); space != 0) {
        begin += space;
        continue;
      }
      std::size_t stop = begin;
      while (stop < end && (static_cast<unsigned char>(text_[stop]) < 0x80 ? text_[stop] > ' ' : space_at(text_, stop) == 0)) ++stop;
      chunk(text_.substr(begin, stop - begin));
      begin = stop;
    }
    sentences(first);
  }

  void add(std::string_view token) {
    if (!token.empty()) out_.tokens.push_back(token);
  }

  // Characters between blanks.
  void chunk(std::string_view word) {
    if (is_plain(word)) return add(word);
    while (!word.empty()) {
      const std::size_t sign = opening_sign(word);
      if (sign == 0) break;
      add(word.substr(0, sign));
      word.remove_prefix(sign);
    }
    if (word.empty()) return;
    const std::string_view core = word.substr(0, core_length(word));
    if (is_address(core)) {
      add(core);
    } else {
      inner(core);
    }
    closing(word.substr(core.size()));
  }

  // Most words: letters only.
  static bool is_plain(std::string_view word) {
    return std::ranges::all_of(word, [](char c) { return is_lower(c) || is_upper(c); });
  }

  // How much of `word` is left before the signs and clitics at its end.
  static std::size_t core_length(std::string_view word) {
    const std::size_t whole = word.size();
    std::string_view rest = word;
    while (!rest.empty()) {
      if (is_name_with_possessive(rest)) break;
      std::size_t cut = clitic_at_end(rest);
      if (cut == 0) cut = wide_sign_at_end(rest);
      if (cut == 0 && kClosingSigns.find(rest.back()) != std::string_view::npos) cut = 1;
      if (cut == 0 && rest.back() == '.' && (rest.size() == 1 || kind_of_stop(rest.substr(0, rest.size() - 1)) == Stop::sentence)) cut = 1;
      if (cut == 0) break;
      rest.remove_suffix(cut);
    }
    return rest.empty() ? std::min<std::size_t>(whole, sign_length(word, 0)) : rest.size();
  }

  void closing(std::string_view signs) {
    while (!signs.empty()) {
      std::size_t length = wide_sign_at_start(signs);
      for (const std::string_view clitic : kClitics) {
        if (signs.starts_with(clitic)) length = clitic.size();
      }
      if (length == 0) length = sign_length(signs, 0);
      add(signs.substr(0, length));
      signs.remove_prefix(std::min(length, signs.size()));
    }
  }

  void inner(std::string_view word) {
    std::size_t from = 0;
    for (std::size_t pos = 0; pos < word.size();) {
      if (const std::size_t cut = inner_cut(word, pos); cut != 0) {
        add(word.substr(from, pos - from));
        add(word.substr(pos, cut));
        pos = from = pos + cut;
        continue;
      }
      const std::size_t length = sign_length(word, pos);
      if (length >= 3 && is_ideographic(word, pos)) {
        add(word.substr(from, pos - from));
        add(word.substr(pos, length));
        pos = from = pos + length;
        continue;
      }
      pos += length;
    }
    add(word.substr(from));
  }

  bool spaced(std::size_t before, std::size_t after) const {
    return out_.tokens[before].data() + out_.tokens[before].size() < out_.tokens[after].data();
  }

  static bool is_closer(std::string_view token) {
    return token == "\"" || token == "”" || token == "’" || token == "'" || token == ")" || token == "]" || token == "''" || token == "»";
  }

  // Can a sentence begin here, after a full stop?
  static bool can_begin(std::string_view token) {
    const char c = token.front();
    if (is_lower(c)) return false;
    return is_upper(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 || c == '"' || c == '(' || c == '[' || c == '\'' ||
           c == '-' || c == '$' || c == '`';
  }

  // Does a sentence end with the token `i`, whose successor is `next`?
  bool ends_sentence(std::size_t i, std::size_t next) const {
    const std::string_view token = out_.tokens[i];
    const std::string_view after = out_.tokens[next];
    if (token.size() >= 4 && !is_letter(token.front()) && drawn_line(token) == token.size()) return true;
    if (token == "." || token == "!" || token == "?" || token == "..." || token == "…")
      return spaced(i, next) ? can_begin(after) : is_upper(after.front());
    if (token.size() < 2 || token.back() != '.' || !is_letter(token.front())) return false;
    switch (kind_of_stop(token.substr(0, token.size() - 1))) {
      case Stop::title:
        return false;
      case Stop::numbered:
        if (is_digit(after.front())) return false;
        return begins_sentences(after);
      default:
        return begins_sentences(after);
    }
  }

  void sentences(std::size_t first) {
    const std::size_t end = out_.tokens.size();
    if (first == end) return;
    out_.sentence_starts.push_back(static_cast<std::uint32_t>(first));
    std::size_t start = first;
    for (std::size_t i = first; i + 1 < end; ++i) {
      std::size_t next = i + 1;
      while (next + 1 < end && next < i + 4 && is_closer(out_.tokens[next]) && !spaced(next - 1, next)) ++next;
      const bool closed = next == i + 1 || spaced(next - 1, next);
      if ((closed && ends_sentence(i, next)) || next - start >= kMaxSentence) {
        start = next;
        out_.sentence_starts.push_back(static_cast<std::uint32_t>(next));
        i = next - 1;
      }
    }
  }

  std::string_view text_;
  TokenisedText& out_;
  std::vector<Line> lines_;
};

}  // namespace

void tokenise(std::string_view text, TokenisedText& out) { Tokeniser(text, out).run(); }

}  // namespace broadsheet
