#include "indexer/cleaning/wording.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <unordered_map>

#include <xxhash.h>

namespace broadsheet {
namespace {

// Rows "kind TAB first TAB second TAB sixteenths". One literal: thousands of string_views would each need a relocation at every start.
// An array, whose size is known: a string_view would be counted while compiling, which takes g++ minutes under UBSan.
constexpr char kRows[] =
#include "indexer/cleaning/wording_weights.inc"
    ;
constexpr std::string_view kWeights(kRows, sizeof kRows - 1);
constexpr double kWeightUnit = 1.0 / 16;

// The features of a few thousand rows, told apart by 64 bits.
std::uint64_t key_of(const WordingFeature& feature) {
  const std::uint64_t first = feature.first.empty() ? 0 : XXH3_64bits(feature.first.data(), feature.first.size());
  return XXH3_64bits_withSeed(feature.second.data(), feature.second.size(), first + static_cast<unsigned char>(feature.kind));
}

struct KeyIsHash {
  std::size_t operator()(std::uint64_t key) const { return key; }
};

using Weights = std::unordered_map<std::uint64_t, double, KeyIsHash>;

std::string_view take_until(std::string_view& rows, char end) {
  const std::size_t at = rows.find(end);
  const std::string_view taken = rows.substr(0, at);
  rows.remove_prefix(at + 1);
  return taken;
}

Weights read_weights() {
  Weights weights;
  weights.reserve(static_cast<std::size_t>(std::ranges::count(kWeights, '\n')));
  for (std::string_view rows = kWeights; !rows.empty();) {
    const auto kind = static_cast<WordingFeature::Kind>(take_until(rows, '\t')[0]);
    const std::string_view first = take_until(rows, '\t'), second = take_until(rows, '\t'), number = take_until(rows, '\n');
    int sixteenths = 0;
    std::from_chars(number.data(), number.data() + number.size(), sixteenths);
    weights.emplace(key_of({kind, first, second}), sixteenths * kWeightUnit);
  }
  return weights;
}

const Weights& weights() {
  static const Weights all = read_weights();
  return all;
}

}  // namespace

double notice_score(std::string_view sentence) {
  const auto& table = weights();
  double score = 0;
  const auto known = [&](std::string_view token) { return table.contains(key_of({WordingFeature::Kind::word, {}, token})); };
  for_each_wording_feature(sentence, known, [&](const WordingFeature& feature) {
    if (const auto found = table.find(key_of(feature)); found != table.end()) score += found->second;
  });
  return score;
}

}  // namespace broadsheet
