#include "indexer/entities/features.h"

#include <algorithm>

#include "common/text.h"
#include "indexer/entities/lexicon.h"

namespace broadsheet {
namespace {

// Templates; the distance of a word feature is added to its template. Never reorder: a model is trained with these numbers.
constexpr std::uint64_t kLower = 0x10;
constexpr std::uint64_t kExactShape = 0x20;
constexpr std::uint64_t kShape = 0x30;
constexpr std::uint64_t kLongShape = 0x40;
constexpr std::uint64_t kPrefix = 0x50;
constexpr std::uint64_t kSuffix = 0x60;
constexpr std::uint64_t kClass = 0x70;
constexpr std::uint64_t kClassShape = 0x80;
constexpr std::uint64_t kList = 0x90;
constexpr std::uint64_t kListShape = 0xA0;
constexpr std::uint64_t kLists = 0xB0;
constexpr std::uint64_t kPart = 0xC0;
constexpr std::uint64_t kPartClass = 0xD0;
constexpr std::uint64_t kBias = 0x100;
constexpr std::uint64_t kPair = kBias + 1;
constexpr std::uint64_t kSkipPair = kPair + 1;
constexpr std::uint64_t kShapePair = kSkipPair + 1;
constexpr std::uint64_t kShapeTriple = kShapePair + 1;
constexpr std::uint64_t kShapeFive = kShapeTriple + 1;
constexpr std::uint64_t kClassPair = kShapeFive + 1;
constexpr std::uint64_t kLowerShape = kClassPair + 1;
constexpr std::uint64_t kListPair = kLowerShape + 1;
constexpr std::uint64_t kLeftWord = kListPair + 1;
constexpr std::uint64_t kRightWord = kLeftWord + 1;
constexpr std::uint64_t kBothWords = kRightWord + 1;
constexpr std::uint64_t kRunLength = kBothWords + 1;
constexpr std::uint64_t kRunFirst = kRunLength + 1;
constexpr std::uint64_t kRunLast = kRunFirst + 1;
constexpr std::uint64_t kRunLastClass = kRunLast + 1;
constexpr std::uint64_t kRunLastLists = kRunLastClass + 1;
constexpr std::uint64_t kRunFirstLists = kRunLastLists + 1;
constexpr std::uint64_t kPhrase = kRunFirstLists + 1;
constexpr std::uint64_t kPhraseShape = kPhrase + 1;
constexpr std::uint64_t kFact = kPhraseShape + 1;
constexpr std::uint64_t kFactCounts = kFact + 1;
constexpr std::uint64_t kFactNext = kFactCounts + 1;
constexpr std::uint64_t kSentenceStart = kFactNext + 1;
constexpr std::uint64_t kQuoted = kSentenceStart + 1;
constexpr std::uint64_t kCorpus = kQuoted + 1;
constexpr std::uint64_t kCorpusLists = kCorpus + 1;
constexpr std::uint64_t kClassTriple = kCorpusLists + 1;
constexpr std::uint64_t kLeftClass = kClassTriple + 1;
constexpr std::uint64_t kRightClass = kLeftClass + 1;
constexpr std::uint64_t kAfterRun = kRightClass + 1;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a ^ (b * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL;
  return h ^ (h >> 32);
}

template <class... Values>
std::uint64_t feature(std::uint64_t name, Values... values) {
  std::uint64_t h = name * 0xC2B2AE3D27D4EB4FULL;
  ((h = mix(h, static_cast<std::uint64_t>(values))), ...);
  return h;
}

std::uint64_t hash_text(std::string_view text) { return hash_normalised(text); }

// Word features of a template at a distance.
std::uint64_t at(std::uint64_t name, int distance) { return name + static_cast<std::uint64_t>(distance + kReach); }

template <class F>
void for_each_list(std::uint32_t lists, F&& use) {
  for (lists &= ~kLongerPhrase; lists != 0; lists &= lists - 1) use(lists & (~lists + 1));
}

// The first and last 1-4 code points. Only the first and last 16 bytes are looked at.
void affix_features(std::string_view normalised, FeatureList& out) {
  std::size_t pos = 0;
  for (std::uint64_t n = 1; n <= 4 && pos < normalised.size(); ++n) {
    next_code_point(normalised, pos);
    out.push_back(feature(kPrefix, n, hash_text(normalised.substr(0, pos))));
  }
  std::size_t from = normalised.size();
  for (std::uint64_t n = 1; n <= 4 && from > 0; ++n) {
    do --from;
    while (from > 0 && (static_cast<unsigned char>(normalised[from]) & 0xC0) == 0x80);
    out.push_back(feature(kSuffix, n, hash_text(normalised.substr(from))));
  }
}

constexpr std::size_t kMaxParts = 4;

void part_features(std::string_view normalised, const Lexicon& lexicon, FeatureList& out) {
  if (normalised.find('-') == std::string_view::npos || normalised.size() < 3) return;
  std::size_t from = 0;
  for (std::size_t n = 0; n < kMaxParts && from < normalised.size(); ++n) {
    const std::size_t end = std::min(normalised.find('-', from), normalised.size());
    const std::uint64_t key = hash_normalised(normalised.substr(from, end - from));
    const bool last = end == normalised.size();
    out.push_back(feature(kPart, last, key));
    out.push_back(feature(kPartClass, last, n == 0, lexicon.classes(key)[2]));
    for_each_list(lexicon.lists(key), [&](std::uint32_t list) { out.push_back(feature(kPartClass + 1, last, n == 0, list)); });
    from = end + 1;
  }
}

std::uint32_t lists_of(const Word& word) { return word.lists & ~kLongerPhrase; }

}  // namespace

void word_features(const Word& word, std::string_view normalised, int distance, const Lexicon& lexicon, FeatureList& out) {
  out.push_back(feature(at(kLower, distance), word.lower));
  out.push_back(feature(at(kShape, distance), word.shape));
  if (distance == 2 || distance == -2) {
    out.push_back(feature(at(kClass, distance), 1, word.classes[1]));
    out.push_back(feature(at(kClass, distance), 2, word.classes[2]));
    out.push_back(feature(at(kLists, distance), lists_of(word), word.capital));
    return;
  }
  out.push_back(feature(at(kExactShape, distance), word.lower, word.shape));
  out.push_back(feature(at(kLongShape, distance), word.long_shape));
  for (std::uint64_t k = 0; k < word.classes.size(); ++k) {
    out.push_back(feature(at(kClass, distance), k, word.classes[k]));
    if (distance == 0) out.push_back(feature(at(kClassShape, distance), k, word.classes[k], word.shape));
  }
  out.push_back(feature(at(kLists, distance), lists_of(word), word.shape));
  for_each_list(word.lists, [&](std::uint32_t list) {
    out.push_back(feature(at(kList, distance), list));
    out.push_back(feature(at(kListShape, distance), list, word.shape));
  });
  if (distance == 0) {
    affix_features(normalised, out);
    part_features(normalised, lexicon, out);
    return;
  }
  const std::size_t from = normalised.size() > 3 ? normalised.size() - 3 : 0;
  out.push_back(feature(at(kSuffix, distance), hash_text(normalised.substr(from))));
}

const Word& SentenceContext::word(std::ptrdiff_t i) const {
  static const Word before{.lower = 2, .shape = 4, .long_shape = 4};
  static const Word after{.lower = 3, .shape = 5, .long_shape = 5};
  if (i < 0) return before;
  return i < static_cast<std::ptrdiff_t>(sentence_.words.size()) ? sentence_.words[static_cast<std::size_t>(i)] : after;
}

void SentenceContext::prepare(const SentenceView& sentence, const Lexicon& lexicon) {
  sentence_ = sentence;
  tokens_.assign(sentence.words.size(), {});
  find_runs();
  find_phrases(lexicon);
}

void SentenceContext::find_runs() {
  const auto words = sentence_.words;
  bool quoted = false;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t end = i;
    while (end < words.size() && (is_capitalised(words[end]) || (end > i && words[end].cue == Cue::connector && end + 1 < words.size() &&
                                                                 is_capitalised(words[end + 1])))) {
      ++end;
    }
    const std::size_t next = std::max(end, i + 1);
    for (std::size_t k = i; k < next; ++k) {
      if (words[k].cue == Cue::quote) quoted = !quoted;
      tokens_[k].run_start = static_cast<std::uint32_t>(i);
      tokens_[k].run_end = static_cast<std::uint32_t>(end);
      tokens_[k].in_quotes = quoted;
    }
    i = next;
  }
}

void SentenceContext::find_phrases(const Lexicon& lexicon) {
  constexpr std::size_t kMaxPhrase = 8;
  const auto words = sentence_.words;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t found = 0;
    std::uint32_t lists = 0;
    std::uint32_t here = words[i].lists;
    if (words[i].capital_letter || words[i].digit) {
      std::uint64_t key = words[i].lower;
      for (std::size_t n = 1; n < kMaxPhrase && (here & kLongerPhrase) && i + n < words.size(); ++n) {
        key = extend_phrase(key, words[i + n].lower);
        here = lexicon.lists(key);
        if ((here & ~kLongerPhrase) != 0 && (words[i + n].capital_letter || words[i + n].digit)) {
          found = n + 1;
          lists = here & ~kLongerPhrase;
        }
      }
    }
    for (std::size_t k = 0; k < found; ++k) {
      tokens_[i + k].phrase_lists = lists;
      tokens_[i + k].phrase_place = static_cast<std::uint8_t>(k == 0 ? 1 : k + 1 == found ? 3 : 2);
    }
    i += std::max<std::size_t>(found, 1);
  }
}

void SentenceContext::word_pairs(std::size_t i, FeatureList& out) const {
  const auto at_index = static_cast<std::ptrdiff_t>(i);
  const Word& b2 = word(at_index - 2);
  const Word& b1 = word(at_index - 1);
  const Word& w = word(at_index);
  const Word& a1 = word(at_index + 1);
  const Word& a2 = word(at_index + 2);
  out.push_back(feature(kPair, 0, b1.lower, w.lower));
  out.push_back(feature(kPair, 1, w.lower, a1.lower));
  out.push_back(feature(kPair, 2, b2.lower, b1.lower));
  out.push_back(feature(kPair, 3, a1.lower, a2.lower));
  out.push_back(feature(kSkipPair, b1.lower, a1.lower));
  out.push_back(feature(kShapePair, 0, b1.shape, w.shape));
  out.push_back(feature(kShapePair, 1, w.shape, a1.shape));
  out.push_back(feature(kShapeTriple, b1.shape, w.shape, a1.shape));
  out.push_back(feature(kShapeFive, b2.shape, b1.shape, w.shape, a1.shape, a2.shape));
  out.push_back(feature(kClassPair, 0, b1.classes[1], w.classes[1], w.shape));
  out.push_back(feature(kClassPair, 1, w.classes[1], a1.classes[1], w.shape));
  out.push_back(feature(kClassPair, 2, b1.classes[2], w.classes[2]));
  out.push_back(feature(kClassPair, 3, w.classes[2], a1.classes[2]));
  out.push_back(feature(kClassTriple, b1.classes[1], w.classes[1], a1.classes[1]));
  out.push_back(feature(kLowerShape, 0, b1.lower, w.shape));
  out.push_back(feature(kLowerShape, 1, w.shape, a1.lower));
  out.push_back(feature(kListPair, 0, lists_of(b1), lists_of(w), w.shape));
  out.push_back(feature(kListPair, 1, lists_of(w), lists_of(a1), w.shape));
}

void SentenceContext::run_features(std::size_t i, FeatureList& out) const {
  const Token& token = tokens_[i];
  if (token.run_end <= token.run_start) return;
  const auto start = static_cast<std::ptrdiff_t>(token.run_start);
  const auto end = static_cast<std::ptrdiff_t>(token.run_end);
  const Word& w = sentence_.words[i];
  const auto from_start = std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(i) - start, 3);
  const auto to_end = std::min<std::ptrdiff_t>(end - 1 - static_cast<std::ptrdiff_t>(i), 3);
  const auto length = std::min<std::ptrdiff_t>(end - start, 5);
  const Word& left = word(start - 1);
  const Word& right = word(end);
  const Word& first = word(start);
  const Word& last = word(end - 1);
  out.push_back(feature(kLeftWord, left.lower, from_start));
  out.push_back(feature(kRightWord, right.lower, to_end));
  out.push_back(feature(kLeftClass, left.classes[2], from_start, to_end));
  out.push_back(feature(kRightClass, right.classes[2], from_start, to_end));
  out.push_back(feature(kAfterRun, right.lower, word(end + 1).lower, to_end));
  out.push_back(feature(kBothWords, left.lower, right.lower));
  out.push_back(feature(kRunLength, length, from_start, w.shape));
  if (length == 1) return;
  out.push_back(feature(kRunFirst, first.lower, from_start));
  out.push_back(feature(kRunLast, last.lower, to_end));
  out.push_back(feature(kRunLastClass, last.classes[2], to_end));
  out.push_back(feature(kRunLastLists, lists_of(last), to_end, from_start));
  out.push_back(feature(kRunFirstLists, lists_of(first), from_start, to_end));
}

void SentenceContext::list_features(std::size_t i, FeatureList& out) const {
  const Token& token = tokens_[i];
  const Word& w = sentence_.words[i];
  for_each_list(token.phrase_lists, [&](std::uint32_t list) {
    out.push_back(feature(kPhrase, list, token.phrase_place));
    out.push_back(feature(kPhraseShape, list, token.phrase_place, w.shape));
  });
  out.push_back(feature(kSentenceStart, i == 0 ? 0 : i == 1 ? 1 : 2, w.shape, sentence_.sentence_case));
  if (i == 0) out.push_back(feature(kSentenceStart, 3, w.lower));
  if (token.in_quotes) out.push_back(feature(kQuoted, w.shape));
  out.push_back(feature(kCorpus, sentence_.corpus, w.shape));
  out.push_back(feature(kCorpusLists, sentence_.corpus, lists_of(w), w.shape));
}

void SentenceContext::fact_features(std::size_t i, FeatureList& out) const {
  const Word& w = sentence_.words[i];
  if (!w.letter) return;
  const auto bucket = [](std::uint16_t n) { return n == 0 ? 0 : n == 1 ? 1 : n <= 3 ? 2 : 3; };
  const WordFacts& facts = sentence_.facts[i];
  out.push_back(feature(kFactCounts, bucket(facts.small), bucket(facts.capital), w.shape));
  for (unsigned left = facts.evidence; left != 0; left &= left - 1) {
    out.push_back(feature(kFact, left & (~left + 1), w.capital, sentence_.sentence_case));
  }
  out.push_back(feature(kFact, 0, facts.evidence, w.capital));
  if (i > 0) out.push_back(feature(kFactNext, 0, sentence_.facts[i - 1].evidence, w.capital));
  if (i + 1 < sentence_.words.size()) out.push_back(feature(kFactNext, 1, sentence_.facts[i + 1].evidence, w.capital));
}

void SentenceContext::features_of(std::size_t i, FeatureList& out) const {
  out.push_back(feature(kBias, sentence_.sentence_case));
  word_pairs(i, out);
  run_features(i, out);
  list_features(i, out);
  fact_features(i, out);
}

bool is_candidate(std::span<const Word> words, std::size_t i, SentenceCase sentence_case) {
  if (sentence_case != SentenceCase::normal) return true;
  const auto marked = [&](std::size_t k) { return words[k].capital_letter || words[k].digit; };
  return marked(i) || (i > 0 && marked(i - 1)) || (i + 1 < words.size() && marked(i + 1));
}

}  // namespace broadsheet
