// What of a scraped text is the article? The one way in: the seam of DERIVE (indexer/seams.h), `clean` and `inspect` call it.
#pragma once

#include "common/article.h"

namespace broadsheet {

// What the input said by itself.
struct CleaningInput {
  bool access_given = false;
  bool cleaned_before = false;  // it brought "removed": nothing is taken out once more
};

// Takes headline, deck, byline and everything that is the site's out of article.text into article.removed, fills title, deck, authors
// and date where the article had none, and sets access where the input did not. The text is tidy afterwards: one blank line between
// paragraphs. `article.text` is the text as decoded: valid UTF-8 in NFC. Given mentions of entities follow the text. Linear in the text;
// pure; thread-safe.
void clean_text(Article& article, CleaningInput input = {});

}  // namespace broadsheet
