#include "indexer/rejects.h"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"

namespace broadsheet {
namespace fs = std::filesystem;

std::string reject_to_json(const Reject& reject) {
  JsonWriter json;
  json.begin_object();
  json.field("reason", reject.reason);
  json.field("message", repair_utf8(reject.message));
  json.field("file", repair_utf8(reject.origin.file));
  json.key("line");
  json.integer(static_cast<std::int64_t>(reject.origin.line));
  json.key("offset");
  json.integer(static_cast<std::int64_t>(reject.origin.offset));
  if (reject.record) json.field("record", repair_utf8(*reject.record));
  json.end_object();
  return json.take();
}

RejectsFile::~RejectsFile() {
  if (!file_) return;
  file_.reset();
  std::error_code ignored;  // nobody is there to be told
  fs::remove(temporary(), ignored);
}

fs::path RejectsFile::temporary() const { return path_.string() + ".unfinished"; }

Result<void> RejectsFile::open() {
  std::error_code ignored;
  const auto status = fs::status(path_, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return fail(Status::cannot_create,
                fmt::format("{}: rejects go into a file, and this is none; name another: --rejects FILE", path_.string()));
  }
  if (path_.has_parent_path()) {
    if (auto made = make_folder(path_.parent_path()); !made) return made;
  }
  fs::remove(temporary(), ignored);  // left by a run that was killed
  auto created = FileWriter::create(temporary());
  if (!created) return std::unexpected(created.error());
  file_ = std::move(*created);
  return {};
}

Result<void> RejectsFile::add(const Reject& reject) {
  if (!file_) {
    if (auto opened = open(); !opened) return opened;
  }
  file_->write(reject_to_json(reject) + '\n');
  ++count_;
  return {};
}

Result<void> RejectsFile::commit() {
  if (!file_) return {};
  if (auto closed = file_->close(true); !closed) return closed;
  std::error_code error;
  fs::rename(temporary(), path_, error);
  if (error) return std::unexpected(system_error(error.value(), "write", path_));
  file_.reset();
  return {};
}

}  // namespace broadsheet
