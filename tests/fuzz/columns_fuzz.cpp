// A column file with hostile bytes: errors, never a read outside of it.
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "common/columns.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::filesystem::path path = write_part_file("BSKEYCOL", {reinterpret_cast<const char*>(data), size});
  const auto column = KeywordColumn::open(path);
  if (!column || !column->verify()) return 0;
  for (std::uint32_t docid = 1; docid <= column->documents(); ++docid) {
    for (const std::uint32_t ordinal : column->ordinals(docid)) (void)column->display(ordinal);
  }
  (void)column->find("x");
  return 0;
}
