// Which queries are saved, and what was reported of them? The file that a person edits (one JSON object a line, with the keys of batch)
// and the state that `watch run` keeps beside it. Pure: watch_command.cpp reads, searches and writes. docs/output.md has both.
//
// History of kWatchStateVersion: 1 (2026-11) first.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/schema.h"
#include "searcher/batch.h"

namespace broadsheet {

inline constexpr int kWatchStateVersion = 1;

// The saved queries in the order of the file; `qid` is the name. Empty lines and those that begin with # are passed over. Errors: 65,
// name file and line: not JSON, no qid, the same name twice, an option that cannot be used.
Result<std::vector<BatchQuery>> parse_watches(std::string_view text, const std::string& file, const SearchRequest& defaults,
                                              const Schema& schema);
// The names alone, with their lines: of files whose options only the archive could judge. Errors: 65.
struct WatchLine {
  std::string name;
  std::size_t line = 0;  // from 1
  std::string text;
};
Result<std::vector<WatchLine>> list_watches(std::string_view text, const std::string& file);

// The line that saves a query, without a line end; dates relative to the clock stay as typed.
std::string watch_line(const std::string& name, const SearchRequest& request);
// The file with a line more, or without the line of that number.
std::string with_line(std::string_view text, std::string_view line);
std::string without_line(std::string_view text, std::size_t number);
// Empty: usable as a name.
std::string watch_name_fault(std::string_view name);

// A run that had something to report.
struct WatchReport {
  std::uint32_t since = 0, generation = 0;  // what was new: first seen after `since`, up to `generation`
  std::string at;                           // RFC 3339, UTC
};

struct WatchState {
  std::uint32_t generation = 0;      // of the last run
  std::vector<WatchReport> reports;  // oldest first; at most kKeptReports
};
inline constexpr std::size_t kKeptReports = 30;

// By archive (its path), then by name.
using WatchStates = std::map<std::string, std::map<std::string, WatchState>>;

// Errors: 65, names the file and says that removing it begins anew.
Result<WatchStates> parse_watch_states(std::string_view json, const std::string& file);
std::string watch_states_to_json(const WatchStates& states);

}  // namespace broadsheet
