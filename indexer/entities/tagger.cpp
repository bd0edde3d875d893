#include "indexer/entities/tagger.h"

namespace broadsheet {

std::vector<NameMention> tag_names(const Article&) { return {}; }

std::string_view entity_model_version() { return "0-none"; }

}  // namespace broadsheet
