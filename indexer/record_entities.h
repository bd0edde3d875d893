// Which names does an input record give with its article? Every shape that docs/input.md allows, gathered into one list of entities.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/article.h"
#include "common/json.h"

namespace broadsheet {

class EntityList {
 public:
  // Adds to `entities`, which must live as long.
  explicit EntityList(std::vector<Entity>& entities) : entities_(entities) {}

  // The value of "entities": a list of objects or names, one of these, or an object with a list for each type.
  void add_mixed(const JsonValue& value);
  // A list of names or objects that are of this type unless they say otherwise, or one of these.
  void add_list(const JsonValue& value, EntityType type);
  // How many names were found so far, doubles too.
  std::uint64_t taken() const { return taken_; }
  bool has_unknown_type() const { return unknown_type_; }
  // Something was over the limits of limits.h.
  bool is_cut() const { return cut_; }

 private:
  EntityType type_of(std::string_view name);
  void add_one(const JsonValue& value, EntityType type);
  void add(Entity&& entity);
  std::vector<Mention> mentions_of(const JsonValue* value);

  std::vector<Entity>& entities_;
  std::map<std::pair<EntityType, std::string>, std::size_t> index_;
  std::uint64_t taken_ = 0;
  bool unknown_type_ = false;
  bool cut_ = false;
};

}  // namespace broadsheet
