// Which values has this article for this field? One accessor per keyword or name field of the schema (schema.h).
#pragma once

#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/schema.h"

namespace broadsheet {

// The display forms, in the article's order, borrowed from it; "" never. Empty for fields that are no facets.
std::vector<std::string_view> field_values(const Article& article, const ArchiveField& field);

}  // namespace broadsheet
