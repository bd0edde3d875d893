#include "indexer/canaries.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "common/files.h"
#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/build.h"
#include "indexer/report.h"

namespace broadsheet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxCanaryBytes = 16U << 20;
constexpr std::uint64_t kIdLimit = 1000;  // an id is looked for among so many hits, unless the line says otherwise
constexpr std::int64_t kTimeLimitMs = 60'000;
constexpr std::string_view kShape = "a line is MINIMUM<TAB>QUERY[<TAB>ID]…, or a JSON object with \"query\", \"minimum\" and \"ids\"";

std::unexpected<Error> bad_line(const std::string& name, std::size_t line, std::string_view what) {
  return fail(Status::bad_config, fmt::format("{}:{}: {}; {}", name, line, what, kShape));
}

bool parse_count(std::string_view text, std::uint64_t& count) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc{} && end == text.data() + text.size();
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// --- reading

// The request of a canary: `keys` are what its line says itself.
std::string request_json(const Canary& canary, const JsonValue::Object& keys) {
  const auto says = [&keys](std::string_view key) {
    return std::ranges::any_of(keys, [&](const auto& pair) { return pair.first == key; });
  };
  JsonWriter json;
  json.begin_object();
  json.field("qid", fmt::format("{}", canary.line));
  json.field("query", canary.query);
  if (!says("match")) json.field("match", "all");
  for (const auto& [key, value] : keys) {
    json.key(key);
    json.value(value);
  }
  for (const auto& [key, number] :
       {std::pair{"limit", static_cast<std::int64_t>(canary.limit)}, {"snippet", std::int64_t{0}}, {"time-limit", kTimeLimitMs}}) {
    if (says(key)) continue;
    json.key(key);
    json.integer(number);
  }
  json.end_object();
  return json.take();
}

Result<Canary> parse_table_line(std::string_view line, Canary canary, const std::string& name) {
  std::vector<std::string> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    cells.emplace_back(trim(line.substr(begin, end - begin)));
    begin = end + 1;
  }
  if (cells.size() < 2) return bad_line(name, canary.line, "no tab stands between a number and a query");
  if (!parse_count(cells[0], canary.minimum)) return bad_line(name, canary.line, fmt::format("'{}' is not a number of articles", cells[0]));
  canary.query = cells[1];
  for (std::size_t i = 2; i < cells.size(); ++i) {
    if (!cells[i].empty()) canary.ids.push_back(std::move(cells[i]));
  }
  canary.limit = canary.ids.empty() ? 1 : kIdLimit;
  canary.request = request_json(canary, {});
  return canary;
}

// A key's whole number; nullopt: no such key. Error: something else stands there.
Result<std::optional<std::uint64_t>> number_of(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  if (value == nullptr) return std::nullopt;
  std::uint64_t number = 0;
  if (value->number() == nullptr || !parse_count(value->number()->text, number)) {
    return fail(Status::bad_config, fmt::format("\"{}\" is not a whole number", key));
  }
  return number;
}

Result<std::vector<std::string>> ids_of(const JsonValue& object) {
  std::vector<std::string> ids;
  const JsonValue* value = object.find("ids");
  if (value == nullptr) return ids;
  const auto fault = fail(Status::bad_config, "\"ids\" is not an array of strings");
  if (value->array() == nullptr) return fault;
  for (const JsonValue& id : *value->array()) {
    if (id.string() == nullptr) return fault;
    ids.push_back(*id.string());
  }
  return ids;
}

Result<Canary> parse_json_line(std::string_view line, Canary canary, const std::string& name) {
  const auto parsed = parse_json(line, kMaxJsonDepth);
  if (!parsed) return bad_line(name, canary.line, fmt::format("not JSON: {} (byte {})", parsed.error().message, parsed.error().offset));
  if (parsed->object() == nullptr) return bad_line(name, canary.line, "not a JSON object");
  const JsonValue* query = parsed->find("query");
  if (query != nullptr && query->string() == nullptr) return bad_line(name, canary.line, "\"query\" is not a string");
  if (query != nullptr) canary.query = *query->string();
  auto ids = ids_of(*parsed);
  if (!ids) return bad_line(name, canary.line, ids.error().message);
  canary.ids = std::move(*ids);
  const auto minimum = number_of(*parsed, "minimum");
  if (!minimum) return bad_line(name, canary.line, minimum.error().message);
  canary.minimum = minimum->value_or(canary.ids.empty() ? 1 : 0);
  const auto limit = number_of(*parsed, "limit");
  if (!limit) return bad_line(name, canary.line, limit.error().message);
  canary.limit = limit->value_or(canary.ids.empty() ? 1 : kIdLimit);
  JsonValue::Object keys = *parsed->object();
  std::erase_if(keys, [](const auto& pair) {
    constexpr std::array kOurs = {"query", "qid", "minimum", "ids"};
    return std::ranges::find(kOurs, pair.first) != kOurs.end();
  });
  canary.request = request_json(canary, keys);
  return canary;
}

// --- asking

// The process's end: its exit status, or 128 and more for a signal. A signal to us is handed on.
Result<int> wait_for(pid_t process, const fs::path& program) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return std::unexpected(system_error(errno, "wait for", program));
    if (stop_signal != 0) ::kill(process, SIGTERM);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Runs words with files for standard input, output and error.
Result<int> run_program(const std::vector<std::string>& words, const fs::path& out, const fs::path& err) {
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), kWrite, 0600);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), kWrite, 0600);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));  // exec's signature; not written to
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int error = ::posix_spawn(&process, words.front().c_str(), &files, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) return std::unexpected(system_error(error, "run", words.front()));
  return wait_for(process, words.front());
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

// --- judging

std::string shown(const Canary& canary) { return canary.query.empty() ? "the query for all articles" : "'" + canary.query + "'"; }

std::uint64_t matches_of(const JsonValue& answer) {
  const JsonValue* total = answer.find("total");
  const JsonValue* articles = total == nullptr ? nullptr : total->find("articles");
  std::uint64_t count = 0;
  if (articles != nullptr && articles->number() != nullptr) parse_count(articles->number()->text, count);
  return count;
}

bool has_hit(const JsonValue& answer, const std::string& id) {
  const JsonValue* hits = answer.find("hits");
  if (hits == nullptr || hits->array() == nullptr) return false;
  return std::ranges::any_of(*hits->array(), [&id](const JsonValue& hit) {
    const JsonValue* found = hit.find("id");
    return found != nullptr && found->string() != nullptr && *found->string() == id;
  });
}

// "" = the answer is as expected. `answer` is nullptr when there is none.
std::string fault_of(const Canary& canary, const JsonValue* answer) {
  if (answer == nullptr) return fmt::format("{} was not answered", shown(canary));
  if (const JsonValue* error = answer->find("error")) {
    const JsonValue* message = error->find("message");
    const bool has_message = message != nullptr && message->string() != nullptr;
    return fmt::format("{} cannot be asked: {}", shown(canary), has_message ? *message->string() : "no reason given");
  }
  const std::uint64_t matches = matches_of(*answer);
  if (matches < canary.minimum) {
    return fmt::format("{} finds {}, expected {} or more", shown(canary), counted(matches, "article"), with_thousands(canary.minimum));
  }
  for (const std::string& id : canary.ids) {
    if (has_hit(*answer, id)) continue;
    return fmt::format("{} does not have {} among its first {}", shown(canary), id, counted(canary.limit, "hit"));
  }
  return {};
}

}  // namespace

Result<std::vector<Canary>> parse_canaries(std::string_view text, const std::string& name) {
  std::vector<Canary> canaries;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    const std::string_view bare = trim(line);
    if (bare.empty() || bare.starts_with('#')) continue;
    if (!is_valid_utf8(line)) return bad_line(name, number, "not UTF-8");
    Canary canary;
    canary.line = number;
    auto parsed = bare.starts_with('{') ? parse_json_line(bare, std::move(canary), name) : parse_table_line(line, std::move(canary), name);
    if (!parsed) return std::unexpected(parsed.error());
    canaries.push_back(std::move(*parsed));
  }
  return canaries;
}

Result<std::vector<Canary>> read_canaries(const fs::path& file, const fs::path& search_program) {
  const auto text = read_file(file, kMaxCanaryBytes);
  if (!text) return std::unexpected(text.error());
  auto canaries = parse_canaries(*text, file.string());
  if (!canaries || canaries->empty()) return canaries;
  if (::access(search_program.c_str(), X_OK) == 0) return canaries;
  return fail(Status::no_input, fmt::format("--canaries: {} asks them, and is not there; install it beside this program, or build without "
                                            "--canaries",
                                            search_program.string()));
}

std::vector<std::string> failed_canaries(const std::vector<Canary>& canaries, const std::string& name, std::string_view answers) {
  std::map<std::string, JsonValue> by_qid;
  while (!answers.empty()) {
    const std::string_view line = answers.substr(0, answers.find('\n'));
    answers.remove_prefix(std::min(line.size() + 1, answers.size()));
    auto answer = parse_json(line, kMaxJsonDepth);
    const JsonValue* qid = answer ? answer->find("qid") : nullptr;
    if (qid == nullptr || qid->string() == nullptr) continue;
    const std::string key = *qid->string();
    by_qid.emplace(key, std::move(*answer));
  }
  std::vector<std::string> faults;
  for (const Canary& canary : canaries) {
    const auto answer = by_qid.find(fmt::format("{}", canary.line));
    const std::string fault = fault_of(canary, answer == by_qid.end() ? nullptr : &answer->second);
    if (!fault.empty()) faults.push_back(fmt::format("{}:{}: {}", name, canary.line, fault));
  }
  return faults;
}

Result<std::vector<std::string>> ask_canaries(const std::vector<Canary>& canaries, const fs::path& file, const CanarySetting& setting) {
  const fs::path questions = setting.scratch / "canaries.jsonl", out = setting.scratch / "canaries.out",
                 err = setting.scratch / "canaries.err";
  std::string lines;
  for (const Canary& canary : canaries) lines += canary.request + "\n";
  if (const auto written = atomic_write(questions, lines); !written) return std::unexpected(written.error());
  const auto status =
      run_program({setting.search_program.string(), "batch", questions.string(), "--archive", setting.archive.string()}, out, err);
  if (!status) return std::unexpected(status.error());
  const bool answered = *status == static_cast<int>(Status::ok) || *status == static_cast<int>(Status::partial);
  if (!answered) {
    const auto said = read_file(err);
    return std::vector{fmt::format("{}: {} ended with {}: {}", file.string(), setting.search_program.filename().string(), *status,
                                   said ? last_line(*said) : "")};
  }
  const auto answers = read_file(out);
  if (!answers) return std::unexpected(answers.error());
  return failed_canaries(canaries, file.string(), *answers);
}

}  // namespace broadsheet
