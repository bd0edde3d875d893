// One published generation, open for reading: database, columns, texts, words. Move-only; one a thread (Xapian's handles share state).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <xapian.h>

#include "common/alias_column.h"
#include "common/article.h"
#include "common/bigrams.h"
#include "common/columns.h"
#include "common/entity_names.h"
#include "common/error.h"
#include "common/generation.h"
#include "common/lock.h"
#include "common/manifest.h"
#include "common/pair_lists.h"
#include "common/posting_file.h"
#include "common/schema.h"
#include "common/stemmer.h"
#include "common/text_store.h"
#include "common/token_file.h"
#include "searcher/ranking.h"

namespace broadsheet {

struct FacetColumn {
  std::string field;
  const KeywordColumn* column = nullptr;
};

class IndexView {
 public:
  // The generation that CURRENT names, or `generation`. Errors name the archive and what helps.
  static Result<IndexView> open(const Path& archive, const std::string& generation = {});

  const Manifest& manifest() const { return manifest_; }
  const Schema& schema() const { return schema_; }
  const GenerationPaths& paths() const { return paths_; }
  std::uint32_t documents() const { return facts_.documents(); }
  const Xapian::Database& database() const { return database_; }
  const ArchiveStatistics& statistics() const { return statistics_; }
  // Their hash is not looked at: what counts by day, where a wild day takes memory, asks checked_facts(), which does so once.
  const FactsColumn& facts() const { return facts_; }
  Result<const FactsColumn*> checked_facts();
  const TokenFile& tokens() const { return tokens_; }
  // The term's postings when its list is a long one; nullopt: the database has them, if there are any.
  std::optional<PostingReader> long_list(const std::string& term) const { return postings_ ? postings_->find(term) : std::nullopt; }
  // Are the shares of these lists' blocks by the average length of statistics()?
  bool shares_hold() const { return postings_ && postings_->average_length() == statistics_.average_length; }
  // In how many documents the term stands.
  std::uint32_t frequency(const std::string& term) const;
  TextStore& texts() { return texts_; }
  Stemmer& stemmer() { return *stemmer_; }
  // Opened at first use. The field must be a facet field of the schema.
  Result<const KeywordColumn*> column(const std::string& field);
  // A field to filter or count by, under any of its names; status 2: there is none of that name, the message lists them.
  Result<FacetColumn> facet(const std::string& name);
  // Opened at first use; nullptr: this generation has none.
  Result<const BigramTable*> bigrams();
  // The same of the lists of word pairs.
  Result<const PairLists*> pairs();
  // The aliases of the field's values, opened at first use; nullptr: it has none, or the archive is older than they are.
  Result<const AliasColumn*> aliases(const std::string& field);
  // The values that a whole name means: the one of this name, else those it is an alias of. Ordinals, ascending.
  Result<std::vector<std::uint32_t>> values_named(const std::string& field, const std::string& name);
  // The stored article; `named`: with the archive's names for its entities, which are read at first use.
  Result<Article> article(std::uint32_t docid, bool named);
  // Docid of an id; nullopt: not in this generation.
  std::optional<std::uint32_t> find_id(const std::string& id) const;

 private:
  static Result<IndexView> open_generation(const Path& folder);
  IndexView(ReaderLock lock, Manifest manifest) : lock_(std::move(lock)), manifest_(std::move(manifest)) {}
  ReaderLock lock_;
  Manifest manifest_;
  Schema schema_;
  GenerationPaths paths_;
  Xapian::Database database_;
  ArchiveStatistics statistics_;
  FactsColumn facts_;
  bool facts_checked_ = false;
  TokenFile tokens_;
  std::optional<PostingFile> postings_;  // older generations have none
  TextStore texts_;
  std::unique_ptr<Stemmer> stemmer_;
  std::map<std::string, std::unique_ptr<KeywordColumn>> columns_;
  std::unique_ptr<BigramTable> bigrams_;
  std::unique_ptr<PairLists> pairs_;
  std::map<std::string, std::unique_ptr<AliasColumn>> aliases_;
  std::optional<EntityNames> names_;
};

}  // namespace broadsheet
