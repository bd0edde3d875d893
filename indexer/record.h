// One record to one article: which key means what, dates, names, ids. Pure and thread-safe: runs in the derive workers.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "common/article.h"
#include "indexer/cleaning/cleaner.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

struct RecordSettings {
  std::vector<std::pair<std::string, std::string>> map;  // --map FIELD=KEY, in order; KEY may be a path (meta.published)
  std::string default_source;
  std::vector<std::string> facet_fields;                 // --facet-field
};

struct ParsedRecord {
  Article article;                             // its text as decoded, not yet tidy
  CleaningInput given;                         // what the cleaner must leave as the record says it
  std::map<std::string, std::uint64_t> notes;  // counted oddities: bad-date, repaired-utf8, cut-field …
};

std::expected<ParsedRecord, Reject> parse_record(const RawRecord& record, const RecordSettings& settings);

// "title=head" of --map; errors (status 2) say what is wrong.
Result<std::pair<std::string, std::string>> parse_map_option(const std::string& option);

}  // namespace broadsheet
