// What do terms mean together? Builds the groups of the query tree: flat, without needless levels, and with the rules for words side by
// side (stop words, repeated words, conditions that `--match any` keeps).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "searcher/query_parser.h"
#include "searcher/query_terms.h"
#include "searcher/query_tree.h"

namespace broadsheet {

// Terms side by side, in order.
struct Operand {
  QueryNode node;
  TermRole role = TermRole::other;
};
using Run = std::vector<Operand>;

struct RunSettings {
  MatchMode match = MatchMode::all;
  bool keep_filters = false;  // at top level, not beside OR: field terms are conditions under MatchMode::any
};

// `kind` all_of or any_of over one child or more: children of the same kind are spliced in, one child stands for itself.
QueryNode join(NodeKind kind, std::vector<QueryNode> children);
// Everything without it; twice is once more the node itself.
QueryNode negate(QueryNode node, std::size_t column);
// `(a b)^2`: what the group weighs, times its own, within the limits of weights.
void scale_weight(QueryNode& node, double factor);
// `run` is not empty. Stop words that were left out are appended to `dropped`.
QueryNode build_run(Run run, const RunSettings& settings, std::vector<std::string>& dropped);
// Operands joined by NEAR and ADJ, as (operator before operand i + 1) = operators[i]. nullopt: not all of them are words, phrases or
// OR-groups of these in one field.
struct Nearness {
  bool ordered = false;
  int distance = 0;
  bool operator==(const Nearness&) const = default;
};
std::optional<QueryNode> build_near(const std::vector<QueryNode>& operands, const std::vector<Nearness>& operators);
// Only conditions, nothing that scores.
bool is_filter(const QueryNode& node);

}  // namespace broadsheet
