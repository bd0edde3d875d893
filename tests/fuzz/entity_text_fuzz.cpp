// Names in any text: each mention is a slice of the text, in order.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/text.h"
#include "indexer/entities/tagger.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  Article article;
  article.text = repair_utf8({reinterpret_cast<const char*>(data), size});
  std::size_t byte = 0;
  std::uint32_t point = 0;
  for (const NameMention& name : tag_names(article)) {
    if (name.mention.start < point || name.mention.end <= name.mention.start) std::abort();
    while (point < name.mention.start) {
      next_code_point(article.text, byte);
      ++point;
    }
    if (article.text.compare(byte, name.mention.text.size(), name.mention.text) != 0) std::abort();
    if (count_code_points(name.mention.text) != name.mention.end - name.mention.start) std::abort();
  }
  return 0;
}
