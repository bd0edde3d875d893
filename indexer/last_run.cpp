#include "indexer/last_run.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "common/date.h"
#include "common/files.h"
#include "common/json.h"
#include "common/log.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr int kLastRunVersion = 1;
constexpr std::size_t kMaxBytes = 16U << 20;
constexpr int kMaxDepth = 8;

void write_success(JsonWriter& json, const std::optional<LastSuccess>& success) {
  json.key("last_success");
  if (!success) return json.null();
  json.begin_object();
  json.field("generation", success->generation);
  json.field("finished", instant_text(success->finished));
  json.key("seconds");
  json.decimal(success->seconds);
  json.end_object();
}

// Reads members; the first that is missing or of another type is kept as the fault.
struct Members {
  const JsonValue& object;
  bool sound = true;

  const JsonValue* at(std::string_view key) {
    const JsonValue* value = object.find(key);
    if (value == nullptr) sound = false;
    return value;
  }
  std::string text(std::string_view key) {
    const JsonValue* value = at(key);
    if (value == nullptr || value->string() == nullptr) return sound = false, std::string{};
    return *value->string();
  }
  template <class Number>
  Number number(std::string_view key) {
    const JsonValue* value = at(key);
    Number number{};
    if (value == nullptr || value->number() == nullptr) return sound = false, number;
    const std::string& digits = value->number()->text;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) sound = false;
    return number;
  }
  bool flag(std::string_view key) {
    const JsonValue* value = at(key);
    if (value == nullptr || value->boolean() == nullptr) return sound = false, false;
    return *value->boolean();
  }
  std::int64_t instant(std::string_view key) {
    const auto date = parse_date(text(key));
    if (!date) sound = false;
    return date ? date->start : 0;
  }
  // The members of an object, one by one.
  template <class Use>
  void each(std::string_view key, const Use& use) {
    const JsonValue* value = at(key);
    if (value == nullptr || value->object() == nullptr) {
      sound = false;
      return;
    }
    Members members{*value};
    for (const auto& [name, ignored] : *value->object()) use(name, members);
    sound = sound && members.sound;
  }
};

void read_counts(Members& json, RunCounts& counts) {
  const JsonValue* value = json.at("run");
  if (value == nullptr) return;
  Members run{*value};
  for (const RunCountRow& row : kRunCounts) counts.*row.member = run.number<std::uint64_t>(row.key);
  const auto into = [](std::map<std::string, std::uint64_t>& map) {
    return [&map](const std::string& name, Members& members) { map[name] = members.number<std::uint64_t>(name); };
  };
  run.each("rejected_by_reason", into(counts.rejected_by_reason));
  run.each("notes", into(counts.notes));
  json.sound = json.sound && run.sound;
}

void read_success(Members& json, std::optional<LastSuccess>& success) {
  const JsonValue* value = json.at("last_success");
  if (value == nullptr || value->is_null()) return;
  Members members{*value};
  success = LastSuccess{members.text("generation"), members.instant("finished"), members.number<double>("seconds")};
  json.sound = json.sound && members.sound;
}

}  // namespace

std::string last_run_to_json(const LastRun& run) {
  JsonWriter json;
  json.begin_object();
  write_count(json, "version", kLastRunVersion);
  json.field("started", instant_text(run.started));
  json.key("status");
  run.status ? json.integer(*run.status) : json.null();
  json.key("seconds");
  json.decimal(run.seconds);
  json.key("published");
  json.boolean(run.published);
  json.field("generation", run.generation);
  write_count(json, "articles", run.articles);
  write_count(json, "reused", run.reused);
  json.key("run");
  json.begin_object();
  write_run_counts(json, run.counts);
  json.end_object();
  json.key("stages");
  json.begin_object();
  for (const StageTime& stage : run.stages) {
    json.key(stage.stage);
    json.decimal(stage.seconds);
  }
  json.end_object();
  json.field("message", repair_utf8(run.message));
  write_success(json, run.last_success);
  json.end_object();
  return json.take();
}

Result<LastRun> parse_last_run(std::string_view json, const Path& path) {
  const auto parsed = parse_json(json, kMaxDepth);
  if (!parsed || parsed->object() == nullptr) return damaged(path, "not a JSON object");
  Members members{*parsed};
  if (members.number<int>("version") != kLastRunVersion) return damaged(path, "of a version that this program does not know");
  LastRun run;
  run.started = members.instant("started");
  const JsonValue* status = members.at("status");
  if (status != nullptr && !status->is_null()) run.status = members.number<int>("status");
  run.seconds = members.number<double>("seconds");
  run.published = members.flag("published");
  run.generation = members.text("generation");
  run.articles = members.number<std::uint64_t>("articles");
  run.reused = members.number<std::uint64_t>("reused");
  read_counts(members, run.counts);
  members.each("stages", [&run](const std::string& name, Members& stages) { run.stages.push_back({name, stages.number<double>(name)}); });
  run.message = members.text("message");
  read_success(members, run.last_success);
  if (!members.sound) return damaged(path, "a key is missing or not what it should be");
  return run;
}

Result<std::optional<LastRun>> read_last_run(const ArchivePaths& archive) {
  std::error_code ignored;
  if (!std::filesystem::exists(archive.last_run(), ignored)) return std::nullopt;
  const auto json = read_file(archive.last_run(), kMaxBytes);
  if (!json) return std::unexpected(json.error());
  auto run = parse_last_run(*json, archive.last_run());
  if (!run) return std::unexpected(run.error());
  return std::move(*run);
}

Result<void> write_last_run(const ArchivePaths& archive, const LastRun& run) {
  return atomic_write(archive.last_run(), last_run_to_json(run) + "\n");
}

RunRecord::RunRecord(const ArchivePaths& archive, std::int64_t now) : archive_(archive) {
  auto before = read_last_run(archive);
  if (!before) log_warning("last-run", fmt::format("{}; when a run last published is not known any more", before.error().message));
  if (before && *before) run_.last_success = std::move((*before)->last_success);
  run_.started = now;
  write();
}

void RunRecord::finish(const Result<BuildResult>& result, double seconds) {
  run_.seconds = seconds;
  run_.status = static_cast<int>(result ? result->status : result.error().status);
  run_.message = result ? result->message : result.error().message;
  if (result) {
    run_.published = result->published;
    run_.articles = result->manifest.articles;
    run_.counts = result->manifest.run;
    run_.reused = result->reused;
    run_.stages = result->stages;
  }
  if (run_.published) run_.last_success = LastSuccess{run_.generation, run_.started + std::llround(seconds), seconds};
  write();
}

void RunRecord::write() {
  if (const auto written = write_last_run(archive_, run_); !written) log_warning("last-run", written.error().message);
}

}  // namespace broadsheet
