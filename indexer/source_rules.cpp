#include "indexer/source_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/schema.h"
#include "common/text.h"
#include "indexer/entities/rule_lines.h"

namespace broadsheet {
namespace {

constexpr std::string_view kExample = "country = US";

// "https://www.nytimes.com/2024/…" -> www.nytimes.com; "" for what is no URL.
std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.rfind('@'); user != url.npos) url.remove_prefix(user + 1);
  return url.substr(0, url.find(':'));
}

Result<std::string> section_name(std::string_view line, const RulePlace& place) {
  if (!line.ends_with(']'))
    return std::unexpected(place.fault("the ']' behind the source's name is missing, as in: [The New York Times]").error());
  std::string name = squeeze(line.substr(1, line.size() - 2));
  if (name.empty()) return std::unexpected(place.fault("the source has no name; a section looks like: [The New York Times]").error());
  return name;
}

// "country = US | Canada" into the source.
Result<void> read_line(SourceInfo& source, std::string_view line, const RulePlace& place) {
  const std::size_t equals = line.find('=');
  if (equals == line.npos) {
    return place.fault(fmt::format("'{}' has no '='; a line looks like: alias = NYT | nytimes.com, or: {}", terminal_safe(line), kExample));
  }
  const std::string key(trim(line.substr(0, equals)));
  std::vector<std::string> values = split_list(line.substr(equals + 1));
  if (values.empty()) return place.fault(fmt::format("'{}' has no value; a line looks like: {}", terminal_safe(key), kExample));
  if (key == "alias" || key == "aliases") {
    source.aliases.insert(source.aliases.end(), std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
    return {};
  }
  const std::string column = "source." + key;
  if (key.empty() || !facet_field_fault(column).empty()) {
    return place.fault(
        fmt::format("'{}' is no name of a column: only a-z, 0-9, '_', '.' and '-', such as: {}", terminal_safe(key), kExample));
  }
  auto [known, is_new] = source.columns.try_emplace(column, std::move(values));
  if (is_new) return {};
  return place.fault(
      fmt::format("'{0}' is given twice for {1}; several values stand in one line: {0} = A | B", key, terminal_safe(source.name)));
}

}  // namespace

Result<void> SourceRules::add_name(const std::string& name, std::size_t source, std::string_view path, std::size_t line) {
  const auto [known, is_new] = by_folded_.try_emplace(fold(name), source);
  if (is_new || known->second == source) return {};
  const SourceInfo& other = sources_[known->second];
  return RulePlace{path, line}.fault(fmt::format("\"{}\" is the name or an alias of {} (line {}) already; leave one of the two out",
                                                 terminal_safe(name), terminal_safe(other.name), other.line));
}

Result<SourceRules> SourceRules::parse(std::string_view text, std::string_view path) {
  SourceRules rules;
  if (auto usable = check_rules_text(text, path); !usable) return std::unexpected(usable.error());
  RuleLines lines(text);
  for (RuleLine line; lines.next(line);) {
    const RulePlace place{path, line.number};
    if (line.text.front() == '[') {
      auto name = section_name(line.text, place);
      if (!name) return std::unexpected(name.error());
      rules.sources_.push_back({std::move(*name), {}, {}, line.number});
    } else if (rules.sources_.empty()) {
      return std::unexpected(place.fault("before the first source; its section comes first: [The New York Times]").error());
    } else if (auto read = read_line(rules.sources_.back(), line.text, place); !read) {
      return std::unexpected(read.error());
    }
  }
  for (std::size_t i = 0; i < rules.sources_.size(); ++i) {
    const SourceInfo& source = rules.sources_[i];
    if (rules.by_folded_.contains(fold(source.name))) {
      const SourceInfo& other = rules.sources_[rules.by_folded_.at(fold(source.name))];
      return std::unexpected(
          RulePlace{path, source.line}
              .fault(fmt::format("\"{}\" has a section in line {} already; put the two together", terminal_safe(source.name), other.line))
              .error());
    }
    if (auto added = rules.add_name(source.name, i, path, source.line); !added) return std::unexpected(added.error());
    for (const auto& [column, values] : source.columns) rules.columns_.push_back(column);
  }
  // Aliases after all names, so that the message speaks of the alias.
  for (std::size_t i = 0; i < rules.sources_.size(); ++i) {
    for (const std::string& alias : rules.sources_[i].aliases) {
      if (auto added = rules.add_name(alias, i, path, rules.sources_[i].line); !added) return std::unexpected(added.error());
    }
  }
  std::ranges::sort(rules.columns_);
  const auto doubles = std::ranges::unique(rules.columns_);
  rules.columns_.erase(doubles.begin(), doubles.end());
  return rules;
}

const SourceInfo* SourceRules::find(std::string_view name) const {
  const auto found = by_folded_.find(fold(name));
  return found == by_folded_.end() ? nullptr : &sources_[found->second];
}

void SourceRules::apply(Article& article) const {
  if (empty()) return;
  const SourceInfo* source = article.source.empty() ? nullptr : find(article.source);
  std::string_view host = host_of(article.url);
  // Without a source of its own an article has the URL's host as source. news.example.org is example.org's, when nothing closer is known.
  const bool by_host = article.source.empty() || fold(host).ends_with(fold(article.source));
  while (by_host && source == nullptr && host.find('.') != host.npos) {
    source = find(host);
    host.remove_prefix(host.find('.') + 1);
  }
  if (source == nullptr) return;
  article.source = source->name;
  for (const auto& [column, values] : source->columns) article.facet_fields[column] = values;
}

}  // namespace broadsheet
