// What has a person decided about names? entities.conf: a rule a line (docs/entities.md has the grammar), read once before a build, then
// read-only and thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/entity_names.h"
#include "common/error.h"

namespace broadsheet {

inline constexpr std::size_t kMaxRulesBytes = 8U << 20;  // of entities.conf and of sources.conf

enum class NameAction : std::uint8_t { merge, rename, retype, suppress, split };

struct NameRule {
  NameAction action = NameAction::merge;
  std::optional<EntityType> type;   // nullopt: of every type
  std::vector<std::string> names;   // merge: the others; rename, retype, suppress: one; split: two or more
  std::string target;               // merge: the name they get; rename: the new name
  std::optional<EntityType> to;     // retype
  std::size_t line = 0;
};

class NameRules {
 public:
  NameRules() = default;
  // Errors (78) name the file and the line, and say what would be right. `path` is for messages.
  static Result<NameRules> parse(std::string_view text, std::string_view path);

  const std::vector<NameRule>& rules() const { return rules_; }
  // Must the two names never be one entity? Of any type; compared by name_key().
  bool keep_apart(std::string_view key, std::string_view other) const;
  // What merge, rename, retype and suppress make of a name; it may itself be changed by a further rule, which has been followed. nullopt:
  // nothing.
  std::optional<EntityName> decide(EntityType type, std::string_view name) const;
  // All names that decide() changes, as a table for names that no archive has learnt anything of.
  EntityNames table() const;
  bool empty() const { return rules_.empty(); }

 private:
  Result<void> check(std::string_view path) const;
  const NameRule* rule_for(EntityType type, std::string_view folded) const;
  std::vector<NameRule> rules_;
  // Folded name -> rules that change it; (key, key) of split.
  struct ByName {
    std::string folded;
    std::size_t rule;
  };
  std::vector<ByName> by_name_;  // sorted
  std::vector<std::pair<std::string, std::string>> apart_;  // sorted, smaller first
};

// Does to the article's entities what the rules decide, whether they were given or found.
void apply_name_rules(Article& article, const NameRules& rules);

}  // namespace broadsheet
