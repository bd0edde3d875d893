#include "indexer/cleaning/lines.h"

#include <algorithm>
#include <array>
#include <optional>

#include "common/text.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kShortProseBytes = 30; // a statement of this length is a paragraph,
constexpr std::size_t kProseBytes = 60;      // so is a question or a heading with a colon of this length …
constexpr std::size_t kWrappedBytes = 40;    // a line that was wrapped is longer
constexpr std::size_t kLongProseBytes = 140;  // … and a text of this length is one without a full stop, too

struct Line {
  std::size_t begin = 0, end = 0;
  bool after_gap = false;
};

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// The first line end from `begin` on, or the end of the text. Without \r in the text it is one memchr.
class LineEnds {
 public:
  explicit LineEnds(std::string_view text) : text_(text), has_return_(text.find('\r') != text.npos) {}
  std::size_t next(std::size_t begin) const {
    return std::min(has_return_ ? text_.find_first_of("\r\n", begin) : text_.find('\n', begin), text_.size());
  }

 private:
  std::string_view text_;
  bool has_return_;
};

std::vector<Line> split_lines(std::string_view text) {
  const LineEnds ends(text);
  std::vector<Line> lines;
  bool gap = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t stop = ends.next(begin);
    Line line{begin, stop, gap};
    while (line.end > line.begin && is_space(text[line.end - 1])) --line.end;
    gap = line.end == line.begin;
    if (!gap) lines.push_back(line);
    begin = stop + (text.substr(stop, 2) == "\r\n" ? 2 : 1);
  }
  return lines;
}

std::string_view without_closing_marks(std::string_view text) {
  constexpr std::array kMarks = {"\""sv, "'"sv, ")"sv, "]"sv, "”"sv, "’"sv, "»"sv, "*"sv, "_"sv};
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view mark : kMarks) {
      if (!text.ends_with(mark)) continue;
      text.remove_suffix(mark.size());
      cut = true;
    }
  }
  return text;
}

bool ends_like_a_sentence(std::string_view text) {
  text = without_closing_marks(text);
  return text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with(':') || text.ends_with(';') ||
         text.ends_with("…");
}

bool is_prose(std::string_view text) {
  if (text.size() < kShortProseBytes) return false;
  const bool statement = without_closing_marks(text).ends_with('.') && !text.ends_with("...");
  return text.size() >= kLongProseBytes || statement || (text.size() >= kProseBytes && ends_like_a_sentence(text));
}

// Are these lines one paragraph that was wrapped? At every other line end at least, a sentence runs on.
bool is_wrapped(std::string_view text, std::span<const Line> lines) {
  std::size_t running_on = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::string_view line = text.substr(lines[i].begin, lines[i].end - lines[i].begin);
    const std::size_t next = text.find_first_not_of(" \t", lines[i + 1].begin);
    if (line.size() >= kWrappedBytes && !ends_like_a_sentence(line) && is_lower(text[next])) ++running_on;
  }
  return running_on * 3 >= lines.size() - 1 && lines.size() > 1 && running_on > 0;
}

TextUnit make_unit(std::string_view text, std::size_t begin, std::size_t end, std::size_t block) {
  TextUnit unit{begin, end, block, {}, false};
  const std::string_view piece = text.substr(begin, end - begin);
  unit.prose = is_prose(piece);
  return unit;
}

// What a character outside ASCII is in a plain form; nullopt: itself.
std::optional<std::string_view> plain_character(std::string_view character) {
  struct Row {
    std::string_view from, to;
  };
  static constexpr Row kRows[] = {{"\u2019", "'"},  {"\u2018", "'"},  {"\u02BC", "'"},  {"\u201C", "\""},  {"\u201D", "\""},
                                  {"\u201E", "\""}, {"\u00AB", "\""}, {"\u00BB", "\""}, {"\u2013", "-"},   {"\u2014", "-"},
                                  {"\u2010", "-"},  {"\u2011", "-"},  {"\u2212", "-"},  {"\u2026", "..."}, {"\u00A0", " "},
                                  {"\u2009", " "},  {"\u202F", " "},  {"\u200B", ""},   {"\uFEFF", ""},    {"\u00AD", ""},
                                  {"\u203A", ">"},  {"\u2192", ">"},  {"\u2190", "<"},  {"\u25B8", ">"},   {"\u25BA", ">"},
                                  {"\u2022", "|"},  {"\u00B7", "|"},  {"\u25CF", "|"},  {"\u25AA", "|"},   {"\u00A9", "copyright"}};
  const auto row = std::ranges::find(kRows, character, &Row::from);
  return row == std::end(kRows) ? std::nullopt : std::optional(row->to);
}

std::size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

void append_plain(std::string& out, std::string_view piece) {
  for (const char c : piece) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space)
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
}

// À to Þ in small letters: a fixed distance in UTF-8, except ×.
void append_other(std::string& out, std::string_view character) {
  const auto second = static_cast<unsigned char>(character.back());
  const bool capital = character.size() == 2 && character[0] == '\xC3' && second >= 0x80 && second <= 0x9E && second != 0x97;
  if (!capital) {
    out += character;
    return;
  }
  out += '\xC3';
  out += static_cast<char>(second + 0x20);
}

std::string_view without_marks(std::string_view text) {
  constexpr std::string_view kBefore = " *_#>|<-+~=";
  constexpr std::string_view kAfter = " *_#>|<-~=";
  const std::size_t first = text.find_first_not_of(kBefore);
  if (first == text.npos) return {};
  text = text.substr(first, text.find_last_not_of(kAfter) - first + 1);
  const bool bracketed = text.size() > 2 && ((text.front() == '(' && text.back() == ')') || (text.front() == '[' && text.back() == ']'));
  return bracketed ? text.substr(1, text.size() - 2) : text;
}

bool is_abbreviation(std::string_view word) {
  constexpr std::array kWords = {"mr"sv,  "mrs"sv, "ms"sv,  "dr"sv,  "st"sv,  "jr"sv,  "sr"sv,  "vs"sv,  "no"sv,  "inc"sv,  "co"sv,
                                 "ltd"sv, "jan"sv, "feb"sv, "mar"sv, "apr"sv, "jun"sv, "jul"sv, "aug"sv, "sep"sv, "sept"sv, "oct"sv,
                                 "nov"sv, "dec"sv, "gov"sv, "min"sv, "sen"sv, "rep"sv, "gen"sv, "col"sv, "prof"sv};
  return word.size() <= 1 || word.find('.') != word.npos || std::ranges::find(kWords, word) != kWords.end();
}

bool ends_sentence(std::string_view plain, std::size_t at, std::size_t begin) {
  if (plain[at] == '!' || plain[at] == '?') return true;
  if (plain[at] != '.' || (at > begin && plain[at - 1] == '.')) return false;
  const std::size_t blank = plain.substr(begin, at - begin).rfind(' ');
  return !is_abbreviation(
      plain.substr(blank == plain.npos ? begin : begin + blank + 1, at - begin - (blank == plain.npos ? 0 : blank + 1)));
}

std::string_view without_end_marks(std::string_view sentence) {
  const std::size_t last = sentence.find_last_not_of(" .!?:>|<-");
  if (last == sentence.npos) return {};
  sentence = sentence.substr(0, last + 1);
  return sentence.substr(std::min(sentence.find_first_not_of(" |-"), sentence.size()));
}

}  // namespace

std::vector<TextUnit> split_units(std::string_view text) {
  const std::vector<Line> lines = split_lines(text);
  std::vector<TextUnit> units;
  units.reserve(lines.size());
  std::size_t block = 0;
  for (std::size_t first = 0; first < lines.size(); ++block) {
    std::size_t last = first + 1;
    while (last < lines.size() && !lines[last].after_gap) ++last;
    const auto block_lines = std::span(lines).subspan(first, last - first);
    if (is_wrapped(text, block_lines)) {
      units.push_back(make_unit(text, lines[first].begin, block_lines.back().end, block));
    } else {
      for (const Line& line : block_lines) units.push_back(make_unit(text, line.begin, line.end, block));
    }
    first = last;
  }
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool at_edge = i < kEdgeUnits || i + kEdgeUnits >= units.size();
    if (units[i].size() <= kMaxNoticeBytes && (at_edge || !units[i].prose))
      units[i].plain = plain_form(text.substr(units[i].begin, units[i].size()));
  }
  return units;
}

std::string plain_form(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = character_bytes(text[i]);
    const std::string_view character = text.substr(i, size);
    if (size == 1) {
      append_plain(out, character);
    } else if (const auto plain = plain_character(character)) {
      append_plain(out, *plain);
    } else {
      append_other(out, character);
    }
    i += size;
  }
  return std::string(without_marks(out));
}

std::string comparable_form(std::string_view text) {
  const std::string folded = fold(text);
  std::string out;
  for (std::size_t pos = 0; pos < folded.size();) {
    const std::size_t begin = pos;
    const char32_t c = next_code_point(folded, pos);
    const bool ascii_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool punctuation = (c >= 0x80 && c < 0xC0) || (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3004);
    if (ascii_word || (c >= 0x80 && !punctuation))
      out += folded.substr(begin, pos - begin);
    else if (c != '\'' && !out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::vector<std::string_view> split_sentences(std::string_view plain) {
  std::vector<std::string_view> sentences;
  const auto add = [&](std::string_view sentence) {
    sentence = without_end_marks(sentence);
    if (!sentence.empty()) sentences.push_back(sentence);
  };
  std::size_t begin = 0;
  for (std::size_t i = 0; i + 1 < plain.size(); ++i) {
    if (plain[i + 1] != ' ' || !ends_sentence(plain, i, begin)) continue;
    add(plain.substr(begin, i + 1 - begin));
    begin = i + 2;
  }
  if (begin < plain.size()) add(plain.substr(begin));
  return sentences;
}

std::string join_units(std::string_view text, std::span<const TextUnit> units, const std::vector<bool>& keep) {
  const LineEnds ends(text);
  std::string out;
  out.reserve(text.size());
  const TextUnit* before = nullptr;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!keep[i]) continue;
    const TextUnit& unit = units[i];
    if (before != nullptr) out += before->block == unit.block ? "\n" : "\n\n";
    before = &unit;
    std::size_t line = unit.begin;
    while (line < unit.end) {  // a wrapped unit has several lines, each perhaps with blanks at its end
      const std::size_t stop = std::min(ends.next(line), unit.end);
      std::size_t last = stop;
      while (last > line && is_space(text[last - 1])) --last;
      if (line != unit.begin) out += '\n';
      out += text.substr(line, last - line);
      line = stop + (text.substr(stop, 2) == "\r\n" ? 2 : 1);
    }
  }
  return out;
}

}  // namespace broadsheet
