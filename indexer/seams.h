// Where later work on an article plugs in. Each seam is a pure function of one article (or of what LEARN found); some pass the article on
// as it came; the pipeline already calls them in this order, so that a cleaner, a tagger or a story finder is written here
// and nowhere else. What a seam does is versioned in the manifest (seam_versions), because equal versions promise equal output: also
// what --reuse goes by. A file or option that the first two seams read belongs in derivation_key() (derivation.h), too.
#pragma once

#include <map>
#include <string>

#include "common/article.h"
#include "indexer/cleaning/cleaner.h"
#include "indexer/entities/name_rules.h"
#include "indexer/knowledge.h"
#include "indexer/source_rules.h"

namespace broadsheet {

// DERIVE, after the record was read: takes boilerplate out of the text into Article::removed, finds headline, deck and, unless the
// record said it, access.
void clean_article(Article& article, CleaningInput input);
// DERIVE, after cleaning: gives the source its name and columns of sources.conf.
void name_source(Article& article, const SourceRules& rules);
// DERIVE, after cleaning: finds names in title, deck and text. Entities given in the input win; `enabled` is off by --no-entities.
void find_entities(Article& article, bool enabled, const NameRules& rules);
// After DERIVE: what the seams above hold in memory and no later one asks goes back to the system (the automata of the rules, the pages of the tagger's
// model).
void release_derivation_memory();
// INDEX, with the knowledge of the whole archive: gives entities the archive's names, the article its story.
void apply_knowledge(Article& article, const Knowledge& knowledge);

// "cleaning", "entities" (the tagger's model), "resolution", "stories"; "0" = passes articles through.
std::map<std::string, std::string> seam_versions();

}  // namespace broadsheet
