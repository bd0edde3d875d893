#include "indexer/entities/name_rules.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "common/article_json.h"
#include "common/text.h"
#include "indexer/entities/name_form.h"
#include "indexer/entities/rule_lines.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxChain = 100;  // rules that a name goes through in turn
constexpr std::array kTypes = {EntityType::person, EntityType::org, EntityType::place, EntityType::misc};

struct ActionRow {
  std::string_view word;
  NameAction action;
  std::string_view example;
};
constexpr std::array<ActionRow, 5> kActions = {{
    {"merge", NameAction::merge, "merge org: Meta = Meta Platforms | Facebook Inc."},
    {"rename", NameAction::rename, "rename person: Kim Jong Un = Kim Jong-un"},
    {"retype", NameAction::retype, "retype org: Sputnik = misc"},
    {"suppress", NameAction::suppress, "suppress person: Read More"},
    {"split", NameAction::split, "split org: WHO | World Health Organization"},
}};

const ActionRow& row_of(NameAction action) { return kActions[static_cast<std::size_t>(action)]; }

// "merge org" or "merge" -> action and type.
Result<void> read_head(NameRule& rule, std::string_view head, const RulePlace& place) {
  const std::string_view word = head.substr(0, head.find_first_of(" \t"));
  const auto row = std::ranges::find(kActions, word, &ActionRow::word);
  if (row == kActions.end()) {
    return place.fault(fmt::format("'{}' is no rule; rules are merge, rename, retype, suppress and split, such as: {}", terminal_safe(word),
                                   kActions[0].example));
  }
  rule.action = row->action;
  const std::string_view type = trim(head.substr(word.size()));
  if (type.empty()) return {};
  EntityType parsed{};
  if (!parse_entity_type(type, parsed)) {
    return place.fault(
        fmt::format("'{}' is no type; types are person, org, place and misc, such as: {}", terminal_safe(type), row->example));
  }
  rule.type = parsed;
  return {};
}

Result<void> wrong_form(const RulePlace& place, NameAction action, std::string_view what) {
  return place.fault(fmt::format("{}; the rule looks like: {}", what, row_of(action).example));
}

Result<void> read_names(NameRule& rule, std::string_view left, std::optional<std::string_view> right, const RulePlace& place) {
  const bool wants_right = rule.action != NameAction::suppress && rule.action != NameAction::split;
  if (wants_right != right.has_value())
    return wrong_form(place, rule.action, wants_right ? "there is no '='" : "there is no place for '='");
  if (trim(left).empty() || (right && trim(*right).empty())) return wrong_form(place, rule.action, "a name is missing");
  switch (rule.action) {
    case NameAction::merge:
      rule.target = squeeze(left);
      rule.names = split_list(*right);
      break;
    case NameAction::rename:
      rule.names = {squeeze(left)};
      rule.target = squeeze(*right);
      break;
    case NameAction::retype: {
      EntityType to{};
      if (!parse_entity_type(trim(*right), to))
        return wrong_form(place, rule.action, fmt::format("'{}' is no type", terminal_safe(trim(*right))));
      rule.names = {squeeze(left)};
      rule.to = to;
      break;
    }
    case NameAction::suppress:
      rule.names = split_list(left);
      break;
    case NameAction::split:
      rule.names = split_list(left);
      if (rule.names.size() < 2) return wrong_form(place, rule.action, "two names or more are kept apart");
      break;
  }
  return rule.names.empty() ? wrong_form(place, rule.action, "a name is missing") : Result<void>();
}

Result<NameRule> read_rule(std::string_view line, const RulePlace& place) {
  NameRule rule;
  rule.line = place.line;
  const std::size_t colon = line.find(':');
  if (colon == line.npos) {
    return std::unexpected(
        place.fault(fmt::format("there is no ':' behind the rule's name; a rule looks like: {}", kActions[0].example)).error());
  }
  if (auto head = read_head(rule, trim(line.substr(0, colon)), place); !head) return std::unexpected(head.error());
  const std::string_view rest = line.substr(colon + 1);
  // The last '=' that stands free, so that a name may have one.
  const std::size_t equals = rest.find(" = ");
  const std::string_view left = rest.substr(0, equals);
  const auto right = equals == rest.npos ? std::nullopt : std::optional(rest.substr(equals + 3));
  if (auto names = read_names(rule, left, right, place); !names) return std::unexpected(names.error());
  return rule;
}

bool same_type(const NameRule& rule, EntityType type) { return !rule.type || *rule.type == type; }
bool types_meet(const NameRule& a, const NameRule& b) { return !a.type || !b.type || *a.type == *b.type; }

}  // namespace

Result<NameRules> NameRules::parse(std::string_view text, std::string_view path) {
  NameRules rules;
  if (auto usable = check_rules_text(text, path); !usable) return std::unexpected(usable.error());
  RuleLines lines(text);
  for (RuleLine line; lines.next(line);) {
    auto rule = read_rule(line.text, {path, line.number});
    if (!rule) return std::unexpected(rule.error());
    rules.rules_.push_back(std::move(*rule));
  }
  for (std::size_t i = 0; i < rules.rules_.size(); ++i) {
    const NameRule& rule = rules.rules_[i];
    for (std::size_t a = 0; a < rule.names.size(); ++a) {
      if (rule.action != NameAction::split) {
        rules.by_name_.push_back({fold(rule.names[a]), i});
        continue;
      }
      for (std::size_t b = a + 1; b < rule.names.size(); ++b) {
        std::string one = name_key(rule.names[a]), other = name_key(rule.names[b]);
        if (other < one) std::swap(one, other);
        rules.apart_.emplace_back(std::move(one), std::move(other));
      }
    }
  }
  std::ranges::stable_sort(rules.by_name_, {}, &ByName::folded);
  std::ranges::sort(rules.apart_);
  if (auto sound = rules.check(path); !sound) return std::unexpected(sound.error());
  return rules;
}

// No name has two rules, and no rules run in a circle.
Result<void> NameRules::check(std::string_view path) const {
  for (std::size_t i = 1; i < by_name_.size(); ++i) {
    for (std::size_t before = i; before > 0 && by_name_[before - 1].folded == by_name_[i].folded; --before) {
      const NameRule& a = rules_[by_name_[before - 1].rule];
      const NameRule& b = rules_[by_name_[i].rule];
      if (!types_meet(a, b)) continue;
      return RulePlace{path, std::max(a.line, b.line)}.fault(fmt::format("\"{}\" has a rule in line {} already; leave one of the two out",
                                                                         terminal_safe(by_name_[i].folded), std::min(a.line, b.line)));
    }
  }
  for (const NameRule& rule : rules_) {
    if (rule.target.empty()) continue;
    for (const EntityType type : kTypes) {
      if (!same_type(rule, type)) continue;
      std::string name = fold(rule.target);
      for (std::size_t steps = 0;; ++steps) {
        const NameRule* next = rule_for(type, name);
        if (next == nullptr || next->target.empty()) break;
        if (next == &rule || steps > kMaxChain) {
          return RulePlace{path, rule.line}.fault(
              fmt::format("the name \"{}\" comes back to itself over its rules; leave one of them out", terminal_safe(rule.target)));
        }
        name = fold(next->target);
      }
    }
  }
  return {};
}

const NameRule* NameRules::rule_for(EntityType type, std::string_view folded) const {
  for (const ByName& entry : std::ranges::equal_range(by_name_, folded, {}, &ByName::folded)) {
    if (same_type(rules_[entry.rule], type)) return &rules_[entry.rule];
  }
  return nullptr;
}

bool NameRules::keep_apart(std::string_view key, std::string_view other) const {
  if (apart_.empty() || key == other) return false;
  const auto pair = key < other ? std::pair(std::string(key), std::string(other)) : std::pair(std::string(other), std::string(key));
  return std::ranges::binary_search(apart_, pair);
}

std::optional<EntityName> NameRules::decide(EntityType type, std::string_view name) const {
  if (by_name_.empty()) return std::nullopt;
  EntityName decided{type, std::string(name), false, true};
  bool changed = false;
  for (std::size_t steps = 0; steps <= kMaxChain; ++steps) {
    const NameRule* rule = rule_for(decided.type, fold(decided.name));
    if (rule == nullptr) break;
    if (rule->action == NameAction::retype && *rule->to == decided.type) break;
    changed = true;
    if (rule->action == NameAction::suppress) {
      decided.suppressed = true;
      break;
    }
    if (rule->action == NameAction::retype) {
      decided.type = *rule->to;
    } else {
      decided.name = rule->target;
    }
  }
  return changed ? std::optional(std::move(decided)) : std::nullopt;
}

void apply_name_rules(Article& article, const NameRules& rules) {
  EntityNames names;
  for (const Entity& entity : article.entities) {
    if (auto decided = rules.decide(entity.type, entity.name)) names.set(entity.type, fold(entity.name), std::move(*decided));
  }
  apply_entity_names(article, names);
}

EntityNames NameRules::table() const {
  EntityNames names;
  for (const ByName& entry : by_name_) {
    for (const EntityType type : kTypes) {
      if (auto decided = decide(type, entry.folded)) names.set(type, entry.folded, std::move(*decided));
    }
  }
  return names;
}

}  // namespace broadsheet
