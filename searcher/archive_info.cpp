#include "searcher/archive_info.h"

#include "common/manifest.h"

namespace broadsheet {

ArchiveInfo archive_info(const Manifest& manifest) {
  return {manifest.generation, manifest.created, manifest.content_sha256, manifest.articles};
}

void write_archive(JsonWriter& json, const ArchiveInfo& archive) {
  json.key("archive");
  json.begin_object();
  json.field("generation", archive.generation);
  json.field("created", archive.created);
  json.key("articles");
  json.integer(static_cast<std::int64_t>(archive.articles));
  json.field("content_sha256", archive.content_sha256);
  json.end_object();
}

}  // namespace broadsheet
