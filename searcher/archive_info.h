// Which archive does an answer come from? For the answers that are not hits: fields and explain.
#pragma once

#include "common/json.h"
#include "searcher/answer.h"

namespace broadsheet {

struct Manifest;

ArchiveInfo archive_info(const Manifest& manifest);
// "archive":{…} as in every answer.
void write_archive(JsonWriter& json, const ArchiveInfo& archive);

}  // namespace broadsheet
