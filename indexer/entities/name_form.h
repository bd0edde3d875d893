// How is a name compared, and how is it shown? A mention as the tagger found it to its words without titles, possessives, articles and
// corporate suffixes. Pure and thread-safe; linear in the name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace broadsheet {

struct NameForm {
  std::string display;             // as it stands in the text, cleaned; "": no name (a day, a pronoun, an address, a generic word)
  std::vector<std::string> words;  // folded, without the dots of initials
  bool titled = false;             // a title was taken off: Mr. Lee
  bool in_capitals = false;        // the whole name, of more letters than an acronym has
  std::string key() const;         // the words with blanks between
};

// "Mr. Lee" -> Lee (titled); "Meta Platforms, Inc." -> Meta Platforms; "the U.S.’s" -> U.S. with the key "us". Titles are taken off
// persons, suffixes off organisations.
NameForm clean_name(std::string_view text, EntityType type);

// The words between blanks; views into `text`.
std::vector<std::string_view> split_words(std::string_view text);

// The key of a name as it is shown: what two spellings of one name have in common.
std::string name_key(std::string_view name);

// "JOHN SMITH" -> "John Smith", for names that stand in capital headlines only. Words of up to three letters in an organisation's name
// stay, they may be acronyms.
std::string in_title_case(std::string_view name, EntityType type);

// Letters in capitals only, two to six, dots aside: WHO, U.N.
bool is_acronym(std::string_view display);
// Do the words begin with these letters, with or without the small ones (of, and, for, the)? "who" and world health organization.
bool has_initials(const std::vector<std::string>& words, std::string_view letters);
// The initials that has_initials() accepts, without and with those of small words; "" for fewer than two words.
std::vector<std::string> initials_of(const std::vector<std::string>& words);
// The letters stand in the name in this order, the first at its begin: a definition may be as loose as "Centers for Disease Control and
// Prevention (CDC)".
bool abbreviates(std::string_view letters, const std::vector<std::string>& words);

// jr, sr, ii, iii, xvi: another person.
bool is_generation(std::string_view word);
// Does the title belong to the name that stands behind it? "Pope" to "Francis" and "John Paul II", "King" to "Charles III"; not "King" to
// "Abdullah bin Hussein". `title` is one word as it stands.
bool takes_royal_title(std::string_view title, std::string_view name);
// What companies put behind their name and leave out in short: platforms, ventures, holdings.
bool is_company_tail(std::string_view word);
// No name when it stands alone: ministry, court, university.
bool is_generic_word(std::string_view word);

}  // namespace broadsheet
