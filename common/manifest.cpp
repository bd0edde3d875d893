#include "common/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <stdexcept>

#include "common/files.h"
#include "common/generation.h"
#include "common/json.h"
#include "common/schema.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxManifestBytes = 256U << 20;
constexpr int kMaxManifestDepth = 8;
constexpr std::string_view kChecksum = "checksum";

void write_strings(JsonWriter& json, std::string_view key, const std::map<std::string, std::string>& strings) {
  json.key(key);
  json.begin_object();
  for (const auto& [name, value] : strings) json.field(name, value);
  json.end_object();
}

void write_files(JsonWriter& json, std::string_view key, const std::vector<FileEntry>& files) {
  json.key(key);
  json.begin_array();
  for (const FileEntry& file : files) {
    json.begin_object();
    json.field("path", file.path);
    write_count(json, "bytes", file.bytes);
    json.field("sha256", file.sha256);
    json.end_object();
  }
  json.end_array();
}

// Everything but the checksum, compact.
std::string body_json(const Manifest& manifest) {
  JsonWriter json;
  json.begin_object();
  write_count(json, "format_version", static_cast<std::uint64_t>(manifest.format_version));
  write_count(json, "feature_version", static_cast<std::uint64_t>(manifest.feature_version));
  json.field("generation", manifest.generation);
  json.field("parent", manifest.parent);
  json.field("created", manifest.created);
  json.field("tool_version", manifest.tool_version);
  json.key("analysis");
  json.begin_object();
  json.field("stemmer", manifest.analysis.stemmer);
  write_count(json, "version", static_cast<std::uint64_t>(manifest.analysis.version));
  json.end_object();
  write_strings(json, "versions", manifest.versions);
  json.key("facet_fields");
  json.begin_array();
  for (const std::string& field : manifest.facet_fields) json.string(field);
  json.end_array();
  write_files(json, "inputs", manifest.inputs);
  write_count(json, "articles", manifest.articles);
  write_counts(json, "by_source", manifest.by_source);
  write_counts(json, "by_month", manifest.by_month);
  json.key("run");
  json.begin_object();
  write_run_counts(json, manifest.run);
  json.end_object();
  write_files(json, "files", manifest.files);
  json.field("content_sha256", manifest.content_sha256);
  json.end_object();
  return json.take();
}

// Compact JSON with a line for each member and element; two blanks a level.
std::string indent_json(std::string_view compact) {
  std::string out;
  std::size_t level = 0;
  bool in_string = false;
  const auto new_line = [&out, &level] { out.append(1, '\n').append(2 * level, ' '); };
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[i];
    if (in_string) {
      out += c;
      if (c == '\\') out += compact[++i];
      in_string = c != '"';
      continue;
    }
    const bool empty = i + 1 < compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']');
    if (c == '}' || c == ']') {
      --level;
      if (compact[i - 1] != '{' && compact[i - 1] != '[') new_line();
    }
    out += c;
    in_string = c == '"';
    if (c == '{' || c == '[') ++level;
    if (c == ':') out += ' ';
    if (c == ',' || ((c == '{' || c == '[') && !empty)) new_line();
  }
  return out + '\n';
}

// Reads members one by one; the first that is missing or of another type is kept as the fault.
class MemberReader {
 public:
  explicit MemberReader(const JsonValue& object) : object_(&object) {}

  void read(std::string_view key, std::string& out) {
    if (const JsonValue* value = member(key, [](const JsonValue& v) { return v.string() != nullptr; })) out = *value->string();
  }
  template <std::integral Integer>
  void read(std::string_view key, Integer& out) {
    const auto parses = [&out](const JsonValue& value) { return parse(value, out); };
    member(key, parses);
  }
  template <class Value>
  void read(std::string_view key, std::map<std::string, Value>& out) {
    const JsonValue* value = member(key, [](const JsonValue& v) { return v.object() != nullptr; });
    if (value == nullptr) return;
    MemberReader members(*value);
    for (const auto& [name, ignored] : *value->object()) members.read(name, out[name]);
    take_fault(members, key);
  }
  template <class Element>
  void read(std::string_view key, std::vector<Element>& out) {
    const JsonValue* value = member(key, [](const JsonValue& v) { return v.array() != nullptr; });
    if (value == nullptr) return;
    for (const JsonValue& element : *value->array()) read_element(key, element, out.emplace_back());
  }
  // A member that is an object, read by `use(MemberReader&)`.
  template <class Use>
  void read_object(std::string_view key, const Use& use) {
    const JsonValue* value = member(key, [](const JsonValue& v) { return v.object() != nullptr; });
    if (value == nullptr) return;
    MemberReader members(*value);
    use(members);
    take_fault(members, key);
  }
  const std::string& fault() const { return fault_; }

 private:
  template <class Test>
  const JsonValue* member(std::string_view key, const Test& fits) {
    const JsonValue* value = object_->find(key);
    if (value != nullptr && fits(*value)) return value;
    set_fault(fmt::format("\"{}\" is {}", key, value == nullptr ? "missing" : "not what it should be"));
    return nullptr;
  }
  void read_element(std::string_view key, const JsonValue& element, std::string& out) {
    if (element.string() == nullptr) return set_fault(fmt::format("\"{}\" holds something else than strings", key));
    out = *element.string();
  }
  void read_element(std::string_view key, const JsonValue& element, FileEntry& out) {
    MemberReader members(element);
    members.read("path", out.path);
    members.read("bytes", out.bytes);
    members.read("sha256", out.sha256);
    take_fault(members, key);
  }
  template <std::integral Integer>
  static bool parse(const JsonValue& value, Integer& out) {
    if (value.number() == nullptr) return false;
    const std::string& text = value.number()->text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
  }
  void set_fault(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }
  void take_fault(const MemberReader& members, std::string_view key) {
    if (!members.fault_.empty()) set_fault(fmt::format("in \"{}\": {}", key, members.fault_));
  }

  const JsonValue* object_;
  std::string fault_;
};

void read_body(MemberReader& json, Manifest& manifest) {
  json.read("feature_version", manifest.feature_version);
  json.read("generation", manifest.generation);
  json.read("parent", manifest.parent);
  json.read("created", manifest.created);
  json.read("tool_version", manifest.tool_version);
  json.read_object("analysis", [&manifest](MemberReader& analysis) {
    analysis.read("stemmer", manifest.analysis.stemmer);
    analysis.read("version", manifest.analysis.version);
  });
  json.read("versions", manifest.versions);
  json.read("facet_fields", manifest.facet_fields);
  json.read("inputs", manifest.inputs);
  json.read("articles", manifest.articles);
  json.read("by_source", manifest.by_source);
  json.read("by_month", manifest.by_month);
  json.read_object("run", [&manifest](MemberReader& run) {
    for (const RunCountRow& row : kRunCounts) run.read(row.key, manifest.run.*row.member);
    run.read("rejected_by_reason", manifest.run.rejected_by_reason);
    run.read("notes", manifest.run.notes);
  });
  json.read("files", manifest.files);
  json.read("content_sha256", manifest.content_sha256);
}

std::string version_fault(int version) {
  if (version == kIndexFormatVersion) return {};
  if (version > kIndexFormatVersion) {
    return fmt::format("was written by a newer Broadsheet (format {}; this one reads up to {}): update, or `rollback`", version,
                       kIndexFormatVersion);
  }
  return fmt::format("was written by an older Broadsheet (format {}; this one reads {}): build the archive again", version,
                     kIndexFormatVersion);
}

// Takes the checksum out of the object; false when it does not match the rest.
bool checksum_fits(JsonValue& manifest) {
  auto& members = std::get<JsonValue::Object>(manifest.value);
  const auto it = std::ranges::find(members, kChecksum, [](const auto& member) { return std::string_view(member.first); });
  if (it == members.end() || it->second.string() == nullptr) return false;
  const std::string checksum = *it->second.string();
  members.erase(it);
  return sha256_hex(to_canonical_json(manifest)) == checksum;
}

}  // namespace

void write_count(JsonWriter& json, std::string_view key, std::uint64_t value) {
  json.key(key);
  json.integer(static_cast<std::int64_t>(value));
}

void write_counts(JsonWriter& json, std::string_view key, const std::map<std::string, std::uint64_t>& counts) {
  json.key(key);
  json.begin_object();
  for (const auto& [name, count] : counts) write_count(json, name, count);
  json.end_object();
}

void write_run_counts(JsonWriter& json, const RunCounts& run) {
  for (const RunCountRow& row : kRunCounts) write_count(json, row.key, run.*row.member);
  write_counts(json, "rejected_by_reason", run.rejected_by_reason);
  write_counts(json, "notes", run.notes);
}

std::string manifest_to_json(const Manifest& manifest) {
  std::string body = body_json(manifest);
  const auto parsed = parse_json(body, kMaxManifestDepth);
  if (!parsed) throw std::logic_error("the manifest's JSON cannot be read: " + parsed.error().message);
  body.pop_back();
  return indent_json(fmt::format(R"({},"{}":"{}"}})", body, kChecksum, sha256_hex(to_canonical_json(*parsed))));
}

Result<Manifest> parse_manifest(std::string_view json, const std::filesystem::path& path) {
  if (!json.ends_with('\n')) return damaged(path, "cut short");
  auto parsed = parse_json(json, kMaxManifestDepth);
  if (!parsed) return damaged(path, fmt::format("no JSON at byte {}: {}", parsed.error().offset, parsed.error().message));
  if (parsed->object() == nullptr) return damaged(path, "not a JSON object");
  if (!json.ends_with("}\n")) return damaged(path, "something stands behind its end");
  Manifest manifest;
  MemberReader members(*parsed);
  // Before all else: another version may keep its checksum differently.
  members.read("format_version", manifest.format_version);
  if (!members.fault().empty()) return damaged(path, members.fault());
  if (const std::string fault = version_fault(manifest.format_version); !fault.empty()) {
    return fail(Status::bad_data, fmt::format("{} {}", path.string(), fault));
  }
  if (!checksum_fits(*parsed)) return damaged(path, "its content does not match its checksum");
  read_body(members, manifest);
  if (!members.fault().empty()) return damaged(path, members.fault());
  return manifest;
}

Result<Manifest> read_manifest(const std::filesystem::path& generation_folder) {
  const Path path = GenerationPaths{generation_folder}.manifest();
  const auto json = read_file(path, kMaxManifestBytes);
  if (json) return parse_manifest(*json, path);
  if (json.error().status != Status::no_input) return std::unexpected(json.error());
  // The archive is there; what it lacks is damage.
  return fail(Status::bad_data, json.error().message);
}

}  // namespace broadsheet
