// What a program says on stderr: one record a line, as text or as JSON. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "common/error.h"

namespace broadsheet {

enum class LogFormat { text, json };
enum class ProgressMode { automatic, always, never };  // automatic: redrawn on a terminal, else a line a stage and a line a minute

struct LogSettings {
  LogFormat format = LogFormat::text;
  bool quiet = false;   // drops notes and progress, never warnings and errors
  std::string program;  // "broadsheet-index"
  ProgressMode progress = ProgressMode::automatic;
  std::function<std::int64_t()> seconds;  // a clock that never goes back; without one progress is a line a stage
};

void configure_log(LogSettings settings);  // once, from main
// text: "broadsheet-index: error: …"; json: {"level":"error","message":"…",…}. Messages are made terminal-safe;
// line ends in errors and warnings (a file's name may hold some) are shown as \u{a}.
void log_error(const Error& error);
void log_warning(std::string_view code, std::string_view message);
void log_note(std::string_view message);                                // text: the message alone
void log_record(std::string_view type, std::string_view json_members);  // json only: {"type":"summary",…}
// A line of JSON that was asked for: in both formats, also when quiet.
void log_json(std::string_view object);
// How a run ended, as its last line. text: the message alone; quiet drops it only when all went well.
void log_outcome(Status status, std::string_view message);
// What a stage is at: "index: 12,000 of 84,678 articles". As often as wanted; shown when due.
void log_progress(std::string_view stage, std::string_view message);
// Takes the line of progress off the terminal, before something else than the log writes there.
void log_clear_progress();

}  // namespace broadsheet
