// What does `--since 2023` ask? The table of options that change an answer, with what each does to a request: one meaning for the
// command line (options.cpp), the keys of a batch line (batch.cpp) and, later, HTTP parameters. Pure; knows no command line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/schema.h"
#include "searcher/request.h"

namespace broadsheet {

struct RequestOption {
  std::string_view name;
  bool takes_value = true;
  bool repeats = false;  // several values add up; else the last one counts
  // Errors: status 2; the message speaks of the value only, the caller puts the option's name before it.
  Result<void> (*apply)(SearchRequest& request, const std::string& value) = nullptr;
};

// nullptr: no such option (a filter, or something else).
const RequestOption* find_request_option(std::string_view name);

// Is it the name of a field of every archive that has an option, "source"?
bool is_filter_option(std::string_view name);
Result<void> add_filter(SearchRequest& request, std::string_view field, const std::string& value);

// Filters on fields of this archive: `named` under any of their names. `prefix` and `kind` word the error (status 2):
// "'--foo' is not an option of query, nor a facet field of this archive (fields: …)".
Result<void> add_archive_filters(SearchRequest& request, const std::vector<OptionFilter>& named, const Schema& schema,
                                 std::string_view prefix, std::string_view kind);

inline constexpr std::size_t kDefaultFacetLimit = 10;

// Call it when all options are applied: gives facets without a number of their own `facet_limit`, and checks that since and until are
// dates, in this order. `prefix` stands before the names in errors: "--" or "".
Result<void> finish_request(SearchRequest& request, std::string_view prefix, std::size_t facet_limit);

}  // namespace broadsheet
