// An article as bytes and back, for the spool and the text store: version byte, then every member in the order of article.h, text last.
// Round trip total. docs/format.md has the bytes.
#pragma once

#include <string>
#include <string_view>

#include "common/article.h"
#include "common/error.h"

namespace broadsheet {

std::string encode_article(const Article& article);
Result<Article> decode_article(std::string_view bytes);

}  // namespace broadsheet
