#include "searcher/index_view.h"

#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/files.h"
#include "common/text.h"
#include "common/version_file.h"
#include "searcher/xapian_fault.h"

namespace broadsheet {

namespace {

// Query words must be cut as the text's words were.
Result<void> check_versions(const Manifest& manifest, const Path& folder) {
  const int analysis = manifest.analysis.version;
  const bool readable = analysis >= kOldestReadableAnalysis && analysis <= kAnalysisVersion;
  if (manifest.feature_version == kFeatureVersion && readable) return {};
  return fail(
      Status::bad_data,
      fmt::format("{} was built with other rules for words (features {}, analysis {}; this program has {}, {}): build it again, or use "
                  "the program that made it",
                  folder.string(), manifest.feature_version, analysis, kFeatureVersion, kAnalysisVersion));
}

template <class Part>
Result<void> open_part(Part& part, const Path& path) {
  auto opened = Part::open(path);
  if (!opened) return std::unexpected(opened.error());
  part = std::move(*opened);
  return {};
}

}  // namespace

Result<IndexView> IndexView::open(const Path& archive, const std::string& generation) {
  const ArchivePaths paths{archive};
  auto name = read_current(paths);
  if (!name) return std::unexpected(name.error());
  if (!generation.empty()) name = generation;
  Path folder = paths.generation(*name);
  // By its name, a candidate can be looked at before it is published.
  if (!std::filesystem::exists(folder) && !generation.empty()) folder = paths.candidates() / generation;
  if (!std::filesystem::exists(folder)) {
    return fail(Status::no_input, fmt::format("{} has no generation {}; broadsheet generations lists them", archive.string(), *name));
  }
  auto view = open_generation(folder);
  // Pruned between the two readings: CURRENT names another one by now.
  if (!view && generation.empty() && read_current(paths).value_or(*name) != *name) return open(archive);
  if (!view) return std::unexpected(generation_fault(view.error(), folder));
  return view;
}

Result<IndexView> IndexView::open_generation(const Path& folder) {
  // The canonical path: a switched link must not mix two generations.
  std::error_code unresolved;
  const GenerationPaths parts{std::filesystem::canonical(folder, unresolved)};
  if (unresolved) return std::unexpected(system_error(unresolved.value(), "open", folder));
  auto lock = ReaderLock::acquire(parts.manifest());
  if (!lock) return std::unexpected(lock.error());
  auto manifest = read_manifest(parts.root);
  if (!manifest) return std::unexpected(manifest.error());
  if (manifest->generation != parts.root.filename()) {
    return damaged(parts.manifest(), fmt::format("it is that of generation {}", manifest->generation));
  }
  if (const auto readable = check_versions(*manifest, parts.root); !readable) return std::unexpected(readable.error());
  IndexView view(std::move(*lock), std::move(*manifest));
  view.paths_ = parts;
  view.schema_ = Schema(view.manifest_.facet_fields);
  view.stemmer_ = std::make_unique<Stemmer>(view.manifest_.analysis.stemmer);
  auto facts = FactsColumn::open_unchecked(parts.facts());
  if (!facts) return std::unexpected(facts.error());
  view.facts_ = std::move(*facts);
  if (const auto opened = open_part(view.tokens_, parts.tokens()); !opened) return std::unexpected(opened.error());
  if (const auto opened = open_part(view.texts_, parts.text_store()); !opened) return std::unexpected(opened.error());
  if (std::filesystem::exists(parts.postings(), unresolved)) {
    if (const auto opened = open_part(view.postings_.emplace(), parts.postings()); !opened) return std::unexpected(opened.error());
  }
  if (const auto sound = verify_version_file(parts, view.manifest_); !sound) return std::unexpected(sound.error());
  try {
    view.database_ = Xapian::Database(parts.database().string());
    view.statistics_ = archive_statistics(view.database_);
  } catch (const Xapian::Error& error) {
    return std::unexpected(xapian_fault(error, parts.database().string()));
  }
  const std::uint32_t n = view.facts_.documents();
  if (view.database_.get_doccount() != n || view.tokens_.documents() != n || view.texts_.documents() != n ||
      (view.postings_ && view.postings_->documents() != n)) {
    return fail(Status::bad_data, fmt::format("the parts of {} are not of one build", parts.root.string()));
  }
  return view;
}

std::uint32_t IndexView::frequency(const std::string& term) const {
  const auto listed = long_list(term);
  return listed ? listed->frequency() : database_.get_termfreq(term);
}

Result<const KeywordColumn*> IndexView::column(const std::string& field) {
  auto& slot = columns_[field];
  if (slot == nullptr) {
    auto column = KeywordColumn::open(paths_.column(field));
    if (!column) return std::unexpected(generation_fault(column.error(), paths_.root));
    if (column->documents() != documents())
      return fail(Status::bad_data, fmt::format("{} is of another build", paths_.column(field).string()));
    slot = std::make_unique<KeywordColumn>(std::move(*column));
  }
  return slot.get();
}

Result<const FactsColumn*> IndexView::checked_facts() {
  if (!facts_checked_) {
    if (const auto sound = facts_.check_hash(); !sound) return std::unexpected(generation_fault(sound.error(), paths_.root));
  }
  facts_checked_ = true;
  return &facts_;
}

Result<FacetColumn> IndexView::facet(const std::string& name) {
  const ArchiveField* field = schema_.find(name);
  if (field == nullptr || !field->facet) {
    return fail(Status::usage,
                fmt::format("'{}' is no field to filter or count by; there are: {}", name, fmt::join(schema_.facet_names(), ", ")));
  }
  const auto opened = column(field->name);
  if (!opened) return std::unexpected(opened.error());
  return FacetColumn{field->name, *opened};
}

Result<const BigramTable*> IndexView::bigrams() {
  std::error_code ignored;
  if (bigrams_ != nullptr || !std::filesystem::exists(paths_.bigrams(), ignored)) return bigrams_.get();
  auto table = BigramTable::open(paths_.bigrams());
  if (!table) return std::unexpected(generation_fault(table.error(), paths_.root));
  if (table->documents() != documents() || table->words() != tokens_.words()) {
    return fail(Status::bad_data, fmt::format("{} is of another build", paths_.bigrams().string()));
  }
  bigrams_ = std::make_unique<BigramTable>(std::move(*table));
  return bigrams_.get();
}

Result<const PairLists*> IndexView::pairs() {
  std::error_code ignored;
  if (pairs_ != nullptr || !std::filesystem::exists(paths_.pairs(), ignored)) return pairs_.get();
  auto lists = PairLists::open(paths_.pairs());
  if (!lists) return std::unexpected(generation_fault(lists.error(), paths_.root));
  if (lists->documents() != documents()) return fail(Status::bad_data, fmt::format("{} is of another build", paths_.pairs().string()));
  pairs_ = std::make_unique<PairLists>(std::move(*lists));
  return pairs_.get();
}

Result<const AliasColumn*> IndexView::aliases(const std::string& field) {
  const auto [slot, is_new] = aliases_.try_emplace(field);
  const Path path = paths_.aliases(field);
  if (!is_new || !std::filesystem::exists(path)) return slot->second.get();
  const auto values = column(field);
  if (!values) return std::unexpected(values.error());
  auto opened = AliasColumn::open(path, (*values)->values());
  if (!opened) {
    aliases_.erase(slot);
    return std::unexpected(generation_fault(opened.error(), paths_.root));
  }
  slot->second = std::make_unique<AliasColumn>(std::move(*opened));
  return slot->second.get();
}

Result<std::vector<std::uint32_t>> IndexView::values_named(const std::string& field, const std::string& name) {
  const auto values = column(field);
  if (!values) return std::unexpected(values.error());
  const std::string folded = fold(squeeze(name));
  if (const auto ordinal = (*values)->find(folded)) return std::vector{*ordinal};
  const auto others = aliases(field);
  if (!others) return std::unexpected(others.error());
  return *others == nullptr ? std::vector<std::uint32_t>{} : (*others)->find(folded);
}

Result<Article> IndexView::article(std::uint32_t docid, bool named) {
  const auto record = texts_.get(docid);
  if (!record) return std::unexpected(record.error());
  auto article = decode_article(*record);
  if (!article || !named || article->entities.empty() || !std::filesystem::exists(paths_.names())) return article;
  if (!names_) {
    auto names = EntityNames::read(paths_.names());
    if (!names) return std::unexpected(generation_fault(names.error(), paths_.root));
    names_ = std::move(*names);
  }
  show_entity_names(*article, *names_);
  return article;
}

std::optional<std::uint32_t> IndexView::find_id(const std::string& id) const {
  const std::string term = id_term(kFields[field_index("id")].prefix, id);
  const Xapian::PostingIterator posting = database_.postlist_begin(term);
  if (posting == database_.postlist_end(term)) return std::nullopt;
  return checked_docid(*posting, documents());
}

}  // namespace broadsheet
