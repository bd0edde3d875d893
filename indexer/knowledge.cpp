#include "indexer/knowledge.h"

#include <algorithm>

#include "common/article_json.h"
#include "common/files.h"
#include "common/json.h"
#include "common/text.h"
#include "common/words.h"
#include "indexer/field_values.h"

namespace broadsheet {
namespace {

std::string month_of(const Article& article) {
  const bool has_month = article.date && article.date->precision != DatePrecision::year;
  return has_month ? day_text(article.date->day).substr(0, 7) : article.date ? day_text(article.date->day).substr(0, 4) : "";
}

}  // namespace

void Knowledge::Spellings::count(std::string_view spelling, std::uint32_t times) {
  if (first_count == 0) first = spelling;
  if (spelling == first) {
    first_count += times;
  } else if (const auto found = others.find(spelling); found != others.end()) {
    found->second += times;
  } else {
    others.emplace(spelling, times);
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

void Knowledge::learn(Article&& article) {
  ++by_month_[month_of(article)];
  if (article.entities_found) {
    statistics_.learn(article);
    article.entities.clear();  // their values come out of learn_names()
  } else {
    apply_entity_names(article, names_);
  }
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (!schema_.fields()[i].facet) continue;
    seen.clear();
    for (const std::string_view value : field_values(article, schema_.fields()[i])) {
      std::string folded = fold(value);
      Spellings& spellings = fields_[i].spellings[folded];
      spellings.count(value, 1);
      if (std::ranges::find(seen, folded) != seen.end()) continue;
      ++spellings.articles;
      seen.push_back(std::move(folded));
    }
  }
}

void Knowledge::finish() {
  ArchiveNames archive = statistics_.finish(name_rules_, [this](EntityType type, const std::string& name, std::uint32_t articles) {
    Spellings& spellings = fields_[*schema_.index_of(entity_type_name(type))].spellings[fold(name)];
    spellings.count(name, articles);
    spellings.articles += articles;
  });
  statistics_ = NameStatistics();
  names_ = std::move(archive.names);
  for (FieldKnowledge& field : fields_) {
    for (const auto& [folded, spellings] : field.spellings) {
      field.values.push_back({folded, std::string(spellings.best()), spellings.articles});
    }
    std::ranges::sort(field.values, {}, &ColumnValue::folded);
    for (std::uint32_t i = 0; i < field.values.size(); ++i) field.spellings.find(field.values[i].folded)->second.ordinal = i;
  }
  add_aliases(archive.aliases);
}

namespace {

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words;
  WordScanner scanner(name);
  for (RawWord raw; scanner.next(raw);) {
    const std::string word = normalise_word(name.substr(raw.begin, raw.end - raw.begin));
    if (!word.empty()) words.emplace_back(bare_word(word));
  }
  return words;
}

}  // namespace

void Knowledge::add_alias(std::string_view field_name, std::string_view value, const std::string& alias) {
  FieldKnowledge& field = fields_[*schema_.index_of(field_name)];
  const std::string folded = fold(alias);
  const auto known = field.spellings.find(fold(value));
  if (known == field.spellings.end() || known->first == folded) return;
  field.aliases.push_back({folded, alias, known->second.ordinal});
  const std::vector<std::string> own = name_words(value);
  std::vector<std::string>& words = field.alias_words[known->second.ordinal];
  for (std::string& word : name_words(alias)) {
    if (std::ranges::find(own, word) == own.end() && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
  }
  std::ranges::sort(words);
}

void Knowledge::add_aliases(const std::vector<NamedAlias>& entity_aliases) {
  for (const NamedAlias& alias : entity_aliases) add_alias(entity_type_name(alias.type), alias.value, alias.alias);
  for (const SourceInfo& source : source_rules_.sources()) {
    for (const std::string& alias : source.aliases) add_alias("source", source.name, alias);
  }
}

const std::vector<std::string>& Knowledge::alias_words(std::size_t field, std::uint32_t ordinal) const {
  static const std::vector<std::string> kNone;
  const auto found = fields_[field].alias_words.find(ordinal);
  return found == fields_[field].alias_words.end() ? kNone : found->second;
}

std::uint32_t Knowledge::ordinal(std::size_t field, std::string_view folded) const {
  return fields_[field].spellings.find(folded)->second.ordinal;
}

std::map<std::string, std::uint64_t> Knowledge::articles_by_value(std::size_t field) const {
  std::map<std::string, std::uint64_t> counts;
  for (const ColumnValue& value : fields_[field].values) counts[value.display] += value.articles;
  return counts;
}

Result<void> Knowledge::write(const GenerationPaths& paths, const Schema& schema) const {
  if (const auto done = make_folder(paths.root / "columns"); !done) return done;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].aliases.empty()) continue;
    if (const auto done = write_alias_column(paths.aliases(schema.fields()[i].name), fields_[i].aliases); !done) return done;
  }
  if (const auto done = names_.write(paths.names()); !done) return done;
  return write_json(paths.knowledge(), schema);
}

Result<void> Knowledge::write_json(const Path& path, const Schema& schema) const {
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
