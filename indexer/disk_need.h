// Does the disk have room for this build? An estimate before any work, so that a night is not lost to a disk that was full from the
// start. Pure but for the two functions that ask the file system.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "common/manifest.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

// At its peak a build has most of what it will publish and, beside it, the packed spool, runs and tokens: measured 1.56 times the
// generation (13,894 news articles with names found, 83 MB of JSON Lines: 164 MB at the peak, 105 MB published), 1.9 times one of 600
// short articles, whose runs are not merged before the end.
inline constexpr double kPeakOfGeneration = 1.75;
// A generation of plain JSON Lines has 1.26 times their size (the same run: names and their places are most of what is added); packed
// files hold about four times theirs.
inline constexpr double kGenerationOfInput = 1.26;
inline constexpr double kUnpackedOfPacked = 4;

struct InputSizes {
  std::uint64_t plain = 0;   // bytes
  std::uint64_t packed = 0;  // .gz .zst .xz .bz2
  bool unknown = false;      // there is standard input, too
};

struct DiskNeed {
  std::uint64_t bytes = 0;      // at the peak of the build
  bool from_previous = false;   // a generation before of about as much input tells how large the new one will be
};

// nullopt: nothing tells how much it will be (standard input, and no generation before).
std::optional<DiskNeed> estimate_need(const InputSizes& inputs, const std::optional<Manifest>& previous);

// Certain to fail: less is free than 0.8 of the need, or 0.5 where only the inputs tell. The message is an error of 74.
std::optional<Error> space_refusal(const DiskNeed& need, std::uint64_t free_bytes, const Path& archive);
// May fail: less is free than the need; "" = enough.
std::string space_warning(const DiskNeed& need, std::uint64_t free_bytes, const Path& archive);

// Inputs that do not exist count nothing: whoever reads them says so.
InputSizes measure_inputs(const std::vector<std::string>& inputs, InputFormat format);
// What a person who is not root may still write; nullopt: the file system does not tell.
std::optional<std::uint64_t> free_space(const Path& folder);

}  // namespace broadsheet
