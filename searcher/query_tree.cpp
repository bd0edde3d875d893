#include "searcher/query_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <string_view>
#include <utility>

namespace broadsheet {
namespace {

bool is_group(NodeKind kind) { return kind == NodeKind::all_of || kind == NodeKind::any_of || kind == NodeKind::near; }

std::string join_words(const QueryNode& node) { return fmt::format("{}", fmt::join(node.words, " ")); }

std::string weight_mark(const QueryNode& node) { return node.weight == 1 ? std::string() : fmt::format("^{:g}", node.weight); }

// 2023-11, 2023-01..2023-06, 2023.., ..2023
std::string range_text(const QueryNode& node) {
  const std::string from = node.from ? node.from->text : "";
  const std::string until = node.until ? node.until->text : "";
  return node.from && node.until && *node.from == *node.until ? from : from + ".." + until;
}

// --- print_tree -----------------------------------------------------------------------------------------------------------

// What each kind is called, in the order of NodeKind.
constexpr std::array<std::string_view, 13> kHeads = {"everything", "all",  "any",      "not",   "word",  "hyphen", "typed",
                                                     "phrase",     "near", "wildcard", "fuzzy", "value", "date"};
static_assert(kHeads.size() == static_cast<std::size_t>(NodeKind::date_range) + 1);

std::string head(const QueryNode& node) {
  if (node.kind == NodeKind::near) return fmt::format("{}/{}", node.ordered ? "adj" : "near", node.distance);
  if (node.kind == NodeKind::phrase && node.slop > 0) return fmt::format("phrase~{}", node.slop);
  if (node.capitals) return "capitals";
  return std::string(kHeads[static_cast<std::size_t>(node.kind)]);
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string leaf_body(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::value:
      return fmt::format(" {}{} {}", node.field, node.whole ? "" : " word", in_quotes(node.text));
    case NodeKind::date_range:
      return " " + range_text(node);
    default:
      if (node.words.empty()) return "";
      return fmt::format(" {}{}{}", node.field, node.field.empty() ? "" : ":", join_words(node));
  }
}

void print(const QueryNode& node, bool with_columns, std::string& out) {
  out += '(';
  out += head(node);
  out += weight_mark(node);
  if (with_columns) out += fmt::format("@{}", node.column);
  out += leaf_body(node);
  for (const QueryNode& child : node.children) {
    out += ' ';
    print(child, with_columns, out);
  }
  out += ')';
}

// --- describe -------------------------------------------------------------------------------------------------------------

std::string describe_value(const QueryNode& node) { return node.whole ? node.text : "any name with " + node.text; }

// Without one it is a word of Han or kana: each sign is indexed as a word.
bool has_hyphen(std::string_view text) {
  return text.find('-') != std::string_view::npos || text.find("\u2010") != std::string_view::npos ||
         text.find("\u2011") != std::string_view::npos;
}

std::string describe_phrase(const QueryNode& node) {
  const std::string note = node.slop > 0 ? fmt::format("at most {} apart", node.slop) : std::string("exact");
  return fmt::format("\"{}\" ({})", join_words(node), note);
}

std::string describe_leaf(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::everything:
      return "all articles";
    case NodeKind::hyphenated:
      return fmt::format("\"{}\" ({})", join_words(node), has_hyphen(node.text) ? "hyphenated" : "side by side");
    case NodeKind::as_typed:
      return node.text + " (as typed)";
    case NodeKind::phrase:
      return describe_phrase(node);
    case NodeKind::wildcard:
      return join_words(node) + "*";
    case NodeKind::fuzzy:
      return join_words(node) + " (or one letter off)";
    case NodeKind::value:
      return describe_value(node);
    case NodeKind::date_range:
      return range_text(node);
    default:
      return node.capitals ? node.text + " (in capitals)" : join_words(node);
  }
}

std::string group_title(const QueryNode& node) {
  if (node.kind == NodeKind::all_of) return "all of: ";
  if (node.kind == NodeKind::any_of) return "any of: ";
  return fmt::format("at most {} apart{}: ", node.distance, node.ordered ? ", in this order" : "");
}

std::string describe_inside(const QueryNode& node);

std::string describe_node(const QueryNode& node) {
  if (node.kind == NodeKind::none_of) {
    return fmt::format("without {}", fmt::join(node.children | std::views::transform(describe_inside), ""));
  }
  if (is_group(node.kind)) {
    return fmt::format("{}{}", group_title(node), fmt::join(node.children | std::views::transform(describe_inside), " · "));
  }
  return fmt::format("{}{}{}{}", node.field, node.field.empty() ? "" : ": ", describe_leaf(node), weight_mark(node));
}

// Groups inside others stand in parentheses.
std::string describe_inside(const QueryNode& node) {
  return is_group(node.kind) ? fmt::format("({}){}", describe_node(node), weight_mark(node)) : describe_node(node);
}

}  // namespace

std::string print_tree(const QueryNode& node, bool with_columns) {
  std::string out;
  print(node, with_columns, out);
  return out;
}

std::string describe(const QueryNode& node) {
  return is_group(node.kind) && node.weight != 1 ? describe_inside(node) : describe_node(node);
}

bool stands_at_places(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::word:
    case NodeKind::hyphenated:
    case NodeKind::as_typed:
    case NodeKind::phrase:
    case NodeKind::wildcard:
    case NodeKind::fuzzy:
    case NodeKind::near:
      return true;
    case NodeKind::any_of:
      return std::ranges::all_of(node.children, stands_at_places);
    default:
      return false;
  }
}

const std::string& field_of(const QueryNode& node) { return node.children.empty() ? node.field : field_of(node.children.front()); }

std::size_t count_terms(const QueryNode& node) {
  if (node.children.empty()) return std::max<std::size_t>(1, node.words.size());
  std::size_t count = 0;
  for (const QueryNode& child : node.children) count += count_terms(child);
  return count;
}

bool scores(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::all_of:
    case NodeKind::any_of:
      return std::ranges::any_of(node.children, scores);
    case NodeKind::everything:
    case NodeKind::none_of:
    case NodeKind::value:
    case NodeKind::date_range:
      return false;
    default:
      return true;
  }
}

}  // namespace broadsheet
