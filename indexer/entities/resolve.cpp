#include "indexer/entities/resolve.h"

#include <algorithm>
#include <array>

#include "common/limits.h"
#include "common/text.h"
#include "indexer/entities/facility_names.h"
#include "indexer/entities/field_position.h"
#include "indexer/entities/name_groups.h"
#include "indexer/entities/organisation_names.h"

namespace broadsheet {
namespace {

// "Customs" and "Border Protection" with " and " between are one name when the table knows it.
void join_at_and(const Article& article, std::vector<NameMention>& mentions) {
  constexpr std::string_view kAnd = " and ";
  FieldPosition position(article);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (i > 0) {
      NameMention& before = mentions[kept - 1];
      const Mention& after = mentions[i].mention;
      const bool near = before.mention.field == after.field && after.start == before.mention.end + kAnd.size();
      const std::string joined = near ? before.mention.text + std::string(kAnd) + after.text : std::string();
      if (near && find_organisation(name_key(joined)) != nullptr &&
          std::string_view(position.text_of(after.field)).substr(position.byte_of(after.field, before.mention.end)).starts_with(kAnd)) {
        before.type = EntityType::org;
        before.mention.text = joined;
        before.mention.end = after.end;
        continue;
      }
    }
    if (kept != i) mentions[kept] = std::move(mentions[i]);
    ++kept;
  }
  mentions.resize(kept);
}

// Sandy -> Hurricane Sandy.
void link_storms(NameGroups& names) {
  static constexpr std::array<std::string_view, 5> kStorms = {"cyclone", "hurricane", "storm", "tropical", "typhoon"};
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    const NameGroup& storm = names.groups[id];
    if (storm.words.size() < 2 || storm.words.size() > 3 || storm.type == EntityType::person) continue;
    if (std::ranges::find(kStorms, std::string_view(storm.words.front())) == kStorms.end()) continue;
    const auto found = names.by_key.find(storm.words.back());
    if (found != names.by_key.end() && names.groups[found->second].into == kNoGroup) names.link(found->second, id);
  }
}

// "Court" and "Government" by themselves are no facet.
bool says_nothing(const NameGroup& group) {
  return group.words.size() == 1 && group.type != EntityType::person && group.name.empty() && is_generic_word(group.words.front()) &&
         !is_acronym(group.display());
}

// "Pope Francis", "Queen Elizabeth II": the tagger leaves forms of address outside of names, but readers know these people by them. A
// name of one word, its number aside (of a pope: of two).
void take_in_royal_titles(const Article& article, std::vector<NameMention>& mentions) {
  FieldPosition position(article);
  for (NameMention& name : mentions) {
    Mention& mention = name.mention;
    if (name.type != EntityType::person) continue;
    const std::size_t byte = position.byte_of(mention.field, mention.start);
    std::string_view before = std::string_view(position.text_of(mention.field)).substr(0, byte);
    if (!before.ends_with(' ')) continue;
    before.remove_suffix(1);
    const std::string_view title = before.substr(before.find_last_of(" \n\"'(") + 1);  // npos + 1: from the begin
    if (!takes_royal_title(title, mention.text)) continue;
    mention.start -= static_cast<std::uint32_t>(count_code_points(title) + 1);
    mention.text.insert(0, std::string(title) + ' ');
  }
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
  name_facilities(article, mentions);
  take_in_royal_titles(article, mentions);
  join_at_and(article, mentions);
  NameGroups names = gather_names(mentions, rules);
  decide_types(names);
  name_places(names);
  link_organisations(names, article, mentions);
  link_persons(names);
  link_storms(names);
  EntityTable table;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (names.of_mention[i] == kNoGroup) continue;
    const NameGroup& group = names.groups[names.root(names.of_mention[i])];
    if (!says_nothing(group)) table.add(group, std::move(mentions[i].mention));
  }
  return table.take();
}

}  // namespace broadsheet
