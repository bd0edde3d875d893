// A model file is opened as it is or refused; a damaged byte never goes unnoticed.
#include "indexer/entities/model.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "indexer/entities/crf.h"
#include "indexer/entities/features.h"
#include "indexer/entities/word.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kFeature = 0x123456789ABCDEF0ULL;

ModelParts small_parts() {
  ModelParts parts;
  parts.row_fingerprints.assign(64, '\0');
  parts.row_weights.assign(64 * kScoredLabels, '\0');
  const std::size_t row = bucket_of(kFeature, 64) + 1;
  parts.row_fingerprints[row] = static_cast<char>(row_fingerprint(kFeature));
  for (std::size_t y = 0; y < kScoredLabels; ++y) parts.row_weights[(row * kScoredLabels) + y] = static_cast<char>(y) - 5;
  parts.class_fingerprints.assign(32, '\0');
  parts.class_payloads.assign(128, '\0');
  parts.list_fingerprints.assign(32, '\0');
  parts.list_payloads.assign(64, '\0');
  parts.transitions[1][2] = -300;
  return parts;
}

TEST(EntityModel, WeightsAndTransitionsComeBack) {
  const std::string bytes = encode_model(small_parts());
  const auto model = EntityModel::open(bytes);
  ASSERT_TRUE(model) << model.error().message;
  Scores scores{};
  model->add_features(std::vector<std::uint64_t>{kFeature, kFeature, ~kFeature}, scores);
  EXPECT_EQ(scores[0], -10);
  EXPECT_EQ(scores[15], 20);
  EXPECT_EQ(model->transitions()[1][2], -300);
  EXPECT_EQ(model->lexicon().lists(7), 0U);
  EXPECT_EQ(model->version().substr(0, 2), std::to_string(kEntityFeatureVersion) + "-");
}

TEST(EntityModel, ManyFeaturesAreSummedWithoutOverflow) {
  ModelParts parts = small_parts();
  parts.row_weights.assign(64 * kScoredLabels, '\x7f');
  const std::string bytes = encode_model(parts);
  const auto model = EntityModel::open(bytes);
  ASSERT_TRUE(model) << model.error().message;
  Scores scores{};
  model->add_features(std::vector<std::uint64_t>(1000, kFeature), scores);
  EXPECT_EQ(scores[3], 127'000);
}

TEST(EntityModel, EveryFlippedByteAndEveryOtherLengthIsRefused) {
  const std::string intact = encode_model(small_parts());
  for (std::size_t i = 0; i < intact.size(); ++i) {
    if (i >= 16 && i < 48) continue;  // the SHA-256 is a name; the checksum is beside it
    std::string bytes = intact;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x20);
    EXPECT_FALSE(EntityModel::open(bytes)) << i;
  }
  for (std::size_t size = 0; size < intact.size(); ++size)
    EXPECT_FALSE(EntityModel::open(std::string_view(intact).substr(0, size))) << size;
  EXPECT_FALSE(EntityModel::open(intact + "x"));
}

TEST(EntityModel, SaysWhatIsWrong) {
  std::string bytes = encode_model(small_parts());
  bytes[12] = 99;
  EXPECT_EQ(EntityModel::open(bytes).error().message,
            "the entity model has format 1 and features 99; this program reads format 1 and features " +
                std::to_string(kEntityFeatureVersion) + ". Train it again: scripts/train-entities.");
  bytes = encode_model(small_parts());
  bytes.back() = 1;
  EXPECT_EQ(EntityModel::open(bytes).error().message,
            "the entity model is damaged: its checksum is wrong. Build the program again from an intact source tree.");
}

TEST(EntityModel, ATableWithoutAnEmptySlotIsRefused) {
  ModelParts parts = small_parts();
  parts.list_fingerprints.assign(32, '\1');
  EXPECT_EQ(EntityModel::open(encode_model(parts)).error().message,
            "the entity model is damaged: a table has no empty slot. Build the program again from an intact source tree.");
}

TEST(EntityCrf, AllowsOnlyPathsOfWholeNames) {
  // Inside alone scores best at every token; only begin-inside-last is a name.
  std::vector<Scores> scores(3, Scores{});
  for (Scores& token : scores) token[label_of(EntityType::org, Place::inside) - 1] = 100;
  Transitions transitions{};
  std::vector<std::uint8_t> labels;
  best_labels(scores, transitions, labels);
  EXPECT_EQ(labels, (std::vector<std::uint8_t>{static_cast<std::uint8_t>(label_of(EntityType::org, Place::begin)),
                                               static_cast<std::uint8_t>(label_of(EntityType::org, Place::inside)),
                                               static_cast<std::uint8_t>(label_of(EntityType::org, Place::last))}));
  best_labels({}, transitions, labels);
  EXPECT_TRUE(labels.empty());
}

TEST(EntityWords, AreNormalisedForLookingUp) {
  struct Row {
    std::string_view word;
    std::string_view normalised;
  };
  const Row rows[] = {{"Lee", "lee"}, {"1,995", "0,000"}, {"São", "sao"},         {"“", "\""},
                      {"-LRB-", "("}, {"—", "-"},         {"O’Brien", "o'brien"}, {"GPT-4", "gpt-0"}};
  for (const Row& row : rows) EXPECT_EQ(entity_form(row.word), row.normalised) << row.word;
}

}  // namespace
}  // namespace broadsheet
