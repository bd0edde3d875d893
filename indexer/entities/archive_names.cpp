#include "indexer/entities/archive_names.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "common/text.h"
#include "indexer/entities/name_form.h"
#include "indexer/entities/name_joins.h"
#include "indexer/entities/places.h"

namespace broadsheet {
namespace {

constexpr std::array kTypes = {EntityType::person, EntityType::org, EntityType::place, EntityType::misc};

// A short name becomes the long one that it was in so many of the articles that say which …
constexpr double kLinkShare = 0.8;
// … when that were so many of those where it stands alone, and two at least (one for names that hardly ever stand alone).
constexpr double kLeastLinksPerLone = 0.01;
constexpr std::uint32_t kLeastLinks = 2;
constexpr std::uint32_t kHardlyAlone = 5;
// An acronym is what is shown when it is used so much more than what it stands for.
constexpr std::uint32_t kAcronymFactor = 8;
// So is a plural: Israelis beside Israeli.
constexpr std::uint32_t kPluralFactor = 4;
// A name has one type when so many articles of at least so many say so.
constexpr double kTypeShare = 0.8;
constexpr std::uint32_t kLeastForType = 5;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// "us department of the treasury" -> "us treasury department".
void turn_round(std::string& key, std::string_view head) {
  const std::size_t begin = key.starts_with("us ") ? 3 : 0;
  const std::string of = std::string(head) + " of ";
  if (!std::string_view(key).substr(begin).starts_with(of)) return;
  std::string rest = key.substr(begin + of.size());
  if (rest.starts_with("the ")) rest.erase(0, 4);
  key = key.substr(0, begin) + rest + " " + std::string(head);
}

// One key for Kim Jong-un and Kim Jong Un, U.S. Senate and United States Senate, Department of Defense and Defence Department.
std::string archive_key(std::string key) {
  std::ranges::replace(key, '-', ' ');
  for (const auto& [full, letters] : {std::pair("united states ", "us "), std::pair("united nations ", "un ")}) {
    if (key.starts_with(full)) key.replace(0, std::string_view(full).size(), letters);
  }
  for (const auto& [british, american] : {std::pair("defence", "defense"), std::pair("organisation", "organization"),
                                          std::pair("centre", "center"), std::pair("programme", "program")}) {
    replace_all(key, british, american);
  }
  turn_round(key, "department");
  turn_round(key, "ministry");
  return key;
}

std::size_t index(EntityType type) { return static_cast<std::size_t>(type); }
bool is_one_word(std::string_view key) { return key.find(' ') == key.npos; }

bool is_letters(std::string_view key) {
  return key.size() <= 3 && std::ranges::all_of(key, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string in_capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

// "us" -> US; "peking" -> Peking: how a key of the table of places is shown.
std::string display_of_key(std::string_view key) {
  if (is_letters(key)) return in_capitals(key);
  std::string out;
  for (std::string_view rest = key; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const bool small = word == "of" || word == "and" || word == "the";
    out.append(out.empty() ? "" : " ").append(small || word.empty() ? "" : in_capitals(word.substr(0, 1)));
    out.append(small ? word : word.substr(std::min<std::size_t>(1, word.size())));
  }
  return out;
}

std::string dotted(std::string_view letters) {
  std::string out;
  for (const char c : letters) out.append(1, c).append(1, '.');
  return out;
}

// The other names of each place in the table, by the name that is shown.
std::multimap<std::string_view, std::string> place_aliases() {
  std::multimap<std::string_view, std::string> aliases;
  for (std::string_view rest = place_table(); !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (second == line.npos) continue;
    const auto kind = static_cast<PlaceKind>(line[first + 1]);
    if (kind == PlaceKind::adjective || kind == PlaceKind::other_name) continue;
    const std::string_view key = line.substr(0, first), name = line.substr(second + 1);
    if (key == name_key(name)) continue;
    std::string display = display_of_key(key);
    if (is_letters(key) && kind != PlaceKind::city) aliases.emplace(name, dotted(display));
    aliases.emplace(name, std::move(display));
  }
  return aliases;
}

}  // namespace

std::uint32_t NameStatistics::Name::articles(EntityType type) const {
  std::uint32_t n = 0;
  for (const Spelling& spelling : spellings) n += spelling.articles[index(type)];
  return n;
}

std::uint32_t NameStatistics::Name::articles() const {
  std::uint32_t n = 0;
  for (const EntityType type : kTypes) n += articles(type);
  return n;
}

// The commonest; of equal ones the first by bytes.
const std::string& NameStatistics::Name::best() const {
  const auto count = [](const Spelling& s) { return s.articles[0] + s.articles[1] + s.articles[2] + s.articles[3]; };
  const Spelling* best = &spellings.front();
  for (const Spelling& spelling : spellings) {
    if (count(spelling) > count(*best) || (count(spelling) == count(*best) && spelling.display < best->display)) best = &spelling;
  }
  return best->display;
}

void NameStatistics::learn(const Article& article) {
  for (const Entity& entity : article.entities) {
    learn_name(entity);
    // Places have the names of the table; what else they are called in an article is a matter of grammar.
    if (entity.type != EntityType::place) learn_links(entity);
  }
}

void NameStatistics::learn_name(const Entity& entity) {
  std::vector<Spelling>& spellings = names_[archive_key(name_key(entity.name))].spellings;
  auto spelling = std::ranges::find(spellings, entity.name, &Spelling::display);
  if (spelling == spellings.end()) spelling = spellings.insert(spellings.end(), {entity.name, {}});
  ++spelling->articles[index(entity.type)];
}

void NameStatistics::learn_links(const Entity& entity) {
  std::set<std::string> seen;
  for (const Mention& mention : entity.mentions) {
    if (mention.text == entity.name) continue;
    if (entity.type == EntityType::person && is_one_word(mention.text)) continue;
    const NameForm form = clean_name(mention.text, entity.type);
    if (form.words.empty() || (entity.type == EntityType::person && form.words.size() < 2)) continue;
    const std::string short_key = archive_key(form.key()), long_key = archive_key(name_key(entity.name));
    if (short_key == long_key || !seen.insert(short_key).second) continue;
    Link& link = links_[short_key + '\t' + long_key];
    if (link.articles++ == 0) link.display = form.in_capitals ? in_title_case(form.display, entity.type) : form.display;
  }
  if (links_.size() > kMaxLinks) std::erase_if(links_, [](const auto& entry) { return entry.second.articles == 1; });
}

// Works out what is what; a class because the steps share their tables.
class ArchiveResolution {
 public:
  ArchiveResolution(const NameStatistics& statistics, const NameRules& rules) : statistics_(statistics), rules_(rules) {}

  ArchiveNames run(const NameStatistics::UseValue& value) {
    for (const auto& [key, name] : statistics_.names_) sorted_.push_back({key, &name});
    std::ranges::sort(sorted_, {}, [](const auto& entry) { return entry.first; });
    choose_links();
    link_plurals();
    link_joins();
    gather_clusters();
    out_.names = rules_.table();
    for (const auto& [key, name] : sorted_) resolve(key, *name, value);
    add_link_aliases();
    finish_aliases();
    return std::move(out_);
  }

 private:
  using Name = NameStatistics::Name;

  struct ShortName {
    std::string_view best;  // long key
    std::uint32_t best_articles = 0, articles = 0;
    std::string_view display;
  };
  // All names that are one.
  struct Cluster {
    std::vector<std::string_view> keys;
    EntityType type = EntityType::misc;
    std::string display;
  };
  struct AliasCount {
    std::string display;
    std::uint64_t articles = 0;
  };

  const Name* find(std::string_view key) const {
    const auto found = statistics_.names_.find(key);
    return found == statistics_.names_.end() ? nullptr : &found->second;
  }

  void choose_links() {
    std::map<std::string_view, ShortName> shorts;
    std::vector<std::pair<std::string_view, const NameStatistics::Link*>> links;
    for (const auto& [pair, link] : statistics_.links_) links.emplace_back(pair, &link);
    std::ranges::sort(links, {}, [](const auto& entry) { return entry.first; });
    for (const auto& [pair, link] : links) {
      const std::size_t tab = pair.find('\t');
      ShortName& name = shorts[pair.substr(0, tab)];
      name.articles += link->articles;
      if (link->articles > name.best_articles) {
        name.best = pair.substr(tab + 1);
        name.best_articles = link->articles;
        name.display = link->display;
      }
    }
    for (const auto& [key, name] : shorts) {
      const Name* lone = find(key);
      const std::uint32_t alone = lone == nullptr ? 0 : lone->articles();
      const bool clear = name.best_articles >= kLinkShare * name.articles;
      const bool often = name.best_articles >= kLeastLinks && name.best_articles >= kLeastLinksPerLone * alone;
      if (!clear || (!often && alone > kHardlyAlone) || find(name.best) == nullptr || rules_.keep_apart(key, name.best)) continue;
      long_of_.emplace(key, name);
    }
  }

  // Republicans are Republican: words that are neither persons nor places, at least one of them hardly an organisation.
  void link_plurals() {
    constexpr std::size_t kLeastLetters = 4;
    for (const auto& [plural, name] : statistics_.names_) {
      if (plural.size() <= kLeastLetters || !plural.ends_with('s') || long_of_.contains(plural)) continue;
      const auto singular = statistics_.names_.find(std::string_view(plural).substr(0, plural.size() - 1));
      if (singular == statistics_.names_.end() || long_of_.contains(singular->first) || rules_.keep_apart(plural, singular->first))
        continue;
      const std::uint32_t all = name.articles() + singular->second.articles();
      const auto both = [&](EntityType type) { return name.articles(type) + singular->second.articles(type); };
      if (both(EntityType::misc) + both(EntityType::org) < kTypeShare * all || 3 * both(EntityType::misc) < all) continue;
      if (!is_one_word(plural) && both(EntityType::misc) < kTypeShare * all) continue;
      long_of_.emplace(plural, ShortName{singular->first, name.articles(), name.articles(), name.best()});
    }
  }

  // What no article says, but the names themselves do (name_joins.h).
  void link_joins() {
    std::vector<CountedName> counted;
    for (const auto& [key, name] : sorted_) {
      CountedName& fresh = counted.emplace_back(CountedName{.key = key, .articles = {}});
      for (const EntityType type : kTypes) fresh.articles[index(type)] = name->articles(type);
    }
    for (const NameJoin& join : join_names(counted)) {
      if (long_of_.contains(join.from) || root(join.to) == join.from || rules_.keep_apart(join.from, join.to)) continue;
      long_of_.emplace(join.from, ShortName{join.to, 0, 0, find(join.from)->best()});
    }
  }

  // Chains are short: each link leads to a name of more words or letters, unless rare names of several articles meet in a circle.
  std::string_view root(std::string_view key) const {
    constexpr int kMostSteps = 8;
    for (int steps = 0; steps < kMostSteps; ++steps) {
      const auto next = long_of_.find(key);
      if (next == long_of_.end() || next->second.best.size() <= 1) return key;
      if (root_is_loop(key, next->second.best)) return std::min(key, next->second.best);
      key = next->second.best;
    }
    return key;
  }
  bool root_is_loop(std::string_view key, std::string_view next) const {
    const auto back = long_of_.find(next);
    return back != long_of_.end() && back->second.best == key;
  }

  std::uint64_t usage(std::string_view key) const {
    const Name* name = find(key);
    const auto link = long_of_.find(key);
    return (name == nullptr ? 0 : name->articles()) + (link == long_of_.end() ? 0 : link->second.best_articles);
  }

  void gather_clusters() {
    for (const auto& [key, link] : long_of_) {
      const std::string_view top = root(key);
      Cluster& cluster = clusters_[top];
      if (cluster.keys.empty()) cluster.keys.push_back(top);
      if (key != top) cluster.keys.push_back(key);
      if (link.best != top && std::ranges::find(cluster.keys, link.best) == cluster.keys.end()) cluster.keys.push_back(link.best);
    }
    for (auto& [top, cluster] : clusters_) {
      std::array<std::uint64_t, 4> votes{};
      for (const std::string_view key : cluster.keys) {
        cluster_of_.emplace(key, &cluster);
        if (const Name* name = find(key)) {
          for (const EntityType type : kTypes) votes[index(type)] += name->articles(type);
        }
      }
      for (const EntityType type : kTypes) {
        if (votes[index(type)] > votes[index(cluster.type)]) cluster.type = type;
      }
      cluster.display = display_of(cluster, top);
    }
  }

  // The commonest of the names; an acronym only when hardly anybody writes it out.
  std::string display_of(const Cluster& cluster, std::string_view top) const {
    std::string_view best = top;
    for (const std::string_view key : cluster.keys) {
      if (find(key) == nullptr) continue;
      const bool acronym = is_one_word(key) && has_initials_of(key, best);
      const std::uint64_t factor = acronym ? kAcronymFactor : is_plural_of(key, best) ? kPluralFactor : 1;
      const bool better = usage(key) > factor * usage(best);
      if (better) best = key;
    }
    return find(best)->best();
  }
  static bool is_plural_of(std::string_view key, std::string_view singular) {
    return key.ends_with('s') && key.substr(0, key.size() - 1) == singular;
  }
  static bool has_initials_of(std::string_view key, std::string_view name) {
    const NameForm form = clean_name(name, EntityType::misc);
    return abbreviates(key, form.words);
  }

  // One type where the archive is of one mind; countries stay places.
  EntityType type_of(const Name& name, EntityType type) const {
    const std::uint32_t all = name.articles();
    if (all < kLeastForType) return type;
    const EntityType most = *std::ranges::max_element(kTypes, {}, [&](EntityType other) { return name.articles(other); });
    // Organisations and other names are told apart by little; people and places are not.
    const bool alike = is_thing(type) && is_thing(most);
    return alike || name.articles(most) >= kTypeShare * all ? most : type;
  }
  static bool is_thing(EntityType type) { return type == EntityType::org || type == EntityType::misc; }

  EntityName archive_name(std::string_view key, const Name& name, EntityType type) const {
    const EntityType settled = type_of(name, type);
    const auto cluster = cluster_of_.find(key);
    if (cluster == cluster_of_.end()) return {settled, name.best(), false, false};
    // A Ford that is a person is not the company.
    const bool of_cluster = settled == cluster->second->type || (type != EntityType::person && cluster->second->type != EntityType::person);
    if (!of_cluster) return {settled, name.best(), false, false};
    return {cluster->second->type, cluster->second->display, false, false};
  }

  EntityName by_hand(EntityType type, const std::string& spelling, EntityName archive) const {
    if (auto decided = rules_.decide(type, spelling)) return *decided;
    if (auto decided = rules_.decide(archive.type, archive.name)) {
      decided->by_hand = false;  // the rule is about the archive's name, not about this one
      return *decided;
    }
    return archive;
  }

  void resolve(std::string_view key, const Name& name, const NameStatistics::UseValue& value) {
    for (const auto& spelling : name.spellings) {
      for (const EntityType type : kTypes) {
        const std::uint32_t articles = spelling.articles[index(type)];
        if (articles == 0) continue;
        const EntityName to = by_hand(type, spelling.display, archive_name(key, name, type));
        if (!to.suppressed) value(to.type, to.name, articles);
        if (to.suppressed || to.type != type || to.name != spelling.display) out_.names.set(type, fold(spelling.display), to);
        if (!to.suppressed) add_alias(to.type, to.name, spelling.display, articles);
      }
    }
  }

  // Short names that never stood alone have no entry of their own, and are aliases all the same.
  void add_link_aliases() {
    for (const auto& [key, link] : long_of_) {
      const Name* name = find(link.best);
      const auto cluster = cluster_of_.find(key);
      const EntityName archive{cluster->second->type, cluster->second->display, false, false};
      const EntityName to = by_hand(archive.type, name->best(), archive);
      if (!to.suppressed) add_alias(to.type, to.name, std::string(link.display), link.best_articles);
    }
  }

  void add_alias(EntityType type, const std::string& value, const std::string& alias, std::uint64_t articles) {
    const std::string folded = fold(alias);
    values_.emplace(type, value);
    if (folded == fold(value)) return;
    AliasCount& count = aliases_[{type, value}][folded];
    if (count.articles == 0 || alias < count.display) count.display = alias;
    count.articles += articles;
  }

  void finish_aliases() {
    for (const NameRule& rule : rules_.rules()) {
      if (rule.target.empty()) continue;
      for (const EntityType type : kTypes) {
        if (rule.type && *rule.type != type) continue;
        for (const std::string& alias : rule.names) {
          const auto to = rules_.decide(type, alias);
          if (to && !to->suppressed) add_alias(to->type, to->name, alias, UINT32_MAX);
        }
      }
    }
    for (const auto& [place, alias] : place_aliases()) {
      if (values_.contains({EntityType::place, std::string(place)})) add_alias(EntityType::place, std::string(place), alias, 0);
    }
    for (const auto& [value, by_folded] : aliases_) {
      std::vector<AliasCount> sorted;
      for (const auto& [folded, count] : by_folded) sorted.push_back(count);
      std::ranges::stable_sort(sorted, std::greater<>(), &AliasCount::articles);
      if (sorted.size() > kMaxAliasesOfValue) sorted.resize(kMaxAliasesOfValue);
      for (AliasCount& alias : sorted) out_.aliases.push_back({value.first, value.second, std::move(alias.display)});
    }
  }

  const NameStatistics& statistics_;
  const NameRules& rules_;
  std::map<std::string_view, ShortName> long_of_;  // by short key: the links that hold
  std::map<std::string_view, Cluster> clusters_;   // by the key of the longest name
  std::map<std::string_view, const Cluster*> cluster_of_;
  std::vector<std::pair<std::string_view, const Name*>> sorted_;
  std::set<std::pair<EntityType, std::string>> values_;
  std::map<std::pair<EntityType, std::string>, std::map<std::string, AliasCount>> aliases_;
  ArchiveNames out_;
};

ArchiveNames NameStatistics::finish(const NameRules& rules, const UseValue& value) const {
  return ArchiveResolution(*this, rules).run(value);
}

}  // namespace broadsheet
