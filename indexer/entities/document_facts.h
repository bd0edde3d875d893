// What does the whole article say of a word? How often it stands in small letters and capitalised, and next to what: a name that is hard to
// tell in a headline is often plain in the next paragraph (Ratinov and Roth 2009, section 5, non-local features).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "indexer/entities/word.h"

namespace broadsheet {

// Evidence: bits of what the article says of a word.
constexpr std::uint16_t kAfterTitle = 1U << 0;
constexpr std::uint16_t kAfterFirstName = 1U << 1;
constexpr std::uint16_t kBeforeOrganisationSuffix = 1U << 2;
constexpr std::uint16_t kAfterLocative = 1U << 3;
constexpr std::uint16_t kBeforeCommaPlace = 1U << 4;
constexpr std::uint16_t kBeforeSaid = 1U << 5;
constexpr std::uint16_t kBeforePossessive = 1U << 6;
constexpr std::uint16_t kAfterThe = 1U << 7;
constexpr std::uint16_t kInRunWithSuffix = 1U << 8;
constexpr std::uint16_t kInRunWithFirstName = 1U << 9;
constexpr std::uint16_t kInBrackets = 1U << 10;
constexpr std::uint16_t kAfterOf = 1U << 11;
constexpr std::uint16_t kBeforeOrganisationNoun = 1U << 12;

struct WordFacts {
  std::uint64_t lower = 0;
  std::uint16_t small = 0;  // times in small letters
  std::uint16_t capital = 0;  // times capitalised within a sentence
  std::uint16_t evidence = 0;
};

// A hash table of the article's words. Not thread-safe; meant to be kept and cleared.
class DocumentFacts {
 public:
  void clear();
  // Takes in a sentence. `small_hash` (a word in small letters that nobody described) counts small letters only.
  void add_sentence(std::span<const Word> words);
  void add_small(std::uint64_t lower) { bump(entry(lower).small); }
  // Zeros for a word that was not seen.
  WordFacts find(std::uint64_t lower) const;

 private:
  static void bump(std::uint16_t& count) { count = static_cast<std::uint16_t>(count + (count < 1000)); }
  WordFacts& entry(std::uint64_t lower);
  void grow();
  void add_run(std::span<const Word> run);

  std::vector<WordFacts> slots_;
  std::size_t used_ = 0;
};

// A capitalised word in a sentence where that says something.
inline bool is_capitalised(const Word& word) { return word.capital != Capital::none; }

}  // namespace broadsheet
