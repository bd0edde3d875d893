#include "indexer/disk_need.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "indexer/readers/walk.h"
#include "indexer/report.h"
#include "indexer/status.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 4> kPacked = {".gz", ".zst", ".xz", ".bz2"};
constexpr double kSureOfPrevious = 0.8, kSureOfInputs = 0.5;
// A generation of thirty articles does not tell how large one of a million will be: most of it is there whatever the articles.
constexpr double kComparableGrowth = 2;

bool is_packed(const std::string& path) {
  return std::ranges::any_of(kPacked, [&path](std::string_view ending) { return path.ends_with(ending); });
}

std::uint64_t scaled(double bytes) { return static_cast<std::uint64_t>(bytes); }

double unpacked(double plain, double packed) { return plain + kUnpackedOfPacked * packed; }

// Unpacked bytes of what the generation before was made from.
double unpacked_before(const Manifest& previous) {
  double plain = 0, packed = 0;
  for (const FileEntry& input : previous.inputs) (is_packed(input.path) ? packed : plain) += static_cast<double>(input.bytes);
  return unpacked(plain, packed);
}

std::string need_text(const DiskNeed& need, std::uint64_t free_bytes) {
  return fmt::format("this build needs about {}, {} are free", size_text(need.bytes), size_text(free_bytes));
}

}  // namespace

std::optional<DiskNeed> estimate_need(const InputSizes& inputs, const std::optional<Manifest>& previous) {
  const double now = unpacked(static_cast<double>(inputs.plain), static_cast<double>(inputs.packed));
  const double before = previous ? unpacked_before(*previous) : 0;
  if (inputs.unknown && before == 0) return std::nullopt;
  if (before == 0) return DiskNeed{scaled(now * kGenerationOfInput * kPeakOfGeneration), false};
  // Standard input is taken to hold what it held the last time.
  const double growth = inputs.unknown ? std::max(1.0, now / before) : now / before;
  return DiskNeed{scaled(static_cast<double>(total_bytes(previous->files)) * growth * kPeakOfGeneration), growth <= kComparableGrowth};
}

std::optional<Error> space_refusal(const DiskNeed& need, std::uint64_t free_bytes, const Path& archive) {
  const double sure = (need.from_previous ? kSureOfPrevious : kSureOfInputs) * static_cast<double>(need.bytes);
  if (static_cast<double>(free_bytes) >= sure) return std::nullopt;
  return Error{Status::io_error,
               fmt::format("{}: No space left for it: {}; make room (broadsheet prune --keep 1 {}) and run the same "
                           "command again",
                           archive.string(), need_text(need, free_bytes), fmt::format("--archive {}", shell_word(archive.string())))};
}

std::string space_warning(const DiskNeed& need, std::uint64_t free_bytes, const Path& archive) {
  if (free_bytes >= need.bytes) return {};
  return fmt::format("{}: the disk may become full: {}", archive.string(), need_text(need, free_bytes));
}

InputSizes measure_inputs(const std::vector<std::string>& inputs, InputFormat format) {
  InputSizes sizes;
  const auto walked = find_inputs(inputs, format);
  if (!walked) return sizes;
  for (const InputFile& file : walked->files) {
    std::error_code error;
    if (file.path == "-" || !std::filesystem::is_regular_file(file.path, error)) {
      sizes.unknown = true;
      continue;
    }
    const std::uint64_t bytes = std::filesystem::file_size(file.path, error);
    if (!error) (is_packed(file.path) ? sizes.packed : sizes.plain) += bytes;
  }
  return sizes;
}

std::optional<std::uint64_t> free_space(const Path& folder) {
  struct statvfs space{};
  if (::statvfs(folder.c_str(), &space) != 0) return std::nullopt;
  return std::uint64_t{space.f_bavail} * space.f_frsize;
}

}  // namespace broadsheet
