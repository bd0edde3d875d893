// names.bin and an alias column with hostile bytes: errors, never a read outside of them.
#include <cstdint>
#include <string_view>

#include "common/alias_column.h"
#include "common/entity_names.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::uint32_t values = 8;
  if (const auto column = AliasColumn::open(write_part_file("BSALIAS\n", bytes), values)) {
    for (std::uint32_t ordinal = 0; ordinal < values; ++ordinal) {
      for (const std::string_view alias : column->of(ordinal)) (void)column->find(alias);
    }
  }
  if (const auto names = EntityNames::read(write_part_file("BSNAMES\n", bytes))) (void)names->bytes();
  return 0;
}
