#include "indexer/knowledge.h"

#include <algorithm>

#include "common/files.h"
#include "common/json.h"
#include "common/text.h"
#include "indexer/field_values.h"

namespace broadsheet {
namespace {

std::string month_of(const Article& article) {
  const bool has_month = article.date && article.date->precision != DatePrecision::year;
  return has_month ? day_text(article.date->day).substr(0, 7) : article.date ? day_text(article.date->day).substr(0, 4) : "";
}

}  // namespace

void Knowledge::Spellings::count(std::string_view spelling) {
  if (first_count == 0) first = spelling;
  if (spelling == first) {
    ++first_count;
  } else if (const auto found = others.find(spelling); found != others.end()) {
    ++found->second;
  } else {
    others.emplace(spelling, 1);
  }
}

std::string_view Knowledge::Spellings::best() const {
  std::string_view best = first;
  std::uint32_t best_count = first_count;
  for (const auto& [spelling, n] : others) {
    if (n > best_count || (n == best_count && spelling < best)) {
      best = spelling;
      best_count = n;
    }
  }
  return best;
}

void Knowledge::learn(const Schema& schema, const Article& article) {
  ++by_month_[month_of(article)];
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (!schema.fields()[i].facet) continue;
    seen.clear();
    for (const std::string_view value : field_values(article, schema.fields()[i])) {
      std::string folded = fold(value);
      Spellings& spellings = fields_[i].spellings[folded];
      spellings.count(value);
      if (std::ranges::find(seen, folded) != seen.end()) continue;
      ++spellings.articles;
      seen.push_back(std::move(folded));
    }
  }
}

void Knowledge::finish() {
  for (FieldKnowledge& field : fields_) {
    for (const auto& [folded, spellings] : field.spellings) {
      field.values.push_back({folded, std::string(spellings.best()), spellings.articles});
    }
    std::ranges::sort(field.values, {}, &ColumnValue::folded);
    for (std::uint32_t i = 0; i < field.values.size(); ++i) field.spellings.find(field.values[i].folded)->second.ordinal = i;
  }
}

std::uint32_t Knowledge::ordinal(std::size_t field, std::string_view folded) const {
  return fields_[field].spellings.find(folded)->second.ordinal;
}

std::map<std::string, std::uint64_t> Knowledge::articles_by_value(std::size_t field) const {
  std::map<std::string, std::uint64_t> counts;
  for (const ColumnValue& value : fields_[field].values) counts[value.display] += value.articles;
  return counts;
}

Result<void> Knowledge::write(const Path& path, const Schema& schema) const {
  JsonWriter json;
  json.begin_object();
  json.field("what", "broadsheet knowledge");
  json.key("version");
  json.integer(kKnowledgeVersion);
  json.key("display_forms");  // only where an archive has several spellings of one value
  json.begin_object();
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (!schema.fields()[i].facet) continue;
    json.key(schema.fields()[i].name);
    json.begin_object();
    for (const ColumnValue& value : fields_[i].values) {
      if (!fields_[i].spellings.find(value.folded)->second.others.empty()) json.field(value.folded, value.display);
    }
    json.end_object();
  }
  json.end_object();
  json.end_object();
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  file->write(json.take() + "\n");
  return file->close(false);
}

}  // namespace broadsheet
