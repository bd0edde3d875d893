// How is an article (or an answer) cited? One plain struct, and its text as RIS, BibTeX and CSL-JSON. Pure.
// RIS: the tags that Zotero, EndNote and Mendeley read (TY NEWS). BibTeX: classic keys with biblatex's `date` beside them, UTF-8.
// CSL-JSON: the schema of Citation Style Language 1.0.2 (csl-data.json).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

// A person's name in parts, or whatever else signed, whole.
struct CreatorName {
  std::string literal;  // a newsroom, an agency, a single name, a script without our word order; then the rest is ""
  std::string family, given, particle, suffix;  // "Gogh" "Vincent" "van" "Jr."
  bool operator==(const CreatorName&) const = default;
};

// Two to five words in Latin, Greek or Cyrillic letters, each capitalised, none a word of organisations ("Press", "Staff", digits): the
// last is the family name, small particles before it belong to it. "Doe, Jane" is turned. All else is literal: wrong parts are
// worse than none.
CreatorName parse_creator(std::string_view author);

struct Reference {
  enum class Kind { news, dataset } kind = Kind::news;
  std::string id;
  std::string title;
  std::vector<CreatorName> authors;
  std::string container;                  // the paper or site
  int year = 0, month = 0, day = 0;       // as precise as known; 0: not
  std::string url, language, section;
  std::string abstract;
  std::vector<std::string> keywords;
  std::string note;
};

std::string to_ris(const Reference& reference);       // one record, CRLF, ends with an empty line
std::string to_bibtex(const Reference& reference);    // one entry, ends with an empty line
std::string to_csl_json(const Reference& reference);  // one object, without a line end

// The key of the BibTeX entry: the id where its characters may stand in one; else they become '-' and a hash of the id follows.
std::string bibtex_key(std::string_view id);
// Text as it must stand between braces in BibTeX: LaTeX's special characters escaped, white space one blank each.
std::string latex_escape(std::string_view text);

}  // namespace broadsheet
