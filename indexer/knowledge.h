// What only the whole archive knows. Format 1: of each facet field the values (folded), how each is shown, their ordinals and aliases;
// which name each entity has in the archive. LEARN fills it, once over the spool; INDEX reads it from all threads; knowledge.json and
// names.bin keep what a later `add` will apply, columns/FIELD.aliases what searches read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/alias_column.h"
#include "common/article.h"
#include "common/columns.h"
#include "common/entity_names.h"
#include "common/error.h"
#include "common/generation.h"
#include "common/schema.h"
#include "common/stemmer.h"
#include "indexer/entities/archive_names.h"
#include "indexer/entities/name_rules.h"
#include "indexer/source_rules.h"

namespace broadsheet {

inline constexpr int kKnowledgeVersion = 1;

class Knowledge {
 public:
  // The rules must live until finish() is done.
  Knowledge(const Schema& schema, const NameRules& name_rules, const SourceRules& source_rules)
      : schema_(schema),
        name_rules_(name_rules),
        source_rules_(source_rules),
        names_(name_rules.table()),
        fields_(schema.fields().size()) {}

  // One live article, in docid order: the result depends on the set of articles only. Changes the entities that were given in it
  // as a person's rules say.
  void learn(Article&& article);
  // Chooses display forms (the commonest spelling; of equal ones the first by bytes), gives ordinals by folded value, and settles the
  // names of the entities that were found.
  void finish();

  // After finish(), thread-safe. All values of a field in the order of their ordinals; empty for fields that are no facets.
  const std::vector<ColumnValue>& values(std::size_t field) const { return fields_[field].values; }
  std::uint32_t ordinal(std::size_t field, std::string_view folded) const;
  // What apply_entity_names() does to each article.
  const EntityNames& names() const { return names_; }
  // The normalised words of a value's aliases that are not words of the value, sorted.
  const std::vector<std::string>& alias_words(std::size_t field, std::uint32_t ordinal) const;
  // Articles by display form of a field's value, and by month ("" = undated), for the manifest.
  std::map<std::string, std::uint64_t> articles_by_value(std::size_t field) const;
  const std::map<std::string, std::uint64_t>& articles_by_month() const { return by_month_; }
  // knowledge.json, names.bin and the alias columns; makes the folder of columns.
  Result<void> write(const GenerationPaths& paths, const Schema& schema) const;

 private:
  // How often each spelling of a folded value was seen. Most values have one.
  struct Spellings {
    std::string first;
    std::uint32_t first_count = 0;
    std::map<std::string, std::uint32_t, std::less<>> others;
    std::uint32_t articles = 0;
    std::uint32_t ordinal = 0;
    void count(std::string_view spelling, std::uint32_t times);
    std::string_view best() const;
  };
  struct FieldKnowledge {
    std::unordered_map<std::string, Spellings, StringHash, std::equal_to<>> spellings;
    std::vector<ColumnValue> values;
    std::vector<Alias> aliases;
    std::unordered_map<std::uint32_t, std::vector<std::string>> alias_words;  // by ordinal
  };
  void learn_names();
  void add_alias(std::string_view field, std::string_view value, const std::string& alias);
  void add_aliases(const std::vector<NamedAlias>& entity_aliases);
  Result<void> write_json(const Path& path, const Schema& schema) const;

  const Schema& schema_;
  const NameRules& name_rules_;
  const SourceRules& source_rules_;
  NameStatistics statistics_;  // of entities that were found
  EntityNames names_;
  std::vector<FieldKnowledge> fields_;
  std::map<std::string, std::uint64_t> by_month_;
};

}  // namespace broadsheet
