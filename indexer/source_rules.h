// What does a person say about sources? sources.conf: a section for each source with its aliases and columns (docs/entities.md has the
// grammar). Read once before a build; then read-only and thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/error.h"
#include "common/stemmer.h"

namespace broadsheet {

struct SourceInfo {
  std::string name;
  std::vector<std::string> aliases;                         // as they are written: NYT, nytimes.com
  std::map<std::string, std::vector<std::string>> columns;  // "source.country" -> US
  std::size_t line = 0;
};

class SourceRules {
 public:
  SourceRules() = default;
  // Errors (78) name the file and the line, and say what would be right. `path` is for messages.
  static Result<SourceRules> parse(std::string_view text, std::string_view path);

  const std::vector<SourceInfo>& sources() const { return sources_; }
  // The names of all columns, "source.country", sorted: facet fields of the archive.
  const std::vector<std::string>& columns() const { return columns_; }
  // The source of this name or alias, in any case; nullptr: none.
  const SourceInfo* find(std::string_view name) const;
  // Gives the article its source's name (by the source it names, else by the host of its URL) and columns.
  void apply(Article& article) const;
  bool empty() const { return sources_.empty(); }

 private:
  Result<void> add_name(const std::string& name, std::size_t source, std::string_view path, std::size_t line);
  std::vector<SourceInfo> sources_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> by_folded_;
};

}  // namespace broadsheet
