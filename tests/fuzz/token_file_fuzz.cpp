// A token file with hostile bytes: errors or empty answers, never a read outside of it.
#include <cstdint>

#include "common/token_file.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::filesystem::path path = write_part_file("BSTOKENS", {reinterpret_cast<const char*>(data), size});
  const auto tokens = TokenFile::open(path);
  if (!tokens) return 0;
  (void)tokens->verify();
  for (std::uint32_t docid = 1; docid <= tokens->documents() && docid < 50; ++docid) {
    for (const std::string_view stream : tokens->streams(docid).words) (void)phrase_positions(stream, {{0, 1}, {2}});
  }
  (void)tokens->find("word");
  (void)tokens->ids_of_stem("word");
  return 0;
}
