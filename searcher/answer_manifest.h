// What does an answer rest on, so that it can be checked and cited later? The file of --manifest and the list of articles beside it.
// docs/output.md has the keys. Pure, but for the writing.
//
// History of kAnswerManifestVersion: 1 (2026-11) first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/json.h"
#include "searcher/answer.h"

namespace broadsheet {

inline constexpr int kAnswerManifestVersion = 1;

struct AnswerManifest {
  std::string created;       // RFC 3339, UTC: when it was asked (--now)
  std::string tool_version;  // of broadsheet-search
  std::string command;       // the subcommand
  ArchiveInfo archive;
  std::string text, understood;  // of the query
  int language_version = 0;
  // The options, with the keys of a line of `batch`; dates relative to the clock as what they meant. "ids": those of --ids-from.
  JsonValue::Object parameters;
  JsonValue::Object tool_options;  // what else a research tool was asked (kwic --sort …), as typed; no matter for what matches
  std::uint64_t articles = 0;
  std::optional<std::uint64_t> sampled_from;
  std::string ids_sha256;   // over the sorted ids, each with a line end
  std::string list_file;    // name of the list, beside the manifest
  std::string list_sha256;  // of the list's bytes
};

// `answer.listed` is of ListKind::contents.
AnswerManifest make_answer_manifest(const Answer& answer, std::string_view command);
std::string answer_manifest_to_json(const AnswerManifest& manifest);
// Errors: 65, names the file: not JSON, not a manifest of ours, a later version.
Result<AnswerManifest> parse_answer_manifest(std::string_view json, const std::string& file);

// SHA-256 over the ids, each with a line end: `… --format ids --limit all | LC_ALL=C sort | sha256sum`.
std::string ids_sha256(const std::vector<ListedArticle>& listed);

// One line an article: content_hash, tab, id (\\, \n and \r escaped), sorted by id.
std::string article_list_to_text(const std::vector<ListedArticle>& listed);
Result<std::vector<ListedArticle>> parse_article_list(std::string_view text, const std::string& file);

// The manifest's name with ".articles" behind it.
std::filesystem::path article_list_path(const std::filesystem::path& manifest);

// Both files, each whole or not at all, the list first.
Result<void> write_answer_manifest_files(AnswerManifest manifest, const std::vector<ListedArticle>& listed,
                                         const std::filesystem::path& file);

}  // namespace broadsheet
