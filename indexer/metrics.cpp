#include "indexer/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "common/date.h"
#include "common/json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr double kSecondsADay = 24 * 3600;

struct Label {
  std::string_view name;
  std::string_view value;
};
using Labels = std::initializer_list<Label>;

// The text format escapes backslash, quote and line feed in the values of labels.
std::string label_value(std::string_view value) {
  std::string out;
  for (const char c : repair_utf8(value)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

std::string sample(std::string_view metric, Labels labels, double value) {
  std::string text;
  for (const Label& label : labels) text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", label.name, label_value(label.value));
  return fmt::format("broadsheet_{}{} {}\n", metric, text.empty() ? "" : "{" + text + "}", fmt::format("{:.15g}", value));
}

// A metric with its help and all its samples, which must stand together.
std::string metric(std::string_view name, std::string_view help, const std::string& samples) {
  if (samples.empty()) return {};
  return fmt::format("# HELP broadsheet_{0} {1}\n# TYPE broadsheet_{0} gauge\n{2}", name, help, samples);
}

std::string gauge(std::string_view name, std::string_view help, double value) { return metric(name, help, sample(name, {}, value)); }

template <class Count>
double number(Count count) {
  return static_cast<double>(count);
}

std::string archive_metrics(const ArchiveStatus& status) {
  const Manifest& manifest = status.manifest;
  const Coverage& coverage = status.coverage;
  const auto created = parse_date(manifest.created);
  std::string text = metric(
      "archive_info", "The generation that searches use.",
      sample("archive_info",
             {{"generation", manifest.generation}, {"content_sha256", manifest.content_sha256}, {"tool_version", manifest.tool_version}},
             1));
  if (created) text += gauge("archive_created_timestamp_seconds", "When the generation in use was made.", number(created->start));
  text += gauge("archive_age_seconds", "Its age when this was written.", number(status.age_seconds));
  text += gauge("archive_articles", "Articles in it.", number(manifest.articles));
  text += gauge("archive_undated_articles", "Articles without a date.", number(coverage.undated));
  text += gauge("archive_future_articles", "Articles dated after the generation was made.", number(coverage.future));
  std::string access;
  for (const auto& [name, count] :
       {std::pair{"truncated", coverage.truncated}, {"paywalled", coverage.paywalled}, {"headline", coverage.headline}}) {
    access += sample("archive_incomplete_articles", {{"access", name}}, number(count));
  }
  text += metric("archive_incomplete_articles", "Articles whose text is not whole, by access.", access);
  text += gauge("archive_size_bytes", "Size of its files.", number(total_bytes(manifest.files)));
  text += gauge("archive_sources", "Sources in it.", number(coverage.sources.size()));
  if (coverage.last_day) {
    text += gauge("archive_newest_day_timestamp_seconds", "Begin of the newest day with an article, future ones aside.",
                  kSecondsADay * number(*coverage.last_day));
  }
  text += gauge("archive_silent", "1: no source has anything new, for longer than usual.", coverage.silence ? 1 : 0);
  text += gauge("archive_generations", "Published generations that are kept.", number(status.generations.size()));
  text += gauge("archive_candidates", "Builds that were kept aside and wait for somebody.", number(status.candidates.size()));
  text += gauge("archive_on_hold", "1: builds are kept aside, since rollback --hold.", status.hold ? 1 : 0);
  return text;
}

std::string change_metrics(const std::optional<Changes>& changes) {
  if (!changes) return {};
  std::string samples = sample("archive_changed_articles", {{"kind", "added"}}, number(changes->added)) +
                        sample("archive_changed_articles", {{"kind", "gone"}}, number(changes->gone));
  if (changes->changed) samples += sample("archive_changed_articles", {{"kind", "changed"}}, number(*changes->changed));
  return metric("archive_changed_articles", "Against the generation before, by id.", samples);
}

std::string source_metrics(const Coverage& coverage) {
  std::set<std::string> silent;
  for (const Gap& gap : coverage.gaps) {
    if (gap.ongoing) silent.insert(gap.source);
  }
  std::string articles, truncated, newest, quiet;
  for (std::size_t i = 0; i < coverage.sources.size(); ++i) {
    const SourceCoverage& source = coverage.sources[i];
    if (i >= kSourcesMeasured && !silent.contains(source.source)) continue;
    const Label label{"source", source.source};
    articles += sample("source_articles", {label}, number(source.articles));
    truncated += sample("source_truncated_articles", {label}, number(source.truncated));
    if (source.last_day) newest += sample("source_newest_day_timestamp_seconds", {label}, kSecondsADay * number(*source.last_day));
    quiet += sample("source_silent", {label}, silent.contains(source.source) ? 1 : 0);
  }
  return metric("source_articles", "Articles of the source.", articles) +
         metric("source_truncated_articles", "Those of them whose text is cut.", truncated) +
         metric("source_newest_day_timestamp_seconds", "Begin of its newest day, future ones aside.", newest) +
         metric("source_silent", "1: silent for longer than its habit.", quiet);
}

}  // namespace

std::string run_metrics_text(const LastRun& run) {
  std::string text = gauge("build_started_timestamp_seconds", "When the last build began.", number(run.started));
  text += gauge("build_ended", "0: it is still running, or was killed.", run.status ? 1 : 0);
  if (run.status) {
    text += gauge("build_exit_status", "0: published; 4: kept aside by the guard.", *run.status);
    text += gauge("build_published", "1: it was published.", run.published ? 1 : 0);
    text += gauge("build_duration_seconds", "From the lock to the end.", run.seconds);
  }
  std::string stages, records, rejected;
  for (const StageTime& stage : run.stages) stages += sample("build_stage_duration_seconds", {{"stage", stage.stage}}, stage.seconds);
  text += metric("build_stage_duration_seconds", "Its stages.", stages);
  for (const RunCountRow& row : kRunCounts) {
    if (run.status) records += sample("build_records", {{"outcome", row.key}}, number(run.counts.*row.member));
  }
  if (run.status) records += sample("build_records", {{"outcome", "reused"}}, number(run.reused));
  text += metric("build_records", "What became of the records.", records);
  for (const auto& [reason, count] : run.counts.rejected_by_reason) {
    rejected += sample("build_rejected_records", {{"reason", reason}}, number(count));
  }
  text += metric("build_rejected_records", "Records that could not be used, by reason.", rejected);
  if (!run.last_success) return text;
  text +=
      gauge("last_success_timestamp_seconds", "When a build last published; kept through failures.", number(run.last_success->finished));
  return text + gauge("last_success_duration_seconds", "How long that build took.", run.last_success->seconds);
}

std::string metrics_text(const ArchiveStatus& status) {
  return archive_metrics(status) + change_metrics(status.changes) + source_metrics(status.coverage) +
         (status.last_run ? run_metrics_text(*status.last_run) : "");
}

}  // namespace broadsheet
