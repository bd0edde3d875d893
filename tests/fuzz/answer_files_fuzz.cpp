// Any bytes are a manifest of an answer, a list of articles, saved queries or their state: reading never crashes, and what is accepted is
// written and read back the same. The first byte chooses which.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "common/text.h"
#include "searcher/answer_manifest.h"
#include "searcher/cite.h"
#include "searcher/watch_file.h"

namespace broadsheet {
namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

template <class T>
bool accepted(const Result<T>& result) {
  check(result || (result.error().status == Status::bad_data && !result.error().message.empty()));
  return result.has_value();
}

void check_manifest(std::string_view bytes) {
  const auto manifest = parse_answer_manifest(bytes, "f");
  if (!accepted(manifest)) return;
  const std::string json = answer_manifest_to_json(*manifest);
  const auto again = parse_answer_manifest(json, "f");
  check(again && answer_manifest_to_json(*again) == json);
  for (const OutputFormat format : {OutputFormat::text, OutputFormat::ris, OutputFormat::bibtex, OutputFormat::csl_json}) {
    check(is_valid_utf8(render_citation(*manifest, format)));
  }
}

void check_list(std::string_view bytes) {
  const auto list = parse_article_list(bytes, "f");
  if (!accepted(list)) return;
  const std::string text = article_list_to_text(*list);
  const auto again = parse_article_list(text, "f");
  check(again && article_list_to_text(*again) == text);
}

void check_watches(std::string_view bytes) {
  static const Schema kSchema({"desk"});
  const auto lines = list_watches(bytes, "f");
  const auto watches = parse_watches(bytes, "f", SearchRequest{}, kSchema);
  if (!accepted(lines) || !accepted(watches)) return;
  check(lines->size() == watches->size());
  for (std::size_t i = 0; i < lines->size(); ++i) {
    check((*lines)[i].name == (*watches)[i].qid && (*lines)[i].line == (*watches)[i].line);
    const auto saved = parse_watches(watch_line((*lines)[i].name, (*watches)[i].request), "f", SearchRequest{}, kSchema);
    check(saved && saved->size() == 1 && saved->front().request.query == (*watches)[i].request.query);
  }
  if (!lines->empty()) {
    const auto less = list_watches(without_line(bytes, lines->front().line), "f");
    check(less && less->size() + 1 == lines->size());
  }
}

void check_states(std::string_view bytes) {
  const auto states = parse_watch_states(bytes, "f");
  if (!accepted(states)) return;
  const std::string json = watch_states_to_json(*states);
  const auto again = parse_watch_states(json, "f");
  check(again && watch_states_to_json(*again) == json);
}

}  // namespace
}  // namespace broadsheet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Check = void (*)(std::string_view);
  constexpr Check kChecks[] = {broadsheet::check_manifest, broadsheet::check_list, broadsheet::check_watches, broadsheet::check_states};
  if (size == 0) return 0;
  kChecks[data[0] % 4]({reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
