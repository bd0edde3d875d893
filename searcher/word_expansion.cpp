#include "searcher/word_expansion.h"

#include <algorithm>
#include <array>
#include <string>

#include "common/encoding.h"
#include "common/words.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 3> kFrontMarks = {"", "&", "."};  // a word may begin with (words.h)

ExpandedWord commonest(std::vector<std::uint32_t> ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  const std::size_t total = ids.size();
  if (ids.size() > kMaxWordsOfExpansion) ids.resize(kMaxWordsOfExpansion);
  return {std::move(ids), total};
}

std::size_t code_point_bytes(char first) {
  const auto lead = static_cast<unsigned char>(first);
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Where its code points begin, and its end.
std::vector<std::size_t> borders(std::string_view word) {
  std::vector<std::size_t> at{0};
  while (at.back() < word.size()) at.push_back(std::min(word.size(), at.back() + code_point_bytes(word[at.back()])));
  return at;
}

// The first string behind all that begin with this prefix; "" = there is none.
std::string behind(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xFF') prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

// The words one edit from `front` + `word`, where the front stays.
class OneEdit {
 public:
  OneEdit(const TokenFile& tokens, std::string_view front, std::string_view word, std::vector<std::uint32_t>& found)
      : tokens_(tokens), front_(front), word_(word), at_(borders(word)), found_(found) {}

  void search() {
    look_up(word_);
    for (std::size_t i = 0; i < at_.size(); ++i) {
      const bool some = edit_at(i);
      if (!some) return;  // no word begins as this one does: what changes further on cannot be there
    }
  }

 private:
  std::string_view letters(std::size_t from, std::size_t to) const { return word_.substr(at_[from], at_[to] - at_[from]); }
  std::string_view rest(std::size_t from) const { return word_.substr(at_[std::min(from, at_.size() - 1)]); }

  // Edits of letter i, or behind the last; false: no word begins with the letters before.
  bool edit_at(std::size_t i) {
    const std::size_t last = at_.size() - 1;
    const std::string before(letters(0, i));
    if (i < last) look_up(before + std::string(rest(i + 1)));
    if (i + 1 < last) look_up(before + std::string(letters(i + 1, i + 2)) + std::string(letters(i, i + 1)) + std::string(rest(i + 2)));
    const std::string prefix = front_ + before;
    std::uint32_t n = tokens_.lower_bound(prefix);
    bool some = false;
    while (n < tokens_.words()) {
      const std::string_view other = tokens_.word(tokens_.id_at(n));
      if (!other.starts_with(prefix)) break;
      some = true;
      if (other.size() == prefix.size()) {
        ++n;
        continue;
      }
      const std::string letter(other.substr(prefix.size(), code_point_bytes(other[prefix.size()])));
      look_up(before + letter + std::string(rest(i)));
      if (i < last) look_up(before + letter + std::string(rest(i + 1)));
      const std::string next = behind(prefix + letter);
      n = next.empty() ? tokens_.words() : tokens_.lower_bound(next);
    }
    return some;
  }

  // With any marks behind it: + and # come before letters and digits, so such words follow soon.
  void look_up(std::string_view word) {
    if (word.empty()) return;
    const std::string wanted = front_ + std::string(word);
    for (std::uint32_t n = tokens_.lower_bound(wanted); n < tokens_.words(); ++n) {
      const std::string_view other = tokens_.word(tokens_.id_at(n));
      if (!other.starts_with(wanted) || (other.size() > wanted.size() && static_cast<unsigned char>(other[wanted.size()]) > '+')) return;
      if (bare_word(other) == word) found_.push_back(tokens_.id_at(n));
    }
  }

  const TokenFile& tokens_;
  std::string front_;
  std::string_view word_;
  std::vector<std::size_t> at_;
  std::vector<std::uint32_t>& found_;
};

}  // namespace

ExpandedWord words_with_prefix(const TokenFile& tokens, std::string_view prefix) {
  std::vector<std::uint32_t> ids;
  for (const std::string_view mark : kFrontMarks) {
    const std::string wanted = std::string(mark).append(prefix);
    for (std::uint32_t n = tokens.lower_bound(wanted); n < tokens.words() && tokens.word(tokens.id_at(n)).starts_with(wanted); ++n) {
      ids.push_back(tokens.id_at(n));
    }
  }
  return commonest(std::move(ids));
}

ExpandedWord words_one_edit_away(const TokenFile& tokens, std::string_view word) {
  std::vector<std::uint32_t> ids;
  for (const std::string_view mark : kFrontMarks) OneEdit(tokens, mark, word, ids).search();
  return commonest(std::move(ids));
}

std::uint64_t bits_in(std::string_view stream, const std::vector<std::uint64_t>& bits, std::uint64_t wanted) {
  std::uint64_t found = 0;
  for (ByteReader reader(stream); !reader.at_end() && reader.ok() && found != wanted;) {
    const std::uint64_t id = reader.varint();
    if (id < bits.size()) found |= bits[id];
  }
  return found;
}

}  // namespace broadsheet
