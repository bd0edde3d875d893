#include "searcher/explain_hit.h"

#include <algorithm>
#include <functional>

#include "common/encoding.h"
#include "searcher/query_plan.h"
#include "searcher/ranking.h"

namespace broadsheet {
namespace {

bool is_group(NodeKind kind) { return kind == NodeKind::all_of || kind == NodeKind::any_of || kind == NodeKind::near; }

class HitExplainer {
 public:
  HitExplainer(IndexView& view, Matcher& matcher, std::uint32_t docid)
      : view_(view), matcher_(matcher), docid_(docid), only_(view.documents()) {
    only_.add(docid);
  }

  // What the node gives to the score, `factor` times. Parts that the article does not match give nothing, as in query_plan.
  Result<void> add(const QueryNode& node, double factor) {
    if (!scores(node)) return {};
    const auto set = matcher_.match(node);
    if (!set) return std::unexpected(set.error());
    if (!set->has(docid_)) return {};
    if (!is_group(node.kind)) return add_leaf(node, factor * node.weight);
    for (const QueryNode& child : node.children) {
      if (const auto added = add(child, factor * node.weight); !added) return added;
    }
    return {};
  }

  double score(const QueryNode& root, std::span<const QueryNode> expansion) {
    const auto plan = plan_query(root, matcher_, view_, only_, true, expansion);
    const auto ranked = plan ? rank(view_.database(), plan->query, 1, 1) : std::vector<RankedDocument>();
    return ranked.empty() ? 0 : ranked.front().score;
  }

  std::vector<TermWeight> take() {
    std::ranges::stable_sort(terms_, std::ranges::greater(), &TermWeight::weight);
    return std::move(terms_);
  }

 private:
  Result<void> add_leaf(const QueryNode& node, double factor) {
    const LeafWords& leaf = matcher_.leaf_words(node);
    if (node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy) {
      add_expanded(node, leaf, factor);
      return {};
    }
    std::vector<TermWeight> words;
    double sum = 0;
    bool whole = true;
    for (const std::string& stem : leaf.stems) {
      words.push_back(term(stem, node.column, factor));
      sum += words.back().weight;
      whole = whole && words.back().count > 0;
    }
    if (node.kind == NodeKind::hyphenated) {  // side by side or joined, what weighs more
      const TermWeight joined = term(leaf.joined_stem, node.column, factor);
      if (!whole || joined.weight > sum) words = {joined};
    }
    terms_.insert(terms_.end(), words.begin(), words.end());
    return {};
  }

  // All its words are weighed as one (Xapian's OP_SYNONYM).
  void add_expanded(const QueryNode& node, const LeafWords& leaf, double factor) {
    TermWeight weight{node.words[0] + (node.kind == NodeKind::wildcard ? "*" : "~"), node.column, 0, 0, 0};
    for (const std::string& stem : leaf.stems) weight.count += count_of(word_term("", stem));
    const DocSet* set = matcher_.verified(node);
    weight.articles = set == nullptr ? 0 : set->count();
    weight.weight = factor / node.weight * unrounded_score(node);
    terms_.push_back(std::move(weight));
  }

  double unrounded_score(const QueryNode& leaf) {
    const auto plan = plan_query(leaf, matcher_, view_, only_, true);
    return plan ? weight_of_first(view_.database(), plan->query) : 0;
  }

  TermWeight term(const std::string& stem, std::size_t column, double factor) {
    const std::string name = word_term("", stem);
    TermWeight found{stem, column, count_of(name), view_.frequency(name), 0};
    Bm25Source source(view_.database(), view_.facts(), name, view_.statistics());
    source.init(view_.database());
    source.skip_to(docid_, 0);
    if (!source.at_end() && source.get_docid() == docid_) found.weight = factor * source.get_weight();
    return found;
  }

  std::uint64_t count_of(const std::string& name) const {
    auto posting = view_.database().postlist_begin(name);
    const auto end = view_.database().postlist_end(name);
    if (posting != end) posting.skip_to(docid_);
    return posting != end && *posting == docid_ ? posting.get_wdf() : 0;
  }

  IndexView& view_;
  Matcher& matcher_;
  std::uint32_t docid_;
  DocSet only_;
  std::vector<TermWeight> terms_;
};

}  // namespace

Result<ExplainedHit> explain_hit(IndexView& view, Matcher& matcher, const QueryNode& root, std::span<const QueryNode> expansion,
                                 const DocSet& matches, std::uint32_t docid) {
  ExplainedHit hit;
  HitRecord record;
  if (!decode_hit(view.database().get_document(docid).get_data(), record)) {
    return fail(Status::bad_data, "this article has a damaged record; broadsheet check says more");
  }
  hit.id = record.id;
  hit.title = record.title;
  hit.matches = matches.has(docid);
  if (!hit.matches) return hit;
  HitExplainer explainer(view, matcher, docid);
  if (const auto added = explainer.add(root, 1); !added) return std::unexpected(added.error());
  for (const QueryNode& word : expansion) {
    if (const auto added = explainer.add(word, 1); !added) return std::unexpected(added.error());
  }
  hit.terms = explainer.take();
  hit.score = explainer.score(root, expansion);
  return hit;
}

}  // namespace broadsheet
