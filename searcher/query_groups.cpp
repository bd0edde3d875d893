#include "searcher/query_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "common/limits.h"
#include "common/words.h"

namespace broadsheet {
namespace {

void splice(std::vector<QueryNode>& into, std::vector<QueryNode>&& from) {
  into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// "everything" adds nothing to other conditions.
void drop_everything(std::vector<QueryNode>& children) {
  const auto is_everything = [](const QueryNode& node) { return node.kind == NodeKind::everything; };
  if (std::ranges::all_of(children, is_everything)) {
    children.resize(1);
  } else {
    std::erase_if(children, is_everything);
  }
}

bool is_bare_stop_word(const Operand& operand) {
  const QueryNode& node = operand.node;
  return operand.role == TermRole::bare && node.kind == NodeKind::word && !node.capitals && is_stop_word(node.words[0]);
}

void drop_stop_words(Run& run, std::vector<std::string>& dropped) {
  if (std::ranges::none_of(run, is_bare_stop_word)) return;
  const auto remains = [](const Operand& operand) { return !is_bare_stop_word(operand) && scores(operand.node); };
  if (std::ranges::none_of(run, remains)) return;
  for (const Operand& operand : run) {
    if (is_bare_stop_word(operand)) dropped.push_back(operand.node.words[0]);
  }
  std::erase_if(run, is_bare_stop_word);
}

// A word that stands twice says no more than once.
void drop_repeated_words(Run& run) {
  std::unordered_set<std::string> seen;
  std::erase_if(run, [&seen](const Operand& operand) {
    if (operand.role != TermRole::bare) return false;
    const QueryNode& node = operand.node;
    return !seen.insert(fmt::format("{} {} {} {} {}", static_cast<int>(node.kind), node.capitals, node.weight, node.field,
                                    fmt::join(node.words, " ")))
                .second;
  });
}

QueryNode any_of_run(Run run, bool keep_filters) {
  std::vector<QueryNode> filters, words, negations;
  for (Operand& operand : run) {
    const bool filter = keep_filters && operand.role == TermRole::filter;
    auto& part = filter ? filters : operand.role == TermRole::negation ? negations : words;
    part.push_back(std::move(operand.node));
  }
  if (!words.empty()) {
    drop_everything(words);
    filters.push_back(join(NodeKind::any_of, std::move(words)));
  }
  splice(filters, std::move(negations));
  return join(NodeKind::all_of, std::move(filters));
}

// Does every leaf search this field?
bool is_in_field(const QueryNode& node, const std::string& field) {
  if (node.children.empty()) return node.field == field;
  return std::ranges::all_of(node.children, [&field](const QueryNode& child) { return is_in_field(child, field); });
}

}  // namespace

QueryNode join(NodeKind kind, std::vector<QueryNode> children) {
  if (kind == NodeKind::all_of) drop_everything(children);
  if (children.size() == 1) return std::move(children.front());
  QueryNode group;
  group.kind = kind;
  group.column = children.front().column;
  for (QueryNode& child : children) {
    if (child.kind == kind && child.weight == 1) {
      splice(group.children, std::move(child.children));
    } else {
      group.children.push_back(std::move(child));
    }
  }
  return group;
}

QueryNode negate(QueryNode node, std::size_t column) {
  if (node.kind == NodeKind::none_of) {
    QueryNode inner = std::move(node.children.front());
    return inner;
  }
  QueryNode group;
  group.kind = NodeKind::none_of;
  group.column = column;
  group.children.push_back(std::move(node));
  return group;
}

void scale_weight(QueryNode& node, double factor) { node.weight = std::clamp(node.weight * factor, kLeastWeight, kMostWeight); }

QueryNode build_run(Run run, const RunSettings& settings, std::vector<std::string>& dropped) {
  drop_stop_words(run, dropped);
  drop_repeated_words(run);
  if (settings.match == MatchMode::any) return any_of_run(std::move(run), settings.keep_filters);
  std::vector<QueryNode> children;
  for (Operand& operand : run) children.push_back(std::move(operand.node));
  return join(NodeKind::all_of, std::move(children));
}

std::optional<QueryNode> build_near(const std::vector<QueryNode>& operands, const std::vector<Nearness>& operators) {
  const std::string& field = field_of(operands.front());
  const auto fits = [&field](const QueryNode& node) { return stands_at_places(node) && is_in_field(node, field); };
  if (!std::ranges::all_of(operands, fits)) return std::nullopt;
  std::vector<QueryNode> chains;
  for (std::size_t i = 0; i < operators.size(); ++i) {
    if (i == 0 || operators[i] != operators[i - 1]) {
      QueryNode chain;
      chain.kind = NodeKind::near;
      chain.ordered = operators[i].ordered;
      chain.distance = operators[i].distance;
      chain.column = operands[i].column;
      chain.children.push_back(operands[i]);
      chains.push_back(std::move(chain));
    }
    chains.back().children.push_back(operands[i + 1]);
  }
  return join(NodeKind::all_of, std::move(chains));
}

bool is_filter(const QueryNode& node) {
  if (node.children.empty()) return node.kind == NodeKind::value || node.kind == NodeKind::date_range;
  return std::ranges::all_of(node.children, is_filter);
}

}  // namespace broadsheet
