// Which label has each token of a document? Everything between tokens and labels, for articles (tagger.cpp) and for labelled files alike.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/entities/crf.h"
#include "indexer/entities/document_facts.h"
#include "indexer/entities/features.h"
#include "indexer/entities/model.h"

namespace broadsheet {

// The corpus whose way of labelling is asked for: WikiGold marks all four types in edited prose.
constexpr std::string_view kNewsCorpus = "wikigold";
std::uint32_t corpus_id(std::string_view name);

// Keeps what it learnt of words between documents (4 MB); the labels do not depend on it. One instance a thread; `model` must outlive it.
class DocumentTagger {
 public:
  explicit DocumentTagger(const EntityModel& model);
  // `tokens` in order, `sentence_starts` the index of each sentence's first token, beginning with 0 when there is any token. Linear.
  void tag(std::span<const std::string_view> tokens, std::span<const std::uint32_t> sentence_starts, std::vector<std::uint8_t>& labels);

 private:
  static constexpr std::size_t kKeptWords = 1U << 14;
  static constexpr std::size_t kKeptLength = 23;
  // A word in a kind of sentence, with the summed weights that it gives to the tokens around it.
  struct Known {
    std::array<char, kKeptLength> text{};
    std::uint8_t length = 0;  // 0: empty
    SentenceCase sentence_case = SentenceCase::normal;
    bool scored = false;  // `scores` are filled in
    Word word;
    std::array<std::array<std::int16_t, kScoredLabels>, kDistances> scores{};
  };

  Known& look_up(std::string_view text, SentenceCase sentence_case);
  void describe(Known& known, std::string_view text, SentenceCase sentence_case);
  void score(Known& known, std::string_view text);
  void tag_sentence(std::span<const std::string_view> tokens, SentenceCase sentence_case, std::uint8_t* labels);
  void tag_stretch(std::span<const std::string_view> tokens, SentenceCase sentence_case, std::size_t from, std::size_t to,
                   std::uint8_t* labels);

  const EntityModel& model_;
  std::uint32_t corpus_;
  std::vector<Known> known_;
  Known unkept_;
  DocumentFacts facts_;
  SentenceContext context_;
  std::vector<SentenceCase> cases_;
  std::vector<Word> words_;
  std::vector<WordFacts> word_facts_;
  std::vector<Scores> scores_;
  std::vector<std::uint8_t> stretch_labels_;
  FeatureList features_;
};

}  // namespace broadsheet
