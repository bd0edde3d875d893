// Pass 3: the sorted spool to the parts of a generation. Runs are built by `jobs` threads and put together in docid order.
#pragma once

#include "common/error.h"
#include "common/generation.h"
#include "common/schema.h"
#include "indexer/build.h"
#include "indexer/knowledge.h"
#include "indexer/spool.h"

namespace broadsheet {

struct IndexTask {
  const Schema& schema;
  const Knowledge& knowledge;
  Spool& spool;                 // sorted; its records are removed once all runs are built
  AnalysisSettings analysis;
  unsigned jobs = 1;
  std::uint64_t memory = kUsualMemory;
  GenerationPaths target;       // an empty folder
  Path scratch;                 // an empty folder for runs
  Path previous;                // the published generation's folder, or empty
  std::uint32_t number = 0;     // of the generation being built
  std::string derivation_key;   // of the articles in the spool
  std::uint64_t open_files = UINT64_MAX;  // that the process may have; fewer than usual: fewer threads build runs
};

// Writes database, columns, facts, text store, token file and knowledge. Throws on a failed write.
Result<void> index_articles(const IndexTask& task);

}  // namespace broadsheet
