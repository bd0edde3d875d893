#include "searcher/hit_fields.h"

#include <algorithm>

#include "common/article_json.h"
#include "common/generation.h"
#include "common/json.h"
#include "common/limits.h"

namespace broadsheet {
namespace {

HitValue text_or_null(const std::string& text) { return text.empty() ? HitValue(nullptr) : HitValue(text); }

struct Row {
  std::string_view name;
  HitValue (*value)(const Hit&);
};

// Sorted as kJsonHitKeys, then what --fields adds from the record.
constexpr Row kRecordRows[] = {
    {"rank", [](const Hit& hit) { return HitValue(RawJson{std::to_string(hit.rank)}); }},
    {"score", [](const Hit& hit) { return hit.score ? HitValue(RawJson{format_decimal(*hit.score)}) : HitValue(nullptr); }},
    {"id", [](const Hit& hit) { return HitValue(hit.record.id); }},
    {"source", [](const Hit& hit) { return HitValue(hit.record.source); }},
    {"date", [](const Hit& hit) { return text_or_null(hit.record.date); }},
    {"date_precision", [](const Hit& hit) { return text_or_null(hit.date_precision); }},
    {"day", [](const Hit& hit) { return text_or_null(hit.day); }},
    {"title", [](const Hit& hit) { return HitValue(hit.record.title); }},
    {"deck", [](const Hit& hit) { return HitValue(hit.record.deck); }},
    {"url", [](const Hit& hit) { return HitValue(hit.record.url); }},
    {"snippet", [](const Hit& hit) { return HitValue(hit.snippet); }},
    {"access", [](const Hit& hit) { return HitValue(hit.record.access); }},
    {"language", [](const Hit& hit) { return HitValue(hit.record.language); }},
    {"authors", [](const Hit& hit) { return HitValue(hit.record.authors); }},
    {"persons", [](const Hit& hit) { return HitValue(hit.record.persons); }},
    {"orgs", [](const Hit& hit) { return HitValue(hit.record.orgs); }},
    {"places", [](const Hit& hit) { return HitValue(hit.record.places); }},
    {"section", [](const Hit& hit) { return HitValue(hit.record.section); }},
    {"misc", [](const Hit& hit) { return HitValue(hit.record.miscs); }},
    {"first_seen", [](const Hit& hit) { return hit.first_seen == 0 ? HitValue(nullptr) : HitValue(generation_name(hit.first_seen)); }},
    // the names of the facets
    {"author", [](const Hit& hit) { return HitValue(hit.record.authors); }},
    {"person", [](const Hit& hit) { return HitValue(hit.record.persons); }},
    {"org", [](const Hit& hit) { return HitValue(hit.record.orgs); }},
    {"place", [](const Hit& hit) { return HitValue(hit.record.places); }},
};

const Row* find_record_row(std::string_view name) {
  const auto* row = std::ranges::find(kRecordRows, name, &Row::name);
  return row == std::end(kRecordRows) ? nullptr : row;
}

bool all_strings(const JsonValue::Array& array) {
  return std::ranges::all_of(array, [](const JsonValue& item) { return item.string() != nullptr; });
}

HitValue from_json(const JsonValue& value) {
  if (value.is_null()) return nullptr;
  if (const auto* text = value.string()) return *text;
  const auto* array = value.array();
  if (array == nullptr || !all_strings(*array)) return RawJson{to_json(value)};
  std::vector<std::string> list;
  for (const JsonValue& item : *array) list.push_back(*item.string());
  return list;
}

// A key of the article as `show` prints it.
HitValue printed_key(const Article& article, std::string_view name) {
  // The article's own nesting may be as deep as its input was allowed to be.
  const auto json = parse_json(article_to_json(article, content_hash(article)), kMaxJsonDepth + 1);
  const JsonValue* value = json ? json->find(name) : nullptr;
  return value ? from_json(*value) : HitValue(nullptr);
}

HitValue article_value(const Article& article, std::string_view name) {
  if (name == "text") return article.text;
  if (name == "topic" || name == "topics") return article.topics;
  if (const auto own = article.facet_fields.find(std::string(name)); own != article.facet_fields.end()) return own->second;
  return printed_key(article, name);
}

}  // namespace

HitValue hit_value(const Hit& hit, std::string_view name) {
  if (const Row* row = find_record_row(name)) return row->value(hit);
  return hit.article ? article_value(*hit.article, name) : HitValue(nullptr);
}

bool needs_article(const std::vector<std::string>& fields) {
  return std::ranges::any_of(fields, [](const std::string& name) { return find_record_row(name) == nullptr; });
}

}  // namespace broadsheet
