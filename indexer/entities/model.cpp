#include "indexer/entities/model.h"

#include <fmt/format.h>
#include <openssl/sha.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "common/encoding.h"
#include "indexer/entities/features.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSENTMDL";
constexpr std::size_t kHashed = 56;  // everything from here on is hashed
constexpr std::size_t kTransitionsAt = kHashed + 24;
constexpr std::size_t kTransitionBytes = (((kLabels * kLabels * 2) + 15) / 16) * 16;
constexpr std::size_t kPartsAt = kTransitionsAt + kTransitionBytes;

std::unexpected<Error> damaged(std::string_view what) {
  return fail(Status::bad_data, fmt::format("the entity model is damaged: {}. Build the program again from an intact source tree.", what));
}

bool is_power_of_two(std::uint64_t n) { return n != 0 && (n & (n - 1)) == 0; }

// Probing ends at an empty slot, so there must be one.
bool has_empty_slot(std::string_view fingerprints) {
  for (std::size_t at = 0; at < fingerprints.size(); at += 2) {
    if (load_little<std::uint16_t>(fingerprints.data() + at) == 0) return true;
  }
  return false;
}

}  // namespace

Result<EntityModel> EntityModel::open(std::string_view bytes) {
  if (bytes.size() < kPartsAt || !bytes.starts_with(kMagic)) return damaged("it does not begin as a model does");
  const auto format = load_little<std::uint32_t>(bytes.data() + 8);
  const auto features = load_little<std::uint32_t>(bytes.data() + 12);
  if (format != kEntityModelFormat || features != kEntityFeatureVersion) {
    return fail(Status::bad_data,
                fmt::format("the entity model has format {} and features {}; this program reads format {} and features {}. "
                            "Train it again: scripts/train-entities.",
                            format, features, kEntityModelFormat, kEntityFeatureVersion));
  }
  const std::string_view hashed = bytes.substr(kHashed);
  if (XXH3_64bits(hashed.data(), hashed.size()) != load_little<std::uint64_t>(bytes.data() + 48)) return damaged("its checksum is wrong");
  const auto rows = load_little<std::uint64_t>(bytes.data() + kHashed);
  const auto class_slots = load_little<std::uint64_t>(bytes.data() + kHashed + 8);
  const auto list_slots = load_little<std::uint64_t>(bytes.data() + kHashed + 16);
  constexpr std::uint64_t kMost = 1U << 26;
  if (!is_power_of_two(rows) || rows < kBucket || !is_power_of_two(class_slots) || !is_power_of_two(list_slots) || rows > kMost ||
      class_slots > kMost || list_slots > kMost) {
    return damaged("the sizes of its tables are impossible");
  }
  if (bytes.size() != kPartsAt + (rows * (1 + kScoredLabels)) + (class_slots * 10) + (list_slots * 6))
    return damaged("its length is wrong");

  EntityModel model;
  model.rows_ = rows;
  for (std::size_t i = 0; i < kLabels * kLabels; ++i) {
    model.transitions_[i / kLabels][i % kLabels] = load_little<std::int16_t>(bytes.data() + kTransitionsAt + (2 * i));
  }
  std::string_view rest = bytes.substr(kPartsAt);
  const auto take = [&](std::size_t size) {
    const std::string_view part = rest.substr(0, size);
    rest.remove_prefix(size);
    return part;
  };
  model.fingerprints_ = take(rows).data();
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes read as signed bytes
  model.weights_ = reinterpret_cast<const std::int8_t*>(take(rows * kScoredLabels).data());
  SlotTable classes{.fingerprints = take(class_slots * 2), .payloads = take(class_slots * 8), .payload_bytes = 8};
  SlotTable lists{.fingerprints = take(list_slots * 2), .payloads = take(list_slots * 4), .payload_bytes = 4};
  if (!has_empty_slot(classes.fingerprints) || !has_empty_slot(lists.fingerprints)) return damaged("a table has no empty slot");
  model.lexicon_ = Lexicon(classes, lists);
  model.version_ = fmt::format("{}-", features);
  for (std::size_t i = 0; i < 6; ++i) model.version_ += fmt::format("{:02x}", static_cast<unsigned char>(bytes[16 + i]));
  return model;
}

namespace {

constexpr std::size_t kNoRow = ~std::size_t{0};

// The row of a bucket whose fingerprint is `wanted`, four compared at once: a byte of `difference` is 0 where they agree, and the lowest such
// byte is found exactly (Warren, Hacker's Delight, section 6-1).
std::size_t row_in_bucket(const char* fingerprints, std::size_t bucket, std::uint8_t wanted) {
  const std::uint32_t difference = load_little<std::uint32_t>(fingerprints + bucket) ^ (0x01010101U * wanted);
  const std::uint32_t zeros = (difference - 0x01010101U) & ~difference & 0x80808080U;
  return zeros == 0 ? kNoRow : bucket + (static_cast<unsigned>(std::countr_zero(zeros)) / 8);
}

}  // namespace

// Three rounds, so that the waiting for memory overlaps: ask for the fingerprints, find the rows and ask for them, sum.
void EntityModel::add_features(std::span<const std::uint64_t> features, Scores& scores) const {
  constexpr std::size_t kBatch = 64;  // 64 weights of a byte fit into 16 bits
  for (; !features.empty(); features = features.subspan(std::min(kBatch, features.size()))) {
    const auto batch = features.first(std::min(kBatch, features.size()));
    for (const std::uint64_t feature : batch) __builtin_prefetch(fingerprints_ + bucket_of(feature, rows_));
    std::array<const std::int8_t*, kBatch> found;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled up to `count`
    std::size_t count = 0;
    for (const std::uint64_t feature : batch) {
      const std::size_t row = row_in_bucket(fingerprints_, bucket_of(feature, rows_), row_fingerprint(feature));
      if (row == kNoRow) continue;
      found[count] = weights_ + (row * kScoredLabels);
      __builtin_prefetch(found[count++]);
    }
    std::array<std::int16_t, kScoredLabels> sum{};
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t y = 0; y < kScoredLabels; ++y) sum[y] = static_cast<std::int16_t>(sum[y] + found[i][y]);
    }
    for (std::size_t y = 0; y < kScoredLabels; ++y) scores[y] += sum[y];
  }
}

std::string encode_model(const ModelParts& parts) {
  std::string hashed;
  append_u64(hashed, parts.row_fingerprints.size());
  append_u64(hashed, parts.class_fingerprints.size() / 2);
  append_u64(hashed, parts.list_fingerprints.size() / 2);
  for (const auto& from : parts.transitions) {
    for (const std::int32_t score : from) {
      const auto stored = static_cast<std::uint16_t>(static_cast<std::int16_t>(std::clamp(score, -32000, 32000)));
      hashed += static_cast<char>(stored & 0xFF);
      hashed += static_cast<char>(stored >> 8);
    }
  }
  hashed.resize(kPartsAt - kHashed);
  for (const std::string* part : {&parts.row_fingerprints, &parts.row_weights, &parts.class_fingerprints, &parts.class_payloads,
                                  &parts.list_fingerprints, &parts.list_payloads}) {
    hashed += *part;
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> sha{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL wants unsigned bytes
  SHA256(reinterpret_cast<const unsigned char*>(hashed.data()), hashed.size(), sha.data());
  std::string out(kMagic);
  append_u32(out, kEntityModelFormat);
  append_u32(out, kEntityFeatureVersion);
  for (const unsigned char byte : sha) out += static_cast<char>(byte);
  append_u64(out, XXH3_64bits(hashed.data(), hashed.size()));
  return out + hashed;
}

}  // namespace broadsheet
