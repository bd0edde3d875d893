// How are lines of kwic written? Columns under each other for people, records for programs. Pure but for the state between lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "searcher/answer.h"
#include "searcher/kwic.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

struct KwicLayout {
  bool by_words = false;            // sorted by words: each line says its day; else a heading for each article
  std::size_t left_columns = 34;    // of the left context in the text format
  bool says_source = false;         // instead of the day, when source is among the keys
};

class KwicSink {
 public:
  KwicSink(const SinkSettings& settings, const KwicLayout& layout) : settings_(settings), layout_(layout) {}
  // What stands before the lines.
  std::string begin(const Answer& head, const std::optional<KwicTotals>& totals) const;
  // A line without its number, and with it. The number is not part of the first, so that lines can be sorted when they are finished.
  std::string render(const KwicLine& line) const;
  std::string numbered(std::string_view rendered, std::uint64_t number);
  std::string end() const;

 private:
  std::string to_text(const KwicLine& line) const;
  SinkSettings settings_;
  KwicLayout layout_;
  std::string last_heading_;
  bool first_ = true;
};

}  // namespace broadsheet
