// What does the archive call this name? The table from names as they were found in an article to the archive's: what LEARN found out over
// all articles, and what a person wrote into entities.conf. INDEX applies it before an article is indexed, the searcher when it
// shows the article as it is stored. Kept in a generation as names.bin (docs/format.md).
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/article.h"
#include "common/error.h"
#include "common/stemmer.h"

namespace broadsheet {

struct EntityName {
  EntityType type = EntityType::misc;
  std::string name;         // as it is shown
  bool suppressed = false;  // no entity at all
  bool by_hand = false;     // from entities.conf: holds for names that the input gave, too
  bool operator==(const EntityName&) const = default;
};

// Thread-safe once it is filled.
class EntityNames {
 public:
  // `folded`: fold() of the name as it was found. The last one wins.
  void set(EntityType type, std::string_view folded, EntityName name);
  // nullptr: the name stays as it is. Names of an article whose entities were given are changed by a person's hand only.
  const EntityName* find(EntityType type, std::string_view folded, bool entities_found) const;
  bool empty() const;
  using ByFolded = std::unordered_map<std::string, EntityName, StringHash, std::equal_to<>>;
  const ByFolded& of_type(EntityType type) const { return names_[static_cast<std::size_t>(type)]; }

  // Errors: 65 damaged, 66 missing.
  static Result<EntityNames> read(const std::filesystem::path& path);
  Result<void> write(const std::filesystem::path& path) const;
  std::string bytes() const;  // what write() puts into the part

 private:
  std::array<ByFolded, 4> names_;  // by the type as it was found
};

// Gives the article's entities their names in the archive; those that are one then are put together (counts added, mentions in
// reading order), in the order of their first ones. false: nothing changed.
bool apply_entity_names(Article& article, const EntityNames& names);
// The same for an article that is shown: keeps the hash that it is stored under.
void show_entity_names(Article& article, const EntityNames& names);

}  // namespace broadsheet
