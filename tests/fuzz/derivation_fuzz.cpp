// A derivation.bin with hostile bytes behind a sound frame: errors, never a read outside of it.
#include <unistd.h>

#include <cstdint>
#include <string>

#include "indexer/derivation.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::filesystem::path file = write_part_file("BSDERIVE", {reinterpret_cast<const char*>(data), size});
  static const std::filesystem::path folder = file.string() + "-derivation";
  std::filesystem::create_directories(folder);
  const GenerationPaths generation{folder};
  std::filesystem::rename(file, generation.derivation());
  const auto derivation = Derivation::open(generation, "");
  if (!derivation) return 0;
  for (std::uint32_t docid = 1; docid <= derivation->documents(); ++docid) (void)derivation->notes(derivation->row(docid).notes);
  (void)derivation->find(record_digest({{}, "{}", std::nullopt}));
  return 0;
}
