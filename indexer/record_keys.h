// Which key of an input record means which part of an article? One table, read by record.cpp, and by json_reader.cpp to tell an
// article from an object that only wraps a list of articles. docs/input.md shows it to users.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace broadsheet {

enum class Part : std::uint8_t {
  id,
  url,
  source,
  date,
  title,
  deck,
  text,
  html,
  authors,
  section,
  topics,
  language,
  access,
  entities,
  persons,
  orgs,
  places,
  miscs,
};

struct RecordKey {
  Part part;
  std::string_view key;
};

// In order of preference within a part; the first key of a part is its name.
inline constexpr std::array kRecordKeys = {
    RecordKey{Part::id, "id"},
    RecordKey{Part::id, "guid"},
    RecordKey{Part::id, "_id"},
    RecordKey{Part::url, "url"},
    RecordKey{Part::url, "link"},
    RecordKey{Part::source, "source"},
    RecordKey{Part::source, "outlet"},
    RecordKey{Part::source, "publisher"},
    RecordKey{Part::source, "media_name"},
    RecordKey{Part::source, "site_name"},
    RecordKey{Part::source, "newspaper"},
    RecordKey{Part::date, "date"},
    RecordKey{Part::date, "published"},
    RecordKey{Part::date, "publish_date"},
    RecordKey{Part::date, "pubDate"},
    RecordKey{Part::date, "published_at"},
    RecordKey{Part::date, "publishedAt"},
    RecordKey{Part::date, "date_published"},
    RecordKey{Part::date, "publication_date"},
    RecordKey{Part::date, "created_at"},
    RecordKey{Part::title, "title"},
    RecordKey{Part::title, "headline"},
    RecordKey{Part::deck, "deck"},
    RecordKey{Part::deck, "summary"},
    RecordKey{Part::deck, "description"},
    RecordKey{Part::deck, "subtitle"},
    RecordKey{Part::deck, "abstract"},
    RecordKey{Part::text, "text"},
    RecordKey{Part::text, "body"},
    RecordKey{Part::text, "content"},
    RecordKey{Part::text, "article"},
    RecordKey{Part::text, "full_text"},
    RecordKey{Part::text, "maintext"},
    RecordKey{Part::html, "html"},
    RecordKey{Part::authors, "authors"},
    RecordKey{Part::authors, "author"},
    RecordKey{Part::authors, "byline"},
    RecordKey{Part::section, "section"},
    RecordKey{Part::section, "category"},
    RecordKey{Part::topics, "topics"},
    RecordKey{Part::topics, "topic"},
    RecordKey{Part::topics, "tags"},
    RecordKey{Part::topics, "tag"},
    RecordKey{Part::topics, "keywords"},
    RecordKey{Part::topics, "subject"},
    RecordKey{Part::language, "language"},
    RecordKey{Part::language, "lang"},
    RecordKey{Part::access, "access"},
    RecordKey{Part::entities, "entities"},
    RecordKey{Part::persons, "persons"},
    RecordKey{Part::persons, "person"},
    RecordKey{Part::persons, "people"},
    RecordKey{Part::orgs, "orgs"},
    RecordKey{Part::orgs, "org"},
    RecordKey{Part::orgs, "organizations"},
    RecordKey{Part::orgs, "organisations"},
    RecordKey{Part::orgs, "organization"},
    RecordKey{Part::orgs, "organisation"},
    RecordKey{Part::places, "places"},
    RecordKey{Part::places, "place"},
    RecordKey{Part::places, "locations"},
    RecordKey{Part::places, "location"},
    RecordKey{Part::miscs, "misc"},
};

constexpr bool is_key_of(Part part, std::string_view key) {
  for (const RecordKey& row : kRecordKeys) {
    if (row.part == part && row.key == key) return true;
  }
  return false;
}

// Keys of an object that holds a list of articles and is none itself: {"articles":[{…},{…}]}.
inline constexpr std::array<std::string_view, 12> kListKeys = {"articles", "items",   "data", "results", "docs",    "documents",
                                                               "records",  "entries", "news", "posts",   "stories", "rows"};

}  // namespace broadsheet
