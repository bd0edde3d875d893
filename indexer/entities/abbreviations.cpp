#include "indexer/entities/abbreviations.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace broadsheet {
namespace {

// Lower case, blanks between.
constexpr std::string_view kTitles =
    "mr mrs ms messrs dr prof gen sen rep gov lt col sgt capt cmdr cpl pvt adm maj brig rev hon pres supt det insp amb atty "
    "vs v cf e.g i.e viz mt ft msgr fr sr";
constexpr std::string_view kNumbered = "no nos jan feb mar apr jun jul aug sep sept oct nov dec p pp fig vol art sec ch";
constexpr std::string_view kAbbreviations =
    "inc corp co cos ltd bros llc plc jr sr st ave blvd rd dept univ assn assoc natl intl etc al est approx "
    "calif fla mass conn pa va ill ind mich minn miss mo neb nev okla ore tenn tex vt wash wis wyo colo ariz ark ala ga kan ky la md del "
    "mont "
    "ph.d m.d b.a m.a d.phil esq cia s.a s.p.a n.v a.g mgr hr hrs min ft";
constexpr std::string_view kBeginnings =
    "The A An In It He She They We But And On At This That These Those His Her Its Their Our There When While After Before If As For With "
    "From "
    "By To I You My Mr. Mrs. Ms. Dr. However Meanwhile Since Not No So Some Many Most Both Although Despite During Under Another One Two "
    "What Who "
    "How Why Where Yes Still Also Then Now Here Even According Asked Once Until Such Only All Each Every Other Others Instead Yet Earlier "
    "Later";
constexpr std::string_view kPossessiveNames =
    "McDonald's Moody's Macy's Sotheby's Christie's Lloyd's Wendy's Kohl's Levi's Lowe's Domino's Sainsbury's Kellogg's Denny's Applebee's "
    "Arby's "
    "Hardee's Papa John's Trader Joe's Bloomingdale's Carl's Chili's Dillard's Dick's Wendy's Campbell's Reese's Harrod's Poor's "
    "Standard&Poor's "
    "Women's Wear Zaxby's Lay's Hershey's Smucker's Land's Men's Wearhouse Children's";

template <class Use>
void for_each_word(std::string_view words, Use&& use) {
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    use(std::string(words.substr(from, end - from)));
    from = end + 1;
  }
}

using Words = std::unordered_set<std::string>;
Words word_set(std::string_view words) {
  Words set;
  for_each_word(words, [&](std::string word) { set.insert(std::move(word)); });
  return set;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One or two letters between full stops: U.S, A.I, Ph.D, a.m.
bool is_dotted(std::string_view word) {
  std::size_t letters = 0;
  bool dotted = false;
  for (const char c : word) {
    if (c == '.') {
      if (letters == 0 || letters > 2) return false;
      dotted = true;
      letters = 0;
    } else if (is_letter(c)) {
      ++letters;
    } else {
      return false;
    }
  }
  return dotted && letters >= 1 && letters <= 2;
}

constexpr std::size_t kLongest = 8;

}  // namespace

Stop kind_of_stop(std::string_view word) {
  static const auto* const kinds = [] {
    auto* map = new std::unordered_map<std::string, Stop>;
    for_each_word(kTitles, [&](std::string entry) { map->emplace(std::move(entry), Stop::title); });
    for_each_word(kNumbered, [&](std::string entry) { map->emplace(std::move(entry), Stop::numbered); });
    for_each_word(kAbbreviations, [&](std::string entry) { map->emplace(std::move(entry), Stop::abbreviation); });
    return map;
  }();
  if (word.empty() || word.size() > 3 * kLongest) return Stop::sentence;
  if (is_dotted(word)) return Stop::abbreviation;
  if (word.size() == 1) return word[0] >= 'A' && word[0] <= 'Z' ? Stop::abbreviation : Stop::sentence;
  if (word.size() > kLongest) return Stop::sentence;
  std::string lower(word);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  const auto found = kinds->find(lower);
  if (found == kinds->end()) return Stop::sentence;
  // "Gen. Smith", "Co.", but "he said no." and "in march.": abbreviations of names are capitalised.
  const bool capital = word[0] >= 'A' && word[0] <= 'Z';
  const bool small_allowed = lower == "vs" || lower == "etc" || lower == "al" || lower == "cf" || lower == "p" || lower == "pp" ||
                             lower == "approx" || lower == "est" || lower == "v";
  return capital || small_allowed ? found->second : Stop::sentence;
}

bool begins_sentences(std::string_view word) {
  static const Words* const beginnings = new Words(word_set(kBeginnings));
  return word.size() <= 12 && beginnings->contains(std::string(word));
}

bool is_name_with_possessive(std::string_view word) {
  static const Words* const names = new Words(word_set(kPossessiveNames));
  if (word.size() > 20) return false;
  std::string plain(word);
  if (const std::size_t curly = plain.find("’"); curly != std::string::npos) plain.replace(curly, 3, "'");
  return names->contains(plain);
}

}  // namespace broadsheet
