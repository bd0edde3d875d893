#include "searcher/field_list.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/archive_info.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 5> kKindNames = {"text", "keyword", "name", "date", "id"};  // in the order of FieldKind
constexpr std::size_t kLeastHelpWidth = 20;

std::vector<std::string> aliases_of(std::string_view name) {
  std::vector<std::string> aliases;
  for (const Field& field : kFields) {
    if (field.name != name) continue;
    for (const std::string_view alias : field.aliases) {
      if (!alias.empty()) aliases.emplace_back(alias);
    }
  }
  return aliases;
}

Result<void> count_values(IndexView& view, const ArchiveField& field, FieldRow& row) {
  if (field.facet) {
    const auto column = view.column(field.name);
    if (!column) return std::unexpected(column.error());
    row.values = (*column)->values();
    row.articles = (*column)->documents_with_value();
  } else if (field.kind == FieldKind::date) {
    row.articles = static_cast<std::uint64_t>(std::ranges::count_if(view.facts().all(), is_dated));
  } else if (field.name == "id") {
    row.articles = view.documents();
  }
  return {};
}

void write_optional(JsonWriter& json, std::string_view name, std::optional<std::uint64_t> count) {
  json.key(name);
  if (count) {
    json.integer(static_cast<std::int64_t>(*count));
  } else {
    json.null();
  }
}

void write_row(JsonWriter& json, const FieldRow& row) {
  json.begin_object();
  json.field("name", row.name);
  json.field("kind", row.kind);
  json.key("aliases");
  json.begin_array();
  for (const std::string& alias : row.aliases) json.string(alias);
  json.end_array();
  json.key("facet");
  json.boolean(row.facet);
  write_optional(json, "values", row.values);
  write_optional(json, "articles", row.articles);
  json.field("help", row.help);
  json.end_object();
}

std::string fields_to_json(const FieldList& list) {
  JsonWriter json;
  json.begin_object();
  json.key("format_version");
  json.integer(kOutputFormatVersion);
  write_archive(json, list.archive);
  json.key("fields");
  json.begin_array();
  for (const FieldRow& row : list.rows) write_row(json, row);
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

std::string count_text(std::optional<std::uint64_t> count) { return count ? with_thousands(*count) : ""; }

// Help that does not fit goes on below, in its own column.
std::string described(const std::string& row, std::string_view help, std::size_t columns) {
  std::string out = row;
  const std::size_t left = display_width(row);
  for (const std::string& line : wrap_lines(shown(help), std::max(columns, left + kLeastHelpWidth) - left)) {
    if (out.ends_with('\n')) out.append(left, ' ');
    out += line + '\n';
  }
  return out;
}

std::string fields_to_text(const FieldList& list, std::size_t columns) {
  std::size_t width = 10;
  for (const FieldRow& row : list.rows) width = std::max(width, row.name.size());
  std::string out = fmt::format("{} articles, generation {}\n\n", with_thousands(list.archive.articles), list.archive.generation);
  out += fmt::format("{:<{}} {:<8}{:>10}{:>12}  {}\n", "FIELD", width, "KIND", "VALUES", "ARTICLES", "WHAT");
  for (const FieldRow& row : list.rows) {
    out += described(fmt::format("{:<{}} {:<8}{:>10}{:>12}  ", row.name, width, row.kind, count_text(row.values), count_text(row.articles)),
                     row.help, columns);
  }
  out += '\n';
  for (const std::string& line :
       wrap_lines("Fields with a number of values can be counted (--facet NAME) and filtered by (--NAME VALUE); all can stand in a query "
                  "(NAME:value).",
                  columns)) {
    out += line + '\n';
  }
  return out;
}

}  // namespace

Result<FieldList> list_fields(IndexView& view) {
  FieldList list{archive_info(view.manifest()), {}};
  for (const ArchiveField& field : view.schema().fields()) {
    FieldRow row;
    row.name = field.name;
    row.kind = kKindNames[static_cast<std::size_t>(field.kind)];
    row.aliases = aliases_of(field.name);
    row.facet = field.facet;
    row.help = field.help;
    if (const auto counted = count_values(view, field, row); !counted) return std::unexpected(counted.error());
    list.rows.push_back(std::move(row));
  }
  return list;
}

std::string render_fields(const FieldList& list, const SinkSettings& settings) {
  return settings.format == OutputFormat::json ? fields_to_json(list) : fields_to_text(list, settings.columns);
}

}  // namespace broadsheet
