// How does an article read on a terminal? The text format of `show`. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/article.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

// Headline, where and when, paragraphs at settings.columns, names found in it. Ends with a line end; safe on a terminal.
std::string article_to_text(const Article& article, const SinkSettings& settings);

// The text in lines of at most `columns`, broken at blanks; a longer word has a line of its own. Line ends stay.
std::string wrap(std::string_view text, std::size_t columns);

}  // namespace broadsheet
