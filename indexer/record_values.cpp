#include "indexer/record_values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/text.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

// Words of a byline that say it names more than people.
constexpr std::array kNotNames = {
    "admin"sv,      "agencies"sv,    "agency"sv,        "author"sv,  "broadcasting"sv, "bureau"sv,    "chronicle"sv,  "columnist"sv,
    "comments"sv,   "contributor"sv, "correspondent"sv, "courier"sv, "critic"sv,       "daily"sv,     "department"sv, "desk"sv,
    "editor"sv,     "for"sv,         "from"sv,          "gazette"sv, "herald"sv,       "in"sv,        "institute"sv,  "journal"sv,
    "magazine"sv,   "media"sv,       "min"sv,           "minutes"sv, "network"sv,      "news"sv,      "newsroom"sv,   "observer"sv,
    "of"sv,         "policy"sv,      "post"sv,          "press"sv,   "privacy"sv,      "published"sv, "radio"sv,      "read"sv,
    "reading"sv,    "record"sv,      "reporter"sv,      "reuters"sv, "review"sv,       "service"sv,   "staff"sv,      "standard"sv,
    "team"sv,       "telegraph"sv,   "television"sv,    "terms"sv,   "the"sv,          "times"sv,     "today"sv,      "tribune"sv,
    "university"sv, "updated"sv,     "weekly"sv,        "wire"sv,    "with"sv,         "writer"sv,    "yesterday"sv};

}  // namespace

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return lower;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::vector<std::string> split(std::string_view text, std::span<const std::string_view> separators) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size();) {
    const auto found = std::ranges::find_if(separators, [&](std::string_view s) { return text.substr(i).starts_with(s); });
    if (found == separators.end()) {
      parts.back() += text[i++];
    } else {
      parts.emplace_back();
      i += found->size();
    }
  }
  return parts;
}

std::string scalar_text(const JsonValue& value) {
  if (const auto* text = value.string()) return *text;
  if (const auto* number = value.number()) return number->text;
  if (const auto* name = value.find("name"); name != nullptr && name->string() != nullptr) return *name->string();
  if (const auto* list = value.array()) {
    for (const JsonValue& element : *list) {
      std::string text = element.array() == nullptr ? scalar_text(element) : std::string();
      if (!is_blank(text)) return text;
    }
  }
  return {};
}

std::vector<std::string> list_texts(const JsonValue& value) {
  const std::span<const JsonValue> elements = value.array() != nullptr ? std::span(*value.array()) : std::span(&value, 1);
  std::vector<std::string> texts;
  for (const JsonValue& element : elements) {
    std::string text = element.array() == nullptr ? scalar_text(element) : std::string();
    if (!is_blank(text)) texts.push_back(std::move(text));
  }
  return texts;
}

std::string block_text(const JsonValue& value) { return fmt::format("{}", fmt::join(list_texts(value), "\n\n")); }

std::vector<std::string> facet_texts(const JsonValue& value) {
  const std::span<const JsonValue> elements = value.array() != nullptr ? std::span(*value.array()) : std::span(&value, 1);
  std::vector<std::string> texts;
  for (const JsonValue& element : elements) {
    if (const bool* truth = element.boolean())
      texts.emplace_back(*truth ? "true" : "false");
    else if (element.string() != nullptr || element.number() != nullptr)
      texts.push_back(scalar_text(element));
  }
  std::erase_if(texts, is_blank);
  return texts;
}

std::optional<std::uint32_t> small_number(const JsonValue* value) {
  if (value == nullptr || value->number() == nullptr) return std::nullopt;
  const std::string& text = value->number()->text;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

const JsonValue* find_path(const JsonValue& root, std::string_view path) {
  if (const JsonValue* value = root.find(path)) return value;
  const JsonValue* value = &root;
  for (std::size_t begin = 0; value != nullptr && begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    value = value->find(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return value;
}

std::string clean(std::string_view text) { return to_nfc(repair_utf8(text)); }

bool is_full_name(const std::string& text) {
  static constexpr std::array kBlank = {" "sv};
  const auto words = split(squeeze(text), kBlank);
  if (words.size() < 2) return false;
  return std::ranges::none_of(words, [](const std::string& word) {
    const std::string lower = lower_ascii(word);
    const std::string_view singular = std::string_view(lower).substr(0, lower.size() - (lower.ends_with('s') ? 1 : 0));
    return std::ranges::find(kNotNames, lower) != kNotNames.end() || std::ranges::find(kNotNames, singular) != kNotNames.end();
  });
}

std::string without_by(std::string_view name) {
  std::string text = squeeze(name);
  return lower_ascii(std::string_view(text).substr(0, 3)) == "by " ? text.substr(3) : text;
}

std::vector<std::string> split_byline(std::string_view byline) {
  static constexpr std::array kSure = {";"sv};
  static constexpr std::array kPerhaps = {", and "sv, " and "sv, " & "sv, ", "sv};
  std::vector<std::string> names;
  for (const std::string& part : split(without_by(byline), kSure)) {
    auto pieces = split(part, kPerhaps);
    if (!std::ranges::all_of(pieces, is_full_name)) pieces = {part};
    names.insert(names.end(), pieces.begin(), pieces.end());
  }
  return names;
}

}  // namespace broadsheet
