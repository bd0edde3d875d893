// Few articles match: what does each word of the query cost, and which is misspelt? run_search asks this for an answer of ten or less.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "searcher/answer.h"
#include "searcher/index_view.h"
#include "searcher/query_tree.h"

namespace broadsheet {

// Adds lines to answer.help ("without modle: 1,204 · any of them: 9,870 (--match any)", `"modle" stands in no article; did you mean
// model? (28,113)`) and sets answer.did_you_mean. Counts are inside the frame of the request's filters and dates. `root` is the parsed
// query. What cannot be counted is left out: help never fails an answer.
void add_help(IndexView& view, const QueryNode& root, Answer& answer);

// The query with these normalised words replaced wherever they stand as words of their own, all else as typed.
std::string replace_words(std::string_view query, const std::map<std::string, std::string>& replacements);

}  // namespace broadsheet
