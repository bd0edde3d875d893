#include "searcher/explain.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/archive_info.h"
#include "searcher/match_set.h"
#include "searcher/query_parser.h"
#include "searcher/query_tree.h"

namespace broadsheet {
namespace {

// No deeper than kMaxQueryDepth: the parser sees to it.
Result<void> add_parts(IndexView& view, const QueryNode& node, std::vector<ExplainedPart>& parts) {
  if (node.children.empty() || node.kind == NodeKind::near) {
    const auto count = count_matches(view, node);
    if (!count) return std::unexpected(count.error());
    parts.push_back({describe(node), node.column, *count});
  }
  for (const QueryNode& child : node.children) {
    if (const auto added = add_parts(view, child, parts); !added) return added;
  }
  return {};
}

void write_parts(JsonWriter& json, const std::vector<ExplainedPart>& parts) {
  json.key("parts");
  json.begin_array();
  for (const ExplainedPart& part : parts) {
    json.begin_object();
    json.field("text", part.text);
    write_count(json, "column", part.column);
    write_count(json, "articles", part.articles);
    json.end_object();
  }
  json.end_array();
}

void write_warnings(JsonWriter& json, const std::vector<Warning>& warnings) {
  json.key("warnings");
  json.begin_array();
  for (const Warning& warning : warnings) {
    json.begin_object();
    json.field("code", warning.code);
    json.field("message", warning.message);
    json.end_object();
  }
  json.end_array();
}

std::string explanation_to_json(const Explanation& explanation) {
  JsonWriter json;
  json.begin_object();
  write_count(json, "format_version", kOutputFormatVersion);
  write_archive(json, explanation.archive);
  json.key("query");
  json.begin_object();
  json.field("text", explanation.query);
  json.field("understood", explanation.understood);
  json.field("tree", explanation.tree);
  write_count(json, "language_version", kQueryLanguageVersion);
  write_warnings(json, explanation.warnings);
  json.end_object();
  write_parts(json, explanation.parts);
  write_count(json, "articles", explanation.articles);
  json.end_object();
  return json.take() + "\n";
}

std::string part_line(std::uint64_t articles, std::string_view column, std::string_view text) {
  return fmt::format("{:>12} {:>7}  {}\n", with_thousands(articles), column, terminal_safe(text));
}

std::string explanation_to_text(const Explanation& explanation) {
  std::string out = fmt::format("{}\n{}\n\n", terminal_safe(explanation.understood), terminal_safe(explanation.tree));
  out += fmt::format("{:>12} {:>7}  {}\n", "articles", "column", "part");
  for (const ExplainedPart& part : explanation.parts) out += part_line(part.articles, std::to_string(part.column), part.text);
  out += part_line(explanation.articles, "", fmt::format("the whole query, of {} articles", with_thousands(explanation.archive.articles)));
  if (!explanation.warnings.empty()) out += "\n";
  for (const Warning& warning : explanation.warnings) out += fmt::format("note: {}\n", terminal_safe(warning.message));
  return out;
}

}  // namespace

Result<Explanation> explain_query(IndexView& view, const SearchRequest& request) {
  const ParserSettings settings{request.match, request.strict, request.now, view.manifest().analysis.version};
  auto parsed = parse_query(request.query == "*" ? "" : request.query, view.schema(), settings);
  if (!parsed) return std::unexpected(parsed.error());
  Explanation explanation;
  explanation.archive = archive_info(view.manifest());
  explanation.query = request.query;
  explanation.tree = print_tree(parsed->root, true);
  explanation.understood = describe(parsed->root);
  explanation.warnings = std::move(parsed->warnings);
  if (const auto added = add_parts(view, parsed->root, explanation.parts); !added) return std::unexpected(added.error());
  const auto count = count_matches(view, parsed->root);
  if (!count) return std::unexpected(count.error());
  explanation.articles = *count;
  return explanation;
}

std::string render_explanation(const Explanation& explanation, const SinkSettings& settings) {
  return settings.format == OutputFormat::json ? explanation_to_json(explanation) : explanation_to_text(explanation);
}

}  // namespace broadsheet
