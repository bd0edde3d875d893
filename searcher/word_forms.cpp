#include "searcher/word_forms.h"

#include <algorithm>

#include "common/words.h"

namespace broadsheet {

std::vector<std::uint32_t> ids_of_any_form(IndexView& view, std::string_view word) {
  const auto ids = view.tokens().ids_of_stem(view.stemmer()(word));
  return {ids.begin(), ids.end()};
}

std::vector<std::uint32_t> ids_of_form(IndexView& view, std::string_view word) {
  const TokenFile& tokens = view.tokens();
  if (has_marks(word)) {
    const auto id = tokens.find(word);
    return id ? std::vector{*id} : std::vector<std::uint32_t>{};
  }
  std::vector<std::uint32_t> ids = ids_of_any_form(view, word);
  std::erase_if(ids, [&](std::uint32_t id) { return bare_word(tokens.word(id)) != word; });
  return ids;
}

}  // namespace broadsheet
