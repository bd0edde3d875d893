// What does the cleaner make of these inputs? `clean` prints articles as JSON Lines, `inspect` says what was taken out and why.
// Neither needs an archive, and neither changes one. commands.cpp calls them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "common/article.h"
#include "common/error.h"
#include "indexer/build.h"

namespace broadsheet {

// Takes a piece of output; an error ends the run.
using WriteText = std::function<Result<void>(std::string_view)>;

// One JSON line an article, in input order; `inspect`: inspection_text(). Records that cannot be used are warned of (the first ones), and
// written to options.rejects when that is set. ok, or 65 when nothing was usable or more was not than --max-rejects
// allows, or partial (3) under --fail-on-rejects.
Result<Status> clean_inputs(const BuildOptions& options, bool inspect, const WriteText& write);

// For a person: what the article is now, and each removed span with its rule, its place and the rule's reason. Safe on a terminal.
std::string inspection_text(const Article& article);

}  // namespace broadsheet
