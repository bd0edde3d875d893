#include "indexer/seams.h"

#include <fmt/format.h>

#include "common/entity_names.h"
#include "indexer/cleaning/rules.h"
#include "indexer/entities/embedded_model.h"
#include "indexer/entities/resolve.h"
#include "indexer/entities/tagger.h"

namespace broadsheet {

void clean_article(Article& article, CleaningInput input) { clean_text(article, input); }

void name_source(Article& article, const SourceRules& rules) { rules.apply(article); }

void find_entities(Article& article, bool enabled, const NameRules& rules) {
  if (!enabled || !article.entities.empty()) return;
  article.entities = resolve_names(article, tag_names(article), rules);
  article.entities_found = !article.entities.empty();
}

void release_derivation_memory() {
  release_embedded_entity_model();
  release_cleaning_rules();
}

void apply_knowledge(Article& article, const Knowledge& knowledge) { apply_entity_names(article, knowledge.names()); }

std::map<std::string, std::string> seam_versions() {
  return {{"cleaning", fmt::format("{}", kCleaningVersion)},
          {"entities", std::string(entity_model_version())},
          {"resolution", fmt::format("{}", kResolutionVersion)},
          {"stories", "0"}};
}

}  // namespace broadsheet
