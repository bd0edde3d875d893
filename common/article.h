// One news article, as every stage of the indexer passes it on. Plain data; all strings are valid UTF-8 in NFC.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"

namespace broadsheet {

enum class Access { full, paywalled, truncated, headline };
enum class EntityType { person, org, place, misc };

// Where a name stands; offsets count Unicode code points of the named field ("text", "title" or "deck").
struct Mention {
  std::string text;
  std::string field;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

struct Entity {
  EntityType type = EntityType::misc;
  std::string name;
  std::uint32_t count = 1;
  std::vector<Mention> mentions;
};

// A span the cleaner took out; `start` counts code points of the decoded input text.
struct RemovedSpan {
  std::string rule;
  std::uint32_t start = 0;
  std::string text;
};

struct Article {
  std::string id;
  std::string url;
  std::string source;
  std::optional<NewsDate> date;
  std::string date_source;
  std::string title;
  std::string deck;
  std::string text;  // paragraphs separated by blank lines
  std::vector<std::string> authors;
  std::string section;
  std::vector<std::string> topics;
  std::string language;
  Access access = Access::full;
  std::vector<Entity> entities;
  bool entities_found = false;  // by the tagger, not given in the input: the archive may give them other names
  std::string stored_hash;      // content_hash() of before the archive's names were put in; "": they change nothing
  std::vector<RemovedSpan> removed;
  std::map<std::string, std::vector<std::string>> facet_fields;  // keys named by --facet-field
  std::map<std::string, std::string> extra;                      // unknown keys, each value as raw JSON
};

}  // namespace broadsheet
