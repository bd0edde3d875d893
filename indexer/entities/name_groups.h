// The mentions of one article, gathered by name: what the steps of resolve.h work on. Not for other callers.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/stemmer.h"
#include "indexer/entities/name_form.h"
#include "indexer/entities/name_rules.h"
#include "indexer/entities/tagger.h"

namespace broadsheet {

using GroupId = std::uint32_t;
inline constexpr GroupId kNoGroup = UINT32_MAX;

// All mentions with one key.
struct NameGroup {
  std::string key;
  std::vector<std::string> words;
  EntityType type = EntityType::misc;
  std::array<std::uint32_t, 4> votes{};  // mentions by the tagger's type
  struct Spelling {
    std::string display;
    std::uint32_t weight = 0;  // mentions, those in the text doubly: headlines have capitals of their own
    bool in_capitals = false;
  };
  std::vector<Spelling> spellings;  // in the order of their first mentions
  std::uint32_t mentions = 0;
  bool titled = false;     // all mentions have a title before them
  GroupId into = kNoGroup;  // the group of the same entity with the fuller name
  std::string name;        // set: the name of the table, whatever the spellings

  // The commonest spelling that is not in capitals, the first of equal ones; else in title case.
  std::string display() const;
};

struct NameGroups {
  std::vector<NameGroup> groups;
  std::vector<GroupId> of_mention;  // kNoGroup: no name
  const NameRules& rules;

  // The fullest name that a group's goes by. Links never form a circle: they lead to longer names only.
  GroupId root(GroupId id) const;
  // Links a group to a fuller one, unless a person keeps them apart.
  void link(GroupId from, GroupId to);
  using Index = std::unordered_map<std::string, GroupId, StringHash, std::equal_to<>>;
  Index by_key;
};

NameGroups gather_names(const std::vector<NameMention>& mentions, const NameRules& rules);

// The steps, in this order.
void decide_types(NameGroups& names);
void name_places(NameGroups& names);
void link_organisations(NameGroups& names, const Article& article, const std::vector<NameMention>& mentions);
void link_persons(NameGroups& names);

}  // namespace broadsheet
