// A table of word pairs with hostile bytes: errors or wrong counts, never a read outside of it.
#include <cstdint>

#include "common/bigrams.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::filesystem::path path = write_part_file("BSBIGRAM", {reinterpret_cast<const char*>(data), size});
  const auto table = BigramTable::open(path);
  if (!table) return 0;
  (void)table->verify();
  std::vector<WordPair> pairs;
  for (std::uint32_t first = 0; first < 20; ++first) {
    for (std::uint32_t second = 0; second < 20; ++second) pairs.push_back(word_pair(first, second));
  }
  (void)table->articles(pairs);
  return 0;
}
