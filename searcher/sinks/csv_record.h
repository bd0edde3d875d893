// How is one record of csv or tsv written? RFC 4180, or cells with tabs between; cells that a spreadsheet would run are guarded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "searcher/sinks/sink.h"

namespace broadsheet {

// Collects the cells of one record.
class CsvRecord {
 public:
  explicit CsvRecord(const SinkSettings& settings);
  void text(std::string_view cell);
  // Our own numbers and JSON: never a formula.
  void plain(std::string_view cell);
  void count(std::uint64_t n);
  void decimal(std::optional<double> value);
  // The record with its line end.
  std::string take();

 private:
  void separate();

  bool tabs_;
  bool raw_;
  bool first_ = true;
  std::string out_;
};

}  // namespace broadsheet
