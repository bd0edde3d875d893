// Does a sentence sound like a site speaking to its reader, or like an article? A linear classifier over words and pairs of words, for
// wordings that no pattern foresees: "Your session has run out, log in again". Called by the rule table's rows k…Wording.
// Logistic regression (Cox 1958), trained by AdaGrad (Duchi, Hazan and Singer 2011) in train_wording.cpp, which scripts/train-wording
// feeds; its weights are wording_weights.inc.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace broadsheet {

// Log-odds that the sentence (plain form, lines.h) is a site's: above 0 is likely. Linear in the sentence. Thread-safe.
double notice_score(std::string_view sentence);

// What the classifier sees of a sentence. word: `second` is in it; pair: `first` and `second` stand side by side (^ and $ are the ends,
// ? a word that the table does not know); length: it has so many words; unknown: such a share of them is not known (buckets as digits).
struct WordingFeature {
  enum class Kind : char { word = 'w', pair = 'b', length = 'n', unknown = 'o' };
  Kind kind;
  std::string_view first, second;
};

inline bool is_wording_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

// The words of a sentence as the classifier sees them: numbers are "0", signs such as | are words of their own.
template <class Visitor>
void for_each_wording_token(std::string_view sentence, Visitor&& token) {
  constexpr std::string_view kSigns = "|#@/>$+?!:";
  for (std::size_t pos = 0; pos < sentence.size();) {
    if (!is_wording_byte(sentence[pos])) {
      if (const std::size_t sign = kSigns.find(sentence[pos]); sign != kSigns.npos) token(kSigns.substr(sign, 1));
      ++pos;
      continue;
    }
    std::size_t end = pos;
    bool number = false;
    for (; end < sentence.size() && is_wording_byte(sentence[end]); ++end)
      number = number || (sentence[end] >= '0' && sentence[end] <= '9');
    token(number ? std::string_view("0") : sentence.substr(pos, end - pos));
    pos = end;
  }
}

template <std::size_t kSize>
std::string_view wording_bucket(const std::array<std::size_t, kSize>& ends, std::size_t value) {
  return std::string_view("0123456789").substr(static_cast<std::size_t>(std::ranges::lower_bound(ends, value) - ends.begin()), 1);
}

// `known` says which words the table has.
template <class Known, class Visitor>
void for_each_wording_feature(std::string_view sentence, Known&& known, Visitor&& feature) {
  using Kind = WordingFeature::Kind;
  constexpr std::array<std::size_t, 8> kLengths = {1, 2, 3, 5, 8, 14, 24, 40};
  constexpr std::array<std::size_t, 6> kUnknownPercents = {0, 10, 20, 30, 45, 65};
  std::string_view before = "^";
  std::size_t words = 0, unknown = 0;
  for_each_wording_token(sentence, [&](std::string_view word) {
    ++words;
    if (known(word)) {
      feature(WordingFeature{Kind::word, {}, word});
    } else {
      ++unknown;
      word = "?";
    }
    feature(WordingFeature{Kind::pair, before, word});
    before = word;
  });
  feature(WordingFeature{Kind::pair, before, "$"});
  const std::string_view length = wording_bucket(kLengths, words);
  feature(WordingFeature{Kind::length, {}, length});
  feature(WordingFeature{Kind::unknown, wording_bucket(kUnknownPercents, words == 0 ? 100 : unknown * 100 / words), length});
}

}  // namespace broadsheet
