// The long posting lists of a finished database, written once more for quick reading (common/posting_file.h).
#pragma once

#include <cstdint>
#include <span>

#include "common/error.h"
#include "common/generation.h"

namespace broadsheet {

// `lengths` by docid - 1. Reads every list of kLeastListed documents or more. Memory: the longest list. Throws Xapian::Error; errors: 74, it cannot be written.
Result<void> write_posting_file(const Path& database, std::span<const std::uint32_t> lengths, const Path& target);

}  // namespace broadsheet
