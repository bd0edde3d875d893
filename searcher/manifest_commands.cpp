#include "searcher/manifest_commands.h"
#include "searcher/command_steps.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/files.h"
#include "searcher/answer_manifest.h"
#include "searcher/batch.h"
#include "searcher/cite.h"
#include "searcher/executor.h"
#include "searcher/verify.h"

namespace broadsheet {
namespace {

Result<AnswerManifest> read_answer_manifest(const std::string& file) {
  const auto text = read_input(file);
  if (!text) return std::unexpected(text.error());
  return parse_answer_manifest(*text, file == "-" ? "stdin" : file);
}

// The list beside the manifest; nullopt: there is none, or it is not the one that the manifest was written with.
Result<std::optional<std::vector<ListedArticle>>> read_list(const AnswerManifest& manifest, const std::string& file) {
  if (file == "-") return std::nullopt;
  const std::filesystem::path path = article_list_path(file);
  const auto text = read_file(path);
  if (!text && text.error().status == Status::no_input) return std::nullopt;
  if (!text) return std::unexpected(text.error());
  if (sha256_hex(*text) != manifest.list_sha256) return std::nullopt;
  auto list = parse_article_list(*text, path.string());
  if (!list) return std::unexpected(list.error());
  return std::move(*list);
}

// The options that only the subcommand has, as typed.
JsonValue::Object tool_options(const AnalysisRequest& analysis) {
  JsonValue::Object options;
  for (const auto& [name, value] : analysis.given) {
    std::erase_if(options, [&](const auto& entry) { return entry.first == name; });  // the last one counts
    options.emplace_back(name, value.empty() ? JsonValue{true} : JsonValue{value});
  }
  return options;
}

// The request of the manifest, for what matches alone: no hits, no counts.
Result<SearchRequest> manifest_request(const AnswerManifest& manifest, const std::string& file, const IndexView& view) {
  JsonValue::Object keys = manifest.parameters;
  const auto ids = std::ranges::find_if(keys, [](const auto& entry) { return entry.first == "ids"; });
  std::optional<std::vector<std::string>> listed_ids;
  if (ids != keys.end()) {
    listed_ids.emplace();
    if (ids->second.array() != nullptr) {
      for (const JsonValue& id : *ids->second.array()) listed_ids->push_back(id.string() == nullptr ? std::string() : *id.string());
    }
    keys.erase(ids);
  }
  std::erase_if(keys, [](const auto& entry) { return entry.first == "facet" || entry.first == "timeline" || entry.first == "split"; });
  auto request = request_of_keys(keys, SearchRequest{}, view.schema());
  if (!request) return fail(Status::bad_data, fmt::format("{}: query.parameters: {}", file, request.error().message));
  request->query = manifest.text;
  request->ids = std::move(listed_ids);
  request->want_hits = false;
  request->with_help = false;
  const bool same_archive = view.manifest().content_sha256 == manifest.archive.content_sha256;
  request->list = same_archive ? ListKind::ids : ListKind::contents;
  return request;
}

}  // namespace

Result<void> write_answer_manifest(const Invocation& invocation, const Answer& answer) {
  if (!invocation.manifest) return {};
  if (answer.partial) {
    log_warning("no-manifest", fmt::format("{} was not written: the time limit cut the answer", *invocation.manifest));
    return {};
  }
  AnswerManifest manifest = make_answer_manifest(answer, subcommand_info(invocation.command).name);
  manifest.tool_options = tool_options(invocation.analysis);
  return write_answer_manifest_files(std::move(manifest), answer.listed, *invocation.manifest);
}

Result<Status> run_verify(const Invocation& invocation, Output& out) {
  const auto manifest = read_answer_manifest(invocation.manifest_file);
  if (!manifest) return std::unexpected(manifest.error());
  const auto list = read_list(*manifest, invocation.manifest_file);
  if (!list) return std::unexpected(list.error());
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto request = manifest_request(*manifest, invocation.manifest_file, *view);
  if (!request) return std::unexpected(request.error());
  const auto answer = run_search(*view, *request);
  if (!answer) return std::unexpected(answer.error());
  const Verification verification = compare_with_manifest(*manifest, *list, *answer);
  constexpr std::size_t kNamed = 20;
  const bool json = invocation.sink.format == OutputFormat::json;
  const std::size_t limit = invocation.limit_given ? invocation.request.limit : json ? kNoLimit : kNamed;
  out.write(render_verification(verification, limit, invocation.sink.format));
  return finish(out, verification.same ? Status::ok : Status::no_match);
}

Result<Status> run_cite(const Invocation& invocation, Output& out) {
  const auto manifest = read_answer_manifest(invocation.manifest_file);
  if (!manifest) return std::unexpected(manifest.error());
  out.write(render_citation(*manifest, invocation.sink.format));
  return finish(out, Status::ok);
}

}  // namespace broadsheet
