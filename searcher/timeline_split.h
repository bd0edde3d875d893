// When was each of the commonest values in the news? A timeline for each, over the buckets of the whole one.
#pragma once

#include <string>

#include "common/columns.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"

namespace broadsheet {

struct SplitTask {
  std::string field;
  const KeywordColumn* column = nullptr;
  std::size_t limit = 5;  // values; the commonest among the documents, equals by folded value
  const FactsColumn* facts = nullptr;
  const DocSet* documents = nullptr;
  const DocSet* frame = nullptr;  // nullptr: the whole archive
};

// `timeline` has its buckets already. An article with several of the values counts for each.
TimelineSplit split_timeline(const SplitTask& task, const TimelineAnswer& timeline);

}  // namespace broadsheet
