// A stretch of articles to its posting lists and its part of everything else. Where runs begin and end follows from the input alone
// (docid order and text sizes), never from the number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/columns.h"
#include "common/error.h"
#include "common/generation.h"
#include "common/token_file.h"
#include "indexer/document_builder.h"
#include "indexer/glass_database.h"
#include "indexer/spool.h"

namespace broadsheet {

inline constexpr std::uint64_t kRunTextBytes = 512U << 10;

struct RunRange {
  std::size_t number = 0;
  std::size_t begin = 0, end = 0;  // of the sorted spool's entries
};
std::vector<RunRange> cut_runs(const std::vector<SpoolEntry>& entries);

struct RunOutput {
  Path postings;                                                   // a file of them (postings.h)
  std::uint32_t most_wdf = 0;                                      // of this run and the worker's others
  std::vector<GlassData> data;                                     // of the documents in the database
  std::vector<std::string> records;                                 // for the text store
  std::vector<DocumentTokens> tokens;                               // ids of `words`
  std::vector<WordCount> words;
  std::vector<std::vector<std::vector<std::uint32_t>>> ordinals;    // by document, field
  std::vector<DocumentFacts> facts;
};

// Which generation first had this id? From the generation before this one; one a thread.
class FirstSeen {
 public:
  // `previous`: the published generation's folder, or empty. `number`: of the generation being built.
  FirstSeen(const Path& previous, std::uint32_t number);
  std::uint32_t operator()(const std::string& id) const;

 private:
  std::unique_ptr<Xapian::Database> database_;
  FactsColumn facts_;
  std::uint32_t number_;
};

// Leaves the run's postings in `folder`. Throws Xapian::Error and std::runtime_error (a spool that cannot be read).
RunOutput build_run(const RunRange& range, const Spool& spool, const Path& folder, const Knowledge& knowledge, DocumentBuilder& builder,
                    const FirstSeen& first_seen);

}  // namespace broadsheet
