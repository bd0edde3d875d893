// When were they published? Counts by day, week, month, quarter or year, beside the counts of the frame.
#pragma once

#include <optional>

#include "common/columns.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"

namespace broadsheet {

struct TimelineTask {
  TimeUnit by = TimeUnit::month;
  const FactsColumn* facts = nullptr;
  const DocSet* documents = nullptr;
  const DocSet* frame = nullptr;  // nullptr: the whole archive
  std::optional<std::int32_t> first_day, last_day;  // of --since and --until; else from the first to the last match
};

// Is the article's date (it has one) precise enough to fall into one period of the unit?
bool fits_unit(const DocumentFacts& facts, TimeUnit unit);

// Buckets without a match are there, too. buckets + imprecise + undated = documents.
TimelineAnswer count_timeline(const TimelineTask& task);

}  // namespace broadsheet
