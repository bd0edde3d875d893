// Lists of word pairs of hostile bytes: errors or wrong lists, never a read outside of the file or a docid outside of the archive.
#include <cstdint>
#include <cstdlib>

#include "common/pair_lists.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::filesystem::path path = write_part_file("BSPAIRS\n", {reinterpret_cast<const char*>(data), size});
  const auto file = PairLists::open(path);
  if (!file) return 0;
  (void)file->verify();
  for (std::uint32_t first = 0; first < 10; ++first) {
    for (std::uint32_t second = 0; second < 10; ++second) {
      const auto docids = file->documents_of(word_pair(first, second));
      if (!docids) continue;
      for (const std::uint32_t docid : *docids) {
        if (docid == 0 || docid > file->documents()) std::abort();
      }
    }
  }
  return 0;
}
