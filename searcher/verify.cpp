#include "searcher/verify.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "common/files.h"
#include "common/json.h"
#include "common/manifest.h"
#include "common/text.h"
#include "searcher/archive_info.h"

namespace broadsheet {
namespace {

// Both lists are sorted by id.
void compare_lists(Verification& out, const std::vector<ListedArticle>& then, const std::vector<ListedArticle>& now) {
  auto old = then.begin();
  auto current = now.begin();
  while (old != then.end() || current != now.end()) {
    if (current == now.end() || (old != then.end() && old->id < current->id)) {
      out.removed.push_back((old++)->id);
    } else if (old == then.end() || current->id < old->id) {
      out.added.push_back((current++)->id);
    } else {
      if (!current->content_hash.empty() && old->content_hash != current->content_hash) out.changed.push_back(current->id);
      ++old;
      ++current;
    }
  }
}

struct Change {
  std::string_view name;
  const std::vector<std::string>& ids;
};

std::array<Change, 3> changes_of(const Verification& verification) {
  return {{{"added", verification.added}, {"removed", verification.removed}, {"changed", verification.changed}}};
}

std::string articles_of(std::uint64_t n) { return fmt::format("{} {}", with_thousands(n), n == 1 ? "article" : "articles"); }

std::string archive_line(const Verification& verification) {
  const bool same = verification.then.content_sha256 == verification.now.content_sha256;
  if (same) {
    return fmt::format("archive: the same content ({}), generation {} then, {} now\n", verification.now.content_sha256,
                       verification.then.generation, verification.now.generation);
  }
  return fmt::format("archive: other content; {} in generation {} then ({}), {} in generation {} now ({})\n",
                     articles_of(verification.then.articles), verification.then.generation, verification.then.content_sha256,
                     articles_of(verification.now.articles), verification.now.generation, verification.now.content_sha256);
}

std::string first_line(const Verification& verification) {
  if (verification.same) return fmt::format("same: {}, each with the content it had\n", articles_of(verification.articles_now));
  const std::string counts =
      fmt::format("{} then, {} now", articles_of(verification.articles_then), with_thousands(verification.articles_now));
  if (!verification.named) return fmt::format("differs: {}\n", counts);
  return fmt::format("differs: {} added, {} removed, {} changed; {}\n", with_thousands(verification.added.size()),
                     with_thousands(verification.removed.size()), with_thousands(verification.changed.size()), counts);
}

std::string verification_text(const Verification& verification, std::size_t limit) {
  std::string out = first_line(verification) + archive_line(verification);
  if (verification.understood_then != verification.understood_now) {
    out += fmt::format("query: understood then as {}\n       understood now as  {}\n", verification.understood_then,
                       verification.understood_now);
  }
  if (!verification.named && !verification.same)
    out += "articles: not named, as the list beside the manifest is missing or is another one\n";
  for (const auto& [name, ids] : changes_of(verification)) {
    for (std::size_t i = 0; i < std::min(limit, ids.size()); ++i) out += fmt::format("{:<8} {}\n", name, ids[i]);
    if (ids.size() > limit) out += fmt::format("{:<8} {} more (--limit all)\n", name, with_thousands(ids.size() - limit));
  }
  return terminal_safe(out);
}

void write_sides(JsonWriter& json, std::string_view key, std::string_view then, std::string_view now) {
  json.key(key);
  json.begin_object();
  json.field("then", then);
  json.field("now", now);
  json.end_object();
}

std::string verification_json(const Verification& verification, std::size_t limit) {
  JsonWriter json;
  json.begin_object();
  json.key("format_version");
  json.integer(kOutputFormatVersion);
  json.key("same");
  json.boolean(verification.same);
  json.key("articles");
  json.begin_object();
  write_count(json, "then", verification.articles_then);
  write_count(json, "now", verification.articles_now);
  json.end_object();
  write_sides(json, "generation", verification.then.generation, verification.now.generation);
  write_sides(json, "content_sha256", verification.then.content_sha256, verification.now.content_sha256);
  write_sides(json, "understood", verification.understood_then, verification.understood_now);
  json.key("named");
  json.boolean(verification.named);
  for (const auto& [name, ids] : changes_of(verification)) {
    json.key(name);
    json.begin_object();
    write_count(json, "articles", ids.size());
    json.key("ids");
    json.begin_array();
    for (std::size_t i = 0; i < std::min(limit, ids.size()); ++i) json.string(ids[i]);
    json.end_array();
    json.end_object();
  }
  json.end_object();
  return json.take() + "\n";
}

}  // namespace

Verification compare_with_manifest(const AnswerManifest& manifest, const std::optional<std::vector<ListedArticle>>& list,
                                   const Answer& answer) {
  Verification out;
  out.then = manifest.archive;
  out.now = answer.archive;
  out.articles_then = manifest.articles;
  out.articles_now = answer.listed.size();
  out.understood_then = manifest.understood;
  out.understood_now = answer.understood;
  const bool same_ids = ids_sha256(answer.listed) == manifest.ids_sha256;
  const bool same_archive = manifest.archive.content_sha256 == answer.archive.content_sha256;
  out.same = same_ids && (same_archive || sha256_hex(article_list_to_text(answer.listed)) == manifest.list_sha256);
  if (out.same) return out;
  out.named = list.has_value();
  if (list) compare_lists(out, *list, answer.listed);
  return out;
}

std::string render_verification(const Verification& verification, std::size_t limit, OutputFormat format) {
  return format == OutputFormat::json ? verification_json(verification, limit) : verification_text(verification, limit);
}

}  // namespace broadsheet
