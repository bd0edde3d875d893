// What is the stem of this word? Xapian's Snowball stemmers behind a cache. Not thread-safe: one a thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <xapian.h>

#include "common/error.h"

namespace broadsheet {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

class Stemmer {
 public:
  // `language` is one of Xapian's names or codes ("en", "german"), or "none". Throws nothing: see stemmer_exists().
  explicit Stemmer(const std::string& language);
  // The stem of a normalised word (words.h). The reference is valid until the next call.
  const std::string& operator()(std::string_view word);

 private:
  Xapian::Stem stem_;
  std::unordered_map<std::string, std::string, StringHash, std::equal_to<>> cache_;
};

// ok, or an error that lists the names that exist.
Result<void> check_stemmer_exists(const std::string& language);

}  // namespace broadsheet
