// Which fields does an article have, and how is each searched, filtered and counted? THE table: indexing, query parsing,
// facets, `fields` and docs/schema.md all come from it. A new field is one row here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

// History. Index format: 1 (2026-11) first. Features: 1 (2026-11) first.
inline constexpr int kIndexFormatVersion = 1;   // layout of a generation's files; docs/format.md
inline constexpr int kFeatureVersion = 1;       // what is derived from an article at the same layout

enum class FieldKind : std::uint8_t {
  text,     // words, stemmed, unordered; phrases through the token file
  keyword,  // whole values, folded
  name,     // whole values and their single words, folded
  date,
  id,       // whole value, as it is
};

struct Field {
  std::string_view name;
  std::array<std::string_view, 3> aliases;  // other names understood in queries and in input; "" = none
  std::string_view prefix;                  // of its terms; "" = the unprefixed stream of words
  FieldKind kind;
  bool facet;   // has a column of ordinals: can be counted and filtered by
  bool option;  // `query` has an option --NAME for it
  std::string_view help;
};

inline constexpr std::array kFields = {
    Field{"title", {"headline", "", ""}, "S", FieldKind::text, false, false, "words of the headline"},
    Field{"deck", {"summary", "description", ""}, "XD", FieldKind::text, false, false, "words of the lines under the headline"},
    Field{"text", {"body", "content", ""}, "", FieldKind::text, false, false, "words of headline, deck and text; what bare words search"},
    Field{"author", {"authors", "byline", ""}, "A", FieldKind::name, true, true, "who wrote it"},
    Field{"source", {"outlet", "publisher", "media_name"}, "XSOURCE", FieldKind::keyword, true, true, "who published it"},
    Field{"section", {"category", "", ""}, "XSECTION", FieldKind::keyword, true, true, "part of the paper or site"},
    Field{"topic", {"topics", "tag", "tags"}, "XTOPIC", FieldKind::keyword, true, true, "what it is about, as the source says"},
    Field{"language", {"lang", "", ""}, "L", FieldKind::keyword, true, true, "language code, such as en"},
    Field{"access", {"", "", ""}, "XACCESS", FieldKind::keyword, true, true, "full, paywalled, truncated or headline"},
    Field{"person", {"persons", "people", ""}, "XPERSON", FieldKind::name, true, true, "people named in it"},
    Field{"org", {"orgs", "organization", "organisation"}, "XORG", FieldKind::name, true, true, "organisations named in it"},
    Field{"place", {"places", "location", "locations"}, "XPLACE", FieldKind::name, true, true, "places named in it"},
    Field{"misc", {"", "", ""}, "XMISC", FieldKind::name, true, true, "other names in it"},
    Field{"date", {"published", "", ""}, "", FieldKind::date, false, false, "date:2023-11, date:2023-01..2023-06, date:2023.., date:30d.."},
    Field{"id", {"", "", ""}, "Q", FieldKind::id, false, false, "the article's id"},
    Field{"url", {"link", "", ""}, "U", FieldKind::id, false, false, "the article's address"},
};

// Position in kFields, for tables that run beside it.
consteval std::size_t field_index(std::string_view name) {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (kFields[i].name == name) return i;
  }
  throw "no such field";
}

// A field of one archive: a row of kFields, or a key named by --facet-field (kind keyword, prefix "XF" + NAME + ":").
struct ArchiveField {
  std::string name;
  std::string prefix;
  FieldKind kind = FieldKind::keyword;
  bool facet = false;
  bool option = false;
  std::string help;
};

// All fields of an archive that was built with these --facet-field keys, in the table's order, then the keys' order.
class Schema {
 public:
  explicit Schema(const std::vector<std::string>& facet_fields = {});
  std::span<const ArchiveField> fields() const { return fields_; }
  // By name or alias, exact lower case; nullptr: no such field.
  const ArchiveField* find(std::string_view name_or_alias) const;
  std::optional<std::size_t> index_of(std::string_view name) const;
  std::vector<std::string_view> facet_names() const;  // borrowed from the schema

 private:
  std::vector<ArchiveField> fields_;
};

// Empty: usable as --facet-field; else why not (taken by the table, or characters other than a-z 0-9 _ . -).
std::string facet_field_fault(std::string_view key);

}  // namespace broadsheet
