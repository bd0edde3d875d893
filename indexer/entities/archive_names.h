// Under which name does the whole archive know an entity? LEARN shows it every article whose entities were found by us; it counts names
// and which names were one in an article, and then gives each name the archive's: one spelling, one type, WHO beside World
// Health Organization no more. The result depends on the articles and their order alone (docid order: newest first), not on threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/article.h"
#include "common/entity_names.h"
#include "common/stemmer.h"
#include "indexer/entities/name_rules.h"

namespace broadsheet {

inline constexpr std::size_t kMaxLinks = 300'000;       // pairs of names kept at a time; when there are more, those seen once go
inline constexpr std::size_t kMaxAliasesOfValue = 24;

struct NamedAlias {
  EntityType type = EntityType::misc;  // of the value
  std::string value;                   // as it is shown
  std::string alias;
};

struct ArchiveNames {
  EntityNames names;                // what INDEX and the searcher apply
  std::vector<NamedAlias> aliases;  // of one value together, commonest first
};

class NameStatistics {
 public:
  // Entities as resolve_names() made them.
  void learn(const Article& article);
  // `value` is called for each name that stays or results, as often as there are spellings: type, name, articles.
  using UseValue = std::function<void(EntityType type, const std::string& name, std::uint32_t articles)>;
  ArchiveNames finish(const NameRules& rules, const UseValue& value) const;

 private:
  struct Spelling {
    std::string display;
    std::array<std::uint32_t, 4> articles{};  // by type
  };
  struct Name {
    std::vector<Spelling> spellings;
    std::uint32_t articles(EntityType type) const;
    std::uint32_t articles() const;
    const std::string& best() const;
  };
  // How often the short name was the long one in an article.
  struct Link {
    std::uint32_t articles = 0;
    std::string display;  // of the short name, as it stood first
  };
  using Names = std::unordered_map<std::string, Name, StringHash, std::equal_to<>>;
  using Links = std::unordered_map<std::string, Link, StringHash, std::equal_to<>>;
  friend class ArchiveResolution;

  void learn_name(const Entity& entity);
  void learn_links(const Entity& entity);

  Names names_;  // by name_key()
  Links links_;  // by short key TAB long key
};

}  // namespace broadsheet
