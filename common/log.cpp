#include "common/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "common/json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::int64_t kSecondsBetweenLines = 60;
constexpr std::int64_t kSecondsBetweenRedraws = 1;
constexpr std::string_view kEraseLine = "\r\x1b[K";

struct Log {
  std::mutex mutex;
  LogSettings settings;
  std::string stage;            // of the last progress
  std::int64_t last_shown = 0;  // by settings.seconds
  bool line_open = false;       // a progress line stands on the terminal without its line end
};

Log& the_log() {
  static Log log;
  return log;
}

// One write a record, so that lines of several processes do not mix. A lost line on stderr ends nothing.
void put(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void put_line(Log& log, std::string line) {
  line += '\n';
  if (log.line_open) line.insert(0, kEraseLine);
  log.line_open = false;
  put(line);
}

std::string valid(std::string_view message) { return is_valid_utf8(message) ? std::string(message) : repair_utf8(message); }

std::string safe_text(std::string_view message) { return terminal_safe(valid(message)); }

// One record stays one line, whatever names of files it holds.
std::string safe_line(std::string_view message) {
  std::string line;
  for (const char c : safe_text(message)) line += c == '\n' ? "\\u{a}" : std::string(1, c);
  return line;
}

using Members = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string json_line(Members members) {
  JsonWriter json;
  json.begin_object();
  for (const auto& [name, value] : members) json.field(name, valid(value));
  json.end_object();
  return json.take();
}

std::string status_line(std::string_view level, Status status, std::string_view message) {
  JsonWriter json;
  json.begin_object();
  json.field("level", level);
  json.key("status");
  json.integer(static_cast<int>(status));
  json.field("message", valid(message));
  json.end_object();
  return json.take();
}

bool redraws(const LogSettings& settings) {
  if (settings.format == LogFormat::json) return false;
  return settings.progress == ProgressMode::always || ::isatty(STDERR_FILENO) == 1;
}

}  // namespace

void configure_log(LogSettings settings) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  log.settings = std::move(settings);
}

void log_error(const Error& error) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  if (log.settings.format == LogFormat::json) return put_line(log, status_line("error", error.status, error.message));
  put_line(log, fmt::format("{}: error: {}", log.settings.program, safe_line(error.message)));
}

void log_outcome(Status status, std::string_view message) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  if (log.settings.quiet && status == Status::ok) return;
  if (log.settings.format == LogFormat::text) return put_line(log, safe_line(message));
  put_line(log, status_line(status == Status::ok ? "note" : "error", status, message));
}

void log_json(std::string_view object) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  put_line(log, std::string(object));
}

void log_warning(std::string_view code, std::string_view message) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  if (log.settings.format == LogFormat::text) {
    return put_line(log, fmt::format("{}: warning: {}", log.settings.program, safe_line(message)));
  }
  put_line(log, json_line({{"level", "warning"}, {"code", code}, {"message", message}}));
}

void log_note(std::string_view message) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  if (log.settings.quiet) return;
  if (log.settings.format == LogFormat::text) return put_line(log, safe_text(message));
  put_line(log, json_line({{"level", "note"}, {"message", message}}));
}

void log_record(std::string_view type, std::string_view json_members) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  if (log.settings.format != LogFormat::json) return;
  put_line(log, fmt::format(R"({{"type":"{}"{}{}}})", type, json_members.empty() ? "" : ",", json_members));
}

void log_progress(std::string_view stage, std::string_view message) {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  const LogSettings& settings = log.settings;
  if (settings.quiet || settings.progress == ProgressMode::never) return;
  const bool redraw = redraws(settings);
  const std::int64_t now = settings.seconds ? settings.seconds() : log.last_shown;
  const bool due = now - log.last_shown >= (redraw ? kSecondsBetweenRedraws : kSecondsBetweenLines);
  if (log.stage == stage && !due) return;
  log.stage = stage;
  log.last_shown = now;
  if (settings.format == LogFormat::json) return put_line(log, json_line({{"level", "progress"}, {"stage", stage}, {"message", message}}));
  if (!redraw) return put_line(log, safe_text(message));
  put(fmt::format("{}{}", kEraseLine, safe_line(message)));
  log.line_open = true;
}

void log_clear_progress() {
  Log& log = the_log();
  const std::lock_guard guard(log.mutex);
  if (log.line_open) put(kEraseLine);
  log.line_open = false;
}

}  // namespace broadsheet
