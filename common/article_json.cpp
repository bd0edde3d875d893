#include "common/article_json.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "common/files.h"
#include "common/limits.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 4> kAccessNames = {"full", "paywalled", "truncated", "headline"};
constexpr std::array<std::string_view, 4> kEntityTypeNames = {"person", "org", "place", "misc"};

// What other tools call them (spaCy, Stanford, GATE, schema.org), folded.
struct TypeName {
  std::string_view name;
  EntityType type;
};
constexpr TypeName kTypeNames[] = {
    {"person", EntityType::person},    {"persons", EntityType::person},
    {"people", EntityType::person},    {"per", EntityType::person},
    {"org", EntityType::org},          {"orgs", EntityType::org},
    {"organization", EntityType::org}, {"organizations", EntityType::org},
    {"organisation", EntityType::org}, {"organisations", EntityType::org},
    {"company", EntityType::org},      {"corporation", EntityType::org},
    {"place", EntityType::place},      {"places", EntityType::place},
    {"location", EntityType::place},   {"locations", EntityType::place},
    {"loc", EntityType::place},        {"gpe", EntityType::place},
    {"misc", EntityType::misc},        {"miscellaneous", EntityType::misc},
    {"other", EntityType::misc},
};

void write_text(JsonWriter& writer, std::string_view key, std::string_view value) {
  if (!value.empty()) writer.field(key, value);
}

void write_strings(JsonWriter& writer, const std::vector<std::string>& values) {
  writer.begin_array();
  for (const std::string& value : values) writer.string(value);
  writer.end_array();
}

void write_list(JsonWriter& writer, std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) return;
  writer.key(key);
  write_strings(writer, values);
}

void write_number(JsonWriter& writer, std::string_view key, std::uint32_t value) {
  writer.key(key);
  writer.integer(value);
}

void write_mention(JsonWriter& writer, const Mention& mention) {
  writer.begin_object();
  writer.field("text", mention.text);
  writer.field("field", mention.field);
  write_number(writer, "start", mention.start);
  write_number(writer, "end", mention.end);
  writer.end_object();
}

void write_entity(JsonWriter& writer, const Entity& entity) {
  writer.begin_object();
  writer.field("type", entity_type_name(entity.type));
  writer.field("name", entity.name);
  write_number(writer, "count", entity.count);
  if (!entity.mentions.empty()) {
    writer.key("mentions");
    writer.begin_array();
    for (const Mention& mention : entity.mentions) write_mention(writer, mention);
    writer.end_array();
  }
  writer.end_object();
}

void write_entities(JsonWriter& writer, const std::vector<Entity>& entities) {
  writer.key("entities");
  writer.begin_array();
  for (const Entity& entity : entities) write_entity(writer, entity);
  writer.end_array();
}

void write_removed(JsonWriter& writer, const std::vector<RemovedSpan>& removed) {
  if (removed.empty()) return;
  writer.key("removed");
  writer.begin_array();
  for (const RemovedSpan& span : removed) {
    writer.begin_object();
    writer.field("rule", span.rule);
    write_number(writer, "start", span.start);
    writer.field("text", span.text);
    writer.end_object();
  }
  writer.end_array();
}

// One value as a string, more as an array.
std::string facet_values_json(const std::vector<std::string>& values) {
  JsonWriter writer;
  if (values.size() == 1) {
    writer.string(values.front());
  } else {
    write_strings(writer, values);
  }
  return writer.take();
}

// Keys named by --facet-field and unknown keys, by key. A key that is both stands as it came in.
void write_other_keys(JsonWriter& writer, const Article& article) {
  std::map<std::string_view, std::string> keys;
  for (const auto& [key, json] : article.extra) keys.emplace(key, json);
  for (const auto& [key, values] : article.facet_fields) {
    if (!values.empty() && !keys.contains(key)) keys.emplace(key, facet_values_json(values));
  }
  for (const auto& [key, json] : keys) {
    writer.key(key);
    writer.raw(json);
  }
}

}  // namespace

std::string_view access_name(Access access) { return kAccessNames[static_cast<std::size_t>(access)]; }
std::string_view entity_type_name(EntityType type) { return kEntityTypeNames[static_cast<std::size_t>(type)]; }

bool parse_entity_type(std::string_view name, EntityType& type) {
  const auto* row = std::ranges::find(kTypeNames, fold(name), &TypeName::name);
  if (row == std::end(kTypeNames)) return false;
  type = row->type;
  return true;
}

bool parse_access(std::string_view name, Access& access) {
  const auto row = std::ranges::find(kAccessNames, fold(name));
  if (row == kAccessNames.end()) return false;
  access = static_cast<Access>(row - kAccessNames.begin());
  return true;
}

void write_article(JsonWriter& writer, const Article& article, std::string_view content_hash) {
  writer.begin_object();
  write_text(writer, "id", article.id);
  write_text(writer, "url", article.url);
  write_text(writer, "source", article.source);
  if (article.date) writer.field("date", article.date->text);
  write_text(writer, "title", article.title);
  write_text(writer, "deck", article.deck);
  write_text(writer, "text", article.text);
  write_list(writer, "authors", article.authors);
  write_text(writer, "section", article.section);
  write_list(writer, "topics", article.topics);
  write_text(writer, "language", article.language);
  writer.field("access", access_name(article.access));
  if (!article.entities.empty()) write_entities(writer, article.entities);
  write_text(writer, "date_source", article.date_source);
  write_removed(writer, article.removed);
  write_text(writer, "content_hash", content_hash);
  write_other_keys(writer, article);
  writer.end_object();
}

std::string article_to_json(const Article& article, std::string_view content_hash) {
  JsonWriter writer;
  write_article(writer, article, content_hash);
  return writer.take();
}

std::string entities_to_json(const Article& article) {
  JsonWriter writer;
  writer.begin_object();
  writer.field("id", article.id);
  write_entities(writer, article.entities);
  writer.end_object();
  return writer.take();
}

std::string content_hash(const Article& article) {
  if (!article.stored_hash.empty()) return article.stored_hash;
  // Unknown keys may be nested as deep as a record may; the article's object is around them.
  const auto json = parse_json(article_to_json(article), kMaxJsonDepth + 1);
  return sha256_hex(to_canonical_json(json.value()));
}

}  // namespace broadsheet
