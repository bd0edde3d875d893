// The cleaner, on any text. What it keeps and what it takes out must be pieces of the text, and nothing may be kept twice.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "common/article.h"
#include "common/text.h"
#include "indexer/cleaning/cleaner.h"

namespace {

using namespace broadsheet;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = to_nfc(repair_utf8(std::string_view(reinterpret_cast<const char*>(data), size)));
  Article article;
  article.text = text;
  clean_text(article);
  require(is_valid_utf8(article.text) && is_valid_utf8(article.title) && is_valid_utf8(article.deck));
  require(article.text.size() <= text.size());
  for (const RemovedSpan& span : article.removed) require(text.find(span.text) != text.npos);
  return 0;
}
