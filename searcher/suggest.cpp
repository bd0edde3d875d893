#include "searcher/suggest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <tuple>

#include "common/text.h"

namespace broadsheet {
namespace {

// ---- Edit distance

std::u32string code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) out += next_code_point(text, pos);
  return out;
}

std::size_t length_difference(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

// Distances to one text. Keeps its rows, so that a scan over many words allocates nothing.
class EditDistance {
 public:
  explicit EditDistance(std::u32string from) : from_(std::move(from)) {
    for (auto& row : rows_) row.resize(from_.size() + 1);
  }

  // Optimal string alignment, row by row over `to`; gives up when two rows in turn are beyond the limit.
  int operator()(std::u32string_view to, int limit) {
    if (length_difference(from_.size(), to.size()) > static_cast<std::size_t>(limit)) return limit + 1;
    std::iota(rows_[0].begin(), rows_[0].end(), 0);
    int least_before = 0;
    for (std::size_t i = 1; i <= to.size(); ++i) {
      const int least = fill_row(to, i);
      if (least > limit && least_before > limit) return limit + 1;
      least_before = least;
    }
    return std::min(rows_[to.size() % 3].back(), limit + 1);
  }

 private:
  // Returns the least distance in the row.
  int fill_row(std::u32string_view to, std::size_t i) {
    std::vector<int>& row = rows_[i % 3];
    const std::vector<int>& above = rows_[(i + 2) % 3];
    const std::vector<int>& two_above = rows_[(i + 1) % 3];
    int least = row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j < row.size(); ++j) {
      const bool same = from_[j - 1] == to[i - 1];
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && from_[j - 1] == to[i - 2] && from_[j - 2] == to[i - 1];
      if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    return least;
  }

  std::u32string from_;
  std::array<std::vector<int>, 3> rows_;
};

bool is_separator(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && !(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9');
}

// A bit for each byte of a letter or digit (hashed): one edit changes at most two letters.
std::uint64_t letter_set(std::string_view text) {
  std::uint64_t set = 0;
  for (const char c : text) {
    if (!is_separator(c)) set |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
  }
  return set;
}

// A quick look before the distance is counted. A letter outside ASCII has up to four bytes; a word inside it is taken to mean
// another such word.
bool may_be_near(std::uint64_t a, std::uint64_t b, int limit, bool ascii) { return std::popcount(a ^ b) <= limit * (ascii ? 2 : 8); }

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// ---- Near values

// Takes the next word off the front; "" at the end.
std::string_view take_word(std::string_view& rest) {
  std::size_t begin = 0;
  while (begin < rest.size() && is_separator(rest[begin])) ++begin;
  std::size_t end = begin;
  while (end < rest.size() && !is_separator(rest[end])) ++end;
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

std::vector<std::string_view> split_words(std::string_view folded) {
  std::vector<std::string_view> words;
  for (auto word = take_word(folded); !word.empty(); word = take_word(folded)) words.push_back(word);
  return words;
}

std::string_view without_the(std::string_view folded) { return folded.starts_with("the ") ? folded.substr(4) : folded; }

// Words that initials may leave out.
bool is_small_word(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kSmallWords = {"the", "of", "and", "for", "in", "de", "la"};
  return std::ranges::find(kSmallWords, word) != kSmallWords.end();
}

std::string_view first_letter(std::string_view word) {
  std::size_t end = 0;
  next_code_point(word, end);
  return word.substr(0, end);
}

// Are `letters` the initials of the words, two or more, with or without the small ones?
bool are_initials(std::string_view letters, std::string_view folded, bool with_small_words) {
  std::string_view rest = without_the(folded);
  int words = 0;
  for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
    if (!with_small_words && is_small_word(word)) continue;
    const std::string_view letter = first_letter(word);
    if (!letters.starts_with(letter)) return false;
    letters.remove_prefix(letter.size());
    ++words;
  }
  return letters.empty() && words >= 2;
}

bool are_initials(std::string_view letters, std::string_view folded) {
  return are_initials(letters, folded, true) || are_initials(letters, folded, false);
}

// "n.y.t." and "nyt" are "nyt"; "" for what is no run of up to eight letters.
std::string as_initials(std::string_view folded) {
  static constexpr std::size_t kMostInitials = 8;
  std::string letters;
  for (const char c : folded) {
    if (c == '.') continue;
    if (is_separator(c)) return {};
    letters += c;
  }
  return letters.size() >= 2 && letters.size() <= kMostInitials ? letters : std::string();
}

// Does `part` stand in `whole` at the beginning of a word?
bool contains_at_word(std::string_view whole, std::string_view part) {
  for (std::size_t at = whole.find(part); at != std::string_view::npos; at = whole.find(part, at + 1)) {
    if (at == 0 || is_separator(whole[at - 1])) return true;
  }
  return false;
}

bool contains_all_words(std::string_view whole, const std::vector<std::string_view>& words) {
  return words.size() >= 2 && std::ranges::all_of(words, [&](std::string_view word) { return contains_at_word(whole, word); });
}

constexpr int kFar = 1000;

// How far is a value of the column from what was asked? Smaller is nearer; kFar: no resemblance.
class Resemblance {
 public:
  explicit Resemblance(std::string folded)
      : asked_(std::move(folded)),
        words_(split_words(asked_)),
        initials_(as_initials(asked_)),
        ascii_(is_ascii(asked_)),
        letters_(letter_set(without_the(asked_))),
        distance_(code_points(without_the(asked_))),
        limit_(std::min(kMostEdits, static_cast<int>(count_code_points(without_the(asked_)) / 3))) {}
  Resemblance(const Resemblance&) = delete;  // words_ looks into asked_
  Resemblance& operator=(const Resemblance&) = delete;

  int operator()(std::string_view value) {
    const std::string_view core = without_the(value);
    if (core == without_the(asked_)) return 0;
    if (!initials_.empty() && are_initials(initials_, value)) return 1;
    const std::uint64_t letters = letter_set(core);
    const bool may_contain = (letters_ & ~letters) == 0;
    if (may_contain && contains_at_word(value, asked_)) return 2;
    if (limit_ > 0 && may_be_near(letters_, letters, limit_, ascii_)) {
      if (const int edits = distance_(code_points(core), limit_); edits <= limit_) return 2 + edits;
    }
    if (may_contain && contains_all_words(value, words_)) return 10;
    if (is_initials_of_asked(value)) return 11;
    if (may_contain && asked_.size() >= kLeastPart && value.find(asked_) != std::string_view::npos) return 12;
    if (value.size() >= kLeastPart && value.size() < asked_.size() && contains_at_word(asked_, value)) return 13;
    return kFar;
  }

 private:
  static constexpr int kMostEdits = 4;
  static constexpr std::size_t kLeastPart = 4;  // shorter parts stand in too much by chance

  bool is_initials_of_asked(std::string_view value) const {
    if (words_.size() < 2) return false;
    const std::string letters = as_initials(value);
    return !letters.empty() && are_initials(letters, asked_);
  }

  std::string asked_;
  std::vector<std::string_view> words_;
  std::string initials_;
  bool ascii_;
  std::uint64_t letters_;
  EditDistance distance_;
  int limit_;
};

// ---- Near words

struct Span {
  std::uint32_t begin = 0, end = 0;
};

// The words that begin so, in order of bytes.
Span words_with_prefix(const TokenFile& tokens, std::string_view prefix) {
  std::string after(prefix);
  // The bytes of UTF-8 are under FF: adding one gives the first string behind all that begin with the prefix.
  after.back() = static_cast<char>(static_cast<unsigned char>(after.back()) + 1);
  return {tokens.lower_bound(prefix), tokens.lower_bound(after)};
}

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// Looks through spans of the archive's words for the nearest to one word.
class NearWordSearch {
 public:
  NearWordSearch(const TokenFile& tokens, std::string_view word)
      : tokens_(tokens), word_(word), letters_(letter_set(word)), ascii_(is_ascii(word)), distance_(code_points(word)) {
    const std::size_t length = count_code_points(word);
    limit_ = length < kLeastForTwoEdits ? 1 : 2;
    const auto own = tokens.find(word);
    least_articles_ = std::max(kLeastArticles, own ? tokens.articles(*own) + 1 : 0);
  }

  void look_through(Span span) {
    for (std::uint32_t n = span.begin; n < span.end; ++n) consider(tokens_.id_at(n));
  }
  std::optional<NearWord> best() const {
    if (!best_id_) return std::nullopt;
    return NearWord{std::string(tokens_.word(*best_id_)), tokens_.articles(*best_id_)};
  }

 private:
  static constexpr std::size_t kLeastForTwoEdits = 5;
  static constexpr std::uint32_t kLeastArticles = 2;

  void consider(std::uint32_t id) {
    const std::string_view candidate = tokens_.word(id);
    // In bytes: an edit adds or takes at most one letter of four bytes.
    const std::size_t most_bytes = static_cast<std::size_t>(limit_) * (ascii_ ? 1 : 4);
    if (length_difference(candidate.size(), word_.size()) > most_bytes) return;
    if (!may_be_near(letters_, letter_set(candidate), limit_, ascii_)) return;
    const std::uint32_t articles = tokens_.articles(id);
    if (articles < least_articles_) return;
    const int distance = distance_(code_points(candidate), limit_);
    if (distance == 0 || distance > limit_) return;
    const bool is_nearer = !best_id_ || distance < best_distance_ || (distance == best_distance_ && articles > best_articles_);
    if (!is_nearer) return;
    best_id_ = id;
    best_distance_ = distance;
    best_articles_ = articles;
  }

  const TokenFile& tokens_;
  std::string_view word_;
  std::uint64_t letters_;
  bool ascii_;
  EditDistance distance_;
  int limit_ = 1;
  std::uint32_t least_articles_ = kLeastArticles;
  std::optional<std::uint32_t> best_id_;
  int best_distance_ = 0;
  std::uint32_t best_articles_ = 0;
};

}  // namespace

int edit_distance(std::string_view a, std::string_view b, int limit) { return EditDistance(code_points(a))(code_points(b), limit); }

std::vector<NearValue> near_values(const KeywordColumn& column, std::string_view value, std::size_t limit) {
  const std::string folded = squeeze(fold(value));
  if (folded.empty()) return {};
  struct Candidate {
    int distance;
    std::uint32_t ordinal;
  };
  std::vector<Candidate> found;
  Resemblance resemblance(folded);
  for (std::uint32_t ordinal = 0; ordinal < column.values(); ++ordinal) {
    const int distance = resemblance(column.folded(ordinal));
    if (distance < kFar) found.push_back({distance, ordinal});
  }
  const auto middle = found.begin() + static_cast<std::ptrdiff_t>(std::min(limit, found.size()));
  std::ranges::partial_sort(found, middle, {},
                            [&](const Candidate& c) { return std::tuple(c.distance, UINT32_MAX - column.articles(c.ordinal), c.ordinal); });
  std::vector<NearValue> values;
  for (auto c = found.begin(); c != middle; ++c) {
    values.push_back({std::string(column.display(c->ordinal)), column.articles(c->ordinal)});
  }
  return values;
}

std::optional<NearWord> near_word(const TokenFile& tokens, std::string_view word) {
  static constexpr std::size_t kLeastLetters = 3;
  // A year or an amount has near numbers, but means none of them.
  if (count_code_points(word) < kLeastLetters || has_digit(word)) return std::nullopt;
  NearWordSearch search(tokens, word);
  const std::string_view first = first_letter(word);
  const std::string_view second = first_letter(word.substr(first.size()));
  search.look_through(words_with_prefix(tokens, first));
  if (first != second) search.look_through(words_with_prefix(tokens, std::string(second) + std::string(first)));
  return search.best();
}

}  // namespace broadsheet
