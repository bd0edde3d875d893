#include "searcher/commands.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>
#include <unicode/uvernum.h>
#include <zstd.h>

#include "common/article_json.h"
#include "common/text.h"
#include "common/version.h"
#include "searcher/analysis_commands.h"
#include "searcher/article_text.h"
#include "searcher/batch.h"
#include "searcher/command_steps.h"
#include "searcher/executor.h"
#include "searcher/explain.h"
#include "searcher/field_list.h"
#include "searcher/index_view.h"
#include "searcher/manifest_commands.h"
#include "searcher/request_options.h"
#include "searcher/watch_command.h"
#include "searcher/xapian_fault.h"

namespace broadsheet {
namespace {

bool is_line_format(OutputFormat format) { return format != OutputFormat::text && format != OutputFormat::json; }

Result<Answer> timed_search(IndexView& view, const SearchRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  auto answer = run_search(view, request);
  if (answer) answer->took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

// --- query, facets, timeline

AnswerPart part_of(Subcommand command) {
  if (command == Subcommand::facets) return AnswerPart::facets;
  return command == Subcommand::timeline ? AnswerPart::timeline : AnswerPart::hits;
}

// The text format shows the warnings itself.
void log_warnings(const Answer& answer, OutputFormat format) {
  if (format == OutputFormat::text) return;
  for (const auto* warnings : {&answer.warnings, &answer.help}) {
    for (const Warning& warning : *warnings) log_warning(warning.code, warning.message);
  }
}

void log_cut(const Answer& answer, const Invocation& invocation) {
  const std::uint64_t written = answer.hits.size();
  const bool hits = part_of(invocation.command) == AnswerPart::hits;
  if (!hits || invocation.limit_given || !is_line_format(invocation.sink.format) || !answer.total) return;
  if (answer.request.offset + written >= *answer.total) return;
  log_note(fmt::format("note: {} of {} written; all: --limit all", with_thousands(written), with_thousands(*answer.total)));
}

// One line for programs that read stderr beside the lines of hits.
void log_summary(const Answer& answer, const SinkSettings& sink) {
  if (sink.format != OutputFormat::jsonl) return;
  log_record("summary", fmt::format(R"("generation":"{}","total":{},"exact":{},"partial":{},"written":{}{})", answer.archive.generation,
                                    answer.total ? std::to_string(*answer.total) : "null", answer.total_exact, answer.partial,
                                    answer.hits.size(), sink.timing ? fmt::format(R"(,"took_ms":{:.3f})", answer.took_ms) : ""));
}

bool any_match(const Answer& answer) { return answer.total ? *answer.total > 0 : !answer.hits.empty(); }

Result<Status> run_query(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto request = complete_request(invocation, view->schema());
  if (!request) return std::unexpected(request.error());
  const auto answer = timed_search(*view, *request);
  if (!answer) return std::unexpected(answer.error());
  log_warnings(*answer, invocation.sink.format);
  out.write(render(*answer, part_of(invocation.command), invocation.sink));
  const auto status = finish(out, answer->partial ? Status::partial : match_status(invocation, any_match(*answer)));
  if (!status) return status;
  if (const auto written = write_answer_manifest(invocation, *answer); !written) return std::unexpected(written.error());
  log_cut(*answer, invocation);
  log_summary(*answer, invocation.sink);
  return status;
}

// --- export

std::string export_line(const Hit& hit, const SearchRequest& request, const SinkSettings& sink) {
  if (sink.format == OutputFormat::ids) return hit.record.id + "\n";
  if (is_bibliography(sink.format)) return hit_to_bibliography(hit, sink.format, hit.rank == 1);
  if (sink.format != OutputFormat::jsonl) return hit_to_csv(hit, request, sink);
  if (!request.fields.empty()) return hit_fields_to_json(hit, request.fields) + "\n";
  return article_to_json(*hit.article, content_hash(*hit.article)) + "\n";
}

std::string export_header(const SearchRequest& request, const SinkSettings& sink) {
  const bool table = sink.format == OutputFormat::csv || sink.format == OutputFormat::tsv;
  return table ? csv_header(AnswerPart::hits, request, sink) : bibliography_begin(sink.format);
}

Result<Status> run_export_command(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto request = complete_request(invocation, view->schema());
  if (!request) return std::unexpected(request.error());
  const SinkSettings& sink = invocation.sink;
  out.write(export_header(*request, sink));
  const auto answer = run_export(*view, *request, [&](const Hit& hit) { return out.write(export_line(hit, *request, sink)); });
  if (!answer) return std::unexpected(answer.error());
  out.write(bibliography_end(sink.format, *answer->total > 0));
  log_warnings(*answer, sink.format);
  const auto status = finish(out, match_status(invocation, *answer->total > 0));
  if (!status) return status;
  if (const auto written = write_answer_manifest(invocation, *answer); !written) return std::unexpected(written.error());
  return status;
}

// --- batch

// A view a thread, all of the first one's generation.
Result<std::vector<IndexView>> open_views(const Invocation& invocation, IndexView first, std::size_t count) {
  const std::string generation = first.manifest().generation;
  std::vector<IndexView> views;
  views.push_back(std::move(first));
  while (views.size() < count) {
    auto view = IndexView::open(invocation.archive.path, generation);
    if (!view) return std::unexpected(view.error());
    views.push_back(std::move(*view));
  }
  return views;
}

Status log_batch_outcome(const BatchOutcome& outcome, std::size_t queries) {
  if (outcome.failed > 0) {
    log_warning("failed-queries", fmt::format("{} of {} queries have no answer; the first: {}", with_thousands(outcome.failed),
                                              with_thousands(queries), outcome.first_error));
  }
  if (outcome.partial > 0) {
    log_warning("partial",
                fmt::format("{} of {} answers were cut by the time limit", with_thousands(outcome.partial), with_thousands(queries)));
  }
  return outcome.failed + outcome.partial > 0 ? Status::partial : Status::ok;
}

Result<Status> run_batch_command(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto defaults = complete_request(invocation, view->schema());
  if (!defaults) return std::unexpected(defaults.error());
  const auto text = read_input(invocation.batch_file);
  if (!text) return std::unexpected(text.error());
  const std::string name = invocation.batch_file == "-" ? "stdin" : invocation.batch_file;
  const auto queries = parse_batch(*text, name, *defaults, view->schema(), invocation.topic_part);
  if (!queries) return std::unexpected(queries.error());
  const std::size_t jobs = std::clamp<std::size_t>(queries->size(), 1, invocation.jobs);
  auto views = open_views(invocation, std::move(*view), jobs);
  if (!views) return std::unexpected(views.error());
  std::vector<Answerer> answerers;
  for (IndexView& each : *views) answerers.emplace_back([&each](const SearchRequest& request) { return timed_search(each, request); });
  const auto write = [&](std::string_view lines) { return out.write(lines) && out.flush().has_value(); };
  const BatchOutcome outcome = run_batch(*queries, answerers, invocation.sink, write);
  return finish(out, log_batch_outcome(outcome, queries->size()));
}

// --- show, fields, explain, version

Result<Article> stored_article(IndexView& view, const std::string& id) {
  const auto docid = view.find_id(id);
  if (!docid) return fail(Status::no_input, fmt::format("no article \"{}\" in this archive", id));
  return view.article(*docid, true);
}

Result<Status> run_show(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const bool text = invocation.sink.format == OutputFormat::text;
  for (const std::string& id : invocation.ids) {
    const auto article = stored_article(*view, id);
    if (!article) {
      // The ones before it were asked for as well.
      static_cast<void>(out.flush());
      return std::unexpected(article.error());
    }
    if (text && &id != &invocation.ids.front()) out.write("\n");
    out.write(text ? article_to_text(*article, invocation.sink) : article_to_json(*article, content_hash(*article)) + "\n");
  }
  return finish(out, Status::ok);
}

Result<Status> run_fields(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto list = list_fields(*view);
  if (!list) return std::unexpected(list.error());
  out.write(render_fields(*list, invocation.sink));
  return finish(out, Status::ok);
}

Result<Status> run_explain(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto explanation = explain_query(*view, invocation.request, invocation.hit);
  if (!explanation) return std::unexpected(explanation.error());
  if (invocation.sink.format == OutputFormat::json) {
    for (const Warning& warning : explanation->warnings) log_warning(warning.code, warning.message);
  }
  out.write(render_explanation(*explanation, invocation.sink));
  return finish(out, Status::ok);
}

std::string version_text() {
  return fmt::format(
      "broadsheet-search {}\nindex format {}, features {}, analysis {}; query language {}; output format {}\n"
      "Xapian {}, ICU {}, zstd {}, fmt {}.{}.{}\n",
      kVersion, kIndexFormatVersion, kFeatureVersion, kAnalysisVersion, kQueryLanguageVersion, kOutputFormatVersion,
      Xapian::version_string(), U_ICU_VERSION, ZSTD_versionString(), FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
}

using Runner = Result<Status> (*)(const Invocation&, Output&);

// In the order of Subcommand.
constexpr std::array kRunners = {
    Runner{run_query},            // query
    Runner{run_query},            // facets
    Runner{run_query},            // timeline
    Runner{run_export_command},   // export
    Runner{run_batch_command},    // batch
    Runner{run_show},             // show
    Runner{run_fields},           // fields
    Runner{run_explain},          // explain
    Runner{run_kwic_command},     // kwic
    Runner{run_terms_command},    // terms
    Runner{run_crosstab_command}, // crosstab
    Runner{run_cooccur_command},  // cooccur
    Runner{run_related_command},  // related
    Runner{run_compare_command},  // compare
    Runner{run_verify},           // verify
    Runner{run_cite},             // cite
    Runner{run_watch},            // watch
};
static_assert(kRunners.size() == static_cast<std::size_t>(kLastSubcommand) + 1);

}  // namespace

Result<Status> run_command(const Invocation& invocation, Output& out) {
  if (invocation.print || invocation.version) {
    out.write(invocation.print ? *invocation.print : version_text());
    return finish(out, Status::ok);
  }
  try {
    return kRunners[static_cast<std::size_t>(invocation.command)](invocation, out);
  } catch (const Xapian::Error& error) {
    // The search itself reports these; what is left is a damaged table met while looking up an id.
    return std::unexpected(xapian_fault(error, invocation.archive.path.string()));
  }
}

}  // namespace broadsheet
