#include "indexer/entities/training/lexicon_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "indexer/entities/word.h"

namespace broadsheet {
namespace {

struct ListName {
  std::string_view name;
  std::uint32_t bit;
};

constexpr ListName kListNames[] = {
    {"first_name", kFirstName},
    {"rare_first_name", kRareFirstName},
    {"surname", kSurname},
    {"rare_surname", kRareSurname},
    {"country", kCountry},
    {"state", kState},
    {"large_city", kLargeCity},
    {"city", kCity},
    {"company", kCompany},
    {"politician", kPolitician},
    {"organisation_suffix", kOrganisationSuffix},
    {"organisation_head", kOrganisationHead},
    {"person_title", kPersonTitle},
    {"demonym", kDemonym},
    {"calendar", kCalendar},
    {"product", kProduct},
    {"organisation", kOrganisation},
    {"media", kMedia},
    {"team", kTeam},
    {"region", kRegion},
    {"event", kEvent},
    {"province", kProvince},
    {"organisation_noun", kOrganisationNoun},
    {"place_noun", kPlaceNoun},
    {"not_a_name", kNotName},
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(separator, from), text.size());
    if (end > from) parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

std::optional<std::uint32_t> bits_of(std::string_view names) {
  std::uint32_t bits = 0;
  for (const std::string_view name : split(names, ',')) {
    const auto* const row = std::ranges::find(kListNames, name, &ListName::name);
    if (row == std::end(kListNames)) return std::nullopt;
    bits |= row->bit;
  }
  return bits;
}

void append_little(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

void put_little(std::string& table, std::size_t at, std::string_view bytes) {
  std::ranges::copy(bytes, table.begin() + static_cast<std::ptrdiff_t>(at));
}

// Open addressing at most three quarters full; in the order of the keys, so that equal entries give equal bytes.
void fill_table(const std::map<std::uint64_t, std::string>& entries, std::size_t payload_bytes, std::string& fingerprints,
                std::string& payloads) {
  std::size_t slots = 16;
  while (4 * entries.size() > 3 * slots) slots *= 2;
  fingerprints.assign(2 * slots, '\0');
  payloads.assign(payload_bytes * slots, '\0');
  for (const auto& [key, payload] : entries) {
    std::size_t slot = slot_of(key) & (slots - 1);
    while (load_little<std::uint16_t>(fingerprints.data() + (2 * slot)) != 0) slot = (slot + 1) & (slots - 1);
    std::string fingerprint;
    append_little(fingerprint, fingerprint_of(key), 2);
    put_little(fingerprints, 2 * slot, fingerprint);
    put_little(payloads, payload_bytes * slot, payload);
  }
}

std::unexpected<Error> bad_line(const std::string& path, std::size_t line, std::string_view wanted) {
  return fail(Status::bad_data, fmt::format("{}:{}: this is not of the form '{}'.", path, line, wanted));
}

}  // namespace

Result<void> add_classes(const std::string& path, ModelParts& parts) {
  std::ifstream in(path);
  if (!in) return fail(Status::no_input, fmt::format("{}: cannot be read. Is the path right?", path));
  std::map<std::uint64_t, std::string> entries;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::vector<std::string_view> columns = split(line, '\t');
    if (columns.size() != 5) return bad_line(path, number, "word TAB class TAB class TAB class TAB class");
    std::string payload;
    for (std::size_t i = 1; i < 5; ++i) {
      std::uint16_t value = 0;
      std::from_chars(columns[i].data(), columns[i].data() + columns[i].size(), value);
      append_little(payload, value, 2);
    }
    entries.emplace(hash_normalised(entity_form(columns[0])), payload);
  }
  fill_table(entries, 8, parts.class_fingerprints, parts.class_payloads);
  return {};
}

Result<void> add_lists(const std::string& path, ModelParts& parts) {
  std::ifstream in(path);
  if (!in) return fail(Status::no_input, fmt::format("{}: cannot be read. Is the path right?", path));
  std::unordered_map<std::uint64_t, std::uint32_t> bits;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::size_t tab = line.find('\t');
    const auto lists = tab == std::string::npos ? std::nullopt : bits_of(std::string_view(line).substr(0, tab));
    if (!lists) return bad_line(path, number, "list[,list] TAB phrase");
    std::uint64_t key = 0;
    bool first = true;
    for (const std::string_view word : split(std::string_view(line).substr(tab + 1), ' ')) {
      const std::uint64_t lower = hash_normalised(entity_form(word));
      if (!first) bits[key] |= kLongerPhrase;
      key = first ? lower : extend_phrase(key, lower);
      first = false;
    }
    if (!first) bits[key] |= *lists;
  }
  std::map<std::uint64_t, std::string> entries;
  for (const auto& [key, value] : bits) append_little(entries[key], value, 4);
  fill_table(entries, 4, parts.list_fingerprints, parts.list_payloads);
  return {};
}

Lexicon lexicon_of(const ModelParts& parts) {
  return {SlotTable{.fingerprints = parts.class_fingerprints, .payloads = parts.class_payloads, .payload_bytes = 8},
          SlotTable{.fingerprints = parts.list_fingerprints, .payloads = parts.list_payloads, .payload_bytes = 4}};
}

}  // namespace broadsheet
