#include "searcher/word_sum.h"

#include <algorithm>
#include <array>

#include "common/encoding.h"

namespace broadsheet {
namespace {

// Collects the words of a tree; false: it does not score by a sum. Under an OR only plain words do: whether another part
// gives its weight depends on more than on its words.
class SumCollector {
 public:
  explicit SumCollector(Matcher& matcher) : matcher_(matcher) {}
  bool add(const QueryNode& node, bool is_alternative, double factor) {
    if (!scores(node)) return true;
    factor *= node.weight;
    switch (node.kind) {
      case NodeKind::all_of:
      case NodeKind::near:
        return !is_alternative && add_children(node, false, factor);
      case NodeKind::any_of:
        return add_children(node, true, factor);
      case NodeKind::word:
        return (!is_alternative || (node.field.empty() && !node.capitals)) && add_leaf(node, factor);
      case NodeKind::phrase:
      case NodeKind::as_typed:
        return !is_alternative && add_leaf(node, factor);
      default:
        return false;
    }
  }
  std::vector<SummedWord> take() { return std::move(words_); }

 private:
  bool add_children(const QueryNode& node, bool is_alternative, double factor) {
    return std::ranges::all_of(node.children, [&](const QueryNode& child) { return add(child, is_alternative, factor); });
  }
  bool add_leaf(const QueryNode& node, double factor) {
    for (const std::string& stem : matcher_.leaf_words(node).stems) words_.push_back({word_term("", stem), factor});
    return true;
  }
  Matcher& matcher_;
  std::vector<SummedWord> words_;
};

// One word's postings, read from front to back beside those of the other words.
class Cursor {
 public:
  Cursor(const WeightedPostings& word, const ArchiveStatistics& statistics)
      : weight_(word.frequency, statistics),
        factor_(word.factor),
        next_(word.postings->data()),
        end_(word.postings->data() + word.postings->size()) {
    for (std::size_t count = 0; count < bounds_.size(); ++count) {
      bounds_[count] = factor_ * weight_(static_cast<double>(count), statistics.shortest_length);
    }
    shortest_ = statistics.shortest_length;
  }
  // How often the word stands in the document; documents must come in ascending order.
  std::uint32_t count_in(std::uint32_t docid) {
    while (next_ != end_ && next_->docid < docid) ++next_;
    return next_ != end_ && next_->docid == docid ? next_->count : 0;
  }
  double weight(std::uint32_t count, double length) const { return count == 0 ? 0 : factor_ * weight_(count, length); }
  // No document gets more for so many occurrences.
  double bound(std::uint32_t count) const { return count < bounds_.size() ? bounds_[count] : weight(count, shortest_); }

 private:
  Bm25Weight weight_;
  double factor_;
  const Posting* next_;
  const Posting* end_;
  std::array<double, 16> bounds_{};
  double shortest_ = 0;
};

// The best documents so far, of documents that come in ascending order: of equal scores the first stays.
class Best {
 public:
  explicit Best(std::size_t wanted) : wanted_(wanted) {}
  // Can a document of this score, rounded or not, still come in?
  bool has_room_for(double score) const { return heap_.size() < wanted_ || score > least_; }
  void add(RankedDocument document) {
    if (!has_room_for(document.score)) return;
    if (heap_.size() == wanted_) {
      std::ranges::pop_heap(heap_, comes_before);
      heap_.pop_back();
    }
    heap_.push_back(document);
    std::ranges::push_heap(heap_, comes_before);
    if (heap_.size() == wanted_) least_ = heap_.front().score;
  }
  std::vector<RankedDocument> take() {
    std::ranges::sort(heap_, comes_before);
    return std::move(heap_);
  }

 private:
  std::size_t wanted_;
  std::vector<RankedDocument> heap_;  // the last in order at the front
  double least_ = 0;
};

}  // namespace

std::optional<std::vector<SummedWord>> summed_words(const QueryNode& root, Matcher& matcher) {
  if (!scores(root)) return std::nullopt;
  SumCollector collector(matcher);
  if (!collector.add(root, false, 1)) return std::nullopt;
  return collector.take();
}

std::vector<RankedDocument> rank_sums(std::vector<WeightedPostings> words, const DocSet& matches, const FactsColumn& facts,
                                      const ArchiveStatistics& statistics, std::size_t wanted) {
  if (wanted == 0) return {};
  std::ranges::stable_sort(words, {}, &WeightedPostings::frequency);
  std::vector<Cursor> cursors;
  for (const WeightedPostings& word : words) cursors.emplace_back(word, statistics);
  std::vector<std::uint32_t> counts(cursors.size());
  Best best(wanted);
  matches.for_each([&](std::uint32_t docid) {
    double bound = 0, score = 0;
    for (std::size_t i = 0; i < cursors.size(); ++i) {
      counts[i] = cursors[i].count_in(docid);
      bound += cursors[i].bound(counts[i]);
    }
    if (!best.has_room_for(bound)) return;
    const double length = facts[docid].length;
    for (std::size_t i = 0; i < cursors.size(); ++i) score += cursors[i].weight(counts[i], length);
    if (best.has_room_for(score)) best.add({docid, round_score(score)});
  });
  return best.take();
}

std::vector<RankedDocument> rank_by_sum(const std::vector<SummedWord>& words, Matcher& matcher, const IndexView& view,
                                        const DocSet& matches, std::size_t wanted) {
  std::vector<WeightedPostings> weighted;
  for (const SummedWord& word : words) {
    weighted.push_back({&matcher.postings(word.term, matches), view.database().get_termfreq(word.term), word.factor});
  }
  return rank_sums(std::move(weighted), matches, view.facts(), view.statistics(), wanted);
}

}  // namespace broadsheet
