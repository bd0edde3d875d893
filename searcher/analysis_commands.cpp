#include "searcher/analysis_commands.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "common/json.h"
#include "common/log.h"
#include "common/text.h"
#include "searcher/command_steps.h"
#include "searcher/compare.h"
#include "searcher/cooccur.h"
#include "searcher/crosstab.h"
#include "searcher/kwic.h"
#include "searcher/manifest_commands.h"
#include "searcher/related.h"
#include "searcher/sinks/kwic.h"
#include "searcher/sinks/table.h"
#include "searcher/terms.h"

namespace broadsheet {
namespace {

// The text format shows the warnings itself.
void log_warnings(const Answer& answer, OutputFormat format) {
  if (format == OutputFormat::text) return;
  for (const auto* warnings : {&answer.warnings, &answer.help}) {
    for (const Warning& warning : *warnings) log_warning(warning.code, warning.message);
  }
}

using TableTool = Result<TableAnswer> (*)(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis);

Result<Status> run_table(const Invocation& invocation, Output& out, TableTool tool) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto request = complete_request(invocation, view->schema());
  if (!request) return std::unexpected(request.error());
  const auto answer = tool(*view, *request, invocation.analysis);
  if (!answer) return std::unexpected(answer.error());
  bool any_match = false;
  for (const Answer& head : answer->heads) {
    log_warnings(head, invocation.sink.format);
    any_match = any_match || head.total.value_or(0) > 0;
  }
  out.write(render_tables(*answer, invocation.sink));
  const auto status = finish(out, match_status(invocation, any_match));
  if (!status) return status;
  if (const auto written = write_answer_manifest(invocation, answer->heads.front()); !written) return std::unexpected(written.error());
  return status;
}

// --- kwic

constexpr std::size_t kDefaultLeftColumns = 34, kDefaultLeftColumnsBesideDays = 22;

KwicTask kwic_task(const Invocation& invocation, const SearchRequest& request) {
  KwicTask task;
  const std::optional<std::size_t> context = invocation.analysis.context;
  // As many words as may stand in the columns: each takes two at least.
  const std::size_t columns = std::max(invocation.sink.columns, context.value_or(kDefaultLeftColumns));
  task.context_words = invocation.sink.format == OutputFormat::text ? columns / 2 + 1 : context.value_or(kDefaultContextWords);
  task.order = invocation.analysis.order;
  task.limit = request.limit;
  task.offset = request.offset;
  std::error_code no_folder;
  task.temporary_folder = std::filesystem::temp_directory_path(no_folder);
  if (no_folder) task.temporary_folder = "/tmp";
  return task;
}

std::string order_json(const std::vector<KwicKey>& order) {
  if (order.empty()) return R"(["newest"])";
  JsonWriter writer;
  writer.begin_array();
  for (const KwicKey key : order) writer.string(kKwicKeyNames[static_cast<std::size_t>(key)]);
  writer.end_array();
  return writer.take();
}

void log_totals(const KwicTotals& totals) {
  log_record("summary", fmt::format(R"("articles":{},"occurrences":{})", totals.articles, totals.occurrences));
}

}  // namespace

Result<Status> run_kwic_command(const Invocation& invocation, Output& out) {
  auto view = open_view(invocation);
  if (!view) return std::unexpected(view.error());
  const auto request = complete_request(invocation, view->schema());
  if (!request) return std::unexpected(request.error());
  const OutputFormat format = invocation.sink.format;
  const KwicTask task = kwic_task(invocation, *request);
  const bool by_words = sorts_by_words(task.order);
  KwicSink sink(invocation.sink,
                {by_words, invocation.analysis.context.value_or(by_words ? kDefaultLeftColumnsBesideDays : kDefaultLeftColumns),
                 std::ranges::find(task.order, KwicKey::source) != task.order.end()});
  KwicOutput output;
  output.wants_totals = format == OutputFormat::text || format == OutputFormat::json;
  Answer rests_on;  // for --manifest
  output.begin = [&](Answer head, std::optional<KwicTotals> totals) {
    rests_on = head;
    head.parameters = {{"sort", order_json(task.order)}};
    if (format != OutputFormat::text) head.parameters.emplace_back("context", std::to_string(task.context_words));
    log_warnings(head, format);
    return out.write(sink.begin(head, totals)) && out.flush().has_value();
  };
  output.render = [&](const KwicLine& line) { return sink.render(line); };
  output.write = [&](std::string_view rendered, std::uint64_t number) { return out.write(sink.numbered(rendered, number)); };
  const auto totals = run_kwic(*view, *request, task, output);
  if (!totals) {
    // What was written before is right as far as it goes.
    static_cast<void>(out.flush());
    return std::unexpected(totals.error());
  }
  out.write(sink.end());
  const auto status = finish(out, match_status(invocation, totals->articles > 0));
  if (!status) return status;
  if (const auto written = write_answer_manifest(invocation, rests_on); !written) return std::unexpected(written.error());
  if (!output.wants_totals) log_totals(*totals);
  return status;
}

Result<Status> run_terms_command(const Invocation& invocation, Output& out) { return run_table(invocation, out, run_terms); }

Result<Status> run_crosstab_command(const Invocation& invocation, Output& out) { return run_table(invocation, out, run_crosstab); }

Result<Status> run_cooccur_command(const Invocation& invocation, Output& out) { return run_table(invocation, out, run_cooccur); }

Result<Status> run_related_command(const Invocation& invocation, Output& out) { return run_table(invocation, out, run_related); }

Result<Status> run_compare_command(const Invocation& invocation, Output& out) { return run_table(invocation, out, run_compare); }

}  // namespace broadsheet
