#include "searcher/watch_command.h"
#include "searcher/command_steps.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/date.h"
#include "common/files.h"
#include "common/lock.h"
#include "common/text.h"
#include "searcher/executor.h"
#include "searcher/sinks/atom.h"
#include "searcher/sinks/text_layout.h"
#include "searcher/watch_file.h"

namespace broadsheet {
namespace {

std::filesystem::path beside(const std::string& file, std::string_view ending) {
  std::filesystem::path path = file;
  path += ending;
  return path;
}

// The text of a file; "" when there is none.
Result<std::string> text_or_nothing(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = 64U << 20;
  auto text = read_file(path, kMaxBytes);
  if (!text && text.error().status == Status::no_input && !std::filesystem::exists(path)) return std::string();
  return text;
}

Result<WriterLock> lock_file_of(const Invocation& invocation) {
  const std::filesystem::path folder = std::filesystem::path(invocation.watch.file).parent_path();
  if (!folder.empty()) {
    if (const auto made = make_folder(folder); !made) return std::unexpected(made.error());
  }
  auto lock = WriterLock::acquire(beside(invocation.watch.file, ".lock"), std::chrono::seconds(0), instant_text(invocation.request.now));
  if (!lock && lock.error().status == Status::busy) {
    return fail(Status::busy, fmt::format("{}: another watch is at work on it; run the command again later", invocation.watch.file));
  }
  return lock;
}

Result<WatchStates> read_states(const std::string& file) {
  const std::filesystem::path path = beside(file, ".state");
  const auto text = text_or_nothing(path);
  if (!text) return std::unexpected(text.error());
  return text->empty() ? WatchStates() : parse_watch_states(*text, path.string());
}

Result<void> write_states(const std::string& file, const WatchStates& states) {
  return atomic_write(beside(file, ".state"), watch_states_to_json(states));
}

// How the state names an archive: by its path, as generations are numbered within one.
std::string archive_key(const Invocation& invocation) {
  std::error_code unresolved;
  const auto path = std::filesystem::weakly_canonical(invocation.archive.path, unresolved);
  return repair_utf8(unresolved ? invocation.archive.path.string() : path.string());
}

std::uint32_t generation_of(const IndexView& view) { return generation_number(view.manifest().generation).value_or(0); }

std::unexpected<Error> no_watch(const std::string& name, const std::string& file, const std::vector<std::string>& names) {
  if (names.empty()) return fail(Status::no_input, fmt::format("no saved query \"{}\": there is none in {}", name, file));
  return fail(Status::no_input, fmt::format("no saved query \"{}\" in {}; there are: {}", name, file, fmt::join(names, ", ")));
}

// --- add, list, remove

Result<Status> run_add(const Invocation& invocation, Output& out) {
  const std::string& name = invocation.watch.names.front();
  const std::string& file = invocation.watch.file;
  if (const std::string fault = watch_name_fault(name); !fault.empty()) return fail(Status::usage, fmt::format("watch add: {}", fault));
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  auto request = complete_request(invocation, view->schema());
  if (!request) return std::unexpected(request.error());
  const auto lock = lock_file_of(invocation);
  if (!lock) return std::unexpected(lock.error());
  const auto text = text_or_nothing(file);
  if (!text) return std::unexpected(text.error());
  const auto watches = list_watches(*text, file);
  if (!watches) return std::unexpected(watches.error());
  if (const auto same = std::ranges::find(*watches, name, &WatchLine::name); same != watches->end()) {
    return fail(Status::usage, fmt::format("\"{}\" stands in {}:{} already; remove it first: broadsheet-search watch remove {}{}", name,
                                           file, same->line, name, invocation.watch.file_option));
  }
  const std::string line = watch_line(name, *request);
  request->want_hits = false;
  const auto answer = run_search(*view, *request);  // what cannot be searched for is not saved
  if (!answer) return std::unexpected(answer.error());
  for (const Warning& warning : answer->warnings) log_warning(warning.code, warning.message);
  auto states = read_states(file);
  if (!states) return std::unexpected(states.error());
  (*states)[archive_key(invocation)][name] = {generation_of(*view), {}};
  if (const auto written = write_states(file, *states); !written) return std::unexpected(written.error());
  if (const auto written = atomic_write(file, with_line(*text, line)); !written) return std::unexpected(written.error());
  const std::uint64_t total = answer->total.value_or(0);
  log_note(fmt::format("{} is saved in {}: {} now; what is new from here on: broadsheet-search watch run{}", name, file,
                       total == 1 ? "1 article matches" : fmt::format("{} articles match", with_thousands(total)),
                       invocation.watch.file_option));
  return finish(out, Status::ok);
}

std::string list_line(const WatchLine& watch, const std::map<std::string, WatchState>& states) {
  const auto state = states.find(watch.name);
  const std::string last = state == states.end() ? "not run yet" : "seen up to generation " + generation_name(state->second.generation);
  return fmt::format("{}  ({})\n    {}\n", shown(watch.name), last, shown(watch.text));
}

Result<Status> run_list(const Invocation& invocation, Output& out) {
  const std::string& file = invocation.watch.file;
  const auto text = text_or_nothing(file);
  if (!text) return std::unexpected(text.error());
  const auto watches = list_watches(*text, file);
  if (!watches) return std::unexpected(watches.error());
  auto states = read_states(file);
  if (!states) return std::unexpected(states.error());
  const auto& mine = (*states)[archive_key(invocation)];
  for (const WatchLine& watch : *watches)
    out.write(invocation.sink.format == OutputFormat::jsonl ? watch.text + "\n" : list_line(watch, mine));
  if (watches->empty()) log_note(fmt::format("no saved query in {}; save one: broadsheet-search watch add NAME QUERY", file));
  return finish(out, Status::ok);
}

Result<Status> run_remove(const Invocation& invocation, Output& out) {
  const std::string& file = invocation.watch.file;
  const auto lock = lock_file_of(invocation);
  if (!lock) return std::unexpected(lock.error());
  auto text = text_or_nothing(file);
  if (!text) return std::unexpected(text.error());
  auto states = read_states(file);
  if (!states) return std::unexpected(states.error());
  for (const std::string& name : invocation.watch.names) {
    const auto watches = list_watches(*text, file);
    if (!watches) return std::unexpected(watches.error());
    const auto watch = std::ranges::find(*watches, name, &WatchLine::name);
    if (watch == watches->end()) {
      std::vector<std::string> names;
      for (const WatchLine& known : *watches) names.push_back(known.name);
      return no_watch(name, file, names);
    }
    text = without_line(*text, watch->line);
    for (auto& [archive, watched] : *states) watched.erase(name);
  }
  if (const auto written = atomic_write(file, *text); !written) return std::unexpected(written.error());
  if (const auto written = write_states(file, *states); !written) return std::unexpected(written.error());
  return finish(out, Status::ok);
}

// --- run

// One saved query with what is new for it.
struct Watched {
  std::string name;
  std::uint32_t since = 0;  // new: first seen later
  bool first_run = false;
  Answer answer;            // of what is new
};

// The saved queries that were asked for, in the order of the file.
Result<std::vector<BatchQuery>> chosen_watches(const Invocation& invocation, const IndexView& view) {
  const std::string& file = invocation.watch.file;
  const auto text = text_or_nothing(file);
  if (!text) return std::unexpected(text.error());
  SearchRequest defaults;
  defaults.now = invocation.request.now;
  auto watches = parse_watches(*text, file, defaults, view.schema());
  if (!watches) return watches;
  if (watches->empty()) {
    log_note(fmt::format("no saved query in {}; save one: broadsheet-search watch add NAME QUERY", file));
  }
  const auto& wanted = invocation.watch.names;
  for (const std::string& name : wanted) {
    if (std::ranges::find(*watches, name, &BatchQuery::qid) != watches->end()) continue;
    std::vector<std::string> names;
    for (const BatchQuery& watch : *watches) names.push_back(watch.qid);
    return no_watch(name, file, names);
  }
  std::erase_if(*watches, [&](const BatchQuery& watch) { return !wanted.empty() && std::ranges::find(wanted, watch.qid) == wanted.end(); });
  return watches;
}

// Since when articles count as new: --new-since, the last run, or, in the first run, now.
std::uint32_t new_since(const Invocation& invocation, const BatchQuery& watch, const std::map<std::string, WatchState>& states,
                        std::uint32_t generation, Watched& out) {
  if (invocation.request.new_since) return *invocation.request.new_since;
  const auto state = states.find(watch.qid);
  out.first_run = state == states.end();
  if (out.first_run) return generation;
  if (state->second.generation <= generation) return state->second.generation;
  log_warning("older-generation",
              fmt::format("{}: the archive is at generation {}, before {} of the last run: rolled back or made anew. From now on is "
                          "reported what is new since {}; more: --new-since",
                          watch.qid, generation_name(generation), generation_name(state->second.generation), generation_name(generation)));
  return generation;
}

Result<Answer> ask(IndexView& view, SearchRequest request, std::uint32_t since, std::size_t limit, bool snippets) {
  request.new_since = since;
  request.sort = SortOrder::newest;
  request.limit = limit;
  request.with_help = false;
  request.snippet = snippets ? SearchRequest{}.snippet : 0;
  return run_search(view, request);
}

std::string article_lines(const Hit& hit) {
  const std::string day = hit.record.date.empty() ? "undated" : hit.record.date.substr(0, 10);
  const std::string title = hit.record.title.empty() ? "(no headline)" : hit.record.title;
  const std::string where = hit.record.url.empty() ? "id:" + hit.record.id : hit.record.url;
  return fmt::format("  {:<10}  {}{}{}\n              {}\n", shown(day), shown(hit.record.source), hit.record.source.empty() ? "" : ": ",
                     shown(title), shown(where));
}

std::string report_text(const Watched& watched, const std::string& file_option) {
  const std::uint64_t total = watched.answer.total.value_or(0);
  std::string out =
      fmt::format("{}: {} new since generation {}\n", shown(watched.name), with_thousands(total), generation_name(watched.since));
  for (const Hit& hit : watched.answer.hits) out += article_lines(hit);
  if (total > watched.answer.hits.size()) {
    out += fmt::format("  and {} more: broadsheet-search watch run {} --new-since {} --limit all{}\n",
                       with_thousands(total - watched.answer.hits.size()), shown(watched.name), watched.since, terminal_safe(file_option));
  }
  return out;
}

std::string report_lines(const Watched& watched) {
  std::string out;
  for (const Hit& hit : watched.answer.hits) {
    JsonWriter json;
    json.begin_object();
    json.field("watch", watched.name);
    json.field("new_since", generation_name(watched.since));
    json.key("first_seen");
    json.string(generation_name(hit.first_seen));
    json.end_object();
    std::string head = json.take();
    head.back() = ',';
    out += head + hit_to_json(hit, watched.answer.request).substr(1) + "\n";
  }
  return out;
}

// When an article was first reported: at the run of its generation, else now.
std::string reported_at(const std::vector<WatchReport>& reports, std::uint32_t first_seen, const std::string& now) {
  const auto report =
      std::ranges::find_if(reports, [&](const WatchReport& r) { return first_seen > r.since && first_seen <= r.generation; });
  return report == reports.end() ? now : report->at;
}

// A feed is read again and again, and between runs: it holds what the kept reports had, too.
Result<std::string> feed(const Invocation& invocation, IndexView& view, const std::vector<BatchQuery>& watches,
                         const std::vector<Watched>& reports, const std::map<std::string, WatchState>& states) {
  const std::string now = instant_text(invocation.request.now);
  std::vector<AtomEntry> entries;
  for (std::size_t i = 0; i < watches.size(); ++i) {
    const auto state = states.find(watches[i].qid);
    const std::vector<WatchReport> kept =
        state == states.end() || invocation.request.new_since ? std::vector<WatchReport>() : state->second.reports;
    const std::uint32_t since = kept.empty() ? reports[i].since : std::min(kept.front().since, reports[i].since);
    auto answer = ask(view, watches[i].request, since, invocation.request.limit, true);
    if (!answer) return std::unexpected(answer.error());
    for (Hit& hit : answer->hits) {
      std::string at = reported_at(kept, hit.first_seen, now);
      entries.push_back({watches[i].qid, std::move(at), std::move(hit)});
    }
  }
  std::ranges::stable_sort(entries, std::ranges::greater(), &AtomEntry::updated);
  const std::string updated = entries.empty() ? view.manifest().created : entries.front().updated;
  return render_atom(urn_of("feed\n" + archive_key(invocation) + "\n" + invocation.watch.file), "Broadsheet: what is new", updated,
                     entries);
}

void note_report(WatchState& state, const Watched& watched, std::uint32_t generation, const std::string& at) {
  // Those of a generation that was rolled back would stay in feeds for ever.
  std::erase_if(state.reports, [&](const WatchReport& report) { return report.generation > generation; });
  if (watched.answer.total.value_or(0) > 0) state.reports.push_back({watched.since, generation, at});
  if (state.reports.size() > kKeptReports) state.reports.erase(state.reports.begin());
  state.generation = generation;
}

// A run in the making.
struct Run {
  const Invocation& invocation;
  IndexView& view;
  std::uint32_t generation = 0;
  std::vector<BatchQuery> watches;
  std::vector<Watched> reports;  // one a watch
};

Result<void> ask_all(Run& run, const std::map<std::string, WatchState>& states) {
  const bool lines = run.invocation.sink.format == OutputFormat::jsonl;
  for (const BatchQuery& watch : run.watches) {
    Watched watched{watch.qid, 0, false, {}};
    watched.since = new_since(run.invocation, watch, states, run.generation, watched);
    auto answer = ask(run.view, watch.request, watched.since, run.invocation.request.limit, lines);
    if (!answer) return fail(answer.error().status, fmt::format("{}: {}", watch.qid, answer.error().message));
    watched.answer = std::move(*answer);
    if (watched.first_run) {
      // Said once: a run of cron should have nothing to say when nothing is new.
      for (const Warning& warning : watched.answer.warnings) log_warning(warning.code, fmt::format("{}: {}", watch.qid, warning.message));
      log_note(fmt::format("{}: first run; what is new is reported from the next generation on (all: --new-since 0)", watch.qid));
    }
    run.reports.push_back(std::move(watched));
  }
  return {};
}

Result<void> write_reports(const Run& run, const std::map<std::string, WatchState>& states, Output& out) {
  const OutputFormat format = run.invocation.sink.format;
  if (format == OutputFormat::atom) {
    const auto text = feed(run.invocation, run.view, run.watches, run.reports, states);
    if (!text) return std::unexpected(text.error());
    out.write(*text);
    return {};
  }
  for (const Watched& watched : run.reports) {
    if (watched.answer.total.value_or(0) > 0)
      out.write(format == OutputFormat::jsonl ? report_lines(watched) : report_text(watched, run.invocation.watch.file_option));
  }
  return {};
}

bool anything_new(const Run& run) {
  return std::ranges::any_of(run.reports, [](const Watched& watched) { return watched.answer.total.value_or(0) > 0; });
}

// What was reported, into the state; the file is written only when that changes it.
Result<void> note_reports(const Run& run, WatchStates states) {
  const std::string before = watch_states_to_json(states);
  auto& mine = states[archive_key(run.invocation)];
  for (const Watched& watched : run.reports)
    note_report(mine[watched.name], watched, run.generation, instant_text(run.invocation.request.now));
  if (run.reports.empty() || watch_states_to_json(states) == before) return {};
  return write_states(run.invocation.watch.file, states);
}

Result<Status> run_run(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const bool notes = !invocation.watch.dry_run && !invocation.request.new_since;
  std::optional<WriterLock> lock;
  if (notes && std::filesystem::exists(invocation.watch.file)) {  // else there is nothing to run, and no folder is made to say so
    auto locked = lock_file_of(invocation);
    if (!locked) return std::unexpected(locked.error());
    lock.emplace(std::move(*locked));
  }
  auto watches = chosen_watches(invocation, *view);
  if (!watches) return std::unexpected(watches.error());
  auto states = read_states(invocation.watch.file);
  if (!states) return std::unexpected(states.error());
  const auto& mine = (*states)[archive_key(invocation)];
  Run run{invocation, *view, generation_of(*view), std::move(*watches), {}};
  if (const auto asked = ask_all(run, mine); !asked) return std::unexpected(asked.error());
  if (const auto written = write_reports(run, mine, out); !written) return std::unexpected(written.error());
  const auto status = finish(out, invocation.exit_status && !anything_new(run) ? Status::no_match : Status::ok);
  const bool read_by_nobody = !out.write("");  // the pipe was closed: the next run reports it again
  if (!status || !notes || read_by_nobody) return status;
  if (const auto noted = note_reports(run, std::move(*states)); !noted) return std::unexpected(noted.error());
  return status;
}

}  // namespace

Result<Status> run_watch(const Invocation& invocation, Output& out) {
  switch (invocation.watch.action) {
    case WatchAction::add:
      return run_add(invocation, out);
    case WatchAction::list:
      return run_list(invocation, out);
    case WatchAction::remove:
      return run_remove(invocation, out);
    case WatchAction::run:
      break;
  }
  return run_run(invocation, out);
}

}  // namespace broadsheet
