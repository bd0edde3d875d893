// Under which other names is a value of a facet field known? Mapped, beside the field's column; docs/format.md has the bytes.
// Queries and filters read it to find "WHO" or NYT, facets to name the aliases of a value. Archives of before have no such file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"

namespace broadsheet {

struct Alias {
  std::string folded;         // what fold() gives of the display form
  std::string display;
  std::uint32_t ordinal = 0;  // of the value that it means, in the field's column
  bool operator==(const Alias&) const = default;
};

// Read-only; thread-safe.
class AliasColumn {
 public:
  // Errors: 65 damaged. Every offset and ordinal is checked here (`values`: of the field's column), so that nothing later needs to be.
  static Result<AliasColumn> open(const std::filesystem::path& path, std::uint32_t values);
  std::uint32_t size() const { return aliases_; }
  // The values that the alias means, ascending, without doubles; empty: no such alias.
  std::vector<std::uint32_t> find(std::string_view folded) const;
  // The aliases of a value as they are shown, commonest first.
  std::vector<std::string_view> of(std::uint32_t ordinal) const;

 private:
  std::string_view text(std::uint32_t alias, std::uint32_t which) const;
  bool is_sound(std::uint32_t values) const;

  MappedFile file_;
  std::uint32_t aliases_ = 0;
  const std::uint32_t* ordinals_ = nullptr;       // by alias; aliases in the order of their ordinals, then as they were given
  const std::uint32_t* by_folded_ = nullptr;      // aliases in the order of their folded forms
  const std::uint32_t* string_starts_ = nullptr;  // folded and display form of alias 0, of alias 1, …
  std::string_view strings_;
};

// `aliases` of one value in the order in which they are shown; values in any order.
Result<void> write_alias_column(const std::filesystem::path& path, std::vector<Alias> aliases);

}  // namespace broadsheet
