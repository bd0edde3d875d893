// What in this query was not understood, where, and what was done instead? Filled by the lexer and the parser in any order; the parser
// hands it over in the order of the query's columns. Under strict the first real fault becomes the error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "searcher/query_parser.h"

namespace broadsheet {

inline constexpr std::size_t kShownColumns = 40;     // parts of the query are cut to this width in messages
inline constexpr std::size_t kMaxQueryWarnings = 50;  // further ones are counted in one last line ("more-warnings")

// Every code the parser gives (docs/query-language.md), and whether it is an error under strict.
struct WarningCode {
  std::string_view name;
  bool strict_error;
};
namespace warning_code {
inline constexpr WarningCode kSyntax{"syntax", true};
inline constexpr WarningCode kUnknownField{"unknown-field", true};
inline constexpr WarningCode kBadDate{"bad-date", true};
inline constexpr WarningCode kWeight{"weight", true};
inline constexpr WarningCode kWildcard{"wildcard", true};
inline constexpr WarningCode kFuzzy{"fuzzy", true};
inline constexpr WarningCode kDistance{"distance", true};
inline constexpr WarningCode kOtherSyntax{"other-syntax", true};
inline constexpr WarningCode kLongWord{"long-word", false};
inline constexpr WarningCode kOperatorsAsWords{"operators-as-words", false};
inline constexpr WarningCode kDroppedStopWords{"dropped-stop-words", false};
inline constexpr WarningCode kNoWords{"no-words", false};
inline constexpr WarningCode kMoreWarnings{"more-warnings", false};
}  // namespace warning_code

class QueryWarnings {
 public:
  // `text` is the whole query, repaired; borrowed for the object's life.
  explicit QueryWarnings(std::string_view text);

  // The column of a byte of the text: code points from 1. Constant time.
  std::size_t column(std::size_t byte) const { return columns_[byte]; }
  // `fault`: what is wrong there, `done`: what the parser did instead ("" = nothing to say). Both without a full stop.
  void add(const WarningCode& code, std::size_t byte, std::string fault, std::string_view done);
  // Further ones are only counted: their texts need no care.
  bool is_full() const { return entries_.size() >= kMaxQueryWarnings; }
  // One that speaks of the query as a whole; comes after the others.
  void add_general(const WarningCode& code, std::string message);

  // The error that strict makes of the first fault, nullopt: there is none.
  std::optional<Error> strict_error() const;
  std::vector<Warning> take();

 private:
  struct Entry {
    const WarningCode* code;
    std::size_t column;
    std::string fault;
    std::string done;
  };
  std::vector<std::uint32_t> columns_;  // by byte, one past the end included
  std::vector<Entry> entries_;   // by column
  std::optional<Entry> strict_;  // the leftmost fault, kept even when entries_ is full
  std::vector<Warning> general_;
  std::size_t left_out_ = 0;
};

}  // namespace broadsheet
