// The tagger's model: which weights has a feature, which classes and lists a word? A file whose parts are used where they lie; nothing
// is copied or decoded when it is opened. All numbers are little-endian; docs/entities.md has the layout.
//
//   magic "BSENTMDL" · u32 format · u32 feature version · u8[32] SHA-256 of everything behind the header · u64 XXH3-64 of the same ·
//   u64 rows · u64 class slots · u64 list slots · i16[17][17] transitions (padded to a multiple of 16) ·
//   u8[rows] fingerprints · i8[rows][16] weights · u16[class slots] fingerprints · u16[class slots][4] · u16[list slots] fingerprints · u32[list slots]
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "common/error.h"
#include "indexer/entities/labels.h"
#include "indexer/entities/lexicon.h"

namespace broadsheet {

constexpr std::uint32_t kEntityModelFormat = 1;

using Scores = std::array<std::int32_t, kScoredLabels>;  // of the labels 1 … 16
using Transitions = std::array<std::array<std::int32_t, kLabels>, kLabels>;

// Rows of weights by feature. Rows stand in buckets of four; a feature's hash gives bucket and fingerprint (never 0; 0 marks an empty row).
constexpr std::size_t kBucket = 4;
constexpr std::size_t bucket_of(std::uint64_t feature, std::size_t rows) { return ((feature >> 24) & (rows / kBucket - 1)) * kBucket; }
constexpr std::uint8_t row_fingerprint(std::uint64_t feature) {
  const auto low = static_cast<std::uint8_t>(feature >> 8);
  return low == 0 ? 1 : low;
}

class EntityModel {
 public:
  // Points into `bytes`, which must live as long as the model. Refuses what is damaged, of another format or of other features: bad_data.
  // Reads all bytes once (XXH3).
  static Result<EntityModel> open(std::string_view bytes);

  // Adds the weights of each feature; nothing for a feature without a row. At most some hundred features.
  void add_features(std::span<const std::uint64_t> features, Scores& scores) const;
  const Lexicon& lexicon() const { return lexicon_; }
  const Transitions& transitions() const { return transitions_; }
  // "1-0123456789ab": feature version and the first 12 hex digits of the file's SHA-256.
  const std::string& version() const { return version_; }

 private:
  std::size_t rows_ = 0;
  const char* fingerprints_ = nullptr;
  const std::int8_t* weights_ = nullptr;
  Lexicon lexicon_;
  Transitions transitions_{};
  std::string version_;
};

// The parts of a model file, to be written.
struct ModelParts {
  std::string row_fingerprints;
  std::string row_weights;  // int8, 16 a row
  std::string class_fingerprints;
  std::string class_payloads;
  std::string list_fingerprints;
  std::string list_payloads;
  Transitions transitions{};
};
std::string encode_model(const ModelParts& parts);

}  // namespace broadsheet
