#include "searcher/index_view.h"

#include <filesystem>

#include <fmt/format.h>

#include "common/encoding.h"

namespace broadsheet {

Result<IndexView> IndexView::open(const Path& archive, const std::string& generation) {
  const ArchivePaths paths{archive};
  auto name = read_current(paths);
  if (!name) return std::unexpected(name.error());
  if (!generation.empty()) name = generation;
  if (!std::filesystem::exists(paths.generation(*name))) {
    return fail(Status::no_input, fmt::format("{} has no generation {}; broadsheet generations lists them", archive.string(), *name));
  }
  // The canonical path: a switched link must not mix two generations.
  const GenerationPaths parts{std::filesystem::canonical(paths.generation(*name))};
  auto lock = ReaderLock::acquire(parts.manifest());
  if (!lock) return std::unexpected(lock.error());
  auto manifest = read_manifest(parts.root);
  if (!manifest) return std::unexpected(manifest.error());
  if (manifest->feature_version != kFeatureVersion || manifest->analysis.version != kAnalysisVersion) {
    return fail(Status::bad_data, fmt::format("{} was built with other analysis rules (features {}, analysis {}; this program has {}, {}): build it again, or use the program that made it",
                                              parts.root.string(), manifest->feature_version, manifest->analysis.version, kFeatureVersion, kAnalysisVersion));
  }
  IndexView view(std::move(*lock), std::move(*manifest));
  view.paths_ = parts;
  view.schema_ = Schema(view.manifest_.facet_fields);
  view.stemmer_ = std::make_unique<Stemmer>(view.manifest_.analysis.stemmer);
  auto facts = FactsColumn::open(parts.facts());
  if (!facts) return std::unexpected(facts.error());
  view.facts_ = std::move(*facts);
  auto tokens = TokenFile::open(parts.tokens());
  if (!tokens) return std::unexpected(tokens.error());
  view.tokens_ = std::move(*tokens);
  auto texts = TextStore::open(parts.text_store());
  if (!texts) return std::unexpected(texts.error());
  view.texts_ = std::move(*texts);
  try {
    view.database_ = Xapian::Database(parts.database().string());
  } catch (const Xapian::Error& error) {
    return fail(Status::bad_data, fmt::format("{} cannot be opened: {}; broadsheet check says more, broadsheet rollback goes back", parts.database().string(), error.get_msg()));
  }
  const std::uint32_t n = view.facts_.documents();
  if (view.database_.get_doccount() != n || view.tokens_.documents() != n || view.texts_.documents() != n) {
    return fail(Status::bad_data, fmt::format("the parts of {} are not of one build; broadsheet check says more, broadsheet rollback goes back", parts.root.string()));
  }
  return view;
}

Result<const KeywordColumn*> IndexView::column(const std::string& field) {
  auto& slot = columns_[field];
  if (slot == nullptr) {
    auto column = KeywordColumn::open(paths_.column(field));
    if (!column) return std::unexpected(column.error());
    if (column->documents() != documents()) return fail(Status::bad_data, fmt::format("{} is of another build", paths_.column(field).string()));
    slot = std::make_unique<KeywordColumn>(std::move(*column));
  }
  return slot.get();
}

std::optional<std::uint32_t> IndexView::find_id(const std::string& id) const {
  const std::string term = id_term(kFields[field_index("id")].prefix, id);
  const Xapian::PostingIterator posting = database_.postlist_begin(term);
  if (posting == database_.postlist_end(term)) return std::nullopt;
  return *posting;
}

}  // namespace broadsheet
