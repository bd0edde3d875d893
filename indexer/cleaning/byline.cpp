#include "indexer/cleaning/byline.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "common/text.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxBylineBytes = 160;
constexpr std::size_t kMaxNameWords = 4;
constexpr std::size_t kMaxDeskWords = 6;
constexpr auto kMaxBars = 3;  // more of "|" is a table

bool is_upper_start(std::string_view word) {
  const char c = word.front();
  return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0xC3;
}

bool is_particle(std::string_view word) {
  constexpr std::array kParticles = {"al"sv, "bin"sv, "da"sv, "de"sv, "del"sv, "den"sv, "der"sv, "di"sv,  "dos"sv, "du"sv,
                                     "el"sv, "ibn"sv, "la"sv, "le"sv, "ten"sv, "ter"sv, "van"sv, "von"sv, "y"sv,   "zu"sv};
  return std::ranges::find(kParticles, word) != kParticles.end();
}

bool has_lower(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

// "JANE O'ROE-DOE" to "Jane O'Roe-Doe"; other names as they are.
std::string in_name_case(std::string_view name) {
  std::string out(name);
  if (has_lower(name)) return out;
  bool inside = false;
  for (char& c : out) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && inside) c = static_cast<char>(c + ('a' - 'A'));
    inside = capital || (inside && c != ' ' && c != '-' && c != '\'' && c != '.');
  }
  return out;
}

bool is_person(const std::string& name) {
  static constexpr std::array kBlank = {" "sv};
  if (name.find_first_of("0123456789@/:!?\"#&") != name.npos || !is_full_name(name)) return false;
  const auto words = split(name, kBlank);
  return words.size() <= kMaxNameWords && is_upper_start(words.front()) && is_upper_start(words.back()) &&
         std::ranges::all_of(words, [](const std::string& word) { return is_upper_start(word) || is_particle(word); });
}

const std::string& prefixes() {
  static const std::string pattern =
      R"((?i)^(?:(?:story|written|reported|reporting|words|text|posted|published|interview|review|reviewed|analysis|opinion|essay|column|an? (?:short )?(?:story|essay|poem|column)|commentary|compiled|photographs and text|words and pictures) by:?|by:?|from our (?:own )?(?:correspondent|reporter|staff)s?|authors?:|words:|text:|von|par|por|door|di)\s+)";
  return pattern;
}

// What comes behind the names: jobs, outlets, places, addresses, times.
std::string_view names_part(std::string_view line) {
  static const RE2 end(R"((?:\s*[|•·(\[@–—]|\s+-\s|,?\s+(?i:for|in|at|on|special to|with|of)\s|\s+\d|\s*,\s*\d|\s\S+@).*$)");
  static const RE2 trailing(R"([\s,.:;]+$)");
  std::string text(line);
  RE2::Replace(&text, end, "");
  RE2::Replace(&text, trailing, "");
  return line.substr(0, text.size());
}

constexpr std::array kNameSeparators = {", and "sv, " and "sv, " & "sv, ", "sv, " und "sv, " et "sv, " y "sv, " AND "sv};

// People at the beginning of the list; what is no name ends it.
std::vector<std::string> leading_people(std::string_view part) {
  std::vector<std::string> names;
  for (const std::string& piece : split(part, kNameSeparators)) {
    const std::string name = squeeze(piece);
    if (!is_person(name)) break;
    names.push_back(in_name_case(name));
  }
  return names;
}

// "Jane Roe, Media Columnist" or "JANE ROE | THE COURIER": without "By", something must say that it is a byline.
bool has_byline_mark(std::string_view behind) {
  static const RE2 job(
      R"((?i)^\s*[,|•·(–—-]*\s*(?:[\w .'’-]{0,40}\b(?:reporter|correspondent|writer|columnist|critic|editor|contributor|journalist|staff|bureau chief)s?\b.{0,60}|(?:the|associated|agence)\s.{2,40}|afp|ap|reuters)\s*\)?$)");
  static const RE2 outlet(R"(^\s*[|•·]\s*.{2,60}$)");
  return RE2::FullMatch(behind, job) || RE2::FullMatch(behind, outlet);
}

bool is_desk(std::string_view part) {
  static const RE2 desk(
      R"((?i)^(?:[\w.'’&-]+ ){0,5}(?:staff|team|desk|editors?|board|newsroom|bureau|agency|agencies|reporters?|admin|press|news|writers?|times|post|wire|correspondents?|redaktion|agencias|afp|ap|reuters|dpa)$)");
  return static_cast<std::size_t>(std::ranges::count(part, ' ')) < kMaxDeskWords && RE2::FullMatch(part, desk);
}

}  // namespace

std::optional<Byline> read_byline(std::string_view line) {
  static const RE2 prefix(prefixes());
  if (line.size() > kMaxBylineBytes || line.empty() || std::ranges::count(line, '|') > kMaxBars) return std::nullopt;
  std::string text = squeeze(line);
  const bool prefixed = RE2::Replace(&text, prefix, "");
  const std::string_view part = names_part(text);
  Byline byline{leading_people(part)};
  if (!prefixed) {
    if (byline.names.empty() || byline.names.size() > 3) return std::nullopt;
    static const RE2 first_name(R"(^[^,|•·(–—]+)");
    std::string behind = text;
    RE2::Replace(&behind, first_name, "");
    return has_byline_mark(behind) ? std::optional(std::move(byline)) : std::nullopt;
  }
  const bool sentence = text.ends_with('.') && text.find(' ') != text.npos && byline.names.empty();
  if (sentence || (byline.names.empty() && !is_desk(part))) return std::nullopt;
  // "by Jane Roe": in small letters it may be the rest of a sentence that was wrapped, unless it is names and nothing else.
  const bool names_only = part.size() == text.size() && byline.names.size() == split(part, kNameSeparators).size();
  if (!is_upper_start(line) && !names_only) return std::nullopt;
  return byline;
}

std::optional<Byline> read_bare_byline(std::string_view line, bool name_alone) {
  static const RE2 place(R"(^[^,|•·(–—]{4,60} (?:for|in) (?:the |The )?(?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,4}$)");
  if (line.size() > kMaxBylineBytes || line.empty()) return std::nullopt;
  const std::string text = squeeze(line);
  if (!name_alone && !RE2::FullMatch(text, place)) return std::nullopt;
  const std::string_view part = names_part(text);
  if (name_alone && part.size() != text.size()) return std::nullopt;
  Byline byline{leading_people(part)};
  return byline.names.empty() ? std::nullopt : std::optional(std::move(byline));
}

std::vector<std::string> names_after_by(std::string_view line) {
  static const RE2 by(R"((?i)\bby\s+(.+)$)");
  std::string rest;
  return RE2::PartialMatch(line, by, &rest) ? leading_people(names_part(rest)) : std::vector<std::string>{};
}

}  // namespace broadsheet
