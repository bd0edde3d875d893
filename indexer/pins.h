// Which generations must stay, and is publishing on hold? The two small files by which a person overrules the nightly run: `pins` and
// `hold`. Both are replaced in one step; the writer lock is held by the caller of what changes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/generation.h"

namespace broadsheet {

struct Pin {
  std::string generation;
  std::string note;  // one line, why; "" = none given
};

// Lines `GENERATION NOTE`, in the file's order; none without a file. A file that cannot be read is an error: nothing may be removed
// by one who does not know what is pinned.
Result<std::vector<Pin>> read_pins(const ArchivePaths& archive);
Result<void> write_pins(const ArchivePaths& archive, const std::vector<Pin>& pins);
bool is_pinned(const std::vector<Pin>& pins, const std::string& generation);
// What is wrong with a note; "" = nothing.
std::string note_fault(const std::string& note);

// Builds are kept as candidates until somebody publishes one or rolls back without --hold.
struct Hold {
  std::string generation;  // that searches stay with
  std::string since;       // RFC 3339, UTC
};
Result<std::optional<Hold>> read_hold(const ArchivePaths& archive);
Result<void> write_hold(const ArchivePaths& archive, const Hold& hold);
Result<void> lift_hold(const ArchivePaths& archive);  // none there: nothing to do

}  // namespace broadsheet
