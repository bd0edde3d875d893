// What does the archive have under this id? For `inspect --id`.
#pragma once

#include <optional>
#include <string>

#include "common/article.h"
#include "common/error.h"
#include "common/generation.h"

namespace broadsheet {

// nullopt: the generation has no article of this id. Errors: 65 a damaged part; Xapian's exceptions for its database.
Result<std::optional<Article>> find_article(const Path& generation, const std::string& id);

}  // namespace broadsheet
