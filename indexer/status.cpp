#include "indexer/status.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/date.h"
#include "common/json.h"
#include "common/text.h"
#include "indexer/report.h"

namespace broadsheet {
namespace {

constexpr std::size_t kSourcesShown = 20;
constexpr std::size_t kNameColumns = 40;
constexpr std::string_view kUndated = "";  // the month of articles without a date

struct NamedCount {
  std::string name;
  std::uint64_t articles = 0;
};

// Most articles first, then by name.
std::vector<NamedCount> by_articles(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<NamedCount> rows;
  for (const auto& [name, articles] : counts) rows.push_back({name, articles});
  std::ranges::stable_sort(rows, std::greater{}, &NamedCount::articles);
  return rows;
}

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

std::string sources_text(const Manifest& manifest) {
  const auto rows = by_articles(manifest.by_source);
  std::string text = fmt::format("\n{}\n", counted(rows.size(), "source"));
  std::uint64_t other = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i >= kSourcesShown) {
      other += rows[i].articles;
      continue;
    }
    text += row(rows[i].name.empty() ? "(none named)" : rows[i].name, with_thousands(rows[i].articles));
  }
  if (other > 0) text += row(fmt::format("({} more)", with_thousands(rows.size() - kSourcesShown)), with_thousands(other));
  return text;
}

std::string months_text(const Manifest& manifest) {
  std::string text = "\nmonths\n";
  for (const auto& [month, articles] : manifest.by_month) {
    if (month != kUndated) text += row(month, with_thousands(articles));
  }
  if (const std::uint64_t without = undated(manifest); without > 0) text += row("(undated)", with_thousands(without));
  const auto empty = empty_months(manifest.by_month);
  if (!empty.empty()) text += fmt::format("  no articles in {}\n", fmt::join(empty, ", "));
  return text;
}

std::string files_text(const Manifest& manifest) {
  std::string text = fmt::format("\n{}, {}\n", counted(manifest.files.size(), "file"), size_text(total_bytes(manifest.files)));
  for (const FileEntry& file : manifest.files) text += row(file.path, size_text(file.bytes));
  return text;
}

void write_months(JsonWriter& json, const Manifest& manifest) {
  write_counts(json, "by_month", manifest.by_month);
  json.key("empty_months");
  json.begin_array();
  for (const std::string& month : empty_months(manifest.by_month)) json.string(month);
  json.end_array();
  write_count(json, "undated", undated(manifest));
}

void write_files(JsonWriter& json, const Manifest& manifest) {
  write_count(json, "bytes", total_bytes(manifest.files));
  json.key("files");
  json.begin_object();
  for (const FileEntry& file : manifest.files) write_count(json, file.path, file.bytes);
  json.end_object();
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
  text += line("articles", fmt::format("{}, {} undated", with_thousands(manifest.articles), with_thousands(undated(manifest))));
  text +=
      line("versions", fmt::format("index format {}, features {}, analysis {}, stemmer {}, made by broadsheet {}", manifest.format_version,
                                   manifest.feature_version, manifest.analysis.version, manifest.analysis.stemmer, manifest.tool_version));
  text += "\nlast run\n" + indented(terminal_safe(report_text(manifest)));
  return text + sources_text(manifest) + months_text(manifest) + files_text(manifest);
}

std::string status_json(const ArchiveStatus& status) {
  const Manifest& manifest = status.manifest;
  JsonWriter json;
  json.begin_object();
  json.field("archive", repair_utf8(status.archive.string()));
  json.field("generation", manifest.generation);
  json.field("parent", manifest.parent);
  json.key("candidate");
  json.boolean(status.candidate);
  json.field("created", manifest.created);
  json.key("age_seconds");
  json.integer(status.age_seconds);
  json.key("too_old");
  json.boolean(is_too_old(status));
  write_count(json, "articles", manifest.articles);
  write_counts(json, "by_source", manifest.by_source);
  write_months(json, manifest);
  json.key("run");
  json.begin_object();
  write_run_counts(json, manifest.run);
  json.end_object();
  write_count(json, "format_version", static_cast<std::uint64_t>(manifest.format_version));
  write_count(json, "feature_version", static_cast<std::uint64_t>(manifest.feature_version));
  json.field("stemmer", manifest.analysis.stemmer);
  json.field("tool_version", manifest.tool_version);
  json.field("content_sha256", manifest.content_sha256);
  write_files(json, manifest);
  json.end_object();
  return json.take() + "\n";
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

std::uint64_t total_bytes(const std::vector<FileEntry>& files) {
  std::uint64_t bytes = 0;
  for (const FileEntry& file : files) bytes += file.bytes;
  return bytes;
}

}  // namespace broadsheet
