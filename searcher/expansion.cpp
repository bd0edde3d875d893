#include "searcher/expansion.h"

#include <algorithm>
#include <map>

namespace broadsheet {
namespace {

bool is_condition(const QueryNode& node) { return !scores(node); }

// Words under OR, or a single leaf: what `--match any` makes of words side by side.
bool is_alternatives(const QueryNode& node) {
  if (node.kind == NodeKind::any_of) return std::ranges::all_of(node.children, scores);
  return node.children.empty() && scores(node);
}

}  // namespace

bool can_expand(std::string_view stem) {
  if (stem.size() < kLeastExpansionBytes || stem.size() > kMostExpansionBytes) return false;
  return std::ranges::all_of(stem, [](unsigned char c) { return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::vector<ExpansionWord> relevance_model(std::span<const FeedbackArticle> articles, std::size_t words) {
  std::map<std::string, double> model;
  for (const FeedbackArticle& article : articles) {
    double length = 0;
    for (const auto& [stem, count] : article.words) length += count;
    if (length <= 0) continue;
    for (const auto& [stem, count] : article.words) model[stem] += count / length * article.score;
  }
  std::vector<ExpansionWord> best;
  for (const auto& [stem, weight] : model) best.push_back({stem, weight});
  std::ranges::stable_sort(best, std::ranges::greater(), &ExpansionWord::weight);  // the map gave them by bytes
  best.resize(std::min(best.size(), words));
  double sum = 0;
  for (const ExpansionWord& word : best) sum += word.weight;
  for (ExpansionWord& word : best) word.weight /= sum;
  return best;
}

double query_weight(const QueryNode& node) {
  if (!scores(node)) return 0;
  if (node.children.empty()) {
    const bool one = node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy;
    return node.weight * (one ? 1.0 : static_cast<double>(std::max<std::size_t>(1, node.words.size())));
  }
  double sum = 0;
  for (const QueryNode& child : node.children) sum += query_weight(child);
  return node.weight * sum;
}

double beside_query(double probability, double query_weight) {
  return probability * (1 - kOriginalWeight) / kOriginalWeight * query_weight;
}

std::optional<QueryNode> alternatives_tree(const QueryNode& root, std::vector<QueryNode> words) {
  QueryNode any;
  any.kind = NodeKind::any_of;
  any.children = std::move(words);
  if (is_alternatives(root)) return any;
  if (root.kind != NodeKind::all_of || std::ranges::count_if(root.children, scores) != 1) return std::nullopt;
  QueryNode tree;
  tree.kind = NodeKind::all_of;
  for (const QueryNode& child : root.children) {
    if (is_condition(child)) {
      tree.children.push_back(child);
    } else if (is_alternatives(child)) {
      tree.children.push_back(any);
    } else {
      return std::nullopt;
    }
  }
  return tree;
}

}  // namespace broadsheet
