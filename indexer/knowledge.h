// What only the whole archive knows. Format 1: of each facet field the values (folded), how each is shown, and their ordinals.
// LEARN fills it, once over the spool; INDEX reads it from all threads; knowledge.json keeps what a later `add` will apply.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/columns.h"
#include "common/error.h"
#include "common/generation.h"
#include "common/schema.h"
#include "common/stemmer.h"

namespace broadsheet {

inline constexpr int kKnowledgeVersion = 1;

class Knowledge {
 public:
  explicit Knowledge(const Schema& schema) : fields_(schema.fields().size()) {}

  // One live article, in any order: the result depends on the set of articles only.
  void learn(const Schema& schema, const Article& article);
  // Chooses display forms (the commonest spelling; of equal ones the first by bytes) and gives ordinals by folded value.
  void finish();

  // After finish(), thread-safe. All values of a field in the order of their ordinals; empty for fields that are no facets.
  const std::vector<ColumnValue>& values(std::size_t field) const { return fields_[field].values; }
  std::uint32_t ordinal(std::size_t field, std::string_view folded) const;
  // Articles by display form of a field's value, and by month ("" = undated), for the manifest.
  std::map<std::string, std::uint64_t> articles_by_value(std::size_t field) const;
  const std::map<std::string, std::uint64_t>& articles_by_month() const { return by_month_; }
  Result<void> write(const Path& path, const Schema& schema) const;

 private:
  // How often each spelling of a folded value was seen. Most values have one.
  struct Spellings {
    std::string first;
    std::uint32_t first_count = 0;
    std::map<std::string, std::uint32_t, std::less<>> others;
    std::uint32_t articles = 0;
    std::uint32_t ordinal = 0;
    void count(std::string_view spelling);
    std::string_view best() const;
  };
  struct FieldKnowledge {
    std::unordered_map<std::string, Spellings, StringHash, std::equal_to<>> spellings;
    std::vector<ColumnValue> values;
  };
  std::vector<FieldKnowledge> fields_;
  std::map<std::string, std::uint64_t> by_month_;
};

}  // namespace broadsheet
