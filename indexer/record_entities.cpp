#include "indexer/record_entities.h"

#include <algorithm>
#include <limits>
#include <span>

#include "common/article_json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

const std::string* name_of(const JsonValue& value) {
  for (const std::string_view key : {"name"sv, "text"sv}) {
    if (const auto* name = value.find(key); name != nullptr && name->string() != nullptr) return name->string();
  }
  return value.string();
}

// A mention without offsets has no field either.
Mention mention_of(const JsonValue& value, std::string_view text) {
  Mention mention{clean(text), "", 0, 0};
  const auto start = small_number(value.find("start")), end = small_number(value.find("end"));
  if (!start || !end || *end < *start) return mention;
  const auto* field = value.find("field");
  mention.field = field != nullptr && field->string() != nullptr ? clean(*field->string()) : "text";
  mention.start = *start;
  mention.end = *end;
  return mention;
}

}  // namespace

void EntityList::add_mixed(const JsonValue& value) {
  const auto* members = value.object();
  if (members == nullptr || name_of(value) != nullptr) return add_list(value, EntityType::misc);
  for (const auto& [key, list] : *members) add_list(list, type_of(key));
}

void EntityList::add_list(const JsonValue& value, EntityType type) {
  const std::span<const JsonValue> elements = value.array() != nullptr ? std::span(*value.array()) : std::span(&value, 1);
  for (const JsonValue& element : elements) add_one(element, type);
}

EntityType EntityList::type_of(std::string_view name) {
  EntityType type = EntityType::misc;
  unknown_type_ |= !parse_entity_type(lower_ascii(name), type);
  return type;
}

void EntityList::add_one(const JsonValue& value, EntityType type) {
  const std::string* raw_name = name_of(value);
  if (raw_name == nullptr) return;
  Entity entity{type, squeeze(clean(*raw_name)), 1, mentions_of(value.find("mentions"))};
  if (entity.name.empty()) return;
  ++taken_;
  for (const std::string_view key : {"type"sv, "label"sv}) {
    const auto* given = value.find(key);
    if (given == nullptr || given->string() == nullptr) continue;
    entity.type = type_of(*given->string());
    break;
  }
  const auto mentioned = static_cast<std::uint32_t>(std::max<std::size_t>(1, entity.mentions.size()));
  entity.count = std::max<std::uint32_t>(1, small_number(value.find("count")).value_or(mentioned));
  add(std::move(entity));
}

// The same name and type once more: counts and mentions go together.
void EntityList::add(Entity&& entity) {
  const auto [place, is_new] = index_.try_emplace({entity.type, entity.name}, entities_.size());
  if (is_new && entities_.size() >= kMaxFieldValues) {
    index_.erase(place);
    cut_ = true;
  } else if (is_new) {
    entities_.push_back(std::move(entity));
  } else {
    Entity& known = entities_[place->second];
    known.count += std::min(entity.count, std::numeric_limits<std::uint32_t>::max() - known.count);
    known.mentions.insert(known.mentions.end(), entity.mentions.begin(), entity.mentions.end());
  }
}

std::vector<Mention> EntityList::mentions_of(const JsonValue* value) {
  std::vector<Mention> mentions;
  if (value == nullptr || value->array() == nullptr) return mentions;
  for (const JsonValue& element : *value->array()) {
    if (const std::string* text = name_of(element)) mentions.push_back(mention_of(element, *text));
  }
  cut_ |= mentions.size() > kMaxFieldValues;
  mentions.resize(std::min(mentions.size(), kMaxFieldValues));
  return mentions;
}

}  // namespace broadsheet
