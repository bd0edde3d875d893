#include "searcher/query_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace broadsheet {

QueryWarnings::QueryWarnings(std::string_view text) {
  columns_.reserve(text.size() + 1);
  std::uint32_t column = 0;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!continues) ++column;
    columns_.push_back(column);
  }
  columns_.push_back(column + 1);
}

void QueryWarnings::add(const WarningCode& code, std::size_t byte, std::string fault, std::string_view done) {
  Entry entry{&code, column(byte), std::move(fault), std::string(done)};
  if (code.strict_error && (!strict_ || entry.column < strict_->column)) strict_ = entry;
  if (is_full()) {
    ++left_out_;
  } else {
    const auto place = std::ranges::upper_bound(entries_, entry.column, {}, &Entry::column);
    entries_.insert(place, std::move(entry));
  }
}

void QueryWarnings::add_general(const WarningCode& code, std::string message) {
  general_.push_back({std::string(code.name), std::move(message)});
}

std::optional<Error> QueryWarnings::strict_error() const {
  if (!strict_) return std::nullopt;
  return Error{Status::usage, fmt::format("query, column {}: {}", strict_->column, strict_->fault)};
}

std::vector<Warning> QueryWarnings::take() {
  std::vector<Warning> warnings;
  for (Entry& entry : entries_) {
    const std::string_view separator = entry.done.empty() ? "" : "; ";
    warnings.push_back({std::string(entry.code->name), fmt::format("column {}: {}{}{}", entry.column, entry.fault, separator, entry.done)});
  }
  if (left_out_ > 0) {
    warnings.push_back({std::string(warning_code::kMoreWarnings.name), fmt::format("{} more warnings of this kind left out", left_out_)});
  }
  std::ranges::move(general_, std::back_inserter(warnings));
  return warnings;
}

}  // namespace broadsheet
