#include "indexer/seams.h"

#include <fmt/format.h>

#include "indexer/cleaning/rules.h"

namespace broadsheet {

void clean_article(Article& article, CleaningInput input) { clean_text(article, input); }

void find_entities(Article&, bool) {}

void apply_knowledge(Article&) {}

std::map<std::string, std::string> seam_versions() {
  return {{"cleaning", fmt::format("{}", kCleaningVersion)}, {"entities", "0"}, {"stories", "0"}};
}

}  // namespace broadsheet
