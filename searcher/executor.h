// A request over a view gives an answer. The one way in for every command, batch line and (later) HTTP request.
#pragma once

#include <cstdint>
#include <functional>

#include "common/error.h"
#include "searcher/answer.h"
#include "searcher/index_view.h"

namespace broadsheet {

// Errors: status 2 (limits, strict, unknown filter or facet field: the message lists the fields), 65 (a part is damaged).
Result<Answer> run_search(IndexView& view, const SearchRequest& request);

// Every match, best first (or as sorted), streamed: `use` is called once a hit and returns false to stop. Constant memory but for
// 4 bytes a match. Hits carry their whole article. Returns the total, warnings and help.
Result<Answer> run_export(IndexView& view, const SearchRequest& request, const std::function<bool(const Hit&)>& use);

}  // namespace broadsheet
