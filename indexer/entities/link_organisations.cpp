// Organisations by their short names: acronyms defined in the text or made of initials, companies without "Holdings".
#include <algorithm>
#include <array>

#include "indexer/entities/field_position.h"
#include "indexer/entities/name_groups.h"
#include "indexer/entities/organisation_names.h"
#include "indexer/entities/places.h"

namespace broadsheet {
namespace {

constexpr std::string_view kBracket = " (";  // between a name and its acronym, or the other way round

bool is_bracket_between(const Mention& before, const Mention& after, FieldPosition& position) {
  if (before.field != after.field || after.start != before.end + kBracket.size()) return false;
  const std::size_t byte = position.byte_of(before.field, before.end);
  return std::string_view(position.text_of(before.field)).substr(byte).starts_with(kBracket);
}

bool is_named(const NameGroup& group) { return group.type == EntityType::org || group.type == EntityType::misc; }

// A name that letters can stand for.
bool is_long_name(const NameGroup& group) { return group.words.size() >= 2 && group.type != EntityType::person; }

bool is_short_name(const NameGroup& group) {
  if (group.words.size() != 1 || group.type == EntityType::person || !group.name.empty()) return false;
  for (const NameGroup::Spelling& spelling : group.spellings) {
    if (is_acronym(spelling.display)) return true;
  }
  return false;
}

// What stands for a long name is of its type, and both votes count.
void link_acronym(NameGroups& names, GroupId short_id, GroupId long_id) {
  NameGroup& short_name = names.groups[short_id];
  if (short_name.into != kNoGroup) return;
  names.link(short_id, long_id);
  if (short_name.into == kNoGroup) return;
  NameGroup& long_name = names.groups[names.root(long_id)];
  if (is_named(short_name) && long_name.type != EntityType::place && short_name.mentions > long_name.mentions)
    long_name.type = short_name.type;
}

// World Health Organization (WHO), WHO (World Health Organization): mentions with a bracket between.
void link_definitions(NameGroups& names, const Article& article, const std::vector<NameMention>& mentions) {
  FieldPosition position(article);
  for (std::size_t i = 1; i < mentions.size(); ++i) {
    const Mention &before = mentions[i - 1].mention, &after = mentions[i].mention;
    const GroupId a = names.of_mention[i - 1], b = names.of_mention[i];
    if (a == kNoGroup || b == kNoGroup || !is_bracket_between(before, after, position)) continue;
    for (const auto& [short_id, long_id] : {std::pair(b, a), std::pair(a, b)}) {
      const NameGroup &short_name = names.groups[short_id], &long_name = names.groups[long_id];
      if (!is_short_name(short_name) || !is_long_name(long_name) || !abbreviates(short_name.key, long_name.words)) continue;
      link_acronym(names, short_id, long_id);
    }
  }
}

// The last words of newspapers' and stations' names.
constexpr std::array<std::string_view, 12> kMediaWords = {"chronicle", "globe", "herald", "inquirer",  "journal", "mail",
                                                          "news",      "post",  "star",   "telegraph", "times",   "tribune"};

// Times -> New York Times: the last word of one newspaper's or station's name of the article only.
void link_media(NameGroups& names) {
  for (const std::string_view word : kMediaWords) {
    const auto found = names.by_key.find(word);
    if (found == names.by_key.end() || names.groups[found->second].into != kNoGroup || !is_named(names.groups[found->second])) continue;
    GroupId whole = kNoGroup;
    std::size_t wholes = 0;
    for (GroupId id = 0; id < names.groups.size(); ++id) {
      const NameGroup& group = names.groups[id];
      if (!is_named(group) || group.words.size() < 2 || group.words.back() != word || group.into != kNoGroup) continue;
      whole = id;
      ++wholes;
    }
    if (wholes == 1) names.link(found->second, whole);
  }
}

// Letters that are the initials of one long name of the article only.
void link_initials(NameGroups& names) {
  std::unordered_map<std::string, GroupId, StringHash, std::equal_to<>> by_initials;
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    if (!is_long_name(names.groups[id])) continue;
    for (std::string& initials : initials_of(names.groups[id].words)) {
      const auto [known, is_new] = by_initials.try_emplace(std::move(initials), id);
      if (!is_new && known->second != kNoGroup && names.root(known->second) != names.root(id)) known->second = kNoGroup;
    }
  }
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    if (!is_short_name(names.groups[id])) continue;
    const auto found = by_initials.find(names.groups[id].key);
    if (found == by_initials.end() || found->second == kNoGroup) continue;
    if (names.groups[found->second].type == EntityType::place && names.groups[id].type != EntityType::place) continue;
    link_acronym(names, id, found->second);
  }
}

// Meta -> Meta Platforms: the rest of the longer name is what companies leave out.
void link_companies(NameGroups& names) {
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    std::string short_key;
    {
      const NameGroup& group = names.groups[id];
      if (group.type != EntityType::org || group.words.size() < 2) continue;
      std::size_t kept = group.words.size();
      while (kept > 1 && is_company_tail(group.words[kept - 1])) --kept;
      if (kept == group.words.size() || (kept == 1 && is_generic_word(group.words[0]))) continue;
      for (std::size_t i = 0; i < kept; ++i) short_key.append(i == 0 ? "" : " ").append(group.words[i]);
    }
    const auto found = names.by_key.find(short_key);
    if (found == names.by_key.end() || names.groups[found->second].into != kNoGroup) continue;
    NameGroup& group = names.groups[found->second];
    const bool same_kind = is_named(group) || group.votes[static_cast<std::size_t>(EntityType::org)] > 0;
    if (same_kind && group.name.empty() && !find_place(group.key)) names.link(found->second, id);
  }
}

// What an organisation's name may be left without: a country, a nationality, the United Nations.
bool is_of_country(std::string_view key) {
  const auto place = find_place(key);
  return key == "un" || key == "united nations" || (place && (place->kind == PlaceKind::country || place->kind == PlaceKind::adjective));
}

// The Pakistani Taliban are not the Taliban: a name of one word that the table shows is no institution that every country has.
bool is_another(std::string_view country, std::string_view rest) {
  const auto place = find_place(country);
  return place && place->kind == PlaceKind::adjective && rest.find(' ') == rest.npos &&
         std::ranges::any_of(kOrganisationNames, [rest](const OrganisationName& row) { return name_key(row.name) == rest; });
}

// House -> House of Representatives.
void link_house(NameGroups& names) {
  const auto found = names.by_key.find(std::string_view("house"));
  if (found == names.by_key.end() || names.groups[found->second].into != kNoGroup) return;
  for (const std::string_view country : {"", "us ", "united states "}) {
    const auto whole = names.by_key.find(std::string(country) + "house of representatives");
    if (whole != names.by_key.end()) return names.link(found->second, whole->second);
  }
}

// UN -> United Nations: what is left, by the table.
void name_by_table(NameGroups& names) {
  NameGroups::Index by_name;
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    NameGroup& group = names.groups[id];
    if (!is_named(group) || group.into != kNoGroup || !group.name.empty()) continue;
    const OrganisationName* row = find_organisation(group.key);
    if (row == nullptr || names.rules.keep_apart(group.key, name_key(row->name))) continue;
    const auto whole = names.by_key.find(name_key(row->name));
    if (whole != names.by_key.end()) {
      names.link(id, whole->second);
    } else {
      group.name = row->name;
      group.type = EntityType::org;
      const auto [first, is_new] = by_name.try_emplace(group.name, id);
      if (!is_new) names.link(id, first->second);
    }
  }
}

// Senate -> U.S. Senate, Air Force -> Israeli Air Force: the rest behind a country, when one such name stands in the article only.
void link_without_country(NameGroups& names) {
  std::unordered_map<std::string, GroupId, StringHash, std::equal_to<>> by_rest;
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    const NameGroup& group = names.groups[id];
    if (group.type != EntityType::org || group.words.size() < 2) continue;
    std::string_view rest = group.key;
    for (std::size_t words = 1; words <= 2 && words < group.words.size(); ++words) {
      rest.remove_prefix(group.words[words - 1].size() + 1);
      const std::string_view country = std::string_view(group.key).substr(0, group.key.size() - rest.size() - 1);
      if (!is_of_country(country) || is_another(country, rest) || std::ranges::find(kMediaWords, rest) != kMediaWords.end()) continue;
      const auto [known, is_new] = by_rest.try_emplace(std::string(rest), id);
      if (!is_new && known->second != kNoGroup && names.root(known->second) != names.root(id)) known->second = kNoGroup;
    }
  }
  for (const auto& [rest, id] : by_rest) {
    const auto found = names.by_key.find(rest);
    if (id == kNoGroup || found == names.by_key.end() || is_generic_word(rest)) continue;
    const NameGroup& group = names.groups[found->second];
    if (group.type == EntityType::org && group.into == kNoGroup && group.name.empty()) names.link(found->second, id);
  }
}

}  // namespace

void link_organisations(NameGroups& names, const Article& article, const std::vector<NameMention>& mentions) {
  link_definitions(names, article, mentions);
  link_initials(names);
  link_companies(names);
  link_media(names);
  link_without_country(names);
  link_house(names);
  name_by_table(names);
}

}  // namespace broadsheet
