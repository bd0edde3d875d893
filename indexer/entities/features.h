// Which features has a token? The one code for training and tagging. A feature is a 64-bit hash of its template and values; which row of
// weights it has, if any, is the model's business (model.h). Templates follow Ratinov and Roth 2009, with word classes from vectors
// in place of Brown clusters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/entities/document_facts.h"
#include "indexer/entities/word.h"

namespace broadsheet {

// Raise it with every change of a feature or of the tokens: a model fits one version.
constexpr std::uint32_t kEntityFeatureVersion = 1;

using FeatureList = std::vector<std::uint64_t>;

// The features that a word gives to the token at `distance` (-2 … 2) before it: 0 is the word itself, 1 the word after the token, -1 the
// word before it. They depend on the word and the kind of its sentence only.
constexpr int kReach = 2;
constexpr std::size_t kDistances = 5;
void word_features(const Word& word, std::string_view normalised, int distance, const Lexicon& lexicon, FeatureList& out);

// A sentence as the context features see it.
struct SentenceView {
  SentenceCase sentence_case = SentenceCase::normal;
  std::span<const Word> words;
  std::span<const WordFacts> facts;  // of each word, from the whole article
  std::uint32_t corpus = 0;          // which corpus a training sentence is from; the tagger asks for kNewsCorpus
};

// What is worked out once a sentence for context_features(): runs of capitalised words and phrases of the lists.
class SentenceContext {
 public:
  void prepare(const SentenceView& sentence, const Lexicon& lexicon);
  // Appends the features of token `i` that depend on more than one word.
  void features_of(std::size_t i, FeatureList& out) const;

 private:
  struct Token {
    std::uint32_t run_start = 0;
    std::uint32_t run_end = 0;
    std::uint32_t phrase_lists = 0;
    std::uint8_t phrase_place = 0;  // 0 none, 1 first, 2 inside, 3 last
    bool in_quotes = false;
  };
  const Word& word(std::ptrdiff_t i) const;
  void find_runs();
  void find_phrases(const Lexicon& lexicon);
  void word_pairs(std::size_t i, FeatureList& out) const;
  void run_features(std::size_t i, FeatureList& out) const;
  void list_features(std::size_t i, FeatureList& out) const;
  void fact_features(std::size_t i, FeatureList& out) const;

  SentenceView sentence_;
  std::vector<Token> tokens_;
};

// Is a name possible here? Tokens further than one word from a capital letter or a digit are outside without being scored. In sentences
// of capitals or in title case every token is scored.
bool is_candidate(std::span<const Word> words, std::size_t i, SentenceCase sentence_case);

}  // namespace broadsheet
