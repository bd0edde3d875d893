#include "indexer/stored_article.h"

#include <xapian.h>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/schema.h"
#include "common/text_store.h"
#include "common/version_file.h"

namespace broadsheet {

Result<std::optional<Article>> find_article(const Path& generation, const std::string& id) {
  const GenerationPaths paths{generation};
  const auto manifest = read_manifest(generation);
  if (!manifest) return std::unexpected(manifest.error());
  if (const auto sound = verify_version_file(paths, *manifest); !sound) return std::unexpected(sound.error());
  const Xapian::Database database(paths.database().string());
  const std::string term = id_term(kFields[field_index("id")].prefix, id);
  const Xapian::PostingIterator posting = database.postlist_begin(term);
  if (posting == database.postlist_end(term)) return std::nullopt;
  auto store = TextStore::open(paths.text_store());
  if (!store) return std::unexpected(store.error());
  const auto record = store->get(*posting);
  if (!record) return std::unexpected(record.error());
  auto article = decode_article(*record);
  if (!article) return std::unexpected(article.error());
  return std::move(*article);
}

}  // namespace broadsheet
