// Which files do these INPUT arguments mean? Folders are walked in sorted order, without following links to folders; files of no known
// format, fifos, devices and unreadable folders are skipped and counted.
#pragma once

#include <string>
#include <vector>

#include "common/error.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

struct InputFile {
  std::string path;  // "-" = stdin
};

struct WalkResult {
  std::vector<InputFile> files;
  std::vector<Reject> rejects;      // a folder or file that could not be read
  std::uint64_t skipped_files = 0;  // of no known format
};

// 66 when an INPUT does not exist (names it).
Result<WalkResult> find_inputs(const std::vector<std::string>& inputs, InputFormat format);

}  // namespace broadsheet
