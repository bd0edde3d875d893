#include "common/schema.h"

#include <algorithm>

#include <fmt/format.h>

namespace broadsheet {
namespace {

consteval bool names_are_unique() {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    for (std::size_t j = 0; j < kFields.size(); ++j) {
      if (i != j && kFields[i].name == kFields[j].name) return false;
      for (const std::string_view alias : kFields[j].aliases) {
        if (alias == kFields[i].name) return false;
      }
    }
  }
  return true;
}

// A prefix that begins another one would mix their terms: "XD" and a term that begins with a capital get ':' between (encoding.h),
// so only equal prefixes, and the word families (prefix + "W"), can collide.
consteval bool prefixes_are_distinct() {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    for (std::size_t j = i + 1; j < kFields.size(); ++j) {
      if (!kFields[i].prefix.empty() && kFields[i].prefix == kFields[j].prefix) return false;
    }
  }
  return true;
}

consteval bool facets_are_keywords_or_names() {
  return std::ranges::all_of(kFields, [](const Field& f) {
    const bool counted = f.kind == FieldKind::keyword || f.kind == FieldKind::name;
    return f.facet == counted && (!f.option || f.facet);
  });
}

static_assert(names_are_unique());
static_assert(prefixes_are_distinct());
static_assert(facets_are_keywords_or_names());
static_assert(kFields.size() == 16);

}  // namespace

Schema::Schema(const std::vector<std::string>& facet_fields) {
  for (const Field& f : kFields) {
    fields_.push_back({std::string(f.name), std::string(f.prefix), f.kind, f.facet, f.option, std::string(f.help)});
  }
  for (const std::string& key : facet_fields) {
    fields_.push_back({key, "XF" + key + ":", FieldKind::keyword, true, true,
                       key.starts_with("source.") ? "of the source, as sources.conf says" : "the input's key " + key});
  }
}

const ArchiveField* Schema::find(std::string_view name_or_alias) const {
  for (const Field& f : kFields) {
    if (!name_or_alias.empty() && std::ranges::find(f.aliases, name_or_alias) != f.aliases.end()) {
      return find(f.name);
    }
  }
  const auto found = std::ranges::find(fields_, name_or_alias, &ArchiveField::name);
  return found == fields_.end() ? nullptr : &*found;
}

std::optional<std::size_t> Schema::index_of(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, &ArchiveField::name);
  if (found == fields_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - fields_.begin());
}

std::vector<std::string_view> Schema::facet_names() const {
  std::vector<std::string_view> names;
  for (const ArchiveField& field : fields_) {
    if (field.facet) names.push_back(field.name);
  }
  return names;
}

std::string facet_field_fault(std::string_view key) {
  if (key.empty() || key.size() > 60) return "a facet field needs a name of 1 to 60 characters";
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'; };
  if (!std::ranges::all_of(key, fits) || key.front() == '.' || key.front() == '-') {
    return fmt::format("'{}': a facet field's name has only a-z, 0-9, '_', '.' and '-', and begins with a letter, digit or '_'", key);
  }
  if (Schema().find(key) != nullptr) return fmt::format("'{}' is a field of every archive already", key);
  return {};
}

}  // namespace broadsheet
