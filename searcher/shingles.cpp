#include "searcher/shingles.h"

#include <algorithm>

#include "common/encoding.h"

namespace broadsheet {
namespace {

// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): each bit of the input changes half of the output.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

std::vector<std::uint32_t> ids_of(std::string_view stream) {
  std::vector<std::uint32_t> ids;
  for (ByteReader reader(stream); !reader.at_end() && reader.ok();) ids.push_back(static_cast<std::uint32_t>(reader.varint()));
  return ids;
}

}  // namespace

std::vector<std::uint64_t> shingles_of(std::span<const std::uint32_t> words) {
  std::vector<std::uint64_t> shingles;
  const std::size_t length = std::min(words.size(), kShingleWords);
  for (std::size_t begin = 0; length > 0 && begin + length <= words.size(); ++begin) {
    std::uint64_t hash = 0;
    for (std::size_t i = begin; i < begin + length; ++i) hash = mixed(hash ^ words[i]);
    shingles.push_back(hash);
  }
  std::ranges::sort(shingles);
  const auto doubles = std::ranges::unique(shingles);
  shingles.erase(doubles.begin(), doubles.end());
  return shingles;
}

std::vector<std::uint64_t> shingles_of(const TokenFile& tokens, std::uint32_t docid) {
  const TokenStreams streams = tokens.streams(docid);
  const std::string_view text = streams.words[static_cast<std::size_t>(TextField::text)];
  return shingles_of(ids_of(text.empty() ? streams.words[static_cast<std::size_t>(TextField::title)] : text));
}

Likeness likeness(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter == 0) return {};
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++common;
      ++i;
      ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  const auto as_share = [common](std::size_t of) { return static_cast<double>(common) / static_cast<double>(of); };
  return {as_share(a.size() + b.size() - common), as_share(shorter), shorter};
}

bool is_copy(const Likeness& likeness) {
  if (likeness.resemblance >= kCopyResemblance) return true;
  return likeness.shorter >= kLeastShingles && likeness.containment >= kCopyContainment;
}

}  // namespace broadsheet
