#include "indexer/entities/sentence_case.h"

namespace broadsheet {

SentenceCase sentence_case_of(std::span<const std::string_view> words) {
  std::size_t counted = 0;
  std::size_t capitals = 0;
  std::size_t long_words = 0;
  std::size_t long_capitalised = 0;
  for (const std::string_view word : words) {
    const Letters letters = letters_of(word);
    if (letters.letters < 2) continue;
    ++counted;
    capitals += letters.capital_letter && !letters.lower_letter;
    if (letters.letters <= 3) continue;
    ++long_words;
    long_capitalised += letters.capital_letter;
  }
  if (counted >= 2 && 4 * capitals >= 3 * counted) return SentenceCase::capitals;
  if (long_words >= 4 && 4 * long_capitalised >= 3 * long_words) return SentenceCase::title;
  return SentenceCase::normal;
}

}  // namespace broadsheet
