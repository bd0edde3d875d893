#include "indexer/field_values.h"

#include <algorithm>
#include <array>

#include "common/article_json.h"

namespace broadsheet {
namespace {

using Values = std::vector<std::string_view>;

Values one(std::string_view value) { return value.empty() ? Values{} : Values{value}; }
Values many(const std::vector<std::string>& values) { return {values.begin(), values.end()}; }

template <EntityType Type>
Values names(const Article& article) {
  Values values;
  for (const Entity& entity : article.entities) {
    if (entity.type == Type) values.push_back(entity.name);
  }
  return values;
}

struct Accessor {
  std::string_view field;
  Values (*values)(const Article&);
};

constexpr std::array kAccessors = {
    Accessor{"author", [](const Article& a) { return many(a.authors); }},
    Accessor{"source", [](const Article& a) { return one(a.source); }},
    Accessor{"section", [](const Article& a) { return one(a.section); }},
    Accessor{"topic", [](const Article& a) { return many(a.topics); }},
    Accessor{"language", [](const Article& a) { return one(a.language); }},
    Accessor{"access", [](const Article& a) { return one(access_name(a.access)); }},
    Accessor{"person", names<EntityType::person>},
    Accessor{"org", names<EntityType::org>},
    Accessor{"place", names<EntityType::place>},
    Accessor{"misc", names<EntityType::misc>},
};

consteval bool every_facet_has_an_accessor() {
  return std::ranges::all_of(kFields,
                             [](const Field& f) { return f.facet == (std::ranges::count(kAccessors, f.name, &Accessor::field) == 1); });
}
static_assert(every_facet_has_an_accessor(), "a facet field of kFields lacks its row in kAccessors");

}  // namespace

std::vector<std::string_view> field_values(const Article& article, const ArchiveField& field) {
  Values values;
  if (const auto* known = std::ranges::find(kAccessors, field.name, &Accessor::field); known != kAccessors.end()) {
    values = known->values(article);
  } else if (const auto found = article.facet_fields.find(field.name); found != article.facet_fields.end()) {
    values = many(found->second);
  }
  std::erase(values, std::string_view{});
  return values;
}

}  // namespace broadsheet
