// Is an answer still what its manifest says? The comparison, and how it is printed. Pure: run_verify reads and searches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "searcher/answer.h"
#include "searcher/answer_manifest.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

struct Verification {
  bool same = false;  // the same articles with the same contents
  ArchiveInfo then, now;
  std::uint64_t articles_then = 0, articles_now = 0;
  std::string understood_then, understood_now;
  bool named = true;  // false: the list beside the manifest is missing or another one, so that nobody can say which articles differ
  std::vector<std::string> added, removed, changed;  // ids, sorted
};

// `answer` has been asked again with what the manifest says. `list`: that of the manifest, nullopt: there is none. When the archives
// have equal content, answer.listed may be of ListKind::ids, else it is of contents.
Verification compare_with_manifest(const AnswerManifest& manifest, const std::optional<std::vector<ListedArticle>>& list,
                                   const Answer& answer);

// text or json, with at most `limit` ids of each kind.
std::string render_verification(const Verification& verification, std::size_t limit, OutputFormat format);

}  // namespace broadsheet
