// Posting lists of hostile bytes: errors or wrong postings, never a read outside of the file or a docid outside of the archive.
#include <cstdint>
#include <cstdlib>

#include "common/posting_file.h"
#include "tests/fuzz/part_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::filesystem::path path = write_part_file("BSPOSTS\n", {reinterpret_cast<const char*>(data), size});
  const auto file = PostingFile::open(path);
  if (!file) return 0;
  (void)file->verify();
  (void)file->find("word");
  std::vector<Posting> block;
  for (std::uint32_t n = 0; n < file->terms() && n < 20; ++n) {
    PostingReader list = file->list(n);
    for (std::uint32_t docid = 1; list.advance(docid); docid = list.last() + 1) {
      list.for_each_docid([&file](std::uint32_t d) {
        if (d == 0 || d > file->documents()) std::abort();
      });
      list.read(block);
    }
  }
  return 0;
}
