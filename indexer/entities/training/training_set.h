// The training sentences with their features: what the trainer goes over again and again. Features are worked out once, then replaced by
// the rows of weights that they have.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/entities/features.h"
#include "indexer/entities/lexicon.h"
#include "indexer/entities/training/columns.h"
#include "indexer/entities/training/examples.h"

namespace broadsheet {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

// A list within one big vector.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// A word in a kind of sentence; its features for each distance, in TrainingSet::word_rows once resolved.
struct TrainingWord {
  Word word;
  std::string normalised;
  std::array<std::uint32_t, kDistances> uses{};  // how many scored tokens have it at this distance
  std::array<Range, kDistances> rows;
};

// A scored token: the words around it (index into TrainingSet::words, kNoRow beyond the sentence), its other features, its labels.
struct TrainingToken {
  std::array<std::uint32_t, kDistances> words{};
  Range context;
  LabelSet allowed = 0;
};

// Tokens of one sentence between those that are outside for certain.
struct Stretch {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  float weight = 1;  // of its gradient: labels made by machines count less
};

struct TrainingSet {
  std::vector<TrainingWord> words;
  std::vector<TrainingToken> tokens;
  std::vector<Stretch> stretches;
  std::vector<std::uint64_t> context;          // features, until resolve() has made rows of them
  std::vector<std::uint32_t> context_rows;
  std::vector<std::uint32_t> word_rows;
  std::size_t dropped_stretches = 0;           // with a name where the tagger scores nothing
};

// What decides the features beside the text.
struct SetOptions {
  std::uint64_t seed = 1;
  unsigned capitals_percent = 5;  // sentences added in capitals
  unsigned title_percent = 5;     // sentences added in title case
};

class TrainingSetBuilder {
 public:
  TrainingSetBuilder(const Lexicon& lexicon, SetOptions options) : lexicon_(lexicon), options_(options) {}
  // Fails for an unknown label.
  Result<void> add(const LabelledDocument& document, std::uint32_t corpus, float weight);
  TrainingSet take() { return std::move(set_); }

 private:
  struct Sentence {
    SentenceCase sentence_case = SentenceCase::normal;
    std::vector<std::uint32_t> word_ids;
    std::vector<Word> words;
    std::vector<LabelSet> allowed;
  };
  std::uint32_t word_id(std::string_view text, SentenceCase sentence_case);
  Sentence make_sentence(const std::vector<std::string>& texts, std::vector<LabelSet> allowed);
  void add_sentence(const Sentence& sentence, const DocumentFacts& facts, std::uint32_t corpus);
  void add_stretch(const Sentence& sentence, std::size_t from, std::size_t to);

  const Lexicon& lexicon_;
  SetOptions options_;
  TrainingSet set_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  SentenceContext context_;
  std::uint64_t sentences_ = 0;
  float weight_ = 1;
};

// The features to have rows: the commonest that occur at least `min_count` times, as many as fit into `rows` (a power of two). The answer
// is the fingerprint of each row.
std::string choose_features(const TrainingSet& set, const Lexicon& lexicon, std::size_t rows, std::uint32_t min_count);

// Turns features into rows.
void resolve(TrainingSet& set, const Lexicon& lexicon, std::string_view fingerprints);

}  // namespace broadsheet
