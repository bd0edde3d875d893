#include "searcher/answer_manifest.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "common/date.h"
#include "common/files.h"
#include "common/limits.h"
#include "common/text.h"
#include "common/version.h"
#include "searcher/archive_info.h"
#include "searcher/query_parser.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 4> kSortNames = {"relevance", "newest", "oldest", "title"};  // in the order of SortOrder
constexpr std::string_view kVersionKey = "answer_manifest";

// --- the options with the keys of batch

JsonValue number_value(std::uint64_t n) { return JsonValue{JsonValue::Number{std::to_string(n)}}; }

JsonValue list_value(const std::vector<std::string>& texts) {
  JsonValue::Array array;
  for (const std::string& text : texts) array.push_back(JsonValue{text});
  return JsonValue{std::move(array)};
}

std::string limit_text(std::size_t limit) { return limit == kNoLimit ? "all" : std::to_string(limit); }
std::string facet_text(const FacetRequest& facet) { return facet.field + ":" + limit_text(facet.limit); }

void add_bound(JsonValue::Object& keys, std::string key, const std::optional<std::string>& bound, std::int64_t now) {
  if (!bound) return;
  const auto date = parse_date_bound(*bound, now);
  keys.emplace_back(std::move(key), JsonValue{date ? date->text : *bound});
}

void add_counting(JsonValue::Object& keys, const SearchRequest& request) {
  if (!request.facets.empty()) {
    std::vector<std::string> facets;
    for (const FacetRequest& facet : request.facets) facets.push_back(facet_text(facet));
    keys.emplace_back("facet", list_value(facets));
  }
  if (!request.value_prefix.empty()) keys.emplace_back("value-prefix", JsonValue{request.value_prefix});
  if (request.timeline) keys.emplace_back("timeline", JsonValue{std::string(time_unit_name(*request.timeline))});
  if (request.split) keys.emplace_back("split", JsonValue{facet_text(*request.split)});
}

JsonValue::Object parameters_of(const Answer& answer) {
  const SearchRequest& request = answer.request;
  JsonValue::Object keys;
  keys.emplace_back("match", JsonValue{std::string(request.match == MatchMode::any ? "any" : "all")});
  keys.emplace_back("sort", JsonValue{std::string(kSortNames[static_cast<std::size_t>(answer.sort)])});
  keys.emplace_back("limit", JsonValue{limit_text(request.limit)});
  if (request.offset > 0) keys.emplace_back("offset", number_value(request.offset));
  if (request.strict) keys.emplace_back("strict", JsonValue{true});
  if (request.expand) keys.emplace_back("expand", JsonValue{true});
  add_bound(keys, "since", request.since, request.now);
  add_bound(keys, "until", request.until, request.now);
  for (const OptionFilter& filter : request.filters) keys.emplace_back(filter.field, list_value(filter.values));
  if (request.new_since) keys.emplace_back("new-since", number_value(*request.new_since));
  if (request.sample) {
    keys.emplace_back("sample", number_value(*request.sample));
    keys.emplace_back("seed", number_value(request.seed.value_or(kDefaultSeed)));
  }
  add_counting(keys, request);
  keys.emplace_back("now", JsonValue{instant_text(request.now)});  // date:30d.. inside the query counts from it
  if (request.ids) keys.emplace_back("ids", list_value(*request.ids));
  return keys;
}

// --- reading

// A look at the members of an object that says what is missing.
class Reader {
 public:
  Reader(const JsonValue* object, std::string name, std::string& fault) : object_(object), name_(std::move(name)), fault_(fault) {}
  std::string text(std::string_view key) const {
    const JsonValue* value = find(key);
    if (value != nullptr && value->string() != nullptr) return *value->string();
    return lack(key);
  }
  std::uint64_t count(std::string_view key) const {
    const JsonValue* value = find(key);
    const JsonValue::Number* number = value == nullptr ? nullptr : value->number();
    std::uint64_t n = 0;
    const bool read =
        number != nullptr && std::from_chars(number->text.data(), number->text.data() + number->text.size(), n).ec == std::errc();
    if (!read) lack(key);
    return n;
  }
  const JsonValue* find(std::string_view key) const { return object_ == nullptr ? nullptr : object_->find(key); }
  Reader child(std::string_view key) const { return {find(key), name_ + std::string(key) + ".", fault_}; }
  std::string lack(std::string_view key) const {
    if (fault_.empty()) fault_ = fmt::format("it has no usable \"{}{}\"", name_, key);
    return {};
  }

 private:
  const JsonValue* object_;
  std::string name_;
  std::string& fault_;
};

// "2026-11-25T12:00:00Z": what citations take their day from.
bool begins_with_day(std::string_view instant) {
  constexpr std::string_view kShape = "0000-00-00T";
  if (instant.size() < kShape.size()) return false;
  return std::ranges::equal(kShape, instant.substr(0, kShape.size()),
                            [](char shape, char c) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; });
}

std::unexpected<Error> unusable(const std::string& file, std::string_view why) {
  return fail(Status::bad_data, fmt::format("{}: not a manifest of an answer (those that --manifest writes): {}", file, why));
}

std::string escaped_id(std::string_view id) {
  std::string out;
  for (const char c : id) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescaped_id(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 'n' ? '\n' : text[i] == 'r' ? '\r' : text[i];
  }
  return out;
}

}  // namespace

AnswerManifest make_answer_manifest(const Answer& answer, std::string_view command) {
  AnswerManifest manifest;
  manifest.created = instant_text(answer.request.now);
  manifest.tool_version = kVersion;
  manifest.command = command;
  manifest.archive = answer.archive;
  manifest.text = answer.request.query;
  manifest.understood = answer.understood;
  manifest.language_version = kQueryLanguageVersion;
  manifest.parameters = parameters_of(answer);
  manifest.articles = answer.listed.size();
  manifest.sampled_from = answer.sampled_from;
  manifest.ids_sha256 = ids_sha256(answer.listed);
  manifest.list_sha256 = sha256_hex(article_list_to_text(answer.listed));
  return manifest;
}

std::string answer_manifest_to_json(const AnswerManifest& manifest) {
  JsonWriter json;
  json.begin_object();
  json.key(kVersionKey);
  json.integer(kAnswerManifestVersion);
  json.field("created", manifest.created);
  json.field("tool_version", manifest.tool_version);
  json.field("command", manifest.command);
  write_archive(json, manifest.archive);
  json.key("query");
  json.begin_object();
  json.field("text", manifest.text);
  json.field("understood", manifest.understood);
  json.key("language_version");
  json.integer(manifest.language_version);
  json.key("parameters");
  json.value(JsonValue{manifest.parameters});
  if (!manifest.tool_options.empty()) {
    json.key("tool_options");
    json.value(JsonValue{manifest.tool_options});
  }
  json.end_object();
  json.key("result");
  json.begin_object();
  json.key("articles");
  json.integer(static_cast<std::int64_t>(manifest.articles));
  if (manifest.sampled_from) {
    json.key("sampled_from");
    json.integer(static_cast<std::int64_t>(*manifest.sampled_from));
  }
  json.field("ids_sha256", manifest.ids_sha256);
  json.field("list_file", manifest.list_file);
  json.field("list_sha256", manifest.list_sha256);
  json.end_object();
  json.end_object();
  return json.take() + "\n";
}

Result<AnswerManifest> parse_answer_manifest(std::string_view json, const std::string& file) {
  const auto value = parse_json(repair_utf8(json), kMaxJsonDepth);
  if (!value) return unusable(file, fmt::format("no JSON: {} (byte {})", value.error().message, value.error().offset));
  std::string fault;
  const Reader top(&*value, "", fault);
  const std::uint64_t version = top.count(kVersionKey);
  if (!fault.empty()) return unusable(file, fault);
  if (version != kAnswerManifestVersion) {
    return fail(Status::bad_data, fmt::format("{}: a manifest of version {}; this program reads version {}: a newer one may read it", file,
                                              version, kAnswerManifestVersion));
  }
  const Reader archive = top.child("archive"), query = top.child("query"), result = top.child("result");
  AnswerManifest manifest;
  manifest.created = top.text("created");
  manifest.tool_version = top.text("tool_version");
  manifest.command = top.text("command");
  manifest.archive = {archive.text("generation"), archive.text("created"), archive.text("content_sha256"), archive.count("articles")};
  manifest.text = query.text("text");
  manifest.understood = query.text("understood");
  manifest.language_version = static_cast<int>(query.count("language_version"));
  const JsonValue* parameters = query.find("parameters");
  if (parameters != nullptr && parameters->object() != nullptr) {
    manifest.parameters = *parameters->object();
  } else {
    query.lack("parameters");
  }
  const JsonValue* tool_options = query.find("tool_options");
  if (tool_options != nullptr && tool_options->object() != nullptr) manifest.tool_options = *tool_options->object();
  manifest.articles = result.count("articles");
  if (result.find("sampled_from") != nullptr) manifest.sampled_from = result.count("sampled_from");
  manifest.ids_sha256 = result.text("ids_sha256");
  manifest.list_file = result.text("list_file");
  manifest.list_sha256 = result.text("list_sha256");
  if (!fault.empty()) return unusable(file, fault);
  if (!begins_with_day(manifest.created)) return unusable(file, "its \"created\" is no instant such as 2026-11-25T12:00:00Z");
  return manifest;
}

std::string ids_sha256(const std::vector<ListedArticle>& listed) {
  Sha256 hash;
  for (const ListedArticle& article : listed) {
    hash.update(article.id);
    hash.update("\n");
  }
  return hash.hex();
}

std::string article_list_to_text(const std::vector<ListedArticle>& listed) {
  std::string text;
  for (const ListedArticle& article : listed) text += article.content_hash + "\t" + escaped_id(article.id) + "\n";
  return text;
}

Result<std::vector<ListedArticle>> parse_article_list(std::string_view text, const std::string& file) {
  std::vector<ListedArticle> listed;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return fail(Status::bad_data, fmt::format("{}:{}: not content_hash<TAB>id", file, line_number));
    listed.push_back({unescaped_id(line.substr(tab + 1)), std::string(line.substr(0, tab))});
  }
  return listed;
}

std::filesystem::path article_list_path(const std::filesystem::path& manifest) {
  std::filesystem::path path = manifest;
  path += ".articles";
  return path;
}

Result<void> write_answer_manifest_files(AnswerManifest manifest, const std::vector<ListedArticle>& listed,
                                         const std::filesystem::path& file) {
  const std::filesystem::path list = article_list_path(file);
  manifest.list_file = repair_utf8(list.filename().string());
  if (const auto written = atomic_write(list, article_list_to_text(listed)); !written) return written;
  return atomic_write(file, answer_manifest_to_json(manifest));
}

}  // namespace broadsheet
