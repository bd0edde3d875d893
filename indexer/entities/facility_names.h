// Names of persons that are part of another name: "Walter Reed Army Medical Center", "James S. Brady Press Briefing Room".
#pragma once

#include <vector>

#include "common/article.h"
#include "indexer/entities/tagger.h"

namespace broadsheet {

// A person's mention in the text that capitalised words up to one like Center, Room or Prize follow becomes the mention of the whole name,
// and no longer a person's; "at Walter Reed" is no mention at all in an article that has the whole name. Headlines have capitals of their own and
// are left alone. `mentions` in the order of the article; linear.
void name_facilities(const Article& article, std::vector<NameMention>& mentions);

}  // namespace broadsheet
