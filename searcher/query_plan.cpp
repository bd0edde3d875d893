#include "searcher/query_plan.h"

#include <algorithm>

#include "common/encoding.h"
#include "searcher/ranking.h"

namespace broadsheet {
namespace {

using Xapian::Query;

// Words of the unprefixed stream under AND and OR match exactly what their query matches: no set is needed.
bool is_plain(const QueryNode& node) {
  if (node.kind == NodeKind::all_of || node.kind == NodeKind::any_of) return std::ranges::all_of(node.children, is_plain);
  return node.kind == NodeKind::word && node.field.empty() && !node.capitals;
}

// Could a document match without any scoring word? Then the words only add to a score of zero.
bool matches_unscored(const QueryNode& node) {
  if (node.kind == NodeKind::all_of) return std::ranges::none_of(node.children, [](const QueryNode& c) { return !matches_unscored(c); });
  if (node.kind == NodeKind::any_of) return std::ranges::any_of(node.children, matches_unscored);
  return !scores(node);
}

class Planner {
 public:
  Planner(Matcher& matcher, const IndexView& view, const DocSet& matches, QueryPlan& plan)
      : matcher_(matcher), view_(view), matches_(matches), plan_(plan) {}

  Query source(const DocSet& set) { return keep(std::make_unique<DocSetSource>(set)); }

  // Matches at least what the node matches, with the weights of its words. Not OP_AND_MAYBE: with sources it loses documents
  // when it is pruned (Xapian 1.4.22; the oracle found one).
  Query demanded(const QueryNode& node) {
    return matches_unscored(node) ? Query(Query::OP_OR, scored(node), source(matches_)) : scored(node);
  }

  Query expanded(const QueryNode& root, std::span<const QueryNode> expansion) {
    std::vector<Query> parts{demanded(root)};
    for (const QueryNode& word : expansion) parts.push_back(scored(word));
    return {Query::OP_OR, parts.begin(), parts.end()};
  }

 private:
  // Only for nodes that score.
  Query scored(const QueryNode& node) {
    const Query query = unweighted(node);
    return node.weight == 1 ? query : Query(Query::OP_SCALE_WEIGHT, query, node.weight);
  }

  Query keep(std::unique_ptr<Xapian::PostingSource> source) {
    plan_.sources.push_back(std::move(source));
    return Query(plan_.sources.back().get());
  }

  Query word(const std::string& stem) {
    return keep(std::make_unique<Bm25Source>(view_.database(), view_.facts(), word_term("", stem), view_.statistics()));
  }

  Query unweighted(const QueryNode& node) {
    if (node.kind == NodeKind::all_of) return group(Query::OP_AND, node);
    if (node.kind == NodeKind::any_of) return group(Query::OP_OR, node);
    Query words = leaf(node);
    if (const DocSet* set = matcher_.verified(node)) return {Query::OP_FILTER, words, source(*set)};
    if (node.field.empty()) return words;
    // A word of the headline weighs what the word weighs; the field's term says where it must stand.
    const std::string term = word_term(view_.schema().find(node.field)->prefix, matcher_.leaf_words(node).stems[0]);
    return {Query::OP_FILTER, words, Query(term)};
  }

  Query group(Query::op op, const QueryNode& node) {
    std::vector<Query> parts;
    for (const QueryNode& child : node.children) {
      if (scores(child)) parts.push_back(op == Query::OP_AND ? demanded(child) : scored(child));
    }
    return {op, parts.begin(), parts.end()};
  }

  Query leaf(const QueryNode& node) {
    if (node.kind == NodeKind::near) return group(Query::OP_AND, node);
    const LeafWords& leaf = matcher_.leaf_words(node);
    std::vector<Query> words;
    if (node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy) {
      for (const std::string& stem : leaf.stems) words.emplace_back(word_term("", stem));
      return {Query::OP_SYNONYM, words.begin(), words.end()};
    }
    for (const std::string& stem : leaf.stems) words.push_back(word(stem));
    const Query all(Query::OP_AND, words.begin(), words.end());
    return node.kind == NodeKind::hyphenated ? Query(Query::OP_MAX, all, word(leaf.joined_stem)) : all;
  }

  Matcher& matcher_;
  const IndexView& view_;
  const DocSet& matches_;
  QueryPlan& plan_;
};

}  // namespace

std::optional<QueryPlan> plan_query(const QueryNode& root, Matcher& matcher, const IndexView& view, const DocSet& matches, bool narrowed,
                                    std::span<const QueryNode> expansion) {
  if (!scores(root)) return std::nullopt;
  QueryPlan plan;
  Planner planner(matcher, view, matches, plan);
  const Query words = expansion.empty() ? planner.demanded(root) : planner.expanded(root, expansion);
  const bool exact = is_plain(root) && !narrowed && expansion.empty();
  plan.query = exact ? words : Query(Query::OP_FILTER, words, planner.source(matches));
  return plan;
}

}  // namespace broadsheet
