// What does this file hold, unpacked? Plain bytes, or gzip, Zstandard, xz, bzip2, recognised from the content, whatever the name.
// The four libraries are called directly: libarchive 3.6.2 takes a file cut off early for an empty one, ignores what stands behind
// the last member, and loses the block before the damage (tried).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/error.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

// Members (frames, streams) that follow each other are read as one; zeros behind the last are padding, anything else is damage.
// What is packed twice is unpacked once. All bytes before a damage are given before its error. Counts and hashes the packed bytes
// on the way; never maps the file, which may change while it is read. Stops bombs by ratio (limits.h).
class UnpackedFile : public ByteSource {
 public:
  // "-" reads stdin.
  static Result<std::unique_ptr<UnpackedFile>> open(const std::string& path);
  virtual std::uint64_t packed_bytes() const = 0;
  virtual std::string packed_sha256() = 0;  // of what was read; call at the end
};

}  // namespace broadsheet
