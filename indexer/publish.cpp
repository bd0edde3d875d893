#include "indexer/publish.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

#include <xapian.h>

#include "common/alias_column.h"
#include "common/bigrams.h"
#include "common/columns.h"
#include "common/entity_names.h"
#include "common/files.h"
#include "common/lock.h"
#include "common/pair_lists.h"
#include "common/part.h"
#include "common/posting_file.h"
#include "common/text.h"
#include "common/text_store.h"
#include "common/token_file.h"
#include "indexer/pins.h"
#include "indexer/report.h"

namespace broadsheet {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kStagingPrefix = "staging-";
// Inside a staging folder: what is being published was a candidate.
constexpr std::string_view kCandidateMark = "candidate";
constexpr std::string_view kUnfinishedRejects = ".jsonl.unfinished";  // RejectsFile

// Everything under `folder`, sorted by path.
Result<std::vector<Path>> walk(const Path& folder) {
  std::vector<Path> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) paths.push_back(it->path());
  if (error) return std::unexpected(system_error(error.value(), "list", folder));
  std::ranges::sort(paths);
  return paths;
}

Result<void> sync_tree(const Path& folder) {
  const auto paths = walk(folder);
  if (!paths) return std::unexpected(paths.error());
  for (const Path& path : *paths) {
    std::error_code ignored;
    const auto synced = fs::is_directory(fs::symlink_status(path, ignored)) ? sync_folder(path) : sync_file(path);
    if (!synced) return synced;
  }
  return sync_folder(folder);
}

// Rename and make it last; both folders are on one file system.
Result<void> move_folder(const Path& from, const Path& to) {
  if (auto made = make_folder(to.parent_path()); !made) return made;
  if (auto renamed = rename_path(from, to); !renamed) return renamed;
  if (auto synced = sync_folder(to.parent_path()); !synced) return synced;
  return sync_folder(from.parent_path());
}

// Takes a folder out of sight in one step, then removes it; what a kill leaves behind is swept as staging.
Result<void> remove_folder(const ArchivePaths& archive, const Path& folder) {
  const Path hidden = archive.staging("removed-" + folder.filename().string());
  std::error_code error;
  fs::remove_all(hidden, error);
  if (auto moved = move_folder(folder, hidden); !moved) return moved;
  fs::remove_all(hidden, error);
  if (error) return std::unexpected(system_error(error.value(), "remove", hidden));
  return {};
}

// What a deep check does with one file of ours; `documents` is what the manifest says.
using PartCheck = Result<void> (*)(const Path& path, std::uint64_t documents);

Result<void> same_documents(const Path& path, std::uint64_t found, std::uint64_t expected) {
  if (found == expected) return {};
  return damaged(path, fmt::format("it holds {}, the manifest says {}", counted(found, "document"), with_thousands(expected)));
}

template <class Part>
Result<void> check_part(const Path& path, std::uint64_t documents) {
  if (auto verified = verify_part(path); !verified) return verified;
  auto part = Part::open(path);
  if (!part) return std::unexpected(part.error());
  if (auto same = same_documents(path, part->documents(), documents); !same) return same;
  if constexpr (requires { part->verify(); }) return part->verify();
  return {};
}

Result<void> check_database(const Path& path, std::uint64_t documents) {
  try {
    if (const std::size_t faults = Xapian::Database::check(path.string()); faults > 0) {
      return damaged(path, fmt::format("Xapian's check finds {}", counted(faults, "fault")));
    }
    return same_documents(path, Xapian::Database(path.string()).get_doccount(), documents);
  } catch (const Xapian::Error& error) {
    return damaged(path, error.get_description());
  }
}

struct PartRow {
  Path path;
  PartCheck check;
};

// The column beside it says how many values there are.
Result<void> check_aliases(const Path& path, std::uint64_t /*articles*/) {
  const auto column = KeywordColumn::open(Path(path).replace_extension(".col"));
  if (!column) return std::unexpected(column.error());
  const auto aliases = AliasColumn::open(path, column->values());
  return aliases ? Result<void>() : std::unexpected(aliases.error());
}

Result<void> check_names(const Path& path, std::uint64_t /*articles*/) {
  const auto names = EntityNames::read(path);
  return names ? Result<void>() : std::unexpected(names.error());
}

Result<void> check_parts(const Path& folder, const Manifest& manifest) {
  const GenerationPaths paths{folder};
  std::vector<PartRow> parts = {{paths.database(), check_database},
                                {paths.facts(), check_part<FactsColumn>},
                                {paths.text_store(), check_part<TextStore>},
                                {paths.tokens(), check_part<TokenFile>}};
  const Path columns = paths.column("").parent_path();
  for (const FileEntry& file : manifest.files) {
    const Path path = folder / file.path;
    if (path == paths.postings()) parts.push_back({path, check_part<PostingFile>});  // the same
    if (path == paths.pairs()) parts.push_back({path, check_part<PairLists>});  // the same
    if (path == paths.bigrams()) parts.push_back({path, check_part<BigramTable>});  // older generations have none
    if (path.parent_path() == columns && path.extension() == ".col") parts.push_back({path, check_part<KeywordColumn>});
    if (path.parent_path() == columns && path.extension() == ".aliases") parts.push_back({path, check_aliases});
    if (path == paths.names()) parts.push_back({path, check_names});
  }
  for (const PartRow& part : parts) {
    if (auto sound = part.check(part.path, manifest.articles); !sound) return sound;
  }
  return {};
}

// The first difference between what the manifest promises and what is there; both sorted by path.
Result<void> compare_files(const Path& folder, const std::vector<FileEntry>& promised, const std::vector<FileEntry>& found) {
  auto there = found.begin();
  for (const FileEntry& file : promised) {
    if (there != found.end() && there->path < file.path) break;
    if (there == found.end() || there->path != file.path) return damaged(folder / file.path, "missing");
    if (there->bytes != file.bytes) {
      return damaged(folder / file.path,
                     fmt::format("{} bytes, the manifest says {}", with_thousands(there->bytes), with_thousands(file.bytes)));
    }
    if (there->sha256 != file.sha256) return damaged(folder / file.path, "its content does not match its SHA-256 in the manifest");
    ++there;
  }
  if (there != found.end()) return damaged(folder / there->path, "not in the manifest");
  return {};
}

Result<void> check_files(const Path& folder, bool deep) {
  auto manifest = read_manifest(folder);
  if (!manifest) return std::unexpected(manifest.error());
  const bool named = generation_number(folder.filename().string()).has_value();
  if (named && manifest->generation != folder.filename()) {
    return damaged(GenerationPaths{folder}.manifest(), fmt::format("it is that of generation {}", manifest->generation));
  }
  const auto files = list_files(folder);
  if (!files) return std::unexpected(files.error());
  std::ranges::sort(manifest->files, {}, &FileEntry::path);
  if (auto same = compare_files(folder, manifest->files, *files); !same) return same;
  return deep ? check_parts(folder, *manifest) : Result<void>{};
}

// Removed in this order until few enough are left: from the oldest, but for those that are in use.
Result<std::vector<std::string>> removable_generations(const ArchivePaths& archive, const std::string& current) {
  const auto pins = read_pins(archive);
  if (!pins) return std::unexpected(pins.error());
  auto names = list_generations(archive);
  std::erase_if(names, [&](const std::string& name) { return name == current || is_pinned(*pins, name); });
  return names;
}

// A generation or candidate with its rejects. false: somebody reads it.
Result<bool> remove_generation(const ArchivePaths& archive, const Path& folder) {
  const std::string name = folder.filename().string();
  const auto lock = RemovalLock::try_acquire(GenerationPaths{folder}.manifest());
  if (!lock) return false;
  if (auto removed = remove_folder(archive, folder); !removed) return std::unexpected(removed.error());
  std::error_code ignored;
  fs::remove(archive.rejects(name), ignored);
  return true;
}

// Removes those of `names` that nobody reads and adds them to `removed`.
Result<void> remove_candidates(const ArchivePaths& archive, const std::vector<std::string>& names, std::vector<std::string>& removed) {
  for (const std::string& name : names) {
    const auto gone = remove_generation(archive, archive.candidates() / name);
    if (!gone) return std::unexpected(gone.error());
    if (*gone) removed.push_back(name);
  }
  return {};
}

// The generation that `staging` was being published as, when that was moved to its place and CURRENT never came to name it. A lost
// CURRENT says nothing, unless no other generation is there.
std::optional<std::string> unpublished_generation(const ArchivePaths& archive, const Path& staging) {
  std::string name = staging.filename().string();
  if (!name.starts_with(kStagingPrefix)) return std::nullopt;
  name.erase(0, kStagingPrefix.size());
  std::error_code error;
  if (!generation_number(name) || !fs::is_directory(archive.generation(name), error)) return std::nullopt;
  const auto current = read_current(archive);
  if (current) return *current == name ? std::nullopt : std::optional(name);
  const bool first = !fs::exists(archive.current(), error) && list_generations(archive).size() == 1;
  return first ? std::optional(name) : std::nullopt;
}

// What cannot be moved or removed now is tried again by the next run, for the staging folder stays as well.
bool sweep_unpublished(const ArchivePaths& archive, const Path& staging) {
  const auto name = unpublished_generation(archive, staging);
  if (!name) return true;
  std::error_code error;
  if (fs::exists(staging / kCandidateMark, error)) return move_folder(archive.generation(*name), archive.candidates() / *name).has_value();
  return remove_folder(archive, archive.generation(*name)).has_value();
}

}  // namespace

Result<std::string> next_generation_name(const ArchivePaths& archive) {
  std::uint32_t highest = 0;
  auto names = list_generations(archive);
  for (std::string& candidate : list_generations_in(archive.candidates())) names.push_back(std::move(candidate));
  if (auto current = read_current(archive)) names.push_back(std::move(*current));
  for (const std::string& name : names) highest = std::max(highest, *generation_number(name));
  if (highest == UINT32_MAX) {
    return fail(Status::cannot_create, fmt::format("{}: no number is left after {}", archive.root.string(), generation_name(highest)));
  }
  return generation_name(highest + 1);
}

void sweep_staging(const ArchivePaths& archive) {
  std::error_code error;
  std::vector<Path> left;
  for (const Path& file : {archive.current(), archive.pins(), archive.hold(), archive.last_run()}) left.push_back(temporary_name(file));
  for (fs::directory_iterator it(archive.root, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().starts_with(kStagingPrefix)) left.push_back(it->path());
  }
  const Path rejects = archive.rejects(generation_name(0));
  for (fs::directory_iterator it(rejects.parent_path(), error), end; !error && it != end; it.increment(error)) {
    // Nothing else: the folder may be a link to one where other people's files are.
    if (it->path().filename().string().ends_with(kUnfinishedRejects)) left.push_back(it->path());
  }
  // What cannot be removed now is in nobody's way and is tried again by the next run.
  for (const Path& path : left) {
    if (sweep_unpublished(archive, path)) fs::remove_all(path, error);
  }
}

Result<std::vector<FileEntry>> list_files(const Path& folder) {
  const auto paths = walk(folder);
  if (!paths) return std::unexpected(paths.error());
  const Path manifest = GenerationPaths{folder}.manifest();
  std::vector<FileEntry> files;
  for (const Path& path : *paths) {
    std::error_code error;
    const auto type = fs::symlink_status(path, error).type();
    if (type == fs::file_type::directory || path == manifest) continue;
    if (type != fs::file_type::regular) return damaged(path, "not a regular file");
    const std::uint64_t bytes = fs::file_size(path, error);
    if (error) return std::unexpected(system_error(error.value(), "read", path));
    auto hash = sha256_of_file(path);
    if (!hash) return std::unexpected(hash.error());
    files.push_back({path.lexically_relative(folder).generic_string(), bytes, std::move(*hash)});
  }
  std::ranges::sort(files, {}, &FileEntry::path);
  return files;
}

Result<void> check_generation(const Path& folder, bool deep) {
  auto sound = check_files(folder, deep);
  if (!sound) return std::unexpected(generation_fault(std::move(sound.error()), folder));
  return sound;
}

Result<void> check_new_parts(const Path& folder, const Manifest& manifest) { return check_parts(folder, manifest); }

Result<void> switch_current(const ArchivePaths& archive, const std::string& name) { return atomic_write(archive.current(), name + "\n"); }

Result<void> publish_generation(const ArchivePaths& archive, const Path& folder, const std::string& name) {
  if (auto synced = sync_tree(folder); !synced) return synced;
  // The staging folder must outlast a power failure: it says what was on its way.
  if (auto synced = sync_folder(archive.root); !synced) return synced;
  const Path target = archive.generation(name);
  auto published = move_folder(folder, target);
  if (published) published = switch_current(archive, name);
  if (published) return published;
  // The rename of CURRENT may have been done and only the sync after it have failed: then there is no way back.
  if (const auto current = read_current(archive); current && *current == name) {
    return fail(published.error().status,
                fmt::format("{}; searches use {} already, but a power failure may undo that", published.error().message, name));
  }
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) fs::rename(target, folder, ignored);
  return published;
}

Result<void> publish_candidate(const ArchivePaths& archive, const std::string& name) {
  const Path staging = archive.staging(name);
  if (auto made = make_folder(staging / kCandidateMark); !made) return made;
  if (auto synced = sync_tree(staging); !synced) return synced;
  const auto published = publish_generation(archive, archive.candidates() / name, name);
  if (!published) return published;
  std::error_code ignored;  // what is left is swept by the next run
  fs::remove_all(staging, ignored);
  return {};
}

Result<void> keep_candidate(const ArchivePaths& archive, const Path& staging, const std::string& name) {
  if (auto synced = sync_tree(staging); !synced) return synced;
  return move_folder(staging, archive.candidates() / name);
}

Result<std::vector<std::string>> prune_generations(const ArchivePaths& archive, std::uint32_t keep) {
  const auto current = read_current(archive);
  if (!current) return std::unexpected(current.error());
  const auto removable = removable_generations(archive, *current);
  if (!removable) return removable;
  std::vector<std::string> removed;
  std::size_t left = list_generations(archive).size();
  for (const std::string& name : *removable) {
    if (left <= keep) break;
    const auto gone = remove_generation(archive, archive.generation(name));
    if (!gone) return std::unexpected(gone.error());
    if (!*gone) continue;
    removed.push_back(name);
    --left;
  }
  auto candidates = list_generations_in(archive.candidates());
  std::erase_if(candidates, [&](const std::string& name) { return *generation_number(name) >= *generation_number(*current); });
  if (auto done = remove_candidates(archive, candidates, removed); !done) return std::unexpected(done.error());
  return removed;
}

Result<std::vector<std::string>> prune_candidates(const ArchivePaths& archive, std::uint32_t keep) {
  auto names = list_generations_in(archive.candidates());
  names.resize(names.size() - std::min<std::size_t>(names.size(), keep));
  std::vector<std::string> removed;
  if (auto done = remove_candidates(archive, names, removed); !done) return std::unexpected(done.error());
  return removed;
}

Result<void> check_parts_agree(const GenerationPaths& paths, std::uint64_t articles) {
  const auto facts = FactsColumn::open(paths.facts());
  if (!facts) return std::unexpected(facts.error());
  const auto tokens = TokenFile::open(paths.tokens());
  if (!tokens) return std::unexpected(tokens.error());
  const auto store = TextStore::open(paths.text_store());
  if (!store) return std::unexpected(store.error());
  const Xapian::Database database(paths.database().string());
  const bool agree = facts->documents() == articles && tokens->documents() == articles && store->documents() == articles &&
                     database.get_doccount() == articles && database.get_lastdocid() == articles;
  if (agree) return {};
  return fail(Status::software,
              fmt::format("the parts of the new generation disagree on its {} articles; nothing was published: this is a bug", articles));
}

}  // namespace broadsheet
