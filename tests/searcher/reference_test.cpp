// How is an article cited? Rows of author -> parts of the name, and one reference in each format, as the formats' own readers take it.
#include "searcher/reference.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace broadsheet {
namespace {

// "given|particle|family|suffix", or "=whole".
std::string shown(const CreatorName& name) {
  if (!name.literal.empty()) return "=" + name.literal;
  return name.given + "|" + name.particle + "|" + name.family + "|" + name.suffix;
}

TEST(Reference, TakesNamesApartOnlyWhereTheyAreCertainlyAPersons) {
  const std::pair<std::string, std::string> rows[] = {
      {"Jane Doe", "Jane||Doe|"},
      {"Kai-Fu Lee", "Kai-Fu||Lee|"},
      {"Mary Ann  Evans", "Mary Ann||Evans|"},
      {"J. R. R. Tolkien", "J. R. R.||Tolkien|"},
      {"Conan O’Brien", "Conan||O’Brien|"},
      {"Élodie Ångström", "Élodie||Ångström|"},
      {"Юлия Иванова", "Юлия||Иванова|"},
      {"Vincent van Gogh", "Vincent|van|Gogh|"},
      {"Ursula von der Leyen", "Ursula|von der|Leyen|"},
      {"Amanieu d'Antras", "Amanieu||d'Antras|"},
      {"Rick Van Noy", "Rick||Van Noy|"},
      {"Martin Luther King Jr.", "Martin Luther||King|Jr."},
      {"Martin Luther King, Jr.", "Martin Luther||King|Jr."},
      {"Doe, Jane", "Jane||Doe|"},
      {"de la Cruz, Ana", "Ana|de la|Cruz|"},
      {"King, Martin Luther, Jr.", "Martin Luther||King|Jr."},
      {"JANE DOE", "JANE||DOE|"},
      // not taken apart
      {"Reuters", "=Reuters"},
      {"The Associated Press", "=The Associated Press"},
      {"Associated Press", "=Associated Press"},
      {"Staff Writer", "=Staff Writer"},
      {"The Go Team", "=The Go Team"},
      {"Jane Doe, Associated Press", "=Jane Doe, Associated Press"},
      {"Jane Doe and John Roe", "=Jane Doe and John Roe"},
      {"Jane Doe, John Roe", "=Jane Doe, John Roe"},
      {"rflagg", "=rflagg"},
      {"jane doe", "=jane doe"},
      {"李開復", "=李開復"},
      {"محمد علي", "=محمد علي"},
      {"User 42", "=User 42"},
      {"de la Cruz", "=de la Cruz"},
      {"Department of Justice", "=Department of Justice"},
      {"A B C D E F", "=A B C D E F"},
      {",", "=,"},
      {"", "="},
  };
  for (const auto& [author, parts] : rows) EXPECT_EQ(shown(parse_creator(author)).substr(0, 200), parts == "=" ? "|||" : parts) << author;
}

TEST(Reference, EscapesWhatLatexWouldRun) {
  const std::pair<std::string, std::string> rows[] = {
      {"AT&T: 50% of $10 #1 a_b", "AT\\&T: 50\\% of \\$10 \\#1 a\\_b"},
      {"a {b} c", "a \\textbraceleft{}b\\textbraceright{} c"},
      {"only }", "only \\textbraceright{}"},
      {"\\input{/etc/passwd}", "\\textbackslash{}input\\textbraceleft{}/etc/passwd\\textbraceright{}"},
      {"x~y^2", "x\\textasciitilde{}y\\textasciicircum{}2"},
      {"two\n lines\t here", "two lines here"},
      {"Zürich — “größer”", "Zürich — “größer”"},
  };
  for (const auto& [text, escaped] : rows) EXPECT_EQ(latex_escape(text), escaped) << text;
}

TEST(Reference, KeysAreTheIdsWhereTheyMayStandInBibtex) {
  EXPECT_EQ(bibtex_key("nyt-2024-02-21-open-weights"), "nyt-2024-02-21-open-weights");
  // printf 'a b,{c}' | sha256sum, and the same of 'a-b,{c}': what looks alike stays apart
  EXPECT_EQ(bibtex_key("a b,{c}"), "a-b--c--120dfb93");
  EXPECT_EQ(bibtex_key("a-b,{c}"), "a-b--c--2726ebd3");
}

Reference sample() {
  Reference reference;
  reference.id = "ap-1";
  reference.title = "AT&T’s {new} 50% \"deal\"";
  reference.authors = {parse_creator("Jane Doe"), parse_creator("Vincent van Gogh"), parse_creator("Smith, Jones and Sons, Press")};
  reference.container = "Harbour & Ledger";
  reference.year = 2024;
  reference.month = 2;
  reference.day = 3;
  reference.url = "https://example.com/a_b?x=1&y={2}#z";
  reference.language = "en";
  reference.section = "Business";
  reference.abstract = "Two\nlines";
  reference.keywords = {"deals", "phones, mobile"};
  return reference;
}

TEST(Reference, IsARecordOfRis) {
  EXPECT_EQ(
      to_ris(sample()),
      "TY  - NEWS\r\nID  - ap-1\r\nTI  - AT&T’s {new} 50% \"deal\"\r\nAU  - Doe, Jane\r\nAU  - van Gogh, Vincent\r\n"
      "AU  - Smith Jones and Sons Press\r\nT2  - Harbour & Ledger\r\nPY  - 2024\r\nDA  - 2024/02/03/\r\nSE  - Business\r\n"
      "AB  - Two lines\r\nKW  - deals\r\nKW  - phones, mobile\r\nLA  - en\r\nUR  - https://example.com/a_b?x=1&y={2}#z\r\nER  - \r\n\r\n");
}

TEST(Reference, IsAnEntryOfBibtex) {
  EXPECT_EQ(to_bibtex(sample()),
            "@article{ap-1,\n"
            "  title = {{AT\\&T’s \\textbraceleft{}new\\textbraceright{} 50\\% \"deal\"}},\n"
            "  author = {Doe, Jane and van Gogh, Vincent and {Smith, Jones and Sons, Press}},\n"
            "  journal = {Harbour \\& Ledger},\n"
            "  date = {2024-02-03},\n"
            "  year = {2024},\n"
            "  month = feb,\n"
            "  url = {https://example.com/a_b?x=1&y=%7B2%7D#z},\n"
            "  language = {en},\n"
            "  abstract = {Two lines},\n"
            "  keywords = {deals, phones mobile}\n"
            "}\n\n");
}

TEST(Reference, IsAnItemOfCslJson) {
  EXPECT_EQ(to_csl_json(sample()),
            R"({"id":"ap-1","type":"article-newspaper","title":"AT&T’s {new} 50% \"deal\"","author":[{"family":"Doe","given":"Jane"},)"
            R"({"family":"Gogh","given":"Vincent","non-dropping-particle":"van"},{"literal":"Smith, Jones and Sons, Press"}],)"
            R"("container-title":"Harbour & Ledger","issued":{"date-parts":[[2024,2,3]]},"section":"Business","abstract":"Two\nlines",)"
            R"("keyword":"deals, phones, mobile","language":"en","URL":"https://example.com/a_b?x=1&y={2}#z"})");
}

TEST(Reference, DatesAreAsPreciseAsKnown) {
  Reference reference;
  reference.id = "x";
  EXPECT_EQ(to_ris(reference), "TY  - NEWS\r\nID  - x\r\nER  - \r\n\r\n");
  EXPECT_EQ(to_csl_json(reference), R"({"id":"x","type":"article-newspaper"})");
  reference.year = 2024;
  EXPECT_EQ(to_ris(reference), "TY  - NEWS\r\nID  - x\r\nPY  - 2024\r\nDA  - 2024///\r\nER  - \r\n\r\n");
  reference.month = 2;
  EXPECT_EQ(to_ris(reference), "TY  - NEWS\r\nID  - x\r\nPY  - 2024\r\nDA  - 2024/02//\r\nER  - \r\n\r\n");
  EXPECT_EQ(to_bibtex(reference), "@article{x,\n  date = {2024-02},\n  year = {2024},\n  month = feb\n}\n\n");
  EXPECT_EQ(to_csl_json(reference), R"({"id":"x","type":"article-newspaper","issued":{"date-parts":[[2024,2]]}})");
}

}  // namespace
}  // namespace broadsheet
