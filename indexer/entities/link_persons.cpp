// Persons by parts of their names: the longest form of a full name takes the shorter ones, and surnames, also with titles, go to the
// nearest full name before them.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "indexer/entities/name_groups.h"

namespace broadsheet {
namespace {

// Full names that share a surname and are compared with each other: more of them in one article are a list of a family or a hostile text.
constexpr std::size_t kMaxCompared = 24;

using Words = std::span<const std::string>;

// Without Jr. and III.
Words without_generation(Words words) {
  while (words.size() > 1 && is_generation(words.back())) words = words.first(words.size() - 1);
  return words;
}

std::string_view generation_of(Words words) {
  const Words rest = without_generation(words);
  return rest.size() == words.size() ? std::string_view{} : std::string_view(words[rest.size()]);
}

// al-Assad is Assad, too.
std::string_view bare_surname(std::string_view word) {
  for (const std::string_view article : {"al-", "el-", "ul-"}) {
    if (word.starts_with(article) && word.size() > article.size() + 2) return word.substr(article.size());
  }
  return word;
}

std::string_view surname_of(Words words) { return bare_surname(without_generation(words).back()); }

bool is_initial(std::string_view word) { return word.size() == 1 || (word.size() == 2 && word.back() == '.'); }

// Short forms of given names that print uses beside the whole ones.
struct ShortName {
  std::string_view nick, whole;
};
constexpr ShortName kShortNames[] = {
    {"abe", "abraham"},  {"al", "albert"},     {"alex", "alexander"}, {"andy", "andrew"},  {"ben", "benjamin"},      {"bernie", "bernard"},
    {"bill", "william"}, {"billy", "william"}, {"bob", "robert"},     {"bobby", "robert"}, {"chris", "christopher"}, {"chuck", "charles"},
    {"dan", "daniel"},   {"dave", "david"},    {"dick", "richard"},   {"don", "donald"},   {"ed", "edward"},         {"fred", "frederick"},
    {"gene", "eugene"},  {"greg", "gregory"},  {"jack", "john"},      {"jeff", "jeffrey"}, {"jerry", "gerald"},      {"jim", "james"},
    {"jimmy", "james"},  {"joe", "joseph"},    {"jon", "jonathan"},   {"ken", "kenneth"},  {"larry", "lawrence"},    {"matt", "matthew"},
    {"mike", "michael"}, {"nick", "nicholas"}, {"pete", "peter"},     {"phil", "philip"},  {"ray", "raymond"},       {"rich", "richard"},
    {"rick", "richard"}, {"ron", "ronald"},    {"sam", "samuel"},     {"steve", "steven"}, {"ted", "edward"},        {"tim", "timothy"},
    {"tom", "thomas"},   {"tony", "anthony"},  {"will", "william"},
};

bool is_short_for(std::string_view nick, std::string_view whole) {
  return std::ranges::any_of(kShortNames, [&](const ShortName& row) { return row.nick == nick && row.whole == whole; });
}

bool given_names_agree(std::string_view a, std::string_view b) {
  if (a == b || is_short_for(a, b) || is_short_for(b, a)) return true;
  return (is_initial(a) || is_initial(b)) && a.front() == b.front();
}

// Can both be names of one person? The shorter one's words stand in the longer one in their order, initials for names: J. Smith and
// John Q. Smith, but not John and Jane Smith, nor John Smith and John Smith Jr.
bool are_one(const NameGroup& shorter, const NameGroup& longer) {
  const Words a = without_generation(shorter.words), b = without_generation(longer.words);
  if (generation_of(shorter.words) != generation_of(longer.words) || a.size() > b.size()) return false;
  if (!given_names_agree(a.front(), b.front()) || surname_of(a) != surname_of(b)) return false;
  std::size_t at = 1;
  for (std::size_t i = 1; i + 1 < a.size(); ++i) {
    while (at + 1 < b.size() && !given_names_agree(a[i], b[at])) ++at;
    if (at + 1 >= b.size()) return false;
    ++at;
  }
  return true;
}

bool is_full_name(const NameGroup& group) { return group.type == EntityType::person && without_generation(group.words).size() >= 2; }

// Shorter than `other`, or as long and seen later.
bool is_shorter(const NameGroup& group, const NameGroup& other) {
  if (group.words.size() != other.words.size()) return group.words.size() < other.words.size();
  return group.key.size() < other.key.size();
}

void link_full_names(NameGroups& names) {
  std::unordered_map<std::string_view, std::vector<GroupId>> by_surname;
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    if (!is_full_name(names.groups[id])) continue;
    std::vector<GroupId>& same = by_surname[surname_of(names.groups[id].words)];
    if (same.size() < kMaxCompared) same.push_back(id);
  }
  for (GroupId id = 0; id < names.groups.size(); ++id) {
    if (!is_full_name(names.groups[id])) continue;
    GroupId best = kNoGroup;
    for (const GroupId other : by_surname[surname_of(names.groups[id].words)]) {
      const NameGroup &group = names.groups[id], &longer = names.groups[other];
      if (other == id || !is_shorter(group, longer) || !are_one(group, longer)) continue;
      if (best == kNoGroup || is_shorter(names.groups[best], longer)) best = other;
    }
    if (best != kNoGroup) names.link(id, best);
  }
}

// The parts of a full name that stand for it: surname (de Blasio, Blasio), given name.
std::vector<std::string> parts_of(const NameGroup& group) {
  const Words words = without_generation(group.words);
  std::vector<std::string> parts{std::string(surname_of(words))};
  std::string tail;
  for (std::size_t i = words.size() - 1; i > 0 && words.size() - i <= 3; --i) {
    tail = tail.empty() ? words[i] : words[i] + " " + tail;
    if (tail != parts.front()) parts.push_back(tail);
  }
  parts.push_back(words.front());
  return parts;
}

// May a mention of this group be a person called by a part of the name?
bool may_be_part(const NameGroup& group) {
  if (group.type == EntityType::person) return true;
  // A tie or near: one mention of Lee as a place, one as a person.
  return group.name.empty() && group.words.size() == 1 && group.votes[static_cast<std::size_t>(EntityType::person)] > 0;
}

// Walks the mentions in order and remembers which full name each part stood for last. A given name counts only where no surname is the
// same, so it is kept apart.
class PartNames {
 public:
  explicit PartNames(NameGroups& names) : names_(names) {
    for (GroupId id = 0; id < names.groups.size(); ++id) {
      if (!is_full_name(names.groups[id])) continue;
      const std::vector<std::string> parts = parts_of(names.groups[id]);
      for (std::size_t i = 0; i < parts.size(); ++i) first_[i + 1 == parts.size()].try_emplace(parts[i], id);
    }
  }

  void see(GroupId id) {
    const std::vector<std::string> parts = parts_of(names_.groups[id]);
    for (std::size_t i = 0; i < parts.size(); ++i) last_[i + 1 == parts.size()].insert_or_assign(parts[i], id);
  }

  // The nearest full name before, else the first after.
  GroupId owner(const NameGroup& part) const {
    const Words words = without_generation(part.words);
    std::string key;
    for (const std::string& word : words) key.append(key.empty() ? "" : " ").append(word);
    const std::string bare(words.size() == 1 ? bare_surname(words.front()) : std::string_view(key));
    for (const bool given : {false, true}) {
      for (const Index* index : {&last_[given], &first_[given]}) {
        for (const std::string* wanted : {static_cast<const std::string*>(&key), &bare}) {
          const auto found = index->find(*wanted);
          if (found != index->end() && !names_.rules.keep_apart(names_.groups[found->second].key, part.key)) return found->second;
        }
      }
    }
    return kNoGroup;
  }

 private:
  using Index = std::unordered_map<std::string, GroupId>;
  const NameGroups& names_;
  std::array<Index, 2> first_, last_;  // of surnames, of given names
};

// Two words may be a full name of their own or the end of a longer one (de Blasio).
bool is_part(const NameGroup& group) {
  if (!may_be_part(group)) return false;
  if (without_generation(group.words).size() == 1) return true;
  static constexpr std::array<std::string_view, 16> kParticles = {"al", "bin", "da", "de", "del", "der", "di",  "dos",
                                                                  "du", "el",  "la", "le", "ten", "van", "von", "bint"};
  return std::ranges::find(kParticles, std::string_view(group.words.front())) != kParticles.end();
}

}  // namespace

void link_persons(NameGroups& names) {
  link_full_names(names);
  PartNames parts(names);
  for (GroupId& id : names.of_mention) {
    if (id == kNoGroup) continue;
    const NameGroup& group = names.groups[id];
    if (group.into == kNoGroup && is_part(group)) {
      const GroupId owner = parts.owner(group);
      // Of its own kind when no full name supports it, unless it is called a person.
      if (owner != kNoGroup || group.words.size() == 1) id = owner != kNoGroup || group.type == EntityType::person ? owner : id;
    } else if (is_full_name(group)) {
      parts.see(id);
    }
  }
}

}  // namespace broadsheet
