// Does a full stop belong to the word before it, and may a sentence end there?
#pragma once

#include <string_view>

namespace broadsheet {

enum class Stop {
  sentence,      // not an abbreviation: the stop is a token of its own
  abbreviation,  // belongs to the word; a sentence ends there only before a word that usually begins one ("U.S.", "Inc.", "J.")
  title,         // belongs to the word, which never ends a sentence ("Mr.", "Gen.", "vs.")
  numbered,      // belongs to the word before a number only ("No. 5", "Nov. 1"), else as abbreviation
};

// `word` without its last full stop.
Stop kind_of_stop(std::string_view word);

// Words that begin sentences so often that an abbreviation before them ends one.
bool begins_sentences(std::string_view word);

// Company names that end in 's: McDonald's.
bool is_name_with_possessive(std::string_view word);

}  // namespace broadsheet
