#include "indexer/entities/name_joins.h"

#include <algorithm>
#include <map>

#include "common/article.h"
#include "indexer/entities/name_form.h"
#include "indexer/entities/places.h"

namespace broadsheet {
namespace {

// One of the longer names must be so common among all that a short one may mean …
constexpr double kDominantShare = 0.8;
// … and stand in so many articles, compared with the short one.
constexpr double kLeastPerShortCountry = 0.25;
// A name is of a type when so many of its articles say so.
constexpr double kTypeShare = 0.8;
constexpr std::uint32_t kLeastArticlesOfWhole = 2;

struct Spelling {
  std::string_view way;
  std::string_view common;
};
// Given names and surnames of Arabic, Persian, Hebrew, Russian and Ukrainian that print writes in several ways; one stands for all.
constexpr Spelling kSpellings[] = {
    {"abd", "abdul"},
    {"abdel", "abdul"},
    {"abdoul", "abdul"},
    {"abdullahi", "abdullah"},
    {"ahmad", "ahmed"},
    {"aleksandr", "alexander"},
    {"aleksei", "alexei"},
    {"aleksey", "alexei"},
    {"alexandr", "alexander"},
    {"alexey", "alexei"},
    {"andrey", "andrei"},
    {"assad", "asad"},
    {"dmitri", "dmitry"},
    {"dmitriy", "dmitry"},
    {"evgeny", "yevgeny"},
    {"gadafi", "gaddafi"},
    {"gadhafi", "gaddafi"},
    {"gorbachov", "gorbachev"},
    {"hosein", "hussein"},
    {"hosni", "hosny"},
    {"hossein", "hussein"},
    {"husayn", "hussein"},
    {"husein", "hussein"},
    {"hussain", "hussein"},
    {"kadafi", "gaddafi"},
    {"kadhafi", "gaddafi"},
    {"khadafy", "gaddafi"},
    {"mahmood", "mahmoud"},
    {"mahmud", "mahmoud"},
    {"moammar", "muammar"},
    {"mohammad", "mohamed"},
    {"mohammed", "mohamed"},
    {"moqtada", "muqtada"},
    {"muhammad", "mohamed"},
    {"muhammed", "mohamed"},
    {"mursi", "morsi"},
    {"navalnyy", "navalny"},
    {"nikolay", "nikolai"},
    {"nouri", "nuri"},
    {"oussama", "osama"},
    {"putine", "putin"},
    {"qaddafi", "gaddafi"},
    {"qadhafi", "gaddafi"},
    {"qasem", "qassem"},
    {"qassim", "qassem"},
    {"saleh", "salih"},
    {"sergey", "sergei"},
    {"shaikh", "sheikh"},
    {"sulaimani", "soleimani"},
    {"suleimani", "soleimani"},
    {"timoshenko", "tymoshenko"},
    {"umar", "omar"},
    {"usama", "osama"},
    {"victor", "viktor"},
    {"yanukovich", "yanukovych"},
    {"youssef", "yusuf"},
    {"yousuf", "yusuf"},
    {"yuriy", "yuri"},
    {"yury", "yuri"},
    {"yushenko", "yushchenko"},
    {"zawahri", "zawahiri"},
};
static_assert(std::ranges::is_sorted(kSpellings, {}, &Spelling::way));

std::size_t index(EntityType type) { return static_cast<std::size_t>(type); }

std::uint32_t all_articles(const CountedName& name) { return name.articles[0] + name.articles[1] + name.articles[2] + name.articles[3]; }

bool is_person(const CountedName& name) { return name.articles[index(EntityType::person)] >= kTypeShare * all_articles(name); }

bool is_thing(const CountedName& name) {
  return name.articles[index(EntityType::org)] + name.articles[index(EntityType::misc)] >= kTypeShare * all_articles(name);
}

bool is_initial(std::string_view word) {
  return word.size() == 1 || (word.size() == 2 && word != "st" && (word[1] == '.' || word.find_first_of("aeiouy") == word.npos));
}

// "george w bush" -> "george bush"; "": no middle initial.
std::string without_middle_initials(std::string_view key) {
  const std::vector<std::string_view> words = split_words(key);
  const std::size_t generation = !words.empty() && is_generation(words.back()) ? 1 : 0;
  if (words.size() < 3 + generation || is_initial(words.front())) return {};
  std::string bare(words.front());
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool middle = i + 1 + generation < words.size();
    if (middle && !is_initial(words[i])) return {};
    if (!middle) bare.append(1, ' ').append(words[i]);
  }
  return bare;
}

// "zelenskyy", "zelenskiy" -> "zelensky".
void settle_ending(std::string& word) {
  constexpr std::size_t kLeastLetters = 7;
  if (word.size() < kLeastLetters) return;
  for (const std::string_view ending : {"skyy", "skiy", "skyi", "skii", "skij", "skyj"}) {
    if (!word.ends_with(ending)) continue;
    word.resize(word.size() - ending.size());
    word += "sky";
    return;
  }
}

std::string_view common_spelling(std::string_view word) {
  const auto* row = std::ranges::lower_bound(kSpellings, word, {}, &Spelling::way);
  return row != std::end(kSpellings) && row->way == word ? row->common : word;
}

// The longer names that a short one may stand for, and the commonest of them.
struct Wholes {
  const CountedName* best = nullptr;
  std::uint64_t best_articles = 0, articles = 0;

  void add(const CountedName& name, bool may_be_best = true) {
    const std::uint32_t n = all_articles(name);
    articles += n;
    if (may_be_best && n > best_articles) {
      best = &name;
      best_articles = n;
    }
  }
  bool is_clear() const { return best != nullptr && static_cast<double>(best_articles) >= kDominantShare * static_cast<double>(articles); }
};
using WholesByShort = std::map<std::string, Wholes, std::less<>>;

class Joiner {
 public:
  explicit Joiner(std::span<const CountedName> names) : names_(names) {}

  std::vector<NameJoin> run() {
    join_middle_initials();
    join_transliterations();
    join_countries();
    std::vector<NameJoin> joins;
    for (const auto& [from, to] : to_of_) joins.push_back({from, to});
    return joins;
  }

 private:
  const CountedName* find(std::string_view key) const {
    const auto found = std::ranges::lower_bound(names_, key, {}, &CountedName::key);
    return found != names_.end() && found->key == key ? &*found : nullptr;
  }
  std::string_view end_of(std::string_view key) const {
    for (auto next = to_of_.find(key); next != to_of_.end(); next = to_of_.find(key)) key = next->second;
    return key;
  }
  void join(const CountedName& from, const CountedName& to) {
    if (!to_of_.contains(from.key) && end_of(to.key) != from.key) to_of_.emplace(from.key, to.key);
  }

  void join_middle_initials() {
    WholesByShort by_bare;
    for (const CountedName& name : names_) {
      if (!is_person(name)) continue;
      if (std::string bare = without_middle_initials(name.key); !bare.empty()) by_bare[std::move(bare)].add(name);
    }
    for (const auto& [bare, wholes] : by_bare) {
      const CountedName* name = find(bare);
      if (name != nullptr && is_person(*name) && wholes.is_clear()) join(*name, *wholes.best);
    }
  }

  // All to the commonest.
  void join_transliterations() {
    std::map<std::string, std::vector<const CountedName*>, std::less<>> by_key;
    for (const CountedName& name : names_) {
      if (is_person(name) && name.key.find(' ') != name.key.npos) by_key[transliteration_key(name.key)].push_back(&name);
    }
    for (const auto& [key, same] : by_key) {
      if (same.size() < 2 || key.find(' ') == key.npos) continue;
      const CountedName* best = *std::ranges::max_element(same, {}, [](const CountedName* name) { return all_articles(*name); });
      for (const CountedName* name : same) {
        if (name != best) join(*name, *best);
      }
    }
  }

  // Only names of the United States: other countries' institutions of one name are as common in their own news.
  void join_countries() {
    WholesByShort by_rest;
    for (const CountedName& name : names_) {
      if (!is_thing(name)) continue;
      std::string_view rest = name.key;
      for (int words = 0; words < 2 && rest.find(' ') != rest.npos; ++words) {
        rest.remove_prefix(rest.find(' ') + 1);
        const std::string_view country = name.key.substr(0, name.key.size() - rest.size() - 1);
        const auto place = find_place(country);
        if (!place || (place->kind != PlaceKind::country && place->kind != PlaceKind::adjective)) continue;
        by_rest[std::string(rest)].add(name, country == "us");
      }
    }
    for (const auto& [rest, wholes] : by_rest) {
      const CountedName* name = find(rest);
      if (name == nullptr || !is_thing(*name) || !wholes.is_clear() || is_generic_word(rest)) continue;
      const bool often = static_cast<double>(wholes.best_articles) >= kLeastPerShortCountry * all_articles(*name);
      if (often && wholes.best_articles >= kLeastArticlesOfWhole) join(*name, *wholes.best);
    }
  }

  std::span<const CountedName> names_;
  std::map<std::string_view, std::string_view> to_of_;
};

}  // namespace

std::string transliteration_key(std::string_view key) {
  constexpr std::size_t kLeastLetters = 7;
  std::string out;
  const std::vector<std::string_view> words = split_words(key);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && (words[i] == "al" || words[i] == "el") && i + 1 < words.size()) continue;
    std::string word(common_spelling(words[i]));
    settle_ending(word);
    // Netanyahu beside Nettanyahu; short names (Reed, Lees) have neighbours that are other people.
    if (word.size() >= kLeastLetters) word.erase(std::ranges::unique(word).begin(), word.end());
    out.append(out.empty() ? "" : " ").append(word);
  }
  return out;
}

std::vector<NameJoin> join_names(std::span<const CountedName> names) { return Joiner(names).run(); }

}  // namespace broadsheet
