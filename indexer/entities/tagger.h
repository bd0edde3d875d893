// Which names stand in an article, and of what type? Called by find_entities() of indexer/seams.h; what the names are called in a facet
// is decided later, by resolution.
#pragma once

#include <string_view>
#include <vector>

#include "common/article.h"

namespace broadsheet {

struct NameMention {
  EntityType type = EntityType::misc;
  Mention mention;  // offsets in code points of the field; the text as it stands there, without a possessive
};

// The names in "title", "deck" (if it is there) and "text", in this order, each in reading order; mentions never overlap.
// A pure function, safe from any thread; time linear in the article's length, whatever stands in it.
std::vector<NameMention> tag_names(const Article& article);

// What decides tag_names() beside the article: the feature version and the first 12 hex digits of the model's SHA-256, "1-0123456789ab".
std::string_view entity_model_version();

}  // namespace broadsheet
