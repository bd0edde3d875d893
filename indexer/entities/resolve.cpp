#include "indexer/entities/resolve.h"

#include "common/limits.h"
#include "common/text.h"
#include "indexer/entities/name_groups.h"

namespace broadsheet {
namespace {

// "Court" and "Government" by themselves are no facet.
bool says_nothing(const NameGroup& group) {
  return group.words.size() == 1 && group.type != EntityType::person && group.name.empty() && is_generic_word(group.words.front()) &&
         !is_acronym(group.display());
}

// Entities by type and folded name, as they come.
class EntityTable {
 public:
  void add(const NameGroup& group, Mention mention) {
    const std::string name = group.display();
    const auto [place, is_new] = by_name_.try_emplace(static_cast<char>('0' + static_cast<int>(group.type)) + fold(name), entities_.size());
    if (is_new && entities_.size() >= kMaxFieldValues) {
      by_name_.erase(place);
      return;
    }
    if (is_new) entities_.push_back({group.type, name, 0, {}});
    Entity& entity = entities_[place->second];
    ++entity.count;
    entity.mentions.push_back(std::move(mention));
  }
  std::vector<Entity> take() { return std::move(entities_); }

 private:
  std::vector<Entity> entities_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace

std::vector<Entity> resolve_names(const Article& article, std::vector<NameMention> mentions, const NameRules& rules) {
  NameGroups names = gather_names(mentions, rules);
  decide_types(names);
  name_places(names);
  link_organisations(names, article, mentions);
  link_persons(names);
  EntityTable table;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (names.of_mention[i] == kNoGroup) continue;
    const NameGroup& group = names.groups[names.root(names.of_mention[i])];
    if (!says_nothing(group)) table.add(group, std::move(mentions[i].mention));
  }
  return table.take();
}

}  // namespace broadsheet
