// Where in an article does each word, phrase or NEAR of a query stand, and which words of its text are that? For kwic. occurrences.h finds
// the places of one part of a query; this puts those of all parts together. What is negated, and filters by value or date, stands nowhere.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/error.h"
#include "common/token_file.h"
#include "common/words.h"
#include "searcher/index_view.h"
#include "searcher/match_set.h"
#include "searcher/occurrences.h"
#include "searcher/query_tree.h"

namespace broadsheet {

enum class OccurrenceKind : std::uint8_t { word, phrase, near, wildcard, fuzzy };

struct Occurrence {
  TextField field = TextField::text;
  Span span;
  OccurrenceKind kind = OccurrenceKind::word;
  Spans parts;  // of NEAR: its members in the stretch, ascending, none inside another; else the span itself
};

// The words of one field of an article as they stand in it: number n is position n of the token file.
std::vector<RawWord> indexed_words(std::string_view text);

class PlaceFinder {
 public:
  // All must outlive it; `matcher` has matched `root`.
  PlaceFinder(IndexView& view, Matcher& matcher, const QueryNode& root);
  // Has the query any word or phrase to show?
  bool empty() const { return parts_.empty(); }
  // In the order of title, deck and text. One inside a longer one is not listed again. Quickest for ascending docids. Errors: 65, the text
  // cannot be read. Throws Xapian::Error.
  Result<std::vector<Occurrence>> find(std::uint32_t docid);
  // The article that find() or this read last; borrowed until the next call for another document.
  Result<const Article*> article(std::uint32_t docid);
  // Text of a field, and its words: borrowed likewise.
  Result<std::string_view> text(std::uint32_t docid, TextField field);
  Result<const std::vector<RawWord>*> words(std::uint32_t docid, TextField field);

 private:
  // A part of the query with a finder of its own (a finder prepares itself for one node), and of NEAR its words and phrases likewise.
  struct Part {
    const QueryNode* node = nullptr;
    std::unique_ptr<OccurrenceFinder> finder;
    std::vector<Part> members;
  };
  Part make_part(const QueryNode& node);
  void add_members(const QueryNode& node, std::vector<Part>& members);
  void collect(const QueryNode& node);
  Result<void> find_part(Part& part, std::uint32_t docid, std::vector<Occurrence>& found);
  Spans members_in(Part& part, std::uint32_t docid, TextField field, Span stretch);

  IndexView& view_;
  Matcher& matcher_;
  std::vector<Part> parts_;
  std::deque<QueryNode> made_;  // the words of "…"~n, each a node of its own
  Article article_;
  std::uint32_t article_docid_ = 0;
  std::array<std::unique_ptr<std::vector<RawWord>>, kTextFields> words_;
};

}  // namespace broadsheet
