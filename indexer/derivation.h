// What did the generation before make of this very record? `build --reuse` takes an article over when the record is byte for byte the
// same and everything that derives an article from it is, too. The part derivation.bin says, by record, which article of the text store
// that is; docs/format.md has the bytes. The text store has articles as they were derived: what the whole archive knows (its names) is
// applied when they are read.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/generation.h"
#include "common/text_store.h"
#include "indexer/build.h"
#include "indexer/readers/reader.h"
#include "indexer/spool.h"

namespace broadsheet {

// Counts up whenever DERIVE makes something else of the same record without one of the versions in seam_versions() changing: the
// reading of keys, dates and names.
inline constexpr int kDerivationVersion = 1;

// SHA-256 of what parse_record() gets of a record.
Digest record_digest(const RawRecord& record);
// SHA-256 (hex) of everything else that an article is derived from: versions, and the options that DERIVE reads. A new option of that
// kind belongs here, else --reuse gives stale articles.
std::string derivation_key(const BuildOptions& options);

// Writes the part. `spool` in docid order.
Result<void> write_derivation(const Path& path, std::string_view key, const Spool& spool);

// One record of the generation before.
struct DerivedRow {
  std::uint32_t docid = 0;
  Digest content_hash{};
  std::uint64_t article_hash = 0;  // article_hash() of the article's bytes as derived
  std::uint32_t notes = 0;
};

// Thread-safe. Memory: 16 bytes an article, and the mapped file (80 an article).
class Derivation {
 public:
  // "" as key takes any. Errors say why nothing can be reused: 66 the generation keeps none (an older version made it), 78 it was derived by other rules or
  // options, 65 damage.
  static Result<Derivation> open(const GenerationPaths& generation, std::string_view key);
  const GenerationPaths& generation() const { return generation_; }
  std::uint32_t documents() const { return documents_; }
  std::optional<DerivedRow> find(const Digest& record) const;
  DerivedRow row(std::uint32_t docid) const;  // 1..documents()
  const RecordNotes& notes(std::uint32_t set) const { return notes_[set]; }

 private:
  struct Place {
    std::uint64_t begin_of_digest;
    std::uint32_t docid;
  };
  Result<void> load(std::string_view payload, std::string_view key);
  GenerationPaths generation_;
  MappedFile file_;
  std::string_view rows_;
  std::uint32_t documents_ = 0;
  std::vector<Place> places_;  // sorted
  std::vector<RecordNotes> notes_;
};

// The first 8 bytes of each article's content hash, in docid order. 66: the generation keeps none.
Result<std::vector<std::uint64_t>> read_content_hashes(const GenerationPaths& generation);

// Gives articles of the generation before. Thread-safe once opened. Memory: some 100 bytes an article.
class ReusedArticles {
 public:
  // Reads the whole text store once, block by block in `jobs` threads: records come in any order, and each would unpack a block of its
  // own. What is not as it was derived (damage) will not be found.
  static Result<ReusedArticles> open(const Derivation& derivation, unsigned jobs);
  // Its record stays in the text store (DerivedArticle::stored). nullopt: no such record, or its article is damaged: derive it anew.
  std::optional<DerivedArticle> find(const Digest& record) const;

 private:
  struct Known {
    std::string id;
    std::int64_t order = 0;
    std::uint32_t text_bytes = 0;
    bool sound = false;
  };
  explicit ReusedArticles(const Derivation& derivation) : derivation_(&derivation), known_(derivation.documents()) {}
  Result<void> read(std::uint32_t first, std::uint32_t last);
  const Derivation* derivation_;
  std::vector<Known> known_;  // by docid - 1
};

}  // namespace broadsheet
