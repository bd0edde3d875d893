// Pass 1: inputs to a spool of articles. Records are cut by one thread, derived by `jobs` threads, spooled in input order by the caller's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/error.h"
#include "indexer/build.h"
#include "indexer/derivation.h"
#include "indexer/rejects.h"
#include "indexer/spool.h"

namespace broadsheet {

struct DeriveResult {
  std::vector<FileEntry> inputs;  // with size and SHA-256, in input order
  RunCounts counts;
  std::uint64_t reused = 0;       // records whose article was taken over
};

// `reuse`: the generation before, or nullptr. Errors: 66 an input that does not exist, 74/71 the spool cannot be written, 130/143
// stopped by a signal.
Result<DeriveResult> derive(const BuildOptions& options, const Derivation* reuse, Spool& spool, RejectsFile& rejects);

// One record through reading, cleaning and entities: what the workers do. Pure. `encode` makes the bytes that are kept of the article.
struct DerivedRecord {
  std::optional<DerivedArticle> article;
  std::optional<Reject> reject;
  bool reused = false;
};
using EncodeArticle = std::string (*)(const Article& article, const std::string& content_hash);
DerivedRecord derive_record(RawRecord&& record, const BuildOptions& options, EncodeArticle encode);

// All inputs through derive_record(), in parallel; `keep` gets the records in input order, in the caller's thread. Errors: 66 an input
// that does not exist, 130/143 stopped by a signal.
struct InputsRead {
  std::vector<FileEntry> inputs;
  std::uint64_t skipped_files = 0;
};
using KeepRecord = std::function<void(DerivedRecord&&)>;
Result<InputsRead> derive_records(const BuildOptions& options, EncodeArticle encode, const KeepRecord& keep,
                                  const Derivation* reuse = nullptr);

}  // namespace broadsheet
