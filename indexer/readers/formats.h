// The readers, one a format, as formats.cpp chooses among them. Each cuts what stands in front of `in` into records for `out`; what
// `in` ends with in error, the caller says. A byte order mark has been taken.
#pragma once

#include <string_view>

#include "indexer/readers/input.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

// jsonl or json, of an input that begins with a bracket. `named_lines`: its name is that of JSON Lines.
InputFormat json_format(Input& in, bool named_lines);
void read_json_lines(Input& in, Output& out);
void read_json_documents(Input& in, Output& out);

// Does the first line name the columns of a table of articles, by keys that are known?
bool looks_like_table(Input& in);
// The delimiter is the one of comma, semicolon, tab and pipe that the first line has; of tsv the tab.
void read_csv(Input& in, Output& out, InputFormat format);

// The whole as one article, or what stands between lines that are `split_at`.
void read_text(Input& in, Output& out, std::string_view split_at);

}  // namespace broadsheet
