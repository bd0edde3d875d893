#include "common/stemmer.h"

#include <fmt/format.h>

namespace broadsheet {
namespace {

constexpr std::size_t kMaxCachedWords = 50'000;  // about 5 MB

}  // namespace

Stemmer::Stemmer(const std::string& language) : stem_(language) {}

const std::string& Stemmer::operator()(std::string_view word) {
  if (const auto found = cache_.find(word); found != cache_.end()) return found->second;
  if (cache_.size() >= kMaxCachedWords) cache_.clear();
  std::string key(word);
  std::string stem = stem_(key);
  return cache_.emplace(std::move(key), std::move(stem)).first->second;
}

Result<void> check_stemmer_exists(const std::string& language) {
  try {
    const Xapian::Stem stem(language);
    return {};
  } catch (const Xapian::InvalidArgumentError&) {
    return fail(Status::usage, fmt::format("no stemmer '{}'; there are: {}", language, Xapian::Stem::get_available_languages()));
  }
}

}  // namespace broadsheet
