// How much disk a build will need: rows of inputs and what the generation before tells.
#include "indexer/disk_need.h"

#include <gtest/gtest.h>

#include "common/files.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

std::optional<Manifest> manifest_of(std::vector<FileEntry> inputs, std::uint64_t bytes) {
  Manifest manifest;
  manifest.inputs = std::move(inputs);
  manifest.files = {{"facts.col", bytes, ""}};
  return manifest;
}

TEST(DiskNeed, IsEstimatedFromTheGenerationBeforeOrFromTheInputs) {
  struct Row {
    const char* why;
    InputSizes inputs;
    std::optional<Manifest> previous;
    std::optional<std::uint64_t> need;
    bool from_previous = false;
  };
  const Row rows[] = {
      {"plain", {1000, 0, false}, std::nullopt, 2205},
      {"packed", {0, 1000, false}, std::nullopt, 8820},
      {"nothing is known of standard input", {0, 0, true}, std::nullopt, std::nullopt},
      {"as large as before", {1000, 0, false}, manifest_of({{"a.jsonl", 1000, ""}}, 400), 700, true},
      {"twice as large", {2000, 0, false}, manifest_of({{"a.jsonl", 1000, ""}}, 400), 1400, true},
      {"too much more to compare", {3000, 0, false}, manifest_of({{"a.jsonl", 1000, ""}}, 400), 2100, false},
      {"now packed", {0, 250, false}, manifest_of({{"a.jsonl", 1000, ""}}, 400), 700, true},
      {"standard input again", {0, 0, true}, manifest_of({{"-", 1000, ""}}, 400), 700, true},
      {"inputs that cannot be measured", {0, 0, false}, manifest_of({{"a.jsonl", 1000, ""}}, 400), 0, true},
  };
  for (const Row& row : rows) {
    const auto need = estimate_need(row.inputs, row.previous);
    EXPECT_EQ(need ? std::optional(need->bytes) : std::nullopt, row.need) << row.why;
    EXPECT_EQ(need && need->from_previous, row.from_previous) << row.why;
  }
}

TEST(DiskNeed, IsToldBeforeAnyWork) {
  const DiskNeed known{10'000'000, true}, guessed{10'000'000, false};
  EXPECT_FALSE(space_refusal(known, 8'000'000, "A"));
  EXPECT_FALSE(space_refusal(guessed, 5'000'000, "A"));
  const auto refusal = space_refusal(known, 7'999'999, "A");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, Status::io_error);
  EXPECT_EQ(
      refusal->message,
      "A: No space left for it: this build needs about 10.0 MB, 8.0 MB are free; make room (broadsheet prune --keep 1 --archive A) and "
      "run the same command again");
  EXPECT_TRUE(space_refusal(guessed, 4'999'999, "A"));
  EXPECT_EQ(space_warning(known, 9'000'000, "A"), "A: the disk may become full: this build needs about 10.0 MB, 9.0 MB are free");
  EXPECT_EQ(space_warning(known, 10'000'000, "A"), "");
}

TEST(DiskNeed, InputsAreMeasuredWhereTheyLie) {
  const TempFolder folder;
  ASSERT_TRUE(atomic_write(folder / "a.jsonl", "12345"));
  ASSERT_TRUE(atomic_write(folder / "b.jsonl.gz", "123"));
  ASSERT_TRUE(atomic_write(folder / "c.exe", "12"));
  const InputSizes sizes = measure_inputs({folder.path().string(), "-"}, InputFormat::automatic);
  EXPECT_EQ(sizes.plain, 5U);
  EXPECT_EQ(sizes.packed, 3U);
  EXPECT_TRUE(sizes.unknown);
  EXPECT_EQ(measure_inputs({(folder / "missing").string()}, InputFormat::automatic).plain, 0U);
  EXPECT_GT(free_space(folder.path()).value_or(0), 0U);
  EXPECT_FALSE(free_space(folder / "missing"));
}

}  // namespace
}  // namespace broadsheet
