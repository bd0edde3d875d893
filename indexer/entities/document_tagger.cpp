#include "indexer/entities/document_tagger.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "indexer/entities/sentence_case.h"

namespace broadsheet {

std::uint32_t corpus_id(std::string_view name) { return static_cast<std::uint32_t>(XXH3_64bits(name.data(), name.size())); }

DocumentTagger::DocumentTagger(const EntityModel& model) : model_(model), corpus_(corpus_id(kNewsCorpus)), known_(kKeptWords) {}

DocumentTagger::Known& DocumentTagger::look_up(std::string_view text, SentenceCase sentence_case) {
  if (text.empty() || text.size() > kKeptLength) {
    describe(unkept_, text, sentence_case);
    return unkept_;
  }
  const std::uint64_t hash = XXH3_64bits(text.data(), text.size()) + static_cast<std::uint64_t>(sentence_case);
  Known& known = known_[hash & (kKeptWords - 1)];
  if (known.length != text.size() || known.sentence_case != sentence_case ||
      std::memcmp(known.text.data(), text.data(), text.size()) != 0) {
    describe(known, text, sentence_case);
  }
  return known;
}

void DocumentTagger::describe(Known& known, std::string_view text, SentenceCase sentence_case) {
  known.length = 0;
  if (text.size() <= kKeptLength) {
    std::memcpy(known.text.data(), text.data(), text.size());
    known.length = static_cast<std::uint8_t>(text.size());
  }
  known.sentence_case = sentence_case;
  known.scored = false;
  known.word = describe_word(text, entity_form(text), sentence_case, model_.lexicon());
}

void DocumentTagger::score(Known& known, std::string_view text) {
  const std::string normalised = entity_form(text);
  for (std::size_t d = 0; d < kDistances; ++d) {
    features_.clear();
    word_features(known.word, normalised, static_cast<int>(d) - kReach, model_.lexicon(), features_);
    Scores sum{};
    model_.add_features(features_, sum);
    for (std::size_t y = 0; y < kScoredLabels; ++y) {
      known.scores[d][y] = static_cast<std::int16_t>(
          std::clamp<std::int32_t>(sum[y], std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()));
    }
  }
  known.scored = true;
}

void DocumentTagger::tag(std::span<const std::string_view> tokens, std::span<const std::uint32_t> sentence_starts,
                         std::vector<std::uint8_t>& labels) {
  labels.assign(tokens.size(), static_cast<std::uint8_t>(kOutside));
  facts_.clear();
  cases_.clear();
  const auto sentence = [&](std::size_t s) {
    const std::size_t end = s + 1 < sentence_starts.size() ? sentence_starts[s + 1] : tokens.size();
    return tokens.subspan(sentence_starts[s], end - sentence_starts[s]);
  };
  for (std::size_t s = 0; s < sentence_starts.size(); ++s) {
    cases_.push_back(sentence_case_of(sentence(s)));
    words_.clear();
    for (const std::string_view token : sentence(s)) words_.push_back(look_up(token, cases_[s]).word);
    facts_.add_sentence(words_);
  }
  for (std::size_t s = 0; s < sentence_starts.size(); ++s) tag_sentence(sentence(s), cases_[s], labels.data() + sentence_starts[s]);
}

void DocumentTagger::tag_sentence(std::span<const std::string_view> tokens, SentenceCase sentence_case, std::uint8_t* labels) {
  words_.clear();
  for (const std::string_view token : tokens) words_.push_back(look_up(token, sentence_case).word);
  bool prepared = false;
  for (std::size_t i = 0; i < tokens.size();) {
    if (!is_candidate(words_, i, sentence_case)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < tokens.size() && is_candidate(words_, end, sentence_case)) ++end;
    if (!prepared) {
      word_facts_.clear();
      for (const Word& word : words_) word_facts_.push_back(facts_.find(word.lower));
      context_.prepare({.sentence_case = sentence_case, .words = words_, .facts = word_facts_, .corpus = corpus_}, model_.lexicon());
      prepared = true;
    }
    tag_stretch(tokens, sentence_case, i, end, labels);
    i = end;
  }
}

void DocumentTagger::tag_stretch(std::span<const std::string_view> tokens, SentenceCase sentence_case, std::size_t from, std::size_t to,
                                 std::uint8_t* labels) {
  scores_.assign(to - from, Scores{});
  const std::size_t first = from >= kReach ? from - kReach : 0;
  const std::size_t last = std::min(to + kReach, tokens.size());
  for (std::size_t k = first; k < last; ++k) {
    Known& known = look_up(tokens[k], sentence_case);
    if (!known.scored) score(known, tokens[k]);
    for (std::size_t d = 0; d < kDistances; ++d) {
      const std::size_t i = k + kReach - d;  // the word is at distance d - kReach from token i
      if (i < from || i >= to) continue;
      Scores& scores = scores_[i - from];
      for (std::size_t y = 0; y < kScoredLabels; ++y) scores[y] += known.scores[d][y];
    }
  }
  for (std::size_t i = from; i < to; ++i) {
    features_.clear();
    context_.features_of(i, features_);
    model_.add_features(features_, scores_[i - from]);
  }
  best_labels(scores_, model_.transitions(), stretch_labels_);
  std::ranges::copy(stretch_labels_, labels + from);
}

}  // namespace broadsheet
