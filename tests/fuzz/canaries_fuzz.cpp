// Files of canaries, answers of a search program, and records of runs, with any bytes: errors, never more.
#include <cstdint>
#include <string_view>

#include "indexer/canaries.h"
#include "indexer/last_run.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto canaries = parse_canaries(text, "canaries")) (void)failed_canaries(*canaries, "canaries", text);
  if (const auto run = parse_last_run(text, "last-run.json")) {
    const std::string json = last_run_to_json(*run);
    const auto again = parse_last_run(json, "last-run.json");
    if (!again || last_run_to_json(*again) != json) __builtin_trap();
  }
  return 0;
}
