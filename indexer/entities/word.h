// What does the tagger know of a word by itself? Its normalised form, its shape, its classes, the lists it stands in. The same word in the
// same kind of sentence is always described alike, so descriptions (and the scores that follow from them) can be kept.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace broadsheet {

class Lexicon;

// How a sentence is written: in capitals or in title case, the case of a letter says nothing about names.
enum class SentenceCase : std::uint8_t { normal, capitals, title };

enum class Capital : std::uint8_t { none, initial, all, mixed };

// Words whose neighbours are judged by them.
enum class Cue : std::uint8_t { none, comma, possessive, the, of, locative, said, open, close, quote, connector };

// The lists a word or a phrase may stand in: bits of a gazetteer entry.
constexpr std::uint32_t kFirstName = 1U << 0;
constexpr std::uint32_t kRareFirstName = 1U << 1;
constexpr std::uint32_t kSurname = 1U << 2;
constexpr std::uint32_t kRareSurname = 1U << 3;
constexpr std::uint32_t kCountry = 1U << 4;
constexpr std::uint32_t kState = 1U << 5;
constexpr std::uint32_t kLargeCity = 1U << 6;
constexpr std::uint32_t kCity = 1U << 7;
constexpr std::uint32_t kCompany = 1U << 8;
constexpr std::uint32_t kPolitician = 1U << 9;
constexpr std::uint32_t kOrganisationSuffix = 1U << 10;  // Inc., Ventures, University
constexpr std::uint32_t kOrganisationHead = 1U << 11;  // Ministry, Bank, Department
constexpr std::uint32_t kPersonTitle = 1U << 12;  // Mr., Senator, coach
constexpr std::uint32_t kDemonym = 1U << 13;
constexpr std::uint32_t kCalendar = 1U << 14;
constexpr std::uint32_t kProduct = 1U << 15;
constexpr std::uint32_t kOrganisation = 1U << 16;
constexpr std::uint32_t kMedia = 1U << 17;
constexpr std::uint32_t kTeam = 1U << 18;
constexpr std::uint32_t kRegion = 1U << 19;
constexpr std::uint32_t kEvent = 1U << 20;
constexpr std::uint32_t kProvince = 1U << 21;
constexpr std::uint32_t kOrganisationNoun = 1U << 22;  // firm, start-up, agency: lower-case words that stand beside organisations
constexpr std::uint32_t kPlaceNoun = 1U << 23;  // city, town, river
constexpr std::uint32_t kNotName = 1U << 24;  // API, Prime Minister, Click Here: capitalised, and no name by itself
constexpr std::uint32_t kLongerPhrase = 1U << 31;  // a longer entry begins with this

// A word in a sentence of one kind.
struct Word {
  std::uint64_t lower = 0;  // hash of the normalised form
  std::uint32_t shape = 0;  // Xx, XX, d: runs of equal signs as one; the kind of sentence where case says nothing
  std::uint32_t long_shape = 0;
  std::array<std::uint16_t, 4> classes{};  // 0: not known
  std::uint32_t lists = 0;                 // Gazetteer bits
  Capital capital = Capital::none;         // `none` as well in sentences where case says nothing
  Cue cue = Cue::none;
  bool digit = false;   // has one
  bool letter = false;  // has one
  bool capital_letter = false;  // has one, whatever the sentence
};

// Case folded, diacritics stripped, digits to 0, all quotation marks, apostrophes and dashes to one of each; bracket names of treebanks to
// brackets. Linear.
std::string entity_form(std::string_view word);
// The hash of a normalised form, as lists and classes are keyed.
std::uint64_t hash_normalised(std::string_view normalised);
// The key of a phrase: that of its first word alone, extended word by word.
inline std::uint64_t extend_phrase(std::uint64_t key, std::uint64_t lower) {
  key = (key ^ (lower * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL;
  return key ^ (key >> 32);
}

Word describe_word(std::string_view word, std::string_view normalised, SentenceCase sentence_case, const Lexicon& lexicon);

// What the letters of a token say, before any list is asked.
struct Letters {
  Capital capital = Capital::none;
  bool digit = false;
  bool letter = false;
  bool lower_letter = false;
  bool capital_letter = false;
  std::uint32_t letters = 0;
};
Letters letters_of(std::string_view word);

}  // namespace broadsheet
