// What does a hit say under this name? The keys of a hit for json, jsonl, csv and tsv, and what --fields can ask for besides.
// Pure. The executor asks needs_article() before it reads texts.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "searcher/answer.h"

namespace broadsheet {

// One finished JSON value: a number, or what has no simpler shape.
struct RawJson {
  std::string text;
};
using HitValue = std::variant<std::nullptr_t, std::string, std::vector<std::string>, RawJson>;

// What every hit has, in the order of the format.
inline constexpr std::array<std::string_view, 17> kJsonHitKeys = {"rank",     "score",   "id",      "source", "date",    "date_precision",
                                                                  "day",      "title",   "deck",    "url",    "snippet", "access",
                                                                  "language", "authors", "persons", "orgs",   "places"};
inline constexpr std::array<std::string_view, 15> kCsvHitColumns = {"rank",    "score",   "id",   "source", "date",
                                                                    "day",     "title",   "url",  "access", "language",
                                                                    "authors", "persons", "orgs", "places", "snippet"};

// The value of a key of the format, of the article (needs hit.article, else null), or of an unknown key of its input. `snippet`
// is HTML. Null: it has none, or no such key.
HitValue hit_value(const Hit& hit, std::string_view name);

// Do these --fields need Hit::article?
bool needs_article(const std::vector<std::string>& fields);

}  // namespace broadsheet
