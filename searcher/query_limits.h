// Does a query ask for more than can be answered in bounded time? The limits that only the whole tree shows (limits.h); bytes, terms and
// depth are seen to while parsing. Knows no Xapian.
#pragma once

#include <optional>

#include "common/error.h"
#include "searcher/query_tree.h"

namespace broadsheet {

// The first part beyond a limit (status 2: limit and column are named), nullopt: none.
std::optional<Error> beyond_limits(const QueryNode& root);

}  // namespace broadsheet
