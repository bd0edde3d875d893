#include "searcher/word_sum.h"

#include <algorithm>
#include <array>
#include <span>

#include "common/encoding.h"
#include "searcher/xapian_fault.h"

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
      : weight_(word.frequency, statistics), factor_(word.factor), list_(word.list), shares_hold_(word.shares_hold) {
    for (std::size_t count = 0; count < bounds_.size(); ++count) {
      bounds_[count] = factor_ * weight_(static_cast<double>(count), statistics.shortest_length);
    }
    shortest_ = statistics.shortest_length;
    if (word.postings == nullptr) return;
    rest_ = *word.postings;  // one block
    is_read_ = true;
    last_ = UINT32_MAX;
    for (const Posting& posting : rest_) most_ = std::max(most_, bound(posting.count));
  }
  // Goes on to the block of the document, without looking into it; documents must come in ascending order.
  void reach(std::uint32_t docid) {
    if (last_ >= docid) return;
    rest_ = {};
    is_read_ = false;
    if (list_.advance(docid)) {
      last_ = list_.last();
      most_ = factor_ * weight_.most() * (shares_hold_ ? list_.highest_share() : 1);
      return;
    }
    if (!list_.ok()) throw damaged_list("postings.bin");
    last_ = UINT32_MAX;
    most_ = 0;
    is_read_ = true;
  }
  // The block's last document, and the most that the word gives to any document of it.
  std::uint32_t last() const { return last_; }
  double most() const { return most_; }
  // How often the word stands in the document, which lies in the block.
  std::uint32_t count_in(std::uint32_t docid) {
    if (!is_read_) read_block();
    while (!rest_.empty() && rest_.front().docid < docid) rest_ = rest_.subspan(1);
    return !rest_.empty() && rest_.front().docid == docid ? rest_.front().count : 0;
  }
  double weight(std::uint32_t count, double length) const { return count == 0 ? 0 : factor_ * weight_(count, length); }
  // No document gets more for so many occurrences.
  double bound(std::uint32_t count) const { return count < bounds_.size() ? bounds_[count] : weight(count, shortest_); }

 private:
  void read_block() {
    list_.read(block_);
    if (!list_.ok()) throw damaged_list("postings.bin");
    rest_ = block_;
    is_read_ = true;
  }
  Bm25Weight weight_;
  double factor_;
  PostingReader list_;
  Postings block_;
  std::span<const Posting> rest_;
  bool shares_hold_ = false;
  bool is_read_ = false;
  std::uint32_t last_ = 0;
  double most_ = 0;
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

std::optional<std::vector<SummedWord>> summed_words(const QueryNode& root, Matcher& matcher, std::span<const QueryNode> expansion) {
  if (!scores(root)) return std::nullopt;
  SumCollector collector(matcher);
  if (!collector.add(root, false, 1)) return std::nullopt;
  if (!std::ranges::all_of(expansion, [&](const QueryNode& word) { return collector.add(word, true, 1); })) return std::nullopt;
  return collector.take();
}

std::vector<RankedDocument> rank_sums(std::vector<WeightedPostings> words, const DocSet& matches, const FactsColumn& facts,
                                      const ArchiveStatistics& statistics, std::size_t wanted) {
  if (wanted == 0) return {};
  std::ranges::stable_sort(words, {}, &WeightedPostings::frequency);
  std::vector<Cursor> cursors;
  cursors.reserve(words.size());  // a cursor looks into its own block
  for (const WeightedPostings& word : words) cursors.emplace_back(word, statistics);
  std::vector<std::uint32_t> counts(cursors.size());
  Best best(wanted);
  std::uint32_t window_end = 0;  // up to here all cursors stay in their blocks
  for (std::uint32_t docid = matches.next(1); docid != 0; docid = matches.next(docid + 1)) {
    if (docid > window_end) {
      double most = 0;
      window_end = UINT32_MAX;
      for (Cursor& cursor : cursors) {
        cursor.reach(docid);
        most += cursor.most();
        window_end = std::min(window_end, cursor.last());
      }
      if (!best.has_room_for(most)) {
        if (window_end >= matches.documents()) break;
        docid = window_end;
        continue;
      }
    }
    double bound = 0, score = 0;
    for (std::size_t i = 0; i < cursors.size(); ++i) {
      counts[i] = cursors[i].count_in(docid);
      bound += cursors[i].bound(counts[i]);
    }
    if (!best.has_room_for(bound)) continue;
    const double length = facts[docid].length;
    for (std::size_t i = 0; i < cursors.size(); ++i) score += cursors[i].weight(counts[i], length);
    if (best.has_room_for(score)) best.add({docid, round_score(score)});
  }
  return best.take();
}

std::vector<RankedDocument> rank_by_sum(const std::vector<SummedWord>& words, Matcher& matcher, const IndexView& view,
                                        const DocSet& matches, std::size_t wanted) {
  std::vector<WeightedPostings> weighted;
  for (const SummedWord& word : words) {
    const auto list = view.long_list(word.term);
    weighted.push_back(list ? WeightedPostings{*list, nullptr, list->frequency(), word.factor, view.shares_hold()}
                            : WeightedPostings{{}, &matcher.postings(word.term, matches), view.frequency(word.term), word.factor});
  }
  return rank_sums(std::move(weighted), matches, view.facts(), view.statistics(), wanted);
}

}  // namespace broadsheet
