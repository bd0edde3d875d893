#include "searcher/other_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSmallLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kAsWords = "searched as words";

struct Elsewhere {
  std::string_view name, here;
};

// Lower case. Operators of nearness, without their number.
constexpr std::array<Elsewhere, 8> kNearness = {{{"w/", "NEAR"},
                                                 {"pre/", "ADJ"},
                                                 {"near/", "NEAR"},
                                                 {"near", "NEAR"},
                                                 {"onear/", "ADJ"},
                                                 {"adj/", "ADJ"},
                                                 {"adj", "ADJ"},
                                                 {"within/", "NEAR"}}};
// Before a parenthesis: headline(…).
constexpr std::array<Elsewhere, 7> kSegments = {{{"headline", "title:(…)"},
                                                 {"hlead", "(title:(…) OR deck:(…))"},
                                                 {"byline", "author:(…)"},
                                                 {"publication", "source:(…)"},
                                                 {"around", "a NEAR/6 b"},
                                                 {"caps", "US, in capitals, in a query with lower-case letters"},
                                                 {"atleast", "a alone: the order prefers articles that say it often"}}};
// Before an equals sign: hd=….
constexpr std::array<Elsewhere, 8> kCodes = {{{"hd", "title:…"},
                                              {"hlp", "(title:… OR deck:…)"},
                                              {"by", "author:…"},
                                              {"sn", "source:…"},
                                              {"rst", "source:…"},
                                              {"sc", "source:…"},
                                              {"la", "language:…"},
                                              {"ti", "title:…"}}};
constexpr std::array<Elsewhere, 7> kFieldsElsewhere = {{{"site", "source:\"The New York Times\""},
                                                        {"after", "date:2023-01-01.."},
                                                        {"before", "date:..2023-06-30"},
                                                        {"since", "date:2023-01-01.."},
                                                        {"until", "date:..2023-06-30"},
                                                        {"intitle", "title:word"},
                                                        {"allintitle", "title:(one two)"}}};

std::string_view find(std::span<const Elsewhere> table, std::string_view name) {
  const auto row = std::ranges::find(table, name, &Elsewhere::name);
  return row == table.end() ? std::string_view() : row->here;
}

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

// "near5", "w/5", "w/p": what it is here. A word by itself is a word.
std::string nearness(std::string_view word) {
  for (const Elsewhere& row : kNearness) {
    if (!word.starts_with(row.name)) continue;
    const std::string_view rest = word.substr(row.name.size());
    if (consists_of(rest, kDigits)) return fmt::format("a {}/{} b", row.here, rest);
    if (row.name == "w/" && (rest == "p" || rest == "s")) return rest == "p" ? "a NEAR/50 b" : "a NEAR/20 b";
  }
  return {};
}

std::string segment(std::string_view word) {
  const std::size_t letters = std::min(word.find_first_of(kDigits), word.size());
  const std::string_view name = word.substr(0, letters), here = find(kSegments, name);
  return letters == word.size() || name == "atleast" ? std::string(here) : std::string();
}

// te?t and econom!: marks that elsewhere stand for letters.
std::string wildcard(std::string_view word) {
  const std::size_t mark = word.find('?');
  const bool inside = mark != std::string_view::npos && consists_of(word.substr(0, mark), kSmallLetters) &&
                      consists_of(word.substr(mark + 1), kSmallLetters);
  if (inside) return "reuse~ or (woman OR women)";
  constexpr std::size_t kLeastStem = 4;
  const bool at_end = word.size() > kLeastStem && word.ends_with('!') && consists_of(word.substr(0, word.size() - 1), kSmallLetters);
  return at_end ? fmt::format("{}*", word.substr(0, word.size() - 1)) : std::string();
}

std::string here_for(std::span<const Token> tokens, std::size_t at) {
  const Token& token = tokens[at];
  const std::string word = fold(token.body);
  const Token& next = tokens[at + 1];  // the last is of kind end
  const bool between = at > 0 && next.kind != TokenKind::end;
  if (between) {
    if (std::string here = nearness(word); !here.empty()) return here;
  }
  const bool opens = next.kind == TokenKind::open && next.field == nullptr && token.source.end() == next.source.begin();
  if (opens) return segment(word);
  if (const std::size_t sign = word.find('='); sign != std::string::npos) return std::string(find(kCodes, word.substr(0, sign)));
  return wildcard(token.body);
}

void warn_text(std::string_view text, std::span<const Token> tokens, std::size_t at, QueryWarnings& warnings) {
  const Token& token = tokens[at];
  const std::size_t byte = offset_in(text, token.source);
  if (token.kind == TokenKind::quoted && token.body.contains('*')) {
    return warnings.add(warning_code::kWildcard, byte, "* means nothing in quotes; write open ADJ/1 sourc*, a ADJ/2 b", "left out");
  }
  if (token.kind != TokenKind::text || token.field != nullptr) return;
  if (const std::string here = here_for(tokens, at); !here.empty()) {
    const bool opens = tokens[at + 1].kind == TokenKind::open && token.source.end() == tokens[at + 1].source.begin();
    warnings.add(warning_code::kOtherSyntax, byte,
                 fmt::format("{}{} means nothing here; write {}", fit_width(token.source, kShownColumns), opens ? "(" : "", here),
                 kAsWords);
  }
}

// What the lexer left out between two tokens: marks without a word.
void warn_marks(std::string_view text, std::size_t begin, std::size_t end, QueryWarnings& warnings) {
  const std::string_view gap = text.substr(begin, end - begin);
  for (const auto& [mark, here] : {std::pair("||", "a OR b"), std::pair("&&", "a AND b")}) {
    if (const std::size_t at = gap.find(mark); at != std::string_view::npos) {
      warnings.add(warning_code::kOtherSyntax, begin + at, fmt::format("{} means nothing here; write {}", mark, here), "left out");
    }
  }
}

}  // namespace

void warn_other_syntax(std::string_view text, std::span<const Token> tokens, QueryWarnings& warnings) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < tokens.size() && tokens[at].kind != TokenKind::end; ++at) {
    const std::size_t begin = offset_in(text, tokens[at].source);
    if (begin >= end) warn_marks(text, end, begin, warnings);
    end = begin + tokens[at].source.size();
    warn_text(text, tokens, at, warnings);
  }
}

std::string_view field_elsewhere(std::string_view name) { return find(kFieldsElsewhere, name); }

}  // namespace broadsheet
