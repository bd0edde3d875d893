// Where does a part of a query stand in one article? Positions of words, phrases, wildcards, NEAR and groups of them, as match_set means
// them: an article has an occurrence exactly when the part matches there. NEAR asks it; whoever shows words in context can, too.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/index_view.h"
#include "searcher/proximity.h"
#include "searcher/query_tree.h"
#include "searcher/word_places.h"

namespace broadsheet {

class Matcher;

// The streams a field's words stand in: title, deck, or for the unprefixed stream ("") all three.
std::span<const TextField> streams_of(const std::string& field);
class OccurrenceFinder {
 public:
  // Both must outlive it.
  OccurrenceFinder(IndexView& view, Matcher& matcher) : view_(view), matcher_(matcher) {}

  // Of a node that stands_at_places(), which must live until the next call with another one; ascending, each once. The field of the node's leaves does not count: the caller chooses streams.
  // Of NEAR and "…"~n: the shortest stretches that hold all operands. Throws Xapian::Error; what cannot be read is in failure().
  Spans find(const QueryNode& node, std::uint32_t docid, TextField field);

  // Does a NEAR or "…"~n hold in one of its streams?
  bool holds(const QueryNode& node, std::uint32_t docid);

  // A damaged article, met while looking for words that a hyphen joins.
  const std::optional<Error>& failure() const { return failure_; }

 private:
  struct JoinedForm {
    std::string stem;
    Span span;
  };
  // A leaf's slots in places_: one for each position; of words that a hyphen can join, the stem's.
  struct LeafSlots {
    std::vector<std::size_t> positions;
    std::optional<std::size_t> stem;
    std::string stem_text;
  };
  void prepare(const QueryNode& root, std::uint32_t docid);
  void add_slots(const QueryNode& node);
  Spans find_in(const QueryNode& node, TextField field);
  std::vector<Spans> operands(const QueryNode& node, TextField field);
  Spans phrase(const LeafSlots& leaf, TextField field) const;
  Spans in_capitals(const LeafSlots& leaf, TextField field) const;
  Spans of_stem(const LeafSlots& leaf, TextField field);
  bool has_joined_form(const LeafSlots& leaf);
  void read_joined_forms();
  std::vector<JoinedForm> joined_forms(std::string_view text);

  IndexView& view_;
  Matcher& matcher_;
  // What is prepared: the slots of a root, and where they stand in an article.
  const QueryNode* root_ = nullptr;
  std::map<const QueryNode*, LeafSlots> leaves_;
  WordPlaces places_;
  std::uint32_t docid_ = 0;
  // By slot of a stem: its postings, to look up how often an article has it; and what that said of the article (-1: not asked yet).
  struct StemPostings {
    Xapian::PostingIterator at, end;
    std::uint32_t docid = 0;  // asked last
    int joined = -1;
  };
  std::map<std::size_t, StemPostings> postings_;
  std::uint32_t joined_docid_ = 0;  // whose joined forms are at hand
  std::array<std::vector<JoinedForm>, kTextFields> joined_;
  std::optional<Error> failure_;
};

}  // namespace broadsheet
