// Where do the words of a query stand, and what stands around them? Key words in context, one line an occurrence, over all matches.
// Called by analysis_commands.cpp; sinks/kwic.h writes the lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "searcher/analysis_request.h"
#include "searcher/answer.h"
#include "searcher/index_view.h"
#include "searcher/places.h"

namespace broadsheet {

struct KwicLine {
  std::string id, source, date, day, title;  // of the article; "" when it has none
  TextField field = TextField::text;
  OccurrenceKind kind = OccurrenceKind::word;
  std::string left, match, right;            // white space squeezed; left and right without the blanks next to the match
  bool more_left = false, more_right = false;  // the field goes on beyond
  std::size_t start = 0, end = 0;            // of the match in the field as it is printed, code points
  struct Mark {
    std::size_t begin = 0, end = 0;  // bytes of `match`
  };
  std::vector<Mark> marks;  // the words that were asked for: of NEAR its members, else all of the match
};

struct KwicTotals {
  std::uint64_t articles = 0, occurrences = 0;
};

inline constexpr std::array<std::string_view, 5> kOccurrenceKindNames = {"word", "phrase", "near", "wildcard", "fuzzy"};  // in that order
inline constexpr std::array<std::string_view, 9> kKwicKeyNames = {"L1", "L2", "L3", "R1", "R2", "R3", "newest", "oldest", "source"};

inline constexpr std::size_t kDefaultContextWords = 10;

// Does this order look at words around the hit, and so at every occurrence before the first line?
bool sorts_by_words(const std::vector<KwicKey>& order);

struct KwicTask {
  std::size_t context_words = kDefaultContextWords;
  std::vector<KwicKey> order;
  std::size_t limit = SIZE_MAX, offset = 0;
  std::filesystem::path temporary_folder;  // for sorts that do not fit into memory
  std::size_t sort_memory = 64U << 20;  // bytes
};

// What a sink does with the lines. Each may return false: no use to go on.
struct KwicOutput {
  std::function<bool(const Answer& head, std::optional<KwicTotals> totals)> begin;  // totals: nullopt when not asked for
  std::function<std::string(const KwicLine& line)> render;  // a line without its number
  std::function<bool(std::string_view rendered, std::uint64_t number)> write;  // in order; numbers from 1, offset included
  bool wants_totals = true;  // before the first line
};

// Lines in order; without words among the keys of the order they are streamed, at constant memory. Returns the totals over all matches,
// whatever limit and offset say. Errors: those of a search; 2 when the query has no word or phrase; 73 and 74 for the temporary file.
Result<KwicTotals> run_kwic(IndexView& view, const SearchRequest& request, const KwicTask& task, const KwicOutput& output);

}  // namespace broadsheet
