#include "indexer/hand_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/files.h"

namespace broadsheet {
namespace {

template <class Rules>
Result<void> read_rules(Rules& rules, const std::optional<Path>& path, std::string_view name, std::map<std::string, std::string>& hashes) {
  if (!path) return {};
  const auto text = read_file(*path);
  if (!text) return fail(text.error().status, fmt::format("{} (--{}-conf)", text.error().message, name));
  auto parsed = Rules::parse(*text, path->string());
  if (!parsed) return std::unexpected(parsed.error());
  rules = std::move(*parsed);
  hashes[fmt::format("{}.conf", name)] = sha256_hex(*text);
  return {};
}

}  // namespace

Result<void> read_hand_files(BuildOptions& options) {
  if (auto read = read_rules(options.name_rules, options.entities_conf, "entities", options.conf_hashes); !read) return read;
  return read_rules(options.source_rules, options.sources_conf, "sources", options.conf_hashes);
}

std::vector<std::string> all_facet_fields(const BuildOptions& options) {
  std::vector<std::string> fields = options.record.facet_fields;
  for (const std::string& column : options.source_rules.columns()) {
    if (std::ranges::find(fields, column) == fields.end()) fields.push_back(column);
  }
  return fields;
}

}  // namespace broadsheet
