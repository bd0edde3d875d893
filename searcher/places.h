// Where in an article does each word, phrase or NEAR of a query stand? For kwic: match_set.h says which articles match, this says where.
// Positions are those of the token file; spans are half-open. What is negated, and filters by value or date, stands nowhere.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/error.h"
#include "common/token_file.h"
#include "common/words.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/query_tree.h"

namespace broadsheet {

enum class OccurrenceKind : std::uint8_t { word, phrase, near, wildcard, fuzzy };

struct WordSpan {
  std::uint32_t first = 0, last = 0;
  bool operator==(const WordSpan&) const = default;
};

struct Occurrence {
  TextField field = TextField::text;
  WordSpan span;
  OccurrenceKind kind = OccurrenceKind::word;
  std::vector<WordSpan> parts;  // of NEAR: its members, ascending; else the span itself
};

// The words of one field of an article as they stand in it: number n is position n of the token file.
std::vector<RawWord> indexed_words(std::string_view text);

// The shortest stretches that hold one span of each list, all beginning at different positions and at most `distance` apart (ordered: in
// this order). None holds another one. Lists ascend by `first`. Clarke, Cormack and Burkowski, An Algebra for Structured Text Search,
// Computer Journal 38 (1995): minimal intervals.
std::vector<std::vector<WordSpan>> near_stretches(const std::vector<std::vector<WordSpan>>& lists, int distance, bool ordered);

class PlaceFinder {
 public:
  // All must outlive it; `matcher` has matched `root`.
  PlaceFinder(IndexView& view, Matcher& matcher, const QueryNode& root);
  // Has the query any word or phrase to show?
  bool empty() const { return leaves_.empty(); }
  // In the order of title, deck and text. One inside a longer one is not listed again. Errors: 65, the text cannot be read.
  Result<std::vector<Occurrence>> find(std::uint32_t docid);
  // The article that find() or this read last; borrowed until the next call for another document.
  Result<const Article*> article(std::uint32_t docid);
  // Text of a field, and its words: borrowed likewise.
  Result<std::string_view> text(std::uint32_t docid, TextField field);
  Result<const std::vector<RawWord>*> words(std::uint32_t docid, TextField field);

 private:
  using Spans = std::vector<WordSpan>;
  // How hyphenated words may make up one stem: re-use for reuse.
  struct JoinedStem {
    std::string stem, certain;          // the part of the stem that all its forms begin with
    std::vector<std::uint32_t> starts;  // ids that such a word may begin with, ascending
  };
  struct Place {
    std::uint32_t docid = 0;
    TextField field = TextField::text;
    std::string_view stream;
  };
  void collect(const QueryNode& node);
  Spans spans(const QueryNode& node, const Place& place);
  Spans member_spans(const QueryNode& node, const Place& place);
  Spans word_spans(const QueryNode& node, const Place& place);
  Spans near_spans(const QueryNode& node, const Place& place, std::vector<Spans>& members);
  Spans keep_capitals(Spans spans, const Place& place);
  void add_joined(const std::string& stem, const Place& place, Spans& spans);
  bool are_hyphenated(const Place& place, WordSpan span);
  const JoinedStem& joined_stem(const std::string& stem);
  bool has_stem(const std::string& word, const std::string& stem);

  IndexView& view_;
  Matcher& matcher_;
  std::vector<const QueryNode*> leaves_;
  std::map<std::string, JoinedStem> joined_;
  std::unordered_map<std::string, std::string> stems_;
  std::map<const QueryNode*, std::deque<QueryNode>> slop_words_;
  Article article_;
  std::uint32_t article_docid_ = 0;
  std::array<std::unique_ptr<std::vector<RawWord>>, kTextFields> words_;
  std::optional<Error> failure_;
};

}  // namespace broadsheet
