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

namespace broadsheet {

class Matcher;

// The streams a field's words stand in: title, deck, or for the unprefixed stream ("") all three.
std::span<const TextField> streams_of(const std::string& field);
class OccurrenceFinder {
 public:
  // Both must outlive it.
  OccurrenceFinder(IndexView& view, Matcher& matcher) : view_(view), matcher_(matcher) {}

  // Of a node that stands_at_places(); ascending, each once. The field of the node's leaves does not count: the caller chooses streams.
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
  std::vector<Spans> operands(const QueryNode& node, std::uint32_t docid, TextField field);
  Spans phrase(const QueryNode& node, std::uint32_t docid, TextField field);
  Spans word(const QueryNode& node, std::uint32_t docid, TextField field);
  Spans of_stem(const std::string& stem, std::uint32_t docid, TextField field);
  bool has_joined_form(const std::string& stem, std::uint32_t docid);
  void read_joined_forms(std::uint32_t docid);
  std::vector<JoinedForm> joined_forms(std::string_view text);

  IndexView& view_;
  Matcher& matcher_;
  std::uint32_t counted_docid_ = 0;  // whose has_joined_ is at hand
  std::map<std::string, bool> has_joined_;  // by stem
  std::uint32_t joined_docid_ = 0;  // whose joined forms are at hand
  std::array<std::vector<JoinedForm>, kTextFields> joined_;
  std::optional<Error> failure_;
};

}  // namespace broadsheet
