#include "searcher/reference.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/files.h"
#include "common/json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

// --- names

constexpr std::array<std::string_view, 23> kParticles = {"af",  "al", "bin", "da",  "das", "de", "del", "della", "den", "der", "di", "do",
                                                         "dos", "du", "el",  "ibn", "la",  "le", "ten", "ter",   "van", "von", "zu"};
constexpr std::array<std::string_view, 7> kSuffixes = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"};
// Words that no person is called but whoever signs for many is.
constexpr std::array<std::string_view, 58> kGroupWords = {
    "the",          "press",       "news",      "newsroom", "staff",      "editor",   "editors",    "editorial",     "board",
    "agency",       "desk",        "team",      "bureau",   "service",    "services", "wire",       "times",         "post",
    "journal",      "magazine",    "report",    "reporter", "reporters",  "writer",   "writers",    "correspondent", "correspondents",
    "contributors", "contributor", "committee", "council",  "department", "office",   "university", "institute",     "association",
    "group",        "inc",         "inc.",      "ltd",      "llc",        "company",  "foundation", "project",       "administration",
    "network",      "media",       "radio",     "tv",       "television", "society",  "center",     "centre",        "commission",
    "ministry",     "government",  "community", "and"};
constexpr std::size_t kMostNameWords = 5;

template <class Table>
bool is_one_of(const Table& table, std::string_view word) {
  return std::ranges::find(table, word) != table.end();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const std::string clean = squeeze(text);
  for (std::size_t begin = 0; begin < clean.size();) {
    const std::size_t end = std::min(clean.find(' ', begin), clean.size());
    words.push_back(clean.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// Capitalised as names are, in a script whose names end with the family's.
bool looks_like_name(const std::string& word) {
  constexpr char32_t kFirstOther = 0x0590;  // Hebrew; below it Latin, Greek, Cyrillic and Armenian
  std::size_t pos = 0;
  for (const std::string_view elided : {"d'", "d’", "l'", "l’"}) {  // d'Antras
    if (word.starts_with(elided) && word.size() > elided.size()) pos = elided.size();
  }
  const char32_t first = next_code_point(word, pos);
  const bool capital = (first >= 'A' && first <= 'Z') || (first >= 0xC0 && first < kFirstOther);
  const bool plain = word.find_first_of("0123456789@/&()[]{}<>|:;,\"") == std::string::npos;
  return capital && plain && !is_one_of(kGroupWords, fold(word));
}

bool is_particle(const std::string& word) { return is_one_of(kParticles, word); }
// "Van", "De": part of the family name where they are written with a capital.
bool is_capital_particle(const std::string& word) { return !is_particle(word) && is_one_of(kParticles, fold(word)); }

bool all_names(const std::vector<std::string>& words) {
  const auto fits = [](const std::string& word) { return is_particle(word) || looks_like_name(word); };
  return !words.empty() && words.size() <= kMostNameWords && std::ranges::all_of(words, fits) && looks_like_name(words.back());
}

std::string joined(std::span<const std::string> words) { return fmt::format("{}", fmt::join(words, " ")); }

CreatorName literal_name(std::string_view author) { return {squeeze(author), {}, {}, {}, {}}; }

// The small particles at the front, then the family name.
void set_family(CreatorName& name, std::span<const std::string> words) {
  std::size_t particles = 0;
  while (particles + 1 < words.size() && is_particle(words[particles])) ++particles;
  name.particle = joined(words.first(particles));
  name.family = joined(words.subspan(particles));
}

// "Doe, Jane", "de la Cruz, Ana", "King, Martin Luther, Jr."
CreatorName turned_name(std::string_view author) {
  std::vector<std::vector<std::string>> parts;
  while (true) {
    const std::size_t comma = author.find(',');
    parts.push_back(words_of(author.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    author.remove_prefix(comma + 1);
  }
  CreatorName name;
  const auto is_suffix = [](const std::vector<std::string>& part) { return part.size() == 1 && is_one_of(kSuffixes, part.front()); };
  if (parts.size() == 3 && is_suffix(parts[2])) {
    name.suffix = parts[2].front();
    parts.pop_back();
  }
  if (parts.size() != 2 || is_suffix(parts[1]) || parts[0].size() > 3 || !all_names(parts[0]) || !all_names(parts[1])) return {};
  // Of "Jane Doe, Associated Press" no part is a family name alone.
  if (parts[0].size() > 1 && !is_particle(parts[0].front()) && parts[1].size() > 1) return {};
  set_family(name, parts[0]);
  name.given = joined(parts[1]);
  return name;
}

CreatorName straight_name(std::vector<std::string> words) {
  CreatorName name;
  if (words.size() > 2 && is_one_of(kSuffixes, words.back())) {
    name.suffix = words.back();
    words.pop_back();
    if (words.back().ends_with(',')) words.back().pop_back();
  }
  if (words.size() < 2 || !all_names(words) || is_particle(words.front())) return {};
  std::size_t family = words.size() - 1;
  while (family > 1 && is_capital_particle(words[family - 1])) --family;
  while (family > 1 && is_particle(words[family - 1])) --family;
  name.given = joined(std::span(words).first(family));
  set_family(name, std::span(words).subspan(family));
  return name;
}

// --- RIS

// A tag's line; nothing for an empty value.
void ris_line(std::string& out, std::string_view tag, std::string_view value) {
  const std::string one_line = squeeze(value);
  if (!one_line.empty()) out += fmt::format("{}  - {}\r\n", tag, one_line);
}

// A comma would cut a literal name into family and given name.
std::string ris_name(const CreatorName& name) {
  if (!name.literal.empty()) {
    std::string whole = name.literal;
    std::ranges::replace(whole, ',', ' ');
    return squeeze(whole);
  }
  std::string out = name.particle.empty() ? name.family : name.particle + " " + name.family;
  if (!name.given.empty()) out += ", " + name.given;
  if (!name.suffix.empty()) out += ", " + name.suffix;
  return out;
}

// "2024/02/21/", "2024/02//", "2024///"
std::string ris_date(const Reference& reference) {
  if (reference.year == 0) return {};
  const std::string month = reference.month == 0 ? "" : fmt::format("{:02}", reference.month);
  const std::string day = reference.day == 0 ? "" : fmt::format("{:02}", reference.day);
  return fmt::format("{:04}/{}/{}/", reference.year, month, day);
}

// --- BibTeX

void bibtex_line(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out += fmt::format(",\n  {} = {}", key, value);
}

std::string braced(std::string_view value) { return value.empty() ? std::string() : fmt::format("{{{}}}", value); }

std::string bibtex_name(const CreatorName& name) {
  if (!name.literal.empty()) return braced(latex_escape(name.literal));
  std::string out = latex_escape(name.particle.empty() ? name.family : name.particle + " " + name.family);
  if (!name.suffix.empty()) out += ", " + latex_escape(name.suffix);
  return out + ", " + latex_escape(name.given);
}

std::string bibtex_names(const std::vector<CreatorName>& names) {
  std::vector<std::string> parts;
  for (const CreatorName& name : names) parts.push_back(bibtex_name(name));
  return fmt::format("{}", fmt::join(parts, " and "));
}

// Addresses stand as they are, but for what would end the value.
std::string bibtex_url(std::string_view url) {
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '{' || c == '}' || c == '\\') {
      out += fmt::format("%{:02X}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string iso_date(const Reference& reference) {
  if (reference.year == 0) return {};
  std::string out = fmt::format("{:04}", reference.year);
  if (reference.month > 0) out += fmt::format("-{:02}", reference.month);
  if (reference.day > 0) out += fmt::format("-{:02}", reference.day);
  return out;
}

// Keywords are parted by commas.
std::string bibtex_keywords(const std::vector<std::string>& keywords) {
  std::vector<std::string> parts;
  for (std::string keyword : keywords) {
    std::ranges::replace(keyword, ',', ' ');
    parts.push_back(latex_escape(keyword));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// --- CSL-JSON

void csl_field(JsonWriter& json, std::string_view key, std::string_view value) {
  if (!value.empty()) json.field(key, value);
}

void csl_name(JsonWriter& json, const CreatorName& name) {
  json.begin_object();
  csl_field(json, "literal", name.literal);
  csl_field(json, "family", name.family);
  csl_field(json, "given", name.given);
  csl_field(json, "non-dropping-particle", name.particle);
  csl_field(json, "suffix", name.suffix);
  json.end_object();
}

void csl_date(JsonWriter& json, const Reference& reference) {
  if (reference.year == 0) return;
  json.key("issued");
  json.begin_object();
  json.key("date-parts");
  json.begin_array();
  json.begin_array();
  for (const int part : {reference.year, reference.month, reference.day}) {
    if (part == 0) break;
    json.integer(part);
  }
  json.end_array();
  json.end_array();
  json.end_object();
}

}  // namespace

CreatorName parse_creator(std::string_view author) {
  if (author.find(',') != std::string_view::npos) {
    if (CreatorName name = turned_name(author); !name.family.empty()) return name;
  }
  if (CreatorName name = straight_name(words_of(author)); !name.family.empty()) return name;
  return literal_name(author);
}

std::string latex_escape(std::string_view text) {
  std::string out;
  for (const char c : squeeze(text)) {
    switch (c) {
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '{':
        out += "\\textbraceleft{}";  // \{ would count as a brace
        break;
      case '}':
        out += "\\textbraceright{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
        out += '\\';
        out += c;
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string bibtex_key(std::string_view id) {
  constexpr std::size_t kHashDigits = 8;
  std::string key;
  for (const char c : id) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    key += alphanumeric || std::string_view("-_.:/+").find(c) != std::string_view::npos ? c : '-';
  }
  return key == id && !key.empty() ? key : key + "-" + sha256_hex(id).substr(0, kHashDigits);
}

std::string to_ris(const Reference& reference) {
  std::string out = fmt::format("TY  - {}\r\n", reference.kind == Reference::Kind::news ? "NEWS" : "DATA");
  ris_line(out, "ID", reference.id);
  ris_line(out, "TI", reference.title);
  for (const CreatorName& name : reference.authors) ris_line(out, "AU", ris_name(name));
  ris_line(out, "T2", reference.container);
  if (reference.year > 0) ris_line(out, "PY", fmt::format("{:04}", reference.year));
  ris_line(out, "DA", ris_date(reference));
  ris_line(out, "SE", reference.section);
  ris_line(out, "AB", reference.abstract);
  for (const std::string& keyword : reference.keywords) ris_line(out, "KW", keyword);
  ris_line(out, "LA", reference.language);
  ris_line(out, "UR", reference.url);
  ris_line(out, "N1", reference.note);
  return out + "ER  - \r\n\r\n";
}

std::string to_bibtex(const Reference& reference) {
  const bool news = reference.kind == Reference::Kind::news;
  std::string out = fmt::format("@{}{{{}", news ? "article" : "misc", bibtex_key(reference.id));
  bibtex_line(out, "title", braced(braced(latex_escape(reference.title))));  // twice: capitals stay
  bibtex_line(out, "author", braced(bibtex_names(reference.authors)));
  bibtex_line(out, news ? "journal" : "howpublished", braced(latex_escape(reference.container)));
  bibtex_line(out, "date", braced(iso_date(reference)));
  if (reference.year > 0) bibtex_line(out, "year", fmt::format("{{{:04}}}", reference.year));
  if (reference.month > 0) bibtex_line(out, "month", kMonths[static_cast<std::size_t>(reference.month - 1)]);
  bibtex_line(out, "url", braced(bibtex_url(reference.url)));
  bibtex_line(out, "language", braced(latex_escape(reference.language)));
  bibtex_line(out, "abstract", braced(latex_escape(reference.abstract)));
  bibtex_line(out, "keywords", braced(bibtex_keywords(reference.keywords)));
  bibtex_line(out, "note", braced(latex_escape(reference.note)));
  return out + "\n}\n\n";
}

std::string to_csl_json(const Reference& reference) {
  JsonWriter json;
  json.begin_object();
  json.field("id", reference.id);
  json.field("type", reference.kind == Reference::Kind::news ? "article-newspaper" : "dataset");
  csl_field(json, "title", reference.title);
  if (!reference.authors.empty()) {
    json.key("author");
    json.begin_array();
    for (const CreatorName& name : reference.authors) csl_name(json, name);
    json.end_array();
  }
  csl_field(json, "container-title", reference.container);
  csl_date(json, reference);
  csl_field(json, "section", reference.section);
  csl_field(json, "abstract", reference.abstract);
  if (!reference.keywords.empty()) json.field("keyword", fmt::format("{}", fmt::join(reference.keywords, ", ")));
  csl_field(json, "language", reference.language);
  csl_field(json, "URL", reference.url);
  csl_field(json, "note", reference.note);
  json.end_object();
  return json.take();
}

}  // namespace broadsheet
