// Which entities does an article name, and what is each called? The mentions of one article to entities: the longest name of a person
// takes those by surname, an acronym goes to what it stands for, a place gets the name of the table. Called by find_entities() of
// indexer/seams.h; what all articles of the archive say about a name comes later (archive_names.h).
#pragma once

#include <vector>

#include "common/article.h"
#include "indexer/entities/name_rules.h"
#include "indexer/entities/tagger.h"

namespace broadsheet {

// Changes whenever other entities come out of the same mentions.
//   1: first
inline constexpr int kResolutionVersion = 2;

// In the order of their first mention; mentions in the order given. Each entity's name and type are unlike all others'. Mentions that
// are no names, and surnames that no full name of the article supports, are left out. Pure, thread-safe, time linear in the mentions.
// `mentions` are those of tag_names(article). Of `rules` only split counts here.
std::vector<Entity> resolve_names(const Article& article, std::vector<NameMention> mentions, const NameRules& rules);

}  // namespace broadsheet
