#include "indexer/entities/facility_names.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "indexer/entities/field_position.h"

namespace broadsheet {
namespace {

constexpr std::string_view kShipPrefixes[] = {"HMCS ", "HMS ", "USNS ", "USS "};
constexpr int kMaxWordsBehind = 5;  // "Executive Office Building"

struct FacilityWord {
  std::string_view word;
  EntityType type;
};
constexpr FacilityWord kFacilityWords[] = {
    {"Academy", EntityType::org},      {"Act", EntityType::misc},         {"Airport", EntityType::place},
    {"Arena", EntityType::place},      {"Auditorium", EntityType::place}, {"Avenue", EntityType::place},
    {"Award", EntityType::misc},       {"Awards", EntityType::misc},      {"Bridge", EntityType::place},
    {"Building", EntityType::place},   {"Cemetery", EntityType::place},   {"Center", EntityType::org},
    {"Centre", EntityType::org},       {"Clinic", EntityType::org},       {"College", EntityType::org},
    {"Courthouse", EntityType::place}, {"Dam", EntityType::place},        {"Expressway", EntityType::place},
    {"Fellowship", EntityType::misc},  {"Foundation", EntityType::org},   {"Hall", EntityType::place},
    {"Highway", EntityType::place},    {"Hospital", EntityType::org},     {"Institute", EntityType::org},
    {"Laboratory", EntityType::org},   {"Library", EntityType::org},      {"Medal", EntityType::misc},
    {"Memorial", EntityType::place},   {"Monument", EntityType::place},   {"Museum", EntityType::org},
    {"Park", EntityType::place},       {"Parkway", EntityType::place},    {"Plaza", EntityType::place},
    {"Prize", EntityType::misc},       {"Room", EntityType::place},       {"Scholarship", EntityType::misc},
    {"School", EntityType::org},       {"Square", EntityType::place},     {"Stadium", EntityType::place},
    {"Street", EntityType::place},     {"Theater", EntityType::place},    {"Theatre", EntityType::place},
    {"Tower", EntityType::place},      {"Trophy", EntityType::misc},      {"Tunnel", EntityType::place},
    {"University", EntityType::org},
};

std::optional<EntityType> type_of(std::string_view word) {
  const auto* found = std::ranges::find(kFacilityWords, word, &FacilityWord::word);
  if (found == std::end(kFacilityWords)) return std::nullopt;
  return found->type;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

struct Tail {
  std::size_t bytes;  // ASCII: code points, too
  EntityType type;
};

// " Press Briefing Room is full" -> the first 20 bytes. Words with one blank between, each with a capital, the last one of the table.
std::optional<Tail> facility_behind(std::string_view text) {
  std::size_t at = 0;
  for (int words = 0; words < kMaxWordsBehind; ++words) {
    if (at + 1 >= text.size() || text[at] != ' ' || !is_capital(text[at + 1])) return std::nullopt;
    std::size_t end = at + 1;
    while (end < text.size() && (is_letter(text[end]) || text[end] == '-')) ++end;
    if (const auto type = type_of(text.substr(at + 1, end - at - 1))) return Tail{end, *type};
    at = end;
  }
  return std::nullopt;
}

// "the USS Harry S. Truman".
bool is_behind_ship(std::string_view before) {
  return std::ranges::any_of(kShipPrefixes, [before](std::string_view prefix) { return before.ends_with(prefix); });
}

// Whose names facilities of the article bear.
using Persons = std::unordered_set<std::string>;

Persons extend_mentions(const Article& article, std::vector<NameMention>& mentions) {
  Persons bearers;
  FieldPosition position(article);
  std::size_t kept = 0;
  std::uint32_t end_of_last = 0;  // of the last facility; mentions that begin before it are parts of it
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    NameMention& name = mentions[i];
    Mention& mention = name.mention;
    const bool in_text = mention.field == "text";
    if (in_text && mention.start < end_of_last) continue;
    if (in_text && name.type == EntityType::person) {
      const std::size_t begin = position.byte_of(mention.field, mention.start);
      const std::size_t end = position.byte_of(mention.field, mention.end);
      if (const auto tail = facility_behind(std::string_view(article.text).substr(end))) {
        std::string person = mention.text;
        mention.text.append(article.text, end, tail->bytes);
        mention.end += static_cast<std::uint32_t>(tail->bytes);
        name.type = tail->type;
        end_of_last = mention.end;
        bearers.insert(std::move(person));
      } else if (is_behind_ship(std::string_view(article.text).substr(0, begin))) {
        name.type = EntityType::misc;
      }
    }
    if (kept != i) mentions[kept] = std::move(name);
    ++kept;
  }
  mentions.resize(kept);
  return bearers;
}

}  // namespace

void name_facilities(const Article& article, std::vector<NameMention>& mentions) {
  const Persons bearers = extend_mentions(article, mentions);
  if (bearers.empty()) return;
  FieldPosition position(article);
  std::erase_if(mentions, [&](const NameMention& name) {
    if (name.type != EntityType::person || name.mention.field != "text" || !bearers.contains(name.mention.text)) return false;
    const std::size_t byte = position.byte_of(name.mention.field, name.mention.start);
    return std::string_view(article.text).substr(0, byte).ends_with(" at ");
  });
}

}  // namespace broadsheet
