#include "indexer/status.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "common/date.h"
#include "common/json.h"
#include "common/text.h"
#include "indexer/report.h"

namespace broadsheet {
namespace {

constexpr std::size_t kSourcesShown = 20;
constexpr std::size_t kGapsShown = 20;
constexpr std::size_t kMonthsShown = 3;    // beside each source
constexpr std::size_t kMonthsListed = 24;  // more are listed by year
constexpr std::size_t kSourceColumns = 30;
constexpr std::size_t kEmptyMonthsShown = 6;
constexpr std::size_t kNameColumns = 40;
constexpr std::string_view kUndated = "";  // the month of articles without a date

std::string line(std::string_view label, std::string_view value) { return fmt::format("{:<13}{}\n", label, value); }

// Two columns, the second to the right; widths as a terminal shows them.
std::string row(const std::string& name, std::string_view value) {
  const std::string shown = fit_width(terminal_safe(name), kNameColumns);
  const std::size_t gap = kNameColumns - std::min(display_width(shown), kNameColumns);
  return fmt::format("  {}{} {:>12}\n", shown, std::string(gap, ' '), value);
}

std::string indented(std::string_view lines) {
  std::string text = "  ";
  for (const char c : lines) text += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return text + '\n';
}

std::string created_text(const ArchiveStatus& status) {
  const std::string age = status.age_seconds < 0 ? fmt::format("{} ahead of this clock", age_text(-status.age_seconds))
                                                 : fmt::format("{} ago", age_text(status.age_seconds));
  const std::string_view late = is_too_old(status) ? ", too old" : "";
  return fmt::format("{} ({}{})", status.manifest.created, age, late);
}

std::uint64_t undated(const Manifest& manifest) {
  const auto it = manifest.by_month.find(std::string(kUndated));
  return it == manifest.by_month.end() ? 0 : it->second;
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "–" : percent_text(static_cast<double>(part) / static_cast<double>(whole));
}

std::string access_text(const ArchiveStatus& status) {
  const Coverage& coverage = status.coverage;
  return fmt::format("{} truncated ({}), {} paywalled, {} headline only", with_thousands(coverage.truncated),
                     share_text(coverage.truncated, status.manifest.articles), with_thousands(coverage.paywalled),
                     with_thousands(coverage.headline));
}

// What stands beside the generation in use: others, candidates, a hold.
std::string standing_text(const ArchiveStatus& status) {
  std::string text = line("generations", fmt::format("{}", fmt::join(status.generations, ", ")));
  if (!status.candidates.empty()) {
    text += line("candidates", fmt::format("{} (not published; a look: broadsheet status {})", fmt::join(status.candidates, ", "),
                                           status.candidates.back()));
  }
  if (status.hold) {
    text += line("on hold", fmt::format("since {}: builds are kept as candidates", terminal_safe(repair_utf8(status.hold->since))));
  }
  return text;
}

std::string last_run_text(const ArchiveStatus& status) {
  if (!status.last_run) return {};
  const LastRun& run = *status.last_run;
  std::string ended = "is still running, or was killed";
  if (run.status) ended = fmt::format("ended with {} after {}", *run.status, age_text(static_cast<std::int64_t>(run.seconds)));
  std::string text = line("last build", fmt::format("{}, {}", instant_text(run.started), ended));
  for (const StageTime& stage : run.stages) text += line("", fmt::format("{:<10}{:>8.1f} s", stage.stage, stage.seconds));
  const bool failed = run.status && !run.published;
  if (failed) text += line("", terminal_safe(repair_utf8(run.message)));
  if (run.last_success) {
    text += line("published", fmt::format("last at {}: {}", instant_text(run.last_success->finished), run.last_success->generation));
  }
  return text;
}

std::string signed_text(std::int64_t n) {
  return fmt::format("{}{}", n < 0 ? "-" : "+", with_thousands(static_cast<std::uint64_t>(n < 0 ? -n : n)));
}

std::string source_name(const std::string& name) { return name.empty() ? "(none named)" : name; }

std::string changes_text(const Changes& changes) {
  std::string text = fmt::format("\nagainst {}: {} new, {} gone, {} changed\n", changes.before, with_thousands(changes.added),
                                 with_thousands(changes.gone), changes.changed ? with_thousands(*changes.changed) : "an unknown number");
  std::vector<std::pair<std::string, std::int64_t>> rows(changes.by_source.begin(), changes.by_source.end());
  std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return std::abs(row.second); });
  for (std::size_t i = 0; i < std::min(rows.size(), kSourcesShown); ++i)
    text += row(source_name(rows[i].first), signed_text(rows[i].second));
  if (rows.size() > kSourcesShown) text += fmt::format("  and {} more\n", counted(rows.size() - kSourcesShown, "source"));
  return text;
}

// "2026-11" and the months before it, oldest first.
std::vector<std::string> latest_months(const Coverage& coverage) {
  std::vector<std::string> months;
  std::int32_t day = coverage.last_day.value_or(0);
  for (std::size_t i = 0; coverage.last_day && i < kMonthsShown; ++i) {
    day = unit_floor(day, TimeUnit::month);
    months.insert(months.begin(), day_text(day).substr(0, 7));
    --day;
  }
  return months;
}

std::string source_line(const std::string& name, std::string_view articles, std::string_view truncated,
                        const std::vector<std::string>& months) {
  const std::string shown = fit_width(terminal_safe(name), kSourceColumns);
  const std::size_t gap = kSourceColumns - std::min(display_width(shown), kSourceColumns);
  std::string text = fmt::format("  {}{} {:>10} {:>9}", shown, std::string(gap, ' '), articles, truncated);
  for (const std::string& month : months) text += fmt::format(" {:>8}", month);
  return text + '\n';
}

std::string sources_text(const Coverage& coverage) {
  const auto months = latest_months(coverage);
  std::string text = "\n" + source_line(counted(coverage.sources.size(), "source"), "articles", "truncated", months);
  std::uint64_t other = 0;
  for (std::size_t i = 0; i < coverage.sources.size(); ++i) {
    const SourceCoverage& source = coverage.sources[i];
    if (i >= kSourcesShown) {
      other += source.articles;
      continue;
    }
    std::vector<std::string> counts;
    for (const std::string& month : months) {
      const auto it = source.by_month.find(month);
      counts.push_back(with_thousands(it == source.by_month.end() ? 0 : it->second));
    }
    text += source_line(source_name(source.source), with_thousands(source.articles), share_text(source.truncated, source.articles), counts);
  }
  const std::size_t more = coverage.sources.size() - std::min(coverage.sources.size(), kSourcesShown);
  if (more > 0) text += source_line(fmt::format("({} more)", with_thousands(more)), with_thousands(other), "", {});
  return text;
}

// Months, or years when there are many; --format json has all months.
std::string months_text(const Manifest& manifest) {
  std::map<std::string, std::uint64_t> periods = manifest.by_month;
  const bool many = periods.size() > kMonthsListed;
  if (many) {
    periods.clear();
    for (const auto& [month, articles] : manifest.by_month) periods[month.substr(0, 4)] += articles;
  }
  std::string text = many ? "\nyears\n" : "\nmonths\n";
  for (const auto& [period, articles] : periods) {
    if (period != kUndated) text += row(period, with_thousands(articles));
  }
  if (const std::uint64_t without = undated(manifest); without > 0) text += row("(undated)", with_thousands(without));
  const auto empty = empty_months(manifest.by_month);
  if (empty.empty()) return text;
  const auto shown = static_cast<std::ptrdiff_t>(std::min(empty.size(), kEmptyMonthsShown));
  const std::string_view newest = empty.size() > kEmptyMonthsShown ? ", the newest: " : ": ";
  return text + fmt::format("  no articles in {}{}{}\n", counted(empty.size(), "month"), newest,
                            fmt::join(empty.end() - shown, empty.end(), ", "));
}

std::string gap_text(const std::string& name, const Gap& gap) {
  const std::string when = gap.ongoing ? fmt::format("since {}", day_text(gap.first_day))
                                       : fmt::format("{} to {}", day_text(gap.first_day), day_text(gap.last_day));
  return fmt::format("  {}: {}, {} (usual: up to {})\n", fit_width(terminal_safe(name), kSourceColumns), when,
                     counted(static_cast<std::uint64_t>(gap.days()), "day"), gap.longest_usual);
}

std::string gaps_text(const Coverage& coverage) {
  if (coverage.gaps.empty() && !coverage.silence) return {};
  std::string text = "\nsilent for longer than usual\n";
  if (coverage.silence) text += gap_text("all sources", *coverage.silence);
  for (std::size_t i = 0; i < std::min(coverage.gaps.size(), kGapsShown); ++i) {
    text += gap_text(source_name(coverage.gaps[i].source), coverage.gaps[i]);
  }
  if (coverage.gaps.size() > kGapsShown)
    text += fmt::format("  and {} more (--format json has all)\n", with_thousands(coverage.gaps.size() - kGapsShown));
  return text;
}

std::string sizes_text(const Manifest& manifest) {
  const std::uint64_t all = total_bytes(manifest.files);
  std::string text = "\nparts\n";
  for (const PartSize& part : part_sizes(manifest.files)) {
    const double per_article = manifest.articles == 0 ? 0 : static_cast<double>(part.bytes) / static_cast<double>(manifest.articles);
    text += fmt::format("  {:<20} {:>10} {:>7} {:>10.1f} bytes an article\n", part.part, size_text(part.bytes), share_text(part.bytes, all),
                        per_article);
  }
  return text;
}

std::string marks(const GenerationRow& generation) {
  std::string text;
  if (generation.current) text += "  current";
  if (generation.pinned) text += "  pinned" + (generation.note.empty() ? "" : ": " + terminal_safe(repair_utf8(generation.note)));
  if (generation.candidate) text += "  candidate (refused)";
  return text;
}

}  // namespace

bool is_too_old(const ArchiveStatus& status) { return status.max_age_seconds && status.age_seconds > *status.max_age_seconds; }

std::string status_text(const ArchiveStatus& status) {
  const Manifest& manifest = status.manifest;
  std::string text = line("archive", terminal_safe(repair_utf8(status.archive.string())));
  text += line("generation", manifest.generation + (manifest.parent.empty() ? "" : fmt::format(" (after {})", manifest.parent)) +
                                 (status.candidate ? ", a candidate that was not published" : ""));
  text += line("created", created_text(status));
  text += line("articles", fmt::format("{}, {} undated, {} dated in the future", with_thousands(manifest.articles),
                                       with_thousands(status.coverage.undated), with_thousands(status.coverage.future)));
  text += line("access", access_text(status));
  text +=
      line("versions", fmt::format("index format {}, features {}, analysis {}, stemmer {}, made by broadsheet {}", manifest.format_version,
                                   manifest.feature_version, manifest.analysis.version, manifest.analysis.stemmer, manifest.tool_version));
  text += line("size", fmt::format("{} in {}{}", size_text(total_bytes(manifest.files)), counted(manifest.files.size(), "file"),
                                   status.show_sizes ? "" : " (by part: --sizes)"));
  text += standing_text(status) + last_run_text(status);
  text += "\nmade from\n" + indented(terminal_safe(report_text(manifest)));
  if (status.changes) text += changes_text(*status.changes);
  text += sources_text(status.coverage) + months_text(manifest) + gaps_text(status.coverage);
  return status.show_sizes ? text + sizes_text(manifest) : text;
}

std::string age_text(std::int64_t seconds) {
  const std::int64_t minutes = seconds / 60;
  const std::int64_t hours = minutes / 60;
  const std::int64_t days = hours / 24;
  if (days >= 2) return fmt::format("{} days {} h", days, hours % 24);
  if (hours > 0) return fmt::format("{} h {} min", hours, minutes % 60);
  return minutes > 0 ? fmt::format("{} min", minutes) : fmt::format("{} s", seconds);
}

std::vector<std::string> empty_months(const std::map<std::string, std::uint64_t>& by_month) {
  std::vector<std::string> empty;
  std::optional<std::int32_t> expected;
  for (const auto& [month, articles] : by_month) {
    const auto date = parse_date(month);
    if (!date) continue;
    for (; expected && *expected < date->day; expected = unit_next(*expected, TimeUnit::month)) {
      empty.push_back(day_text(*expected).substr(0, 7));
    }
    expected = unit_next(date->day, TimeUnit::month);
  }
  return empty;
}

std::string generations_text(const std::vector<GenerationRow>& rows) {
  std::string text;
  for (const GenerationRow& generation : rows) {
    if (!generation.manifest) {
      text += fmt::format("{}  {}{}\n", generation.name, terminal_safe(repair_utf8(generation.damage)), marks(generation));
      continue;
    }
    const Manifest& manifest = *generation.manifest;
    text += fmt::format("{}  {}  {:>12} articles  {:>9}{}\n", generation.name, manifest.created, with_thousands(manifest.articles),
                        size_text(total_bytes(manifest.files)), marks(generation));
  }
  return text;
}

std::string generations_json(const std::vector<GenerationRow>& rows) {
  JsonWriter json;
  json.begin_array();
  for (const GenerationRow& generation : rows) {
    json.begin_object();
    json.field("generation", generation.name);
    if (generation.manifest) {
      json.field("created", generation.manifest->created);
      write_count(json, "articles", generation.manifest->articles);
      write_count(json, "bytes", total_bytes(generation.manifest->files));
      json.field("content_sha256", generation.manifest->content_sha256);
    } else {
      json.field("damage", repair_utf8(generation.damage));
    }
    json.key("current");
    json.boolean(generation.current);
    json.key("pinned");
    json.boolean(generation.pinned);
    if (!generation.note.empty()) json.field("note", repair_utf8(generation.note));
    json.key("candidate");
    json.boolean(generation.candidate);
    json.end_object();
  }
  json.end_array();
  return json.take() + "\n";
}

std::vector<PartSize> part_sizes(const std::vector<FileEntry>& files) {
  std::map<std::string, std::uint64_t> sizes;
  for (const FileEntry& file : files) {
    const std::size_t slash = file.path.find('/');
    sizes[slash == file.path.npos ? file.path : file.path.substr(0, slash + 1)] += file.bytes;
  }
  std::vector<PartSize> parts;
  for (const auto& [part, bytes] : sizes) parts.push_back({part, bytes});
  std::ranges::stable_sort(parts, std::greater{}, &PartSize::bytes);
  return parts;
}

std::uint64_t total_bytes(const std::vector<FileEntry>& files) {
  std::uint64_t bytes = 0;
  for (const FileEntry& file : files) bytes += file.bytes;
  return bytes;
}

}  // namespace broadsheet
