#include "searcher/query_plan.h"

#include <algorithm>

#include "common/encoding.h"

namespace broadsheet {
namespace {

using Xapian::Query;

// Words of the unprefixed stream under AND and OR match exactly what their query matches: no set is needed.
bool is_plain(const QueryNode& node) {
  if (node.kind == NodeKind::all_of || node.kind == NodeKind::any_of) return std::ranges::all_of(node.children, is_plain);
  return node.kind == NodeKind::word && node.field.empty() && !node.capitals;
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

// Could a document match without any scoring word? Then the words only add to a score of zero.
bool matches_unscored(const QueryNode& node) {
  if (node.kind == NodeKind::all_of) return std::ranges::none_of(node.children, [](const QueryNode& c) { return !matches_unscored(c); });
  if (node.kind == NodeKind::any_of) return std::ranges::any_of(node.children, matches_unscored);
  return !scores(node);
}

class Planner {
 public:
  Planner(Matcher& matcher, const Schema& schema, QueryPlan& plan) : matcher_(matcher), schema_(schema), plan_(plan) {}

  Query source(const DocSet& set) {
    plan_.sources.push_back(std::make_unique<DocSetSource>(set));
    return Query(plan_.sources.back().get());
  }

  // Only for nodes that score.
  Query scored(const QueryNode& node) {
    const Query query = unweighted(node);
    return node.weight == 1 ? query : Query(Query::OP_SCALE_WEIGHT, query, node.weight);
  }

 private:
  Query unweighted(const QueryNode& node) {
    if (node.kind == NodeKind::all_of) return group(Query::OP_AND, node);
    if (node.kind == NodeKind::any_of) return group(Query::OP_OR, node);
    const Query words = leaf(node);
    if (const DocSet* set = matcher_.verified(node)) return Query(Query::OP_FILTER, words, source(*set));
    if (node.field.empty()) return words;
    // A word of the headline weighs what the word weighs; the field's term says where it must stand.
    const std::string term = word_term(schema_.find(node.field)->prefix, matcher_.leaf_words(node).stems[0]);
    return Query(Query::OP_FILTER, words, Query(term));
  }

  Query group(Query::op op, const QueryNode& node) {
    // In a conjunction, what could match without a score must not be demanded of the scoring side.
    std::vector<Query> must, may;
    for (const QueryNode& child : node.children) {
      if (!scores(child)) continue;
      (op == Query::OP_AND && matches_unscored(child) ? may : must).push_back(scored(child));
    }
    const Query optional(Query::OP_OR, may.begin(), may.end());
    if (must.empty()) return optional;
    const Query needed(op, must.begin(), must.end());
    return may.empty() ? needed : Query(Query::OP_AND_MAYBE, needed, optional);
  }

  Query leaf(const QueryNode& node) {
    if (node.kind == NodeKind::near) return group(Query::OP_AND, node);
    std::vector<Query> words;
    for (const std::string& stem : matcher_.leaf_words(node).stems) words.emplace_back(word_term("", stem));
    if (node.kind == NodeKind::hyphenated) {
      const Query parts(Query::OP_AND, words.begin(), words.end());
      return Query(Query::OP_MAX, parts, Query(word_term("", matcher_.leaf_words(node).joined_stem)));
    }
    const bool expanded = node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy;
    return Query(expanded ? Query::OP_SYNONYM : Query::OP_AND, words.begin(), words.end());
  }

  Matcher& matcher_;
  const Schema& schema_;
  QueryPlan& plan_;
};

}  // namespace

std::optional<QueryPlan> plan_query(const QueryNode& root, Matcher& matcher, const Schema& schema, const DocSet& matches, bool narrowed) {
  if (!scores(root)) return std::nullopt;
  QueryPlan plan;
  Planner planner(matcher, schema, plan);
  const Query words = planner.scored(root);
  if (is_plain(root) && !narrowed) {
    plan.query = words;
  } else if (matches_unscored(root)) {
    plan.query = Query(Query::OP_AND_MAYBE, planner.source(matches), words);
  } else {
    plan.query = Query(Query::OP_FILTER, words, planner.source(matches));
  }
  return plan;
}

}  // namespace broadsheet
