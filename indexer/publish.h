// How does a finished staging folder become the generation that searches use, and how do old ones go? Each step is safe to be killed in.
// Order of publishing: sync every file and folder, rename staging to generations/NAME, sync, write CURRENT by rename, sync.
// The writer lock is held by the caller of everything here that changes something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "common/manifest.h"

namespace broadsheet {

// One more than the highest number in generations/ and candidates/ and CURRENT; "000001" in a new archive.
Result<std::string> next_generation_name(const ArchivePaths& archive);
// Removes staging-* and what else a killed run left.
void sweep_staging(const ArchivePaths& archive);
// Every file under `folder` but manifest.json, sorted by path.
Result<std::vector<FileEntry>> list_files(const Path& folder);
// Manifest and its checksum, every file's size and SHA-256, nothing extra; `deep`: the parts' own verify and Xapian's check too.
// The error names file and damage (65) and `rollback` where an older generation exists.
Result<void> check_generation(const Path& folder, bool deep);
// Opens every part of what was built and compares their sizes (70: a bug).
Result<void> check_parts_agree(const GenerationPaths& paths, std::uint64_t articles);
// Syncs and renames; CURRENT then names it. After an error CURRENT names what it did before and `folder` is where it was, unless the
// message says otherwise.
Result<void> publish_generation(const ArchivePaths& archive, const Path& folder, const std::string& name);
// Renames a refused build to candidates/NAME.
Result<void> keep_candidate(const ArchivePaths& archive, const Path& staging, const std::string& name);
// CURRENT names this generation from now on; that it is sound is the caller's business.
Result<void> switch_current(const ArchivePaths& archive, const std::string& name);
// Why the guard refuses: "61,204 articles, 50.4 % fewer than 000041 (123,456), allowed 5 %; largest loss: Reuters 58,900 -> 0"; "" = fine.
std::string shrink_refusal(const Manifest& now, const Manifest& before, double max_shrink);
// The generations that are pinned: the first word of each line of `pins`.
std::vector<std::string> pinned_generations(const ArchivePaths& archive);
// Removes the oldest unpinned generations without readers until `keep` are left (never the current one) with their rejects files, and
// all candidates older than the current. Names of what went.
Result<std::vector<std::string>> prune_generations(const ArchivePaths& archive, std::uint32_t keep);

}  // namespace broadsheet
