#include "searcher/watch_file.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "common/generation.h"
#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"

namespace broadsheet {
namespace {

// Calls `use(line, number)`; the line without its end.
template <class Use>
void for_each_line(std::string_view text, Use use) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    use(text.substr(0, end), number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }
bool is_comment(std::string_view line) { return line.substr(std::min(line.find_first_not_of(" \t"), line.size())).starts_with('#'); }

// Comments become empty lines, so that every line keeps its number.
std::string without_comments(std::string_view text) {
  std::string out;
  for_each_line(text, [&](std::string_view line, std::size_t) { out += is_comment(line) ? "\n" : std::string(line) + "\n"; });
  return out;
}

Error bad_line(const std::string& file, std::size_t line, std::string_view what) {
  return {Status::bad_data, fmt::format("{}:{}: {}", file, line, what)};
}

std::unexpected<Error> damaged_state(const std::string& file, std::string_view why) {
  return fail(Status::bad_data, fmt::format("{}: {}; remove it to begin anew: then nothing counts as reported", file, why));
}

JsonValue texts_value(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return JsonValue{texts.front()};
  JsonValue::Array array;
  for (const std::string& text : texts) array.push_back(JsonValue{text});
  return JsonValue{std::move(array)};
}

// The number of a generation's name; false: it is none.
bool read_generation(const JsonValue* value, std::uint32_t& number) {
  if (value == nullptr || value->string() == nullptr) return false;
  const auto read = generation_number(*value->string());
  if (read) number = *read;
  return read.has_value();
}

bool read_state(const JsonValue& value, WatchState& state) {
  if (!read_generation(value.find("generation"), state.generation)) return false;
  const JsonValue* reports = value.find("reports");
  if (reports == nullptr || reports->array() == nullptr) return false;
  for (const JsonValue& entry : *reports->array()) {
    WatchReport report;
    const JsonValue* at = entry.find("at");
    if (at == nullptr || at->string() == nullptr) return false;
    report.at = *at->string();
    if (!read_generation(entry.find("since"), report.since) || !read_generation(entry.find("generation"), report.generation)) return false;
    state.reports.push_back(std::move(report));
  }
  return true;
}

void write_state(JsonWriter& json, const WatchState& state) {
  json.begin_object();
  json.field("generation", generation_name(state.generation));
  json.key("reports");
  json.begin_array();
  for (const WatchReport& report : state.reports) {
    json.begin_object();
    json.field("since", generation_name(report.since));
    json.field("generation", generation_name(report.generation));
    json.field("at", report.at);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

Result<std::vector<WatchLine>> list_watches(std::string_view text, const std::string& file) {
  const std::string clean = repair_utf8(text);
  std::vector<WatchLine> watches;
  std::optional<Error> error;
  for_each_line(clean, [&](std::string_view line, std::size_t number) {
    if (error || is_blank(line) || is_comment(line)) return;
    const auto value = parse_json(line, kMaxJsonDepth);
    if (!value) {
      error = bad_line(file, number, fmt::format("not JSON: {} (byte {})", value.error().message, value.error().offset));
      return;
    }
    const JsonValue* name = value->find("qid");
    if (name == nullptr || name->string() == nullptr || name->string()->empty()) {
      error = bad_line(file, number, "not an object with a \"qid\", the name of the saved query");
      return;
    }
    const auto same = std::ranges::find(watches, *name->string(), &WatchLine::name);
    if (same != watches.end()) {
      error = bad_line(file, number, fmt::format("\"{}\" is the name of line {} already", *name->string(), same->line));
      return;
    }
    watches.push_back({*name->string(), number, std::string(line)});
  });
  if (error) return std::unexpected(*error);
  return watches;
}

Result<std::vector<BatchQuery>> parse_watches(std::string_view text, const std::string& file, const SearchRequest& defaults,
                                              const Schema& schema) {
  const auto lines = list_watches(text, file);
  if (!lines) return std::unexpected(lines.error());
  if (lines->empty()) return std::vector<BatchQuery>();
  auto queries = parse_batch(without_comments(repair_utf8(text)), file, defaults, schema);
  if (!queries) return queries;
  for (const BatchQuery& query : *queries) {
    if (query.fault) return std::unexpected(bad_line(file, query.line, query.fault->message));
  }
  return queries;
}

std::string watch_line(const std::string& name, const SearchRequest& request) {
  JsonWriter json;
  json.begin_object();
  json.field("qid", name);
  json.field("query", request.query);
  if (request.match == MatchMode::any) json.field("match", "any");
  if (request.strict) {
    json.key("strict");
    json.boolean(true);
  }
  if (request.since) json.field("since", *request.since);
  if (request.until) json.field("until", *request.until);
  for (const OptionFilter& filter : request.filters) {
    json.key(filter.field);
    json.value(texts_value(filter.values));
  }
  json.end_object();
  return json.take();
}

std::string with_line(std::string_view text, std::string_view line) {
  std::string out(text);
  if (!out.empty() && !out.ends_with('\n')) out += '\n';
  return out + std::string(line) + "\n";
}

std::string without_line(std::string_view text, std::size_t number) {
  std::string out;
  for (std::size_t current = 1; !text.empty(); ++current) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    if (current != number) out += text.substr(0, end);
    text.remove_prefix(end);
  }
  return out;
}

std::string watch_name_fault(std::string_view name) {
  if (squeeze(name).empty()) return "the name is empty";
  if (squeeze(name) != name || terminal_safe(name) != name) return "a name has no control characters and no blanks at its ends";
  return {};
}

Result<WatchStates> parse_watch_states(std::string_view json, const std::string& file) {
  const auto value = parse_json(repair_utf8(json), kMaxJsonDepth);
  if (!value) return damaged_state(file, fmt::format("not JSON: {} (byte {})", value.error().message, value.error().offset));
  const JsonValue* version = value->find("watch_state");
  if (version == nullptr || version->number() == nullptr) return damaged_state(file, "not the state of saved queries");
  if (version->number()->text != std::to_string(kWatchStateVersion)) {
    return damaged_state(
        file, fmt::format("written by another version of this program (state {}, not {})", version->number()->text, kWatchStateVersion));
  }
  const JsonValue* archives = value->find("archives");
  if (archives == nullptr || archives->object() == nullptr) return damaged_state(file, "it has no usable \"archives\"");
  WatchStates states;
  for (const auto& [archive, watches] : *archives->object()) {
    if (watches.object() == nullptr) return damaged_state(file, fmt::format("what it says of {} is not an object", archive));
    for (const auto& [name, entry] : *watches.object()) {
      if (!read_state(entry, states[archive][name])) return damaged_state(file, fmt::format("what it says of \"{}\" is not usable", name));
    }
  }
  return states;
}

std::string watch_states_to_json(const WatchStates& states) {
  JsonWriter json;
  json.begin_object();
  json.key("watch_state");
  json.integer(kWatchStateVersion);
  json.key("archives");
  json.begin_object();
  for (const auto& [archive, watches] : states) {
    json.key(archive);
    json.begin_object();
    for (const auto& [name, state] : watches) {
      json.key(name);
      write_state(json, state);
    }
    json.end_object();
  }
  json.end_object();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace broadsheet
