// Any bytes are a query: parsing never crashes, and what comes out stays within the limits. The first byte chooses match mode and strict.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/limits.h"
#include "common/text.h"
#include "searcher/query_parser.h"

namespace broadsheet {
namespace {

// Each parenthesis can bring four levels: OR, AND, NOT, NEAR.
constexpr int kMaxTreeDepth = 4 * (kMaxQueryDepth + 1);
// Printed: no leaf repeats more than the text that made it; words may be folded to longer ones, near chains name an operand twice.
constexpr std::size_t kMaxPrintedBytes = 64 * kMaxQueryBytes;

int depth_of(const QueryNode& node) {
  int depth = 0;
  for (const QueryNode& child : node.children) depth = std::max(depth, depth_of(child));
  return depth + 1;
}

void check(bool holds) {
  if (!holds) std::abort();
}

bool is_group(NodeKind kind) {
  return kind == NodeKind::all_of || kind == NodeKind::any_of || kind == NodeKind::near || kind == NodeKind::none_of;
}

void check_node(const QueryNode& node, std::size_t columns) {
  const std::size_t children = node.children.size();
  check(is_group(node.kind) ? children >= (node.kind == NodeKind::none_of ? 1U : 2U) : children == 0);
  check(node.kind != NodeKind::none_of || children == 1);
  check(node.weight >= 0.1 && node.weight <= 100);
  check(node.column >= 1 && node.column <= columns);
  const bool has_words = node.kind == NodeKind::word || node.kind == NodeKind::hyphenated || node.kind == NodeKind::phrase ||
                         node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy;
  check(!has_words || !node.words.empty());
  for (const QueryNode& child : node.children) check_node(child, columns);
}

void check_query(std::string_view text, const ParserSettings& settings) {
  static const Schema kSchema({"desk"});
  const Result<ParsedQuery> parsed = parse_query(text, kSchema, settings);
  if (!parsed) {
    check(parsed.error().status == Status::usage && !parsed.error().message.empty());
    return;
  }
  check(count_terms(parsed->root) <= kMaxQueryTerms);
  check(depth_of(parsed->root) <= kMaxTreeDepth);
  check_node(parsed->root, std::max<std::size_t>(1, text.size()));
  const std::string printed = print_tree(parsed->root, true);
  check(printed.size() <= kMaxPrintedBytes && is_valid_utf8(printed));
  check(is_valid_utf8(describe(parsed->root)));
  for (const Warning& warning : parsed->warnings) check(!warning.code.empty() && is_valid_utf8(warning.message));
}

}  // namespace
}  // namespace broadsheet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  broadsheet::ParserSettings settings{.now = 1'764'028'800};
  settings.match = (data[0] & 1U) != 0 ? broadsheet::MatchMode::any : broadsheet::MatchMode::all;
  settings.strict = (data[0] & 2U) != 0;
  broadsheet::check_query({reinterpret_cast<const char*>(data) + 1, size - 1}, settings);
  return 0;
}
