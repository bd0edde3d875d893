// An article as the JSON object of docs/output.md (INTERFACE.md section 4).
#pragma once

#include <string>
#include <string_view>

#include "common/article.h"
#include "common/json.h"

namespace broadsheet {

std::string_view access_name(Access access);
std::string_view entity_type_name(EntityType type);  // person, org, place, misc
// In any case; also organization, organisation, location, per, loc, gpe … ; false: unknown.
bool parse_entity_type(std::string_view name, EntityType& type);
bool parse_access(std::string_view name, Access& access);

// Writes the article's keys, empty ones left out, in the documented order, then unknown keys and those of --facet-field by name (one
// that is both as it came in). `content_hash` is added when given.
void write_article(JsonWriter& writer, const Article& article, std::string_view content_hash = {});
// One line of `clean`, `show` and `export`.
std::string article_to_json(const Article& article, std::string_view content_hash = {});
// One line of `clean --entities`: id and entities, also when there are none.
std::string entities_to_json(const Article& article);
// SHA-256 (hex) of the canonical JSON of everything of the article that is stored or indexed; of an article with names of the archive,
// as it was stored: the hash of an article does not change with what others say.
std::string content_hash(const Article& article);

}  // namespace broadsheet
