#include "indexer/report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/date.h"
#include "common/json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

// "3 no-text, 1 bad-json", the most frequent first.
std::string counts_text(const Counts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
  std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return row.second; });
  std::vector<std::string> parts;
  for (const auto& [name, count] : rows) {
    if (count > 0) parts.push_back(fmt::format("{} {}", with_thousands(count), name));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// " (2 replaced, 1 undated)"; "" when all are 0.
std::string in_brackets(const Counts& counts) {
  const std::string text = counts_text(counts);
  return text.empty() ? text : fmt::format(" ({})", text);
}

std::string archive_flag(const BuildOptions& options) { return fmt::format("--archive {}", shell_word(options.archive.string())); }

// "37 sources, 2019-01 to 2026-11, 3 undated"
std::string extent_text(const Manifest& manifest) {
  std::string text = counted(manifest.by_source.size(), "source");
  const auto undated = manifest.by_month.find("");
  const auto first = undated == manifest.by_month.begin() && !manifest.by_month.empty() ? std::next(undated) : manifest.by_month.begin();
  if (first != manifest.by_month.end()) {
    const std::string& last = manifest.by_month.rbegin()->first;
    text += first->first == last ? fmt::format(", {}", last) : fmt::format(", {} to {}", first->first, last);
  }
  if (undated != manifest.by_month.end()) text += fmt::format(", {} undated", with_thousands(undated->second));
  return text;
}

Path rejects_path(const BuildOptions& options, const Manifest& manifest) {
  return options.rejects.value_or(ArchivePaths{options.archive}.rejects(manifest.generation));
}

std::string allowed_rejects(const BuildOptions& options) {
  return options.max_rejects ? with_thousands(*options.max_rejects) : percent_text(options.max_rejects_share);
}

}  // namespace

std::string report_text(const Manifest& manifest) {
  const RunCounts& run = manifest.run;
  std::string text = fmt::format("read: {} in {}", counted(run.read, "record"), counted(manifest.inputs.size(), "file"));
  if (run.skipped_files > 0) text += fmt::format(", {} skipped", counted(run.skipped_files, "file"));
  const Counts kinds{{"replaced", run.replaced}, {"unchanged", run.unchanged}, {"duplicate", run.duplicate}, {"undated", run.undated}};
  text += fmt::format("\nindexed: {}{}", counted(run.indexed, "article"), in_brackets(kinds));
  text += fmt::format("\nrejected: {}{}", counted(run.rejected, "record"), in_brackets(run.rejected_by_reason));
  if (const std::string notes = counts_text(run.notes); !notes.empty()) text += fmt::format("\nnoted: {}", notes);
  return text;
}

std::string report_json(const BuildResult& result) {
  const Manifest& manifest = result.manifest;
  JsonWriter json;
  json.begin_object();
  json.field("type", "report");
  json.key("status");
  json.integer(static_cast<int>(result.status));
  json.key("published");
  json.boolean(result.published);
  json.field("generation", manifest.generation);
  json.field("parent", manifest.parent);
  json.field("created", manifest.created);
  write_count(json, "articles", manifest.articles);
  write_count(json, "sources", manifest.by_source.size());
  write_count(json, "files", manifest.inputs.size());
  write_run_counts(json, manifest.run);
  write_count(json, "reused", result.reused);
  json.field("content_sha256", manifest.content_sha256);
  json.field("message", result.message);
  json.end_object();
  return json.take();
}

std::string published_sentence(const BuildOptions& options, const Manifest& manifest) {
  std::string rejects;
  if (manifest.run.rejected > 0) {
    rejects = fmt::format(" {} rejected: {}.", counted(manifest.run.rejected, "record"), rejects_path(options, manifest).string());
  }
  return fmt::format("published {}: {} ({}) in {}; searches now use it.{} Next: broadsheet query 'WORDS' {} · broadsheet status {}",
                     manifest.generation, counted(manifest.articles, "article"), extent_text(manifest), options.archive.string(), rejects,
                     archive_flag(options), archive_flag(options));
}

std::string refused_sentence(const BuildOptions& options, const Manifest& manifest, const std::optional<Manifest>& before,
                             const std::string& reason) {
  std::string now = "there is nothing to search yet";
  if (before) {
    const auto created = parse_date(before->created);
    const std::string age = created ? fmt::format(" ({} old)", short_age_text(options.now - created->start)) : "";
    now = fmt::format("searches go on with {}{}", before->generation, age);
  }
  return fmt::format(
      "not published: {0}; {1}; look: broadsheet status {2} {3} accept: broadsheet publish {2} {3} drop: broadsheet prune --keep {4} {3}",
      reason, now, manifest.generation, archive_flag(options), options.keep_generations);
}

std::string dry_run_sentence(const BuildOptions& options, const Manifest& manifest, const std::string& refusal) {
  const std::string now = manifest.parent.empty() ? "there is no generation yet" : fmt::format("searches go on with {}", manifest.parent);
  const std::string outcome =
      refusal.empty() ? fmt::format("it would be published: {} ({})", counted(manifest.articles, "article"), extent_text(manifest))
                      : fmt::format("it would not be published: {}", refusal);
  return fmt::format("not published, because of --dry-run; {}; {}, and nothing of this run is kept in {}", outcome, now,
                     options.archive.string());
}

std::string short_age_text(std::int64_t seconds) {
  const std::int64_t minutes = std::max<std::int64_t>(seconds, 0) / 60;
  if (minutes < 60) return fmt::format("{} min", minutes);
  const std::int64_t hours = minutes / 60;
  return hours < 72 ? fmt::format("{} h", hours) : fmt::format("{} days", hours / 24);
}

std::string too_many_rejects_sentence(const BuildOptions& options, const RunCounts& counts, const Path& rejects_file) {
  constexpr std::string_view kAsBefore = "searches go on as before";
  const std::string look = counts.rejected > 0 ? fmt::format("; look: {}", shell_word(rejects_file.string())) : "";
  if (counts.indexed == 0) {
    const std::string why =
        counts.read == 0 ? "no record in the input" : fmt::format("none of {} can be used", counted(counts.read, "record"));
    return fmt::format("not published: {}; {}{}", why, kAsBefore, look);
  }
  const double share = static_cast<double>(counts.rejected) / static_cast<double>(counts.read);
  return fmt::format("not published: {} of {} rejected ({}), allowed {}; {}{} · accept: the same build with --max-rejects {}",
                     with_thousands(counts.rejected), counted(counts.read, "record"), percent_text(share), allowed_rejects(options),
                     kAsBefore, look, counts.rejected);
}

std::string counted(std::uint64_t n, std::string_view one_of_them) {
  return fmt::format("{} {}{}", with_thousands(n), one_of_them, n == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"bytes", "kB", "MB", "GB", "TB"};
  if (bytes == 1) return "1 byte";
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 999.95 && unit + 1 < kUnits.size(); ++unit) size /= 1000;
  return fmt::format("{:.1f} {}", size, kUnits[unit]);
}

std::string percent_text(double share) {
  std::string text = fmt::format("{:.1f}", share * 100);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + " %";
}

std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace broadsheet
