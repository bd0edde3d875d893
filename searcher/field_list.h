// What can be searched, filtered and counted in this archive? The answer of `fields`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/index_view.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

struct FieldRow {
  std::string name;
  std::string kind;  // text, keyword, name, date, id
  std::vector<std::string> aliases;
  bool facet = false;                     // --facet NAME and --NAME VALUE
  std::optional<std::uint64_t> values;    // different ones; of facet fields only
  std::optional<std::uint64_t> articles;  // with a value; of facet fields, dates and ids
  std::string help;
};

struct FieldList {
  ArchiveInfo archive;
  std::vector<FieldRow> rows;
};

// Error 65: a column is damaged.
Result<FieldList> list_fields(IndexView& view);
// text or json.
std::string render_fields(const FieldList& list, const SinkSettings& settings);

}  // namespace broadsheet
