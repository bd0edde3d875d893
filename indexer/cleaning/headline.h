// Where are the headline, the deck, the byline and the date of a scraped text? The lines above the article's first paragraph.
#pragma once

#include <vector>

#include "indexer/cleaning/draft.h"
#include "indexer/cleaning/notices.h"

namespace broadsheet {

// Takes every form of the headline out of the text (repeated, in capitals, cut with an ellipsis, with the site's name) and gives the
// article its fullest form; finds one when the article has none. Before find_body().
void take_headline(Draft& draft, const std::vector<UnitVerdict>& verdicts);
// Takes bylines and their names, jobs under them, and the date of a time line. Before find_body().
void take_bylines(Draft& draft, const std::vector<UnitVerdict>& verdicts);
// A deck between headline and text, or the one the article has, when it stands in the text. Before find_body(), after the two others.
void take_deck(Draft& draft, const std::vector<UnitVerdict>& verdicts);

}  // namespace broadsheet
