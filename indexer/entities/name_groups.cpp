#include "indexer/entities/name_groups.h"

#include <algorithm>
#include <array>

#include "indexer/entities/organisation_names.h"
#include "indexer/entities/places.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxSpellings = 8;     // of a name in one article; rarer ones are not counted
constexpr int kDigitsOfMillions = 7;

std::size_t index(EntityType type) { return static_cast<std::size_t>(type); }

void add_spelling(NameGroup& group, const NameForm& form, std::uint32_t weight) {
  const auto known = std::ranges::find(group.spellings, form.display, &NameGroup::Spelling::display);
  if (known != group.spellings.end()) {
    known->weight += weight;
  } else if (group.spellings.size() < kMaxSpellings) {
    group.spellings.push_back({form.display, weight, form.in_capitals});
  }
}

// The type with most votes; of equal ones the earliest mention's, which comes first in the tagger's order.
EntityType majority(const NameGroup& group, EntityType first) {
  EntityType best = first;
  for (const EntityType type : {EntityType::person, EntityType::org, EntityType::place, EntityType::misc}) {
    if (group.votes[index(type)] > group.votes[index(best)]) best = type;
  }
  return best;
}

// What the table of places says about a name's type.
EntityType type_by_table(const NameGroup& group, const Place& place, EntityType type) {
  if (place.kind == PlaceKind::adjective) return EntityType::misc;
  const bool main_name = place.kind != PlaceKind::other_name;
  // Dera Ismail Khan is a city.
  if (type == EntityType::person && main_name && group.words.size() >= 2 && !group.titled) return EntityType::place;
  // Chad, Jordan and Georgia are people, too.
  if (type == EntityType::person || type == EntityType::place) return type;
  if (place.kind == PlaceKind::country) return EntityType::place;
  if (place.kind == PlaceKind::region && type == EntityType::misc) return EntityType::place;
  const bool large = place.kind == PlaceKind::region || (main_name && place.digits >= kDigitsOfMillions);
  return large && 2 * group.votes[index(EntityType::place)] >= group.votes[index(type)] ? EntityType::place : type;
}

// Republicans and Tories are people of a party, not the party: House Republicans, too.
bool is_adherent(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kAdherents = {"communist",   "communists", "democrat",   "democratic", "democrats",
                                                                  "islamist",    "islamists",  "nazi",       "nazis",      "republican",
                                                                  "republicans", "socialist",  "socialists", "tories"};
  return std::ranges::binary_search(kAdherents, word);
}
bool names_adherents(const NameGroup& group) {
  const std::string& last = group.words.back();
  return is_adherent(last) && (group.words.size() == 1 || last.ends_with('s'));
}

// The Paris Agreement and the Trans-Pacific Partnership are nobody: what ends so is misc, not an organisation.
bool names_treaty(const NameGroup& group) {
  static constexpr std::array<std::string_view, 9> kTreaties = {"accord", "accords",     "act",      "agreement", "amendment",
                                                                "pact",   "partnership", "protocol", "treaty"};
  return group.words.size() >= 2 && std::ranges::find(kTreaties, std::string_view(group.words.back())) != kTreaties.end();
}

bool is_lower(const std::string& word) { return !word.empty() && word.front() >= 'a' && word.front() <= 'z'; }

// "northern Iraq" -> Iraq: what is written small at the begin is no part of a name. Of the display form.
std::string without_small_begin(std::string_view display) {
  while (is_lower(std::string(display.substr(0, 1)))) {
    const std::size_t blank = display.find(' ');
    if (blank == display.npos) break;
    display.remove_prefix(blank + 1);
  }
  return std::string(display);
}

// "Paris, France" -> Paris, where what stands behind the comma is a country or state.
std::string without_country(std::string_view display) {
  const std::size_t comma = display.rfind(", ");
  if (comma == display.npos || comma == 0) return std::string(display);
  const auto whole = find_place(name_key(display.substr(comma + 2)));
  const bool is_country = whole && (whole->kind == PlaceKind::country || whole->kind == PlaceKind::region);
  return std::string(is_country ? display.substr(0, comma) : display);
}

// Without the commas of "Washington, D.C.", which keys of the table do not have.
std::string place_key(std::string_view display) { return name_key(display); }

}  // namespace

std::string NameGroup::display() const {
  if (!name.empty()) return name;
  const Spelling* best = nullptr;
  for (const Spelling& spelling : spellings) {
    const bool better = best == nullptr || (best->in_capitals && !spelling.in_capitals) ||
                        (best->in_capitals == spelling.in_capitals && spelling.weight > best->weight);
    if (better) best = &spelling;
  }
  return best->in_capitals ? in_title_case(best->display, type) : best->display;
}

GroupId NameGroups::root(GroupId id) const {
  while (groups[id].into != kNoGroup) id = groups[id].into;
  return id;
}

void NameGroups::link(GroupId from, GroupId to) {
  to = root(to);
  from = root(from);
  if (from == to || rules.keep_apart(groups[from].key, groups[to].key)) return;
  groups[from].into = to;
}

NameGroups gather_names(const std::vector<NameMention>& mentions, const NameRules& rules) {
  NameGroups names{{}, {}, rules, {}};
  names.of_mention.reserve(mentions.size());
  for (const NameMention& mention : mentions) {
    NameForm form = clean_name(mention.mention.text, mention.type);
    if (form.words.empty()) {
      names.of_mention.push_back(kNoGroup);
      continue;
    }
    const auto [place, is_new] = names.by_key.try_emplace(form.key(), static_cast<GroupId>(names.groups.size()));
    if (is_new) {
      names.groups.emplace_back();
      NameGroup& fresh = names.groups.back();
      fresh.key = place->first;
      fresh.words = form.words;
      fresh.type = mention.type;
      fresh.titled = true;
    }
    NameGroup& group = names.groups[place->second];
    ++group.votes[index(mention.type)];
    ++group.mentions;
    group.titled = group.titled && form.titled;
    add_spelling(group, form, mention.mention.field == "title" ? 1 : 2);
    names.of_mention.push_back(place->second);
  }
  return names;
}

void decide_types(NameGroups& names) {
  for (NameGroup& group : names.groups) {
    group.type = majority(group, group.type);
    if (group.titled && group.votes[index(EntityType::person)] > 0) group.type = EntityType::person;
    const bool company = group.words.size() >= 2 && is_company_tail(group.words.back());
    if (company && (group.type == EntityType::place || group.type == EntityType::misc)) group.type = EntityType::org;
    const auto place = find_place(group.key);
    if (place) group.type = type_by_table(group, *place, group.type);
    if (group.type != EntityType::person && names_adherents(group)) group.type = EntityType::misc;
    if (group.type == EntityType::org && names_treaty(group)) group.type = EntityType::misc;
    // M23 is no place.
    if (!place && group.type == EntityType::place && find_organisation(group.key) != nullptr) group.type = EntityType::org;
  }
}

void name_places(NameGroups& names) {
  NameGroups::Index by_name;
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    NameGroup& group = names.groups[id];
    if (group.type != EntityType::place) continue;
    std::string display = without_small_begin(group.display());
    auto place = find_place(place_key(display));
    if (!place) {
      display = without_country(display);
      place = find_place(place_key(display));
    }
    group.name = place && place->kind != PlaceKind::adjective ? std::string(place->name) : display;
    // U.S. and America are one group, whichever comes first.
    const auto [first, is_new] = by_name.try_emplace(group.name, id);
    if (!is_new) names.link(id, first->second);
  }
}

}  // namespace broadsheet
