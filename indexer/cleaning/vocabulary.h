// Does a sentence speak of nothing but reading, paying and signing in? Catches wordings that no pattern foresees: "Log in or create an
// account to continue" has no word that an article needs. Called by the rule table's row kReadingVocabulary.
#pragma once

#include <string_view>

namespace broadsheet {

// Every word of the sentence (plain form) belongs to the vocabulary of subscriptions, one of them asks for something (subscribe, log in,
// account …) and one names what is to be read.
bool is_about_reading_only(std::string_view sentence);

}  // namespace broadsheet
