// How many of these documents have each value? Counts over columns.
#pragma once

#include "common/alias_column.h"
#include "common/columns.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"

namespace broadsheet {

struct FacetTask {
  std::string field;
  const KeywordColumn* column = nullptr;
  const DocSet* documents = nullptr;  // what is counted
  const DocSet* frame = nullptr;      // what lift compares with; nullptr: the whole archive
  std::size_t limit = 10, offset = 0;
  std::string value_prefix;           // folded
  const AliasColumn* aliases = nullptr;  // nullptr: no value has any
};

FacetAnswer count_facet(const FacetTask& task);

}  // namespace broadsheet
