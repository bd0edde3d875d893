#include "searcher/sample.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "common/files.h"
#include "searcher/article_list.h"

namespace broadsheet {

std::uint64_t sample_key(std::uint64_t seed, std::string_view id) {
  constexpr std::size_t kDigits = 16;
  const std::string hex = sha256_hex(fmt::format("{}:{}", seed, id));
  std::uint64_t key = 0;
  std::from_chars(hex.data(), hex.data() + kDigits, key, 16);
  return key;
}

Result<DocSet> draw_sample(const IndexView& view, const DocSet& documents, std::uint64_t size, std::uint64_t seed) {
  if (documents.count() <= size) return documents;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;
  keyed.reserve(documents.count());
  for (std::uint32_t docid = documents.next(1); docid != 0; docid = documents.next(docid + 1)) {
    const auto id = article_id(view, docid);
    if (!id) return std::unexpected(id.error());
    keyed.emplace_back(sample_key(seed, *id), docid);
  }
  std::ranges::nth_element(keyed, keyed.begin() + static_cast<std::ptrdiff_t>(size));
  DocSet sample(documents.documents());
  for (std::size_t i = 0; i < size; ++i) sample.add(keyed[i].second);
  return sample;
}

Result<std::optional<std::uint64_t>> apply_sample(const IndexView& view, const SearchRequest& request, DocSet& documents) {
  if (!request.sample) return std::nullopt;
  const std::uint64_t before = documents.count();
  auto sample = draw_sample(view, documents, *request.sample, request.seed.value_or(kDefaultSeed));
  if (!sample) return std::unexpected(sample.error());
  documents = std::move(*sample);
  return before;
}

}  // namespace broadsheet
