#include "common/entity_names.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "common/article_json.h"
#include "common/encoding.h"
#include "common/part.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::string_view kNamesMagic = "BSNAMES\n";
constexpr std::uint32_t kNamesVersion = 1;
constexpr std::uint64_t kSuppressed = 1, kByHand = 2;

int field_order(std::string_view field) { return field == "title" ? 0 : field == "deck" ? 1 : field == "text" ? 2 : 3; }

// Puts the mentions of two entities into one list, in reading order.
void take_over(Entity& entity, Entity&& other) {
  entity.count += std::min(other.count, std::numeric_limits<std::uint32_t>::max() - entity.count);
  entity.mentions.insert(entity.mentions.end(), std::make_move_iterator(other.mentions.begin()),
                         std::make_move_iterator(other.mentions.end()));
  std::ranges::stable_sort(entity.mentions, {}, [](const Mention& m) { return std::tuple(field_order(m.field), m.start); });
}

EntityType entity_type(std::uint64_t number) { return static_cast<EntityType>(std::min<std::uint64_t>(number, 3)); }

}  // namespace

void EntityNames::set(EntityType type, std::string_view folded, EntityName name) {
  names_[static_cast<std::size_t>(type)].insert_or_assign(std::string(folded), std::move(name));
}

bool EntityNames::empty() const { return std::ranges::all_of(names_, &ByFolded::empty); }

const EntityName* EntityNames::find(EntityType type, std::string_view folded, bool entities_found) const {
  const ByFolded& names = of_type(type);
  const auto found = names.find(folded);
  if (found == names.end() || (!entities_found && !found->second.by_hand)) return nullptr;
  return &found->second;
}

Result<EntityNames> EntityNames::read(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  const auto payload = verified_payload(*file, path, kNamesMagic, kNamesVersion);
  if (!payload) return std::unexpected(payload.error());
  EntityNames names;
  ByteReader reader(*payload);
  for (std::uint64_t n = reader.varint(); n > 0 && reader.ok(); --n) {
    const EntityType type = entity_type(reader.varint());
    const std::string_view folded = reader.string();
    EntityName name{entity_type(reader.varint()), std::string(reader.string()), false, false};
    const std::uint64_t flags = reader.varint();
    name.suppressed = (flags & kSuppressed) != 0;
    name.by_hand = (flags & kByHand) != 0;
    names.set(type, folded, std::move(name));
  }
  if (!reader.ok() || !reader.at_end()) return damaged(path, "its names do not fit its length");
  return names;
}

std::string EntityNames::bytes() const {
  std::vector<std::pair<std::size_t, const ByFolded::value_type*>> sorted;
  for (std::size_t type = 0; type < names_.size(); ++type) {
    for (const auto& entry : names_[type]) sorted.emplace_back(type, &entry);
  }
  std::ranges::sort(sorted, {}, [](const auto& entry) { return std::pair(entry.first, std::string_view(entry.second->first)); });
  std::string bytes;
  append_varint(bytes, sorted.size());
  for (const auto& [type, entry] : sorted) {
    const EntityName& name = entry->second;
    append_varint(bytes, type);
    append_string(bytes, entry->first);
    append_varint(bytes, static_cast<std::uint64_t>(name.type));
    append_string(bytes, name.name);
    append_varint(bytes, (name.suppressed ? kSuppressed : 0) | (name.by_hand ? kByHand : 0));
  }
  return bytes;
}

Result<void> EntityNames::write(const std::filesystem::path& path) const {
  auto part = PartWriter::create(path, kNamesMagic, kNamesVersion);
  if (!part) return std::unexpected(part.error());
  part->write(bytes());
  return part->finish();
}

bool apply_entity_names(Article& article, const EntityNames& names) {
  if (names.empty()) return false;
  std::vector<Entity> entities;
  std::map<std::pair<EntityType, std::string>, std::size_t> places;
  bool changed = false;
  for (Entity& entity : article.entities) {
    if (const EntityName* name = names.find(entity.type, fold(entity.name), article.entities_found)) {
      changed = true;
      if (name->suppressed) continue;
      entity.type = name->type;
      entity.name = name->name;
    }
    const auto [place, is_new] = places.try_emplace({entity.type, fold(entity.name)}, entities.size());
    // Spellings that the input gave side by side stay side by side.
    if (is_new || !changed) {
      entities.push_back(std::move(entity));
    } else {
      take_over(entities[place->second], std::move(entity));
    }
  }
  article.entities = std::move(entities);
  return changed;
}

void show_entity_names(Article& article, const EntityNames& names) {
  const auto changes = [&](const Entity& entity) { return names.find(entity.type, fold(entity.name), article.entities_found) != nullptr; };
  if (std::ranges::none_of(article.entities, changes)) return;
  article.stored_hash = content_hash(article);
  apply_entity_names(article, names);
}

}  // namespace broadsheet
