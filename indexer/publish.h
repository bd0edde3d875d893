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
// Removes what a killed run left: staging-*, temporary files, rejects that are not finished, and a generation that was moved to its
// place but never named by CURRENT (a candidate on its way goes back to candidates/).
void sweep_staging(const ArchivePaths& archive);
// Every file under `folder` but manifest.json, sorted by path.
Result<std::vector<FileEntry>> list_files(const Path& folder);
// Manifest and its checksum, every file's size and SHA-256, nothing extra; `deep`: the parts' own verify and Xapian's check too.
// The error names file and damage (65) and `rollback` where an older generation exists.
Result<void> check_generation(const Path& folder, bool deep);
// Every part that `folder` has, as it was written: their own hashes and bounds, and Xapian's check. For a build before it is published,
// whose SHA-256 were taken from the files a moment ago. 65: names file and damage.
Result<void> check_new_parts(const Path& folder, const Manifest& manifest);
// Opens every part of what was built and compares their sizes (70: a bug).
Result<void> check_parts_agree(const GenerationPaths& paths, std::uint64_t articles);
// Syncs and renames; CURRENT then names it. After an error CURRENT names what it did before and `folder` is where it was, unless the
// message says otherwise.
Result<void> publish_generation(const ArchivePaths& archive, const Path& folder, const std::string& name);
// The same of candidates/NAME. A run killed in the middle leaves it published, or a candidate after the next sweep.
Result<void> publish_candidate(const ArchivePaths& archive, const std::string& name);
// Renames a refused build to candidates/NAME.
Result<void> keep_candidate(const ArchivePaths& archive, const Path& staging, const std::string& name);
// CURRENT names this generation from now on; that it is sound is the caller's business.
Result<void> switch_current(const ArchivePaths& archive, const std::string& name);
// Removes the oldest unpinned generations without readers until `keep` are left (never the current one) with their rejects files, and
// all candidates older than the current. Names of what went.
Result<std::vector<std::string>> prune_generations(const ArchivePaths& archive, std::uint32_t keep);
// Removes the oldest candidates that nobody reads until `keep` are left. Names of what went.
Result<std::vector<std::string>> prune_candidates(const ArchivePaths& archive, std::uint32_t keep);

}  // namespace broadsheet
