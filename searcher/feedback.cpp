#include "searcher/feedback.h"

#include <map>
#include <unordered_map>

#include "common/encoding.h"
#include "common/word_weight.h"
#include "common/words.h"
#include "searcher/expansion.h"
#include "searcher/query_plan.h"

namespace broadsheet {
namespace {

// Stems by word id; "" for words that no expansion takes. Each word is stemmed once.
class ExpansionStems {
 public:
  explicit ExpansionStems(IndexView& view) : view_(view), most_articles_(kMostExpansionShare * static_cast<double>(view.documents())) {}

  const std::string& operator()(std::uint32_t id) {
    const auto [slot, is_new] = stems_.try_emplace(id);
    if (is_new) slot->second = stem_of(bare_word(view_.tokens().word(id)));
    return slot->second;
  }

 private:
  std::string stem_of(std::string_view word) {
    if (is_stop_word(word)) return {};
    std::string stem = view_.stemmer()(word);
    if (!can_expand(stem) || view_.frequency(word_term("", stem)) > most_articles_) return {};
    return stem;
  }

  IndexView& view_;
  double most_articles_;
  std::unordered_map<std::uint32_t, std::string> stems_;
};

FeedbackArticle read_article(const IndexView& view, const RankedDocument& document, ExpansionStems& stem_of) {
  std::map<std::uint32_t, double> counts;  // by word id: the sums below are in the same order every time
  const TokenStreams streams = view.tokens().streams(document.docid);
  for (std::size_t field = 0; field < kTextFields; ++field) {
    for (ByteReader reader(streams.words[field]); !reader.at_end() && reader.ok();) {
      counts[static_cast<std::uint32_t>(reader.varint())] += word_weight(static_cast<TextField>(field));
    }
  }
  std::map<std::string, double> stems;
  for (const auto& [id, count] : counts) {
    if (id >= view.tokens().words()) continue;
    if (const std::string& stem = stem_of(id); !stem.empty()) stems[stem] += count;
  }
  return {{stems.begin(), stems.end()}, document.score};
}

QueryNode word_node(const IndexView& view, const ExpansionWord& word, double weight) {
  QueryNode node;
  node.kind = NodeKind::word;
  node.column = 0;
  node.weight = weight;
  const auto ids = view.tokens().ids_of_stem(word.stem);  // ids are ranks: the commonest form first
  node.text = ids.empty() ? word.stem : std::string(bare_word(view.tokens().word(ids.front())));
  node.words = {node.text};
  return node;
}

}  // namespace

std::vector<QueryNode> expand_query(IndexView& view, const QueryNode& root, std::span<const RankedDocument> best) {
  ExpansionStems stems(view);
  std::vector<FeedbackArticle> articles;
  for (const RankedDocument& document : best) articles.push_back(read_article(view, document, stems));
  const double own_weight = query_weight(root);
  std::vector<QueryNode> words;
  for (const ExpansionWord& word : relevance_model(articles, kExpansionWords)) {
    words.push_back(word_node(view, word, beside_query(word.weight, own_weight)));
  }
  return words;
}

Expansion expansion_of(IndexView& view, Matcher& matcher, const QueryNode& root, const DocSet& matches) {
  const auto plan = plan_query(root, matcher, view, matches, true);
  if (!plan) return {};
  Expansion expansion;
  expansion.words = expand_query(view, root, rank(view.database(), plan->query, kFeedbackArticles, matches.count()));
  if (auto tree = alternatives_tree(root, expansion.words)) expansion.alternatives = std::move(*tree);
  return expansion;
}

}  // namespace broadsheet
