#include "common/version_file.h"

#include "common/files.h"

namespace broadsheet {

Result<void> verify_version_file(const GenerationPaths& paths, const Manifest& manifest) {
  constexpr std::uint64_t kMostBytes = 4096;
  for (const FileEntry& file : manifest.files) {
    const Path path = paths.root / file.path;
    if (file.bytes > kMostBytes || path.parent_path() != paths.database()) continue;
    const auto content = read_file(path, kMostBytes);
    if (!content) return std::unexpected(content.error());
    if (sha256_hex(*content) != file.sha256) return damaged(path, "its content does not match its SHA-256 in the manifest");
  }
  return {};
}

}  // namespace broadsheet
