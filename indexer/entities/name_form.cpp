#include "indexer/entities/name_form.h"

#include <algorithm>
#include <array>
#include <span>

#include "common/text.h"
#include "indexer/entities/places.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxNameBytes = 160;
constexpr std::size_t kMaxWords = 14;

// All tables are sorted: they are searched by halves (static_assert below).
constexpr std::array kTitles = {
    "acting"sv,
    "activist"sv,
    "actor"sv,
    "actress"sv,
    "adm"sv,
    "admiral"sv,
    "adviser"sv,
    "advisor"sv,
    "ambassador"sv,
    "analyst"sv,
    "archbishop"sv,
    "assistant"sv,
    "attorney"sv,
    "atty"sv,
    "ayatollah"sv,
    "baroness"sv,
    "bishop"sv,
    "brig"sv,
    "candidate"sv,
    "capt"sv,
    "captain"sv,
    "cardinal"sv,
    "ceo"sv,
    "chair"sv,
    "chairman"sv,
    "chairperson"sv,
    "chairwoman"sv,
    "chancellor"sv,
    "chief"sv,
    "cmdr"sv,
    "co-founder"sv,
    "coach"sv,
    "cofounder"sv,
    "col"sv,
    "colonel"sv,
    "commander"sv,
    "commissioner"sv,
    "congressman"sv,
    "congresswoman"sv,
    "coordinator"sv,
    "councilman"sv,
    "councilwoman"sv,
    "cpl"sv,
    "dame"sv,
    "defence"sv,
    "defense"sv,
    "deputy"sv,
    "detective"sv,
    "director"sv,
    "dr"sv,
    "economist"sv,
    "elect"sv,
    "envoy"sv,
    "ex-president"sv,
    "executive"sv,
    "finance"sv,
    "first"sv,
    "foreign"sv,
    "former"sv,
    "founder"sv,
    "gen"sv,
    "general"sv,
    "gov"sv,
    "governor"sv,
    "hon"sv,
    "imam"sv,
    "inspector"sv,
    "interim"sv,
    "interior"sv,
    "journalist"sv,
    "judge"sv,
    "justice"sv,
    "lady"sv,
    "late"sv,
    "lawmaker"sv,
    "leader"sv,
    "lieutenant"sv,
    "lord"sv,
    "lt"sv,
    "lt."sv,
    "madam"sv,
    "maj"sv,
    "major"sv,
    "majority"sv,
    "mayor"sv,
    "minister"sv,
    "minority"sv,
    "miss"sv,
    "mr"sv,
    "mrs"sv,
    "ms"sv,
    "mullah"sv,
    "national"sv,
    "nominee"sv,
    "officer"sv,
    "opposition"sv,
    "pm"sv,
    "premier"sv,
    "president"sv,
    "president-elect"sv,
    "presidential"sv,
    "press"sv,
    "prime"sv,
    "prof"sv,
    "professor"sv,
    "professor-emeritus"sv,
    "rabbi"sv,
    "rep"sv,
    "representative"sv,
    "rev"sv,
    "reverend"sv,
    "secretary"sv,
    "security"sv,
    "sen"sv,
    "senator"sv,
    "senior"sv,
    "sergeant"sv,
    "sgt"sv,
    "sheikh"sv,
    "sheriff"sv,
    "singer"sv,
    "sir"sv,
    "speaker"sv,
    "special"sv,
    "spokesman"sv,
    "spokesperson"sv,
    "spokeswoman"sv,
    "staff"sv,
    "supt"sv,
    "then"sv,
    "then-president"sv,
    "undersecretary"sv,
    "vice"sv,
    "whip"sv,
};
// Titles that a name of one word keeps, numbers aside: Pope Francis, King Charles III.
constexpr std::array kRoyalTitles = {"crown"sv,  "emperor"sv,  "empress"sv, "king"sv, "pope"sv,
                                     "prince"sv, "princess"sv, "queen"sv,   "saint"sv};
// Of two or more words and still no name of anything.
constexpr std::array kGenericNames = {"american recovery"sv,
                                      "armed forces"sv,
                                      "creative commons attribution"sv,
                                      "editorial board"sv,
                                      "executive branch"sv,
                                      "executive order"sv,
                                      "federal government"sv,
                                      "for immediate release"sv,
                                      "main street"sv,
                                      "office of the press secretary"sv,
                                      "pool reports"sv,
                                      "press briefing"sv,
                                      "press conference"sv,
                                      "press office"sv,
                                      "question answer"sv,
                                      "special report"sv};
// Behind a city's name these are its state; alone they are letters of something else.
constexpr std::array kPostalCodes = {"ak"sv, "al"sv, "ar"sv, "az"sv, "ca"sv, "co"sv, "ct"sv, "de"sv, "fl"sv, "ga"sv, "hi"sv,
                                     "ia"sv, "id"sv, "il"sv, "in"sv, "ks"sv, "ky"sv, "ma"sv, "md"sv, "me"sv, "mi"sv, "mn"sv,
                                     "mo"sv, "ms"sv, "mt"sv, "ne"sv, "nv"sv, "oh"sv, "ok"sv, "or"sv, "pa"sv, "pr"sv, "tn"sv,
                                     "tx"sv, "ut"sv, "va"sv, "vt"sv, "wa"sv, "wi"sv, "wv"sv, "wy"sv};
constexpr std::array kGenerations = {"jr"sv, "sr"sv};
constexpr std::array kCorporateSuffixes = {"ag"sv,  "bv"sv,           "co"sv,      "corp"sv, "corporation"sv, "gmbh"sv,
                                           "inc"sv, "incorporated"sv, "limited"sv, "llc"sv,  "llp"sv,         "ltd"sv,
                                           "nv"sv,  "oyj"sv,          "plc"sv,     "pty"sv,  "sa"sv,          "spa"sv};
constexpr std::array kCompanyTails = {
    "airlines"sv,    "airways"sv,         "capital"sv,     "communications"sv, "companies"sv,     "company"sv,
    "electronics"sv, "energy"sv,          "enterprises"sv, "entertainment"sv,  "financial"sv,     "foods"sv,
    "group"sv,       "holding"sv,         "holdings"sv,    "industries"sv,     "international"sv, "laboratories"sv,
    "labs"sv,        "management"sv,      "media"sv,       "motor"sv,          "motors"sv,        "networks"sv,
    "partners"sv,    "pharmaceuticals"sv, "platforms"sv,   "software"sv,       "solutions"sv,     "stores"sv,
    "systems"sv,     "technologies"sv,    "technology"sv,  "ventures"sv,
};
constexpr std::array kSmallWords = {"&"sv, "and"sv, "at"sv, "de"sv, "for"sv, "in"sv, "la"sv, "of"sv, "on"sv, "the"sv, "to"sv};
constexpr std::array kGenericWords = {
    "administration"sv, "agency"sv,       "agreement"sv,    "airport"sv,    "army"sv,    "assembly"sv,     "association"sv, "authorities"sv,
    "authority"sv,      "bank"sv,         "board"sv,        "bureau"sv,     "cabinet"sv, "church"sv,       "city"sv,        "club"sv,
    "coalition"sv,      "college"sv,      "commission"sv,   "committee"sv,  "company"sv, "constitution"sv, "council"sv,     "country"sv,
    "county"sv,         "court"sv,        "department"sv,   "district"sv,   "east"sv,    "federation"sv,   "foundation"sv,  "government"sv,
    "group"sv,          "hospital"sv,     "institute"sv,    "internet"sv,   "league"sv,  "ministry"sv,     "navy"sv,        "north"sv,
    "office"sv,         "organisation"sv, "organization"sv, "parliament"sv, "party"sv,   "police"sv,       "president"sv,   "republic"sv,
    "school"sv,         "society"sv,      "south"sv,        "state"sv,      "states"sv,  "team"sv,         "treasury"sv,    "union"sv,
    "university"sv,     "web"sv,          "west"sv,
};
// Words that a tagger takes for names now and then.
constexpr std::array kNoNames = {
    "a"sv,         "according"sv, "advertisement"sv, "and"sv,       "applause"sv,  "apr"sv,       "april"sv,
    "aug"sv,       "august"sv,    "but"sv,           "christmas"sv, "crosstalk"sv, "dec"sv,       "december"sv,
    "editor"sv,    "feb"sv,       "february"sv,      "fri"sv,       "friday"sv,    "he"sv,        "her"sv,
    "his"sv,       "i"sv,         "inaudible"sv,     "it"sv,        "jan"sv,       "january"sv,   "jul"sv,
    "july"sv,      "jun"sv,       "june"sv,          "laughter"sv,  "madam"sv,     "mar"sv,       "may"sv,
    "miss"sv,      "mon"sv,       "monday"sv,        "mr"sv,        "mrs"sv,       "ms"sv,        "my"sv,
    "no"sv,        "nov"sv,       "november"sv,      "oct"sv,       "october"sv,   "our"sv,       "photo"sv,
    "q"sv,         "read"sv,      "reporting"sv,     "republic"sv,  "sat"sv,       "saturday"sv,  "sept"sv,
    "september"sv, "she"sv,       "sir"sv,           "sunday"sv,    "the"sv,       "their"sv,     "they"sv,
    "this"sv,      "thu"sv,       "thursday"sv,      "today"sv,     "tomorrow"sv,  "tue"sv,       "tuesday"sv,
    "we"sv,        "wed"sv,       "wednesday"sv,     "what"sv,      "yes"sv,       "yesterday"sv, "you"sv,
    "your"sv,
};
static_assert(std::ranges::is_sorted(kTitles) && std::ranges::is_sorted(kRoyalTitles) && std::ranges::is_sorted(kGenerations) &&
              std::ranges::is_sorted(kCorporateSuffixes) && std::ranges::is_sorted(kCompanyTails) && std::ranges::is_sorted(kSmallWords) &&
              std::ranges::is_sorted(kGenericWords) && std::ranges::is_sorted(kNoNames) && std::ranges::is_sorted(kGenericNames) &&
              std::ranges::is_sorted(kPostalCodes));

bool is_one_of(std::span<const std::string_view> table, std::string_view word) { return std::ranges::binary_search(table, word); }

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word_byte(char c) { return static_cast<unsigned char>(c) >= 0x80 || is_ascii_letter(c) || (c >= '0' && c <= '9'); }

// "u.s." and "j.p." are initials; "inc." and "st." are not.
bool is_dotted_initials(std::string_view word) {
  if (word.find('.') == word.npos) return false;
  std::size_t letters = 0;
  for (const char c : word) {
    if (c == '.') {
      letters = 0;
    } else if (++letters > 1 || !is_word_byte(c)) {
      return false;
    }
  }
  return true;
}

std::string without_dots(std::string_view word) {
  std::string out(word);
  std::erase(out, '.');
  return out;
}

// A title or suffix as the tables have it: "Inc.," -> inc.
std::string table_word(std::string_view folded) {
  std::string out(folded);
  std::erase_if(out, [](char c) { return c == '.' || c == ','; });
  return out;
}

bool ends_with_possessive(std::string_view text, std::string_view mark) {
  return text.size() > mark.size() + 1 && text.ends_with(mark) && is_word_byte(text[text.size() - mark.size() - 1]);
}

// Quotes, brackets, dashes and commas at both ends; the dot at the end stays only on what may be an abbreviation.
std::string_view trimmed(std::string_view text) {
  static constexpr std::array kMarks = {"\""sv, "'"sv, "“"sv, "”"sv, "‘"sv, "’"sv, "("sv, ")"sv, "["sv, "]"sv, ","sv, ";"sv, ":"sv,
                                        "–"sv,  "—"sv, "-"sv, "…"sv, "!"sv, "?"sv, " "sv, "*"sv, "/"sv, "|"sv, "·"sv, "•"sv};
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view mark : kMarks) {
      while (text.starts_with(mark)) text.remove_prefix(mark.size()), changed = true;
      // "Yahoo!" and the like keep theirs.
      while (text.ends_with(mark) && mark != "!"sv) text.remove_suffix(mark.size()), changed = true;
    }
    for (const std::string_view mark : {"'s"sv, "’s"sv, "'S"sv, "’S"sv}) {
      if (ends_with_possessive(text, mark)) text.remove_suffix(mark.size()), changed = true;
    }
  }
  return text;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

std::string key_word(std::string_view word) {
  std::string folded = fold(word);
  while (!folded.empty() && (folded.back() == ',' || folded.back() == ';' || folded.back() == ':')) folded.pop_back();
  return is_dotted_initials(folded) ? without_dots(folded) : folded;
}

bool is_royal(std::string_view word) { return is_one_of(kRoyalTitles, table_word(fold(word))); }

bool is_title(std::string_view word) { return is_one_of(kTitles, table_word(fold(word))); }

// "of the United States Joe Biden", "US Secretary of State Mike Pompeo": how many words stand before the name, up to the last small word
// and what belongs to it. Two are left.
std::size_t count_office_words(const std::vector<std::string_view>& words) {
  static constexpr std::array kSmall = {"at"sv, "for"sv, "of"sv, "the"sv};
  std::size_t last = 0;
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    if (is_one_of(kSmall, words[i])) last = i + 1;
  }
  if (last == 0) return 0;
  const std::size_t left = words.size() - last;
  if (left >= 4) return words.size() - 2;
  return left == 3 ? last + 1 : last;
}

// How many words at the begin are titles or an office; at least one word is left. "Vice President Harris": two; "Pope Francis": none;
// "French President Macron": two, for the country goes with the title.
std::size_t count_titles(const std::vector<std::string_view>& words) {
  std::size_t n = count_office_words(words);
  const auto is_country = [&](std::size_t i) {
    const auto place = find_place(key_word(words[i]));
    return place && place->kind != PlaceKind::city && place->kind != PlaceKind::other_name;
  };
  // "United States Joe Biden", behind an office that the tagger left out; Chad and Jordan are given names.
  if (n == 0 && words.size() >= 4) {
    const auto place = find_place(key_word(words[0]) + ' ' + key_word(words[1]));
    if (place && place->kind == PlaceKind::country) n = 2;
  }
  while (n + 1 < words.size()) {
    if (n + 2 < words.size() && is_country(n) && is_title(words[n + 1])) ++n;
    if (!is_title(words[n])) break;
    ++n;
  }
  return n;
}

void drop_corporate_suffixes(std::vector<std::string_view>& words) {
  while (words.size() > 1) {
    const std::string last = table_word(fold(words.back()));
    if (!is_one_of(kCorporateSuffixes, last)) break;
    words.pop_back();
  }
  if (words.size() > 1 && (words.back() == "&" || fold(words.back()) == "and")) words.pop_back();
  while (!words.empty() && words.back().ends_with(',')) words.back().remove_suffix(1);
}

bool is_all_capitals(std::string_view display) {
  std::size_t letters = 0;
  for (const char c : display) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++letters;
  }
  return letters > 0;
}

bool is_address(std::string_view text) {
  return text.find('@') != text.npos || text.find("://") != text.npos || text.starts_with("www.") || text.starts_with('#') ||
         text.find('_') != text.npos;
}

bool has_letter(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
}

// "U.S.-China", "Sino-Indian": two countries and what is between them.
bool is_pair_of_countries(std::string_view word) {
  const std::size_t hyphen = word.find('-');
  if (hyphen == word.npos || find_place(word)) return false;
  for (const std::string_view part : {word.substr(0, hyphen), word.substr(hyphen + 1)}) {
    const auto place = find_place(key_word(part));
    if (!place || (place->kind != PlaceKind::country && place->kind != PlaceKind::adjective)) return false;
  }
  return true;
}

// "USAGov" is nobody's name: three capitals and more before small letters.
bool has_run_of_capitals(std::string_view display) {
  std::size_t capitals = 0;
  for (const char c : display) {
    if (c >= 'a' && c <= 'z' && capitals >= 3) return true;
    capitals = c >= 'A' && c <= 'Z' ? capitals + 1 : 0;
  }
  return false;
}

bool is_no_name(const NameForm& form, EntityType type) {
  if (form.words.empty() || form.words.size() > kMaxWords || !has_letter(form.display)) return true;
  if (type == EntityType::person && has_run_of_capitals(form.display)) return true;
  // "Press Secretary", "First Lady".
  if (form.words.size() > 1) {
    return std::ranges::all_of(form.words, [](const std::string& w) { return is_title(w) || w == "lady"; }) ||
           is_one_of(kGenericNames, form.key());
  }
  const std::string& word = form.words.front();
  if (count_code_points(word) < 2 || is_pair_of_countries(word)) return true;
  if (type == EntityType::place && is_acronym(form.display) && is_one_of(kPostalCodes, word)) return true;
  // Capitals tell US and WHO from us and who; "May" stays a month.
  return is_one_of(kNoNames, word) && !(is_acronym(form.display) && word != "i" && word != "may" && word != "the");
}

}  // namespace

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string NameForm::key() const {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

NameForm clean_name(std::string_view raw, EntityType type) {
  NameForm form;
  if (raw.size() > kMaxNameBytes || is_address(raw)) return form;
  const std::string text = squeeze(raw);
  std::vector<std::string_view> words = split_words(trimmed(text));
  while (words.size() > 1 && fold(words.front()) == "the") words.erase(words.begin());
  if (type == EntityType::person) {
    const std::size_t titles = count_titles(words);
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(titles));
    form.titled = titles > 0;
    const bool numbered = words.size() > 2 && is_generation(fold(words.back()));
    if (words.size() > 2U + (numbered ? 1U : 0U) && is_royal(words[0]) && fold(words[0]) != "pope") {
      words.erase(words.begin());
      form.titled = true;
    }
  }
  if (type == EntityType::org) drop_corporate_suffixes(words);
  // The full stop of a sentence, but not the dot of U.S. or Jr.
  if (!words.empty() && words.back().ends_with('.') && !is_dotted_initials(fold(words.back())) && words.back().size() > 5) {
    words.back().remove_suffix(1);
  }
  form.display = joined(words);
  for (const std::string_view word : words) {
    if (std::string key = key_word(word); !key.empty()) form.words.push_back(std::move(key));
  }
  form.in_capitals = is_all_capitals(form.display) && (form.words.size() > 1 || form.display.size() > 5);
  if (is_no_name(form, type)) form = NameForm{};
  return form;
}

std::string name_key(std::string_view name) {
  std::string key;
  std::vector<std::string_view> words = split_words(name);
  while (words.size() > 1 && fold(words.front()) == "the") words.erase(words.begin());
  for (const std::string_view word : words) {
    const std::string folded = key_word(word);
    if (!folded.empty()) key.append(key.empty() ? "" : " ").append(folded);
  }
  return key;
}

std::string in_title_case(std::string_view name, EntityType type) {
  std::string out;
  for (const std::string_view word : split_words(name)) {
    if (!out.empty()) out += ' ';
    const bool keep = (type != EntityType::person && word.size() <= 3) || is_dotted_initials(fold(word));
    bool at_begin = true;
    for (const char c : word) {
      out += at_begin || keep || c < 'A' || c > 'Z' ? c : static_cast<char>(c - 'A' + 'a');
      at_begin = c == '-' || c == '\'';
    }
  }
  return out;
}

bool is_acronym(std::string_view display) {
  std::size_t letters = 0;
  for (const char c : display) {
    if (c == '.') continue;
    if (c < 'A' || c > 'Z') return false;
    ++letters;
  }
  return letters >= 2 && letters <= 6;
}

std::vector<std::string> initials_of(const std::vector<std::string>& words) {
  std::string all, large;
  std::size_t n = 0;
  for (const std::string& word : words) {
    if (word.empty()) continue;
    const char first = word.front();
    if (static_cast<unsigned char>(first) >= 0x80) return {};
    const bool small = is_one_of(kSmallWords, word);
    all += first;
    if (!small) large += first, ++n;
    // Parts of a hyphenated word may count: Asia-Pacific Economic Cooperation is APEC.
    const std::size_t hyphen = word.find('-');
    if (!small && hyphen != word.npos && hyphen + 1 < word.size()) large += word[hyphen + 1];
  }
  if (n < 2) return {};
  std::vector<std::string> out{large};
  if (all != large) out.push_back(all);
  return out;
}

bool has_initials(const std::vector<std::string>& words, std::string_view letters) {
  return std::ranges::any_of(initials_of(words), [letters](const std::string& initials) { return initials == letters; });
}

bool abbreviates(std::string_view letters, const std::vector<std::string>& words) {
  if (letters.empty() || words.size() < 2 || !words.front().starts_with(letters.front())) return false;
  std::size_t found = 0;
  for (const std::string& word : words) {
    for (const char c : word) {
      if (found < letters.size() && c == letters[found]) ++found;
    }
  }
  return found == letters.size();
}

// Kings and popes count further than fathers and sons: Louis XVI, but not Xi.
bool is_generation(std::string_view word) {
  const std::string plain = without_dots(word);
  if (is_one_of(kGenerations, plain)) return true;
  return plain.size() >= 2 && plain != "xi" && std::ranges::all_of(plain, [](char c) { return c == 'i' || c == 'v' || c == 'x'; });
}
bool takes_royal_title(std::string_view title, std::string_view name) {
  if (title.empty() || title.front() < 'A' || title.front() > 'Z' || !is_royal(title) || fold(title) == "crown") return false;
  std::vector<std::string_view> words = split_words(name);
  if (words.size() > 1 && is_generation(fold(words.back()))) words.pop_back();
  return words.size() == 1 || (words.size() == 2 && fold(title) == "pope");
}
bool is_company_tail(std::string_view word) { return is_one_of(kCompanyTails, word); }
bool is_generic_word(std::string_view word) { return is_one_of(kGenericWords, word); }

}  // namespace broadsheet
