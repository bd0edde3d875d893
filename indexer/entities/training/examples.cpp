#include "indexer/entities/training/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "indexer/entities/sentence_case.h"

namespace broadsheet {
namespace {

struct TypeName {
  std::string_view name;
  EntityType type;
};

constexpr TypeName kTypeNames[] = {
    {"PER", EntityType::person},     {"PERSON", EntityType::person},  {"ORG", EntityType::org},   {"ORGANIZATION", EntityType::org},
    {"LOC", EntityType::place},      {"LOCATION", EntityType::place}, {"GPE", EntityType::place}, {"FAC", EntityType::place},
    {"FACILITY", EntityType::place}, {"MISC", EntityType::misc},      {"NORP", EntityType::misc}, {"OTH", EntityType::misc},
};

struct Parsed {
  char prefix = 'O';  // B I E S L U, or O X ?
  EntityType type = EntityType::misc;
};

std::optional<Parsed> parse_label(std::string_view label) {
  if (label == "O" || label == "X" || label == "?") return Parsed{label[0], EntityType::misc};
  if (label.size() < 3 || label[1] != '-') return std::nullopt;
  for (const TypeName& row : kTypeNames) {
    if (label.substr(2) == row.name) return Parsed{label[0], row.type};
  }
  return std::nullopt;
}

bool is_name(const Parsed& label) { return label.prefix != 'O' && label.prefix != 'X' && label.prefix != '?'; }

constexpr LabelSet bit(EntityType type, Place place) { return 1U << label_of(type, place); }

LabelSet misc_or_outside() {
  return (1U << kOutside) | bit(EntityType::misc, Place::begin) | bit(EntityType::misc, Place::inside) |
         bit(EntityType::misc, Place::last) | bit(EntityType::misc, Place::unit);
}

// Forms of address are no part of a name; some corpora take them in ("Mr Smith", "King Salman"). The corpora are made to agree here.
constexpr std::string_view kForms[] = {"Mr",    "Mr.",    "Mrs",        "Mrs.",       "Ms",       "Ms.",       "Miss",    "Dr",
                                       "Dr.",   "Prof",   "Prof.",      "Professor",  "Sir",      "Lord",      "Lady",    "King",
                                       "Queen", "Prince", "Princess",   "Pope",       "Emperor",  "President", "Senator", "Sen.",
                                       "Rep.",  "Gov.",   "Rev.",       "Rev",        "Reverend", "General",   "Gen.",    "Captain",
                                       "Capt.", "Judge",  "Chancellor", "Archbishop", "Bishop",   "Cardinal"};

void drop_forms_of_address(const LabelledSentence& sentence, std::vector<Parsed>& labels) {
  for (std::size_t i = 0; i + 1 < labels.size(); ++i) {
    const bool begins = is_name(labels[i]) && labels[i].type == EntityType::person &&
                        (labels[i].prefix == 'B' || i == 0 || !is_name(labels[i - 1]) || labels[i - 1].type != EntityType::person);
    const bool goes_on = is_name(labels[i + 1]) && labels[i + 1].type == EntityType::person && labels[i + 1].prefix != 'B';
    if (!begins || !goes_on || std::ranges::find(kForms, sentence[i].text) == std::end(kForms)) continue;
    labels[i] = Parsed{};
    labels[i + 1].prefix = 'B';
  }
}

LabelSet set_of_name(const std::vector<Parsed>& labels, std::size_t i) {
  const Parsed& label = labels[i];
  const auto starts = [&](std::size_t k) {
    const char prefix = labels[k].prefix;
    if (prefix == 'B' || prefix == 'S' || prefix == 'U') return true;
    return k == 0 || !is_name(labels[k - 1]) || labels[k - 1].type != labels[k].type || labels[k - 1].prefix == 'E' ||
           labels[k - 1].prefix == 'S' || labels[k - 1].prefix == 'L' || labels[k - 1].prefix == 'U';
  };
  const bool unknown_before = i > 0 && labels[i - 1].prefix == '?' && label.prefix == 'I';
  const bool unknown_after = i + 1 < labels.size() && labels[i + 1].prefix == '?';
  const bool first = starts(i) && !unknown_before;
  const bool goes_on = i + 1 < labels.size() && is_name(labels[i + 1]) && labels[i + 1].type == label.type && !starts(i + 1);
  LabelSet set = 0;
  if (goes_on || unknown_after) set |= bit(label.type, first ? Place::begin : Place::inside);
  if (!goes_on) set |= bit(label.type, first ? Place::unit : Place::last);
  return set;
}

}  // namespace

Result<std::vector<LabelSet>> allowed_labels(const LabelledSentence& sentence) {
  std::vector<Parsed> labels;
  for (const LabelledToken& token : sentence) {
    const std::optional<Parsed> parsed = parse_label(token.label);
    if (!parsed) {
      return fail(Status::bad_data,
                  fmt::format("'{}' (of the token '{}') is no label that is known here: O, B-PER, I-ORG, B-LOC, B-MISC, X or ?.",
                              token.label, token.text));
    }
    labels.push_back(*parsed);
  }
  drop_forms_of_address(sentence, labels);
  std::vector<LabelSet> sets;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    switch (labels[i].prefix) {
      case 'O':
        sets.push_back(1U << kOutside);
        break;
      case 'X':
        sets.push_back(misc_or_outside());
        break;
      case '?':
        sets.push_back(kAnyLabel);
        break;
      default:
        sets.push_back(set_of_name(labels, i));
    }
  }
  return sets;
}

}  // namespace broadsheet
