#include "searcher/snippet.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/text.h"
#include "common/words.h"

namespace broadsheet {
namespace {

constexpr std::size_t kEllipsisLength = 2;         // "… " or " …", in characters
constexpr std::size_t kShortestWithEllipses = 16;  // shorter snippets have no room for them

// A hit word as it stands in the text.
struct Mark {
  std::size_t begin = 0, end = 0;   // bytes
  std::size_t first = 0, last = 0;  // characters, last exclusive
  std::uint32_t word = 0;           // number of its normalised form among the hit words
  bool joined = false;              // by a hyphen to the mark before
};

// Is this raw word a hit, and which? Most words of an article come again: what was decided lately is kept by spelling, one to a slot.
class HitWords {
 public:
  explicit HitWords(const IsHitWord& is_hit) : is_hit_(is_hit) {}

  std::optional<std::uint32_t> number_of(std::string_view raw) {
    Slot& slot = slots_[std::hash<std::string_view>{}(raw) % kSlots];
    if (slot.raw != raw) slot = {raw, decide(normalise_word(raw))};
    return slot.number;
  }
  // AT&T, of both words.
  std::optional<std::uint32_t> number_of_pair(std::string_view before, std::string_view glued) {
    std::vector<std::string> words = {normalise_word(before), normalise_word(glued)};
    if (words[0].empty() || words[1].empty()) return std::nullopt;
    return decide(forms_side_by_side(words).front());
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  static constexpr std::size_t kSlots = 1024;
  struct Slot {
    std::string_view raw;  // of the text
    std::optional<std::uint32_t> number;
  };

  std::optional<std::uint32_t> decide(std::string word) {
    if (word.empty() || !is_hit_(word)) return std::nullopt;
    return numbers_.try_emplace(std::move(word), static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

  const IsHitWord& is_hit_;
  std::array<Slot, kSlots> slots_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The byte `n` characters behind `byte`, at most the end.
std::size_t forward(std::string_view text, std::size_t byte, std::size_t n) {
  while (byte < text.size() && n-- > 0) {
    do {
      ++byte;
    } while (byte < text.size() && is_continuation(text[byte]));
  }
  return byte;
}

std::size_t back_one(std::string_view text, std::size_t byte) {
  do {
    --byte;
  } while (byte > 0 && is_continuation(text[byte]));
  return byte;
}

struct Marks {
  std::vector<Mark> list;
  std::size_t words = 0;  // different ones
};

Marks find_marks(std::string_view text, const IsHitWord& is_hit) {
  Marks marks;
  HitWords hit_words(is_hit);
  WordScanner scanner(text);
  RawWord raw;
  std::size_t byte = 0;
  std::size_t character = 0;
  std::string_view before;
  bool hit_before = false;
  const auto add = [&](std::size_t begin, std::size_t end, std::uint32_t number, bool joined) {
    const std::size_t first = character + count_code_points(text.substr(byte, begin - byte));
    const std::size_t last = first + count_code_points(text.substr(begin, end - begin));
    marks.list.push_back({begin, end, first, last, number, joined});
    byte = end;
    character = last;
  };
  while (scanner.next(raw)) {
    const std::string_view typed = text.substr(raw.begin, raw.end - raw.begin);
    std::optional<std::uint32_t> number;
    if (raw.glued && (number = hit_words.number_of_pair(before, typed))) {
      if (!hit_before) add(raw.begin - before.size(), raw.begin, *number, false);
      add(raw.begin, raw.end, *number, true);
    } else if ((number = hit_words.number_of(typed))) {
      const bool joined = (raw.hyphenated || raw.glued) && hit_before;
      const std::size_t mark = raw.begin > 0 && !joined && (typed.front() == '&' || typed.front() == '.') ? 1 : 0;
      add(raw.begin + mark, raw.end, *number, joined);
    }
    before = typed;
    hit_before = number.has_value();
  }
  marks.words = hit_words.size();
  return marks;
}

struct Range {
  std::size_t begin = 0, end = 0;
};

// The marks [begin, end) that fit into `length` characters with the most different words, then the most marks; the earliest wins.
Range best_marks(const Marks& marks, std::size_t length) {
  std::vector<std::uint32_t> counts(marks.words, 0);
  Range best;
  std::size_t best_different = 0;
  std::size_t different = 0;
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < marks.list.size(); ++begin) {
    // A single mark is taken even where it is too long.
    while (end < marks.list.size() && (end == begin || marks.list[end].last - marks.list[begin].first <= length)) {
      if (counts[marks.list[end++].word]++ == 0) ++different;
    }
    if (different > best_different || (different == best_different && end - begin > best.end - best.begin)) {
      best = {begin, end};
      best_different = different;
    }
    if (--counts[marks.list[begin].word] == 0) --different;
  }
  return best;
}

// Words whose full stop ends no sentence.
bool is_abbreviation(std::string_view word) {
  static constexpr std::string_view kAbbreviations[] = {"Mr",  "Mrs", "Ms", "Dr",  "Prof", "St", "Jr", "Sr",  "Gen",  "Sen",
                                                        "Rep", "Gov", "Lt", "Col", "No",   "vs", "Co", "Inc", "Corp", "Ltd"};
  if (word.size() <= 1 || word.find('.') != std::string_view::npos) return true;  // initials
  for (const std::string_view abbreviation : kAbbreviations) {
    if (word == abbreviation) return true;
  }
  return false;
}

std::string_view without_closers(std::string_view text) {
  static constexpr std::string_view kClosers[] = {"”", "’", "\"", "'", ")", "]", "»"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view closer : kClosers) {
      if (!text.ends_with(closer)) continue;
      text.remove_suffix(closer.size());
      again = true;
    }
  }
  return text;
}

// Does a sentence, or a paragraph, end before the blank at `blank`?
bool ends_sentence(std::string_view text, std::size_t blank) {
  const std::size_t next = blank + 1;
  if (text[blank] == '\n' && ((blank > 0 && text[blank - 1] == '\n') || (next < text.size() && text[next] == '\n'))) return true;
  static constexpr std::size_t kReach = 2 * kMaxWordBytes;  // no further back: a run of closers is no reason to read the whole text
  const std::size_t from = blank > kReach ? blank - kReach : 0;
  std::string_view before = without_closers(text.substr(from, blank - from));
  for (const std::string_view end : {"!", "?", "。", "！", "？"}) {
    if (before.ends_with(end)) return true;
  }
  if (!before.ends_with('.')) return false;
  before.remove_suffix(1);
  return !is_abbreviation(before.substr(before.find_last_of(" \n\t\r") + 1));  // no blank: npos + 1 is the beginning
}

// A cut of the text: where, and whether it falls inside a sentence.
struct Cut {
  std::size_t byte = 0;
  bool inside = false;
};

// Where to begin so that `hit` (a byte) is at most `most` characters off: at its sentence, else at a word at most `wanted` off.
Cut find_begin(std::string_view text, std::size_t hit, std::size_t wanted, std::size_t most) {
  Cut cut{hit, true};
  std::size_t byte = hit;
  for (std::size_t n = 0; n <= most; ++n) {
    if (byte == 0) return {0, false};
    if (is_blank(text[byte - 1])) {
      if (ends_sentence(text, byte - 1)) return {byte, false};
      if (n <= wanted) cut.byte = byte;
    }
    byte = back_one(text, byte);
  }
  return cut;
}

// Where to end: at most at `stop`, but not before `at_least`; at a sentence's end in the last quarter of the window, else after
// the last whole word.
Cut find_end(std::string_view text, std::size_t begin, std::size_t at_least, std::size_t stop) {
  const std::size_t sentence_from = std::max(at_least, begin + (stop - begin) * 3 / 4);
  std::optional<std::size_t> word_end;
  for (std::size_t byte = stop; byte > begin && byte >= at_least; --byte) {
    if (word_end && byte < sentence_from) break;
    if (!is_blank(text[byte])) continue;
    if (byte >= sentence_from && ends_sentence(text, byte)) return {byte, false};
    if (!word_end) word_end = byte;
  }
  return {word_end.value_or(stop), true};
}

struct Window {
  Cut begin, end;
};

// The beginning of a window with the chosen marks: a third of the room that they leave stands before them, up to two thirds to
// reach the beginning of their sentence, and more where the text ends soon behind them.
Cut place_begin(std::string_view text, const Marks& marks, Range chosen, std::size_t room) {
  if (chosen.begin == chosen.end) return {0, false};
  const Mark& first = marks.list[chosen.begin];
  const std::size_t span = marks.list[chosen.end - 1].last - first.first;
  const std::size_t spare = room > span ? room - span : 0;
  const std::size_t rest = count_code_points(text.substr(first.begin));
  const std::size_t unused = room > rest ? room - rest : 0;
  return find_begin(text, first.begin, std::max(spare / 3, unused), std::max(spare * 2 / 3, unused));
}

Window place_window(std::string_view text, const Marks& marks, std::size_t length) {
  if (forward(text, 0, length) == text.size()) return {{0, false}, {text.size(), false}};
  const std::size_t ellipsis = length >= kShortestWithEllipses ? kEllipsisLength : 0;
  const Range chosen = best_marks(marks, length - 2 * ellipsis);
  const Cut begin = place_begin(text, marks, chosen, length - 2 * ellipsis);
  const std::size_t room = length - (begin.inside ? ellipsis : 0);
  if (forward(text, begin.byte, room) == text.size()) return {begin, {text.size(), false}};
  const std::size_t stop = forward(text, begin.byte, room - ellipsis);
  const std::size_t at_least = chosen.begin == chosen.end ? 0 : marks.list[chosen.end - 1].end;
  return {begin, find_end(text, begin.byte, std::min(at_least, stop), stop)};
}

// Stand for <em> and </em> until the text is squeezed and escaped.
constexpr char kOpen = '\x01';
constexpr char kClose = '\x02';

void append_clean(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c != kOpen && c != kClose) out += c;
  }
}

std::string with_marks(std::string_view text, const std::vector<Mark>& marks, std::size_t begin, std::size_t end) {
  std::string out;
  std::size_t byte = begin;
  bool open = false;
  for (auto mark = std::ranges::lower_bound(marks, begin, {}, &Mark::begin); mark != marks.end() && mark->end <= end; ++mark) {
    const bool goes_on = open && mark->joined;
    if (open && !goes_on) out += kClose;
    append_clean(out, text.substr(byte, mark->begin - byte));
    if (!goes_on) out += kOpen;
    append_clean(out, text.substr(mark->begin, mark->end - mark->begin));
    open = true;
    byte = mark->end;
  }
  if (open) out += kClose;
  append_clean(out, text.substr(byte, end - byte));
  return out;
}

std::string to_html(std::string_view marked) {
  std::string out;
  for (const char c : html_escape(squeeze(marked))) {
    if (c == kOpen) {
      out += "<em>";
    } else if (c == kClose) {
      out += "</em>";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string make_snippet(std::string_view text, const IsHitWord& is_hit, std::size_t length) {
  if (length == 0) return {};
  const Marks marks = find_marks(text, is_hit);
  const auto [begin, end] = place_window(text, marks, length);
  const bool with_ellipses = length >= kShortestWithEllipses;
  std::string out;
  if (begin.inside && with_ellipses) out += "… ";
  out += to_html(with_marks(text, marks.list, begin.byte, end.byte));
  if (end.inside && with_ellipses) out += " …";
  return out;
}

}  // namespace broadsheet
