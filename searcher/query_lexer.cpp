#include "searcher/query_lexer.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "common/limits.h"
#include "common/text.h"
#include "common/words.h"
#include "searcher/other_syntax.h"
#include "searcher/suggest.h"

namespace broadsheet {
namespace {

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_char(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '.'; }

// Bytes of a double quote mark at `pos`, straight or curly (U+201C to U+201F), 0 if there is none.
std::size_t quote_length(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return 0;
  if (text[pos] == '"') return 1;
  if (text.compare(pos, 2, "\xE2\x80") != 0 || pos + 2 >= text.size()) return 0;
  const auto last = static_cast<unsigned char>(text[pos + 2]);
  return last >= 0x9C && last <= 0x9F ? 3 : 0;
}

// Bytes of white space at `pos`, 0 if there is none; also 0 inside a character, so that callers may walk byte by byte.
std::size_t space_length(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return 0;
  const auto byte = static_cast<unsigned char>(text[pos]);
  if (byte < 0x80) return byte == ' ' || (byte >= '\t' && byte <= '\r') ? 1 : 0;
  if (byte < 0xC0) return 0;
  std::size_t next = pos;
  const char32_t c = next_code_point(text, next);
  return u_isUWhiteSpace(static_cast<UChar32>(c)) ? next - pos : 0;
}

bool is_parenthesis(char c) { return c == '(' || c == ')'; }

// Does a run of text end at `pos`?
bool is_border(std::string_view text, std::size_t pos) {
  return pos >= text.size() || is_parenthesis(text[pos]) || quote_length(text, pos) > 0 || space_length(text, pos) > 0;
}

bool is_word_start(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return false;
  return u_isalnum(static_cast<UChar32>(next_code_point(text, pos)));
}

std::size_t skip_digits(std::string_view text, std::size_t pos) {
  while (pos < text.size() && is_ascii_digit(text[pos])) ++pos;
  return pos;
}

bool is_weight_char(char c) { return is_ascii_digit(c) || c == '.' || c == '+' || c == '-'; }

std::size_t skip_weight(std::string_view text, std::size_t pos) {
  while (pos < text.size() && is_weight_char(text[pos])) ++pos;
  return pos;
}

// `~5^2` behind a quote mark or a parenthesis; all empty unless the run ends with it.
TermSuffix suffix_at(std::string_view text, std::size_t pos) {
  TermSuffix suffix;
  std::size_t end = pos;
  if (end < text.size() && text[end] == '~') {
    end = skip_digits(text, end + 1);
    suffix.tilde = text.substr(pos, end - pos);
  }
  if (end < text.size() && text[end] == '^') {
    const std::size_t begin = end;
    end = skip_weight(text, begin + 1);
    suffix.caret = text.substr(begin, end - begin);
  }
  return is_border(text, end) ? suffix : TermSuffix{};
}

// Takes `^2` off the end of a run of text.
std::string_view split_caret(std::string_view& body) {
  const std::size_t at = body.rfind('^');
  if (at == std::string_view::npos || at == 0 || skip_weight(body, at + 1) != body.size()) return {};
  const std::string_view caret = body.substr(at);
  body.remove_suffix(caret.size());
  return caret;
}

// What may stand behind the `~` of `reuse~`: nothing, or a number of edits or a likeness as Lucene writes them. 100~200 is a range.
bool is_fuzzy_number(std::string_view text) {
  if (text.empty() || text == "1" || text == "2") return true;
  return text.starts_with("0.") && skip_digits(text, 2) == text.size();
}

std::string_view split_tilde(std::string_view& body) {
  const std::size_t at = body.rfind('~');
  if (at == std::string_view::npos || at == 0 || !is_fuzzy_number(body.substr(at + 1))) return {};
  const std::string_view tilde = body.substr(at);
  body.remove_suffix(tilde.size());
  return tilde;
}

bool is_text_like(const ArchiveField* field) { return field == nullptr || field->kind == FieldKind::text; }

// --- operators ------------------------------------------------------------------------------------------------------------

struct OperatorName {
  std::string_view name;
  TokenKind kind;
  bool ordered;
};
constexpr std::array kOperators = {
    OperatorName{"AND", TokenKind::and_op, false}, OperatorName{"OR", TokenKind::or_op, false},
    OperatorName{"NOT", TokenKind::not_op, false}, OperatorName{"NEAR", TokenKind::near_op, false},
    OperatorName{"ADJ", TokenKind::near_op, true},
};

// The operator that this run of text is, nullptr if none: AND, NEAR, NEAR/5.
const OperatorName* find_operator(std::string_view run) {
  const std::size_t slash = run.find('/');
  const auto* row = std::ranges::find(kOperators, run.substr(0, slash), &OperatorName::name);
  if (row == kOperators.end() || slash == std::string_view::npos) return row == kOperators.end() ? nullptr : row;
  const bool number = slash + 1 < run.size() && skip_digits(run, slash + 1) == run.size();
  return number && row->kind == TokenKind::near_op ? row : nullptr;
}

// --- unknown fields -------------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 10> kUrlSchemes = {"data", "doi", "file", "ftp", "http", "https", "isbn", "mailto", "tel", "urn"};

// Is `name:rest` meant as a field? Not a URL, a time (10:30), a path (C:\…) or a name of programmers (std::string).
bool looks_like_field(std::string_view name, std::string_view rest) {
  const bool other = rest.front() == ':' || rest.front() == '/' || rest.front() == '\\';
  return is_ascii_letter(name.front()) && !other && std::ranges::find(kUrlSchemes, name) == kUrlSchemes.end();
}

std::string near_fields(std::string_view name, const Schema& schema) {
  constexpr std::size_t kLongestName = 32;
  std::vector<std::string_view> all, near;
  for (const ArchiveField& field : schema.fields()) {
    all.push_back(field.name);
    if (name.size() > kLongestName) continue;
    const int edits = name.size() < 5 ? 1 : 2;
    if (field.name.starts_with(name) || edit_distance(fold(name), field.name, edits) <= edits) near.push_back(field.name);
  }
  return near.empty() ? fmt::format("the fields are: {}", fmt::join(all, ", "))
                      : fmt::format("close: {} (all: broadsheet fields)", fmt::join(near, ", "));
}

// --- the lexer ------------------------------------------------------------------------------------------------------------

class Lexer {
 public:
  Lexer(std::string_view text, const Schema& schema, QueryWarnings& warnings)
      : text_(text), schema_(schema), warnings_(warnings), operators_(has_lower_case(text)) {}

  std::vector<Token> run() {
    while (skip_space(), pos_ < text_.size()) lex_one();
    tokens_.push_back({.source = text_.substr(text_.size())});
    return std::move(tokens_);
  }

 private:
  void skip_space() {
    while (const std::size_t length = space_length(text_, pos_)) {
      pos_ += length;
      after_border_ = true;
    }
  }

  void lex_one() {
    const bool may_negate = std::exchange(after_border_, false);
    negated_ = std::exchange(minus_, false);
    if (may_negate && lex_minus()) return;
    if (text_[pos_] == '(') return lex_open(pos_, nullptr);
    if (text_[pos_] == ')') return lex_close();
    if (quote_length(text_, pos_) == 0) return lex_run();
    if (!lex_quoted(pos_, pos_, nullptr)) skip_quote_mark();
  }

  std::string_view slice(std::size_t begin, std::size_t end) const { return text_.substr(begin, end - begin); }

  bool lex_minus() {
    const std::size_t next = pos_ + 1;
    if (text_[pos_] != '-' || next >= text_.size()) return false;
    if (!is_word_start(text_, next) && quote_length(text_, next) == 0 && text_[next] != '(') return false;
    tokens_.push_back({.kind = TokenKind::not_op, .source = slice(pos_, next)});
    pos_ = next;
    minus_ = true;
    return true;
  }

  void lex_open(std::size_t begin, const ArchiveField* field) {
    const std::size_t at = text_.find('(', begin);
    tokens_.push_back({.kind = TokenKind::open, .field = field, .source = slice(begin, at + 1)});
    pos_ = at + 1;
    after_border_ = true;
    ++open_;
  }

  void lex_close() {
    Token token{.kind = TokenKind::close, .suffix = suffix_at(text_, pos_ + 1)};
    const std::size_t end = pos_ + 1 + token.suffix.tilde.size() + token.suffix.caret.size();
    token.source = slice(pos_, end);
    tokens_.push_back(token);
    pos_ = end;
    if (open_ > 0) --open_;
  }

  // A quote that opens at `mark`; `begin` is where its field begins. false: the mark has no partner.
  bool lex_quoted(std::size_t begin, std::size_t mark, const ArchiveField* field) {
    const std::size_t from = mark + quote_length(text_, mark);
    const std::size_t until = find_quote_mark(from);
    if (until == text_.size()) return false;
    const std::size_t after = until + quote_length(text_, until);
    Token token{.kind = TokenKind::quoted, .field = field, .body = slice(from, until), .suffix = suffix_at(text_, after)};
    pos_ = after + token.suffix.tilde.size() + token.suffix.caret.size();
    token.source = slice(begin, pos_);
    tokens_.push_back(token);
    return true;
  }

  std::size_t find_quote_mark(std::size_t pos) const {
    while (pos < text_.size() && quote_length(text_, pos) == 0) ++pos;
    return pos;
  }

  void skip_quote_mark() {
    warn_quote_mark(pos_);
    pos_ += quote_length(text_, pos_);
  }

  void warn_quote_mark(std::size_t at) { warnings_.add(warning_code::kSyntax, at, "this quote mark has no partner", "taken as text"); }

  void lex_run() {
    const std::size_t begin = pos_;
    std::size_t colon = begin;
    while (colon < text_.size() && is_name_char(text_[colon])) ++colon;
    if (colon > begin && colon + 1 < text_.size() && text_[colon] == ':' && space_length(text_, colon + 1) == 0) {
      const ArchiveField* field = schema_.find(slice(begin, colon));
      if (field != nullptr && text_[colon + 1] != ')') return lex_field(begin, colon + 1, field);
      if (field == nullptr) warn_unknown_field(begin, colon);
    }
    lex_plain(begin, begin, nullptr);
  }

  void lex_field(std::size_t begin, std::size_t value, const ArchiveField* field) {
    if (text_[value] == '(') return lex_open(begin, field);
    if (const std::size_t mark = quote_length(text_, value)) {
      if (lex_quoted(begin, value, field)) return;
      warn_quote_mark(value);
      value += mark;
      if (is_border(text_, value)) return lex_plain(begin, begin, nullptr);
    }
    if (field->kind == FieldKind::id) return lex_id(begin, value, field);
    lex_plain(begin, value, field);
  }

  // Everything up to the next blank; but the parentheses that close a group around it are not part of it.
  void lex_id(std::size_t begin, std::size_t value, const ArchiveField* field) {
    std::size_t end = value;
    int inner = 0;
    while (end < text_.size() && space_length(text_, end) == 0) {
      if (text_[end] == '(') ++inner;
      if (text_[end] == ')' && --inner < 0 && open_ > 0) break;
      ++end;
    }
    if (end == value) return lex_plain(begin, begin, nullptr);
    tokens_.push_back({.kind = TokenKind::text, .field = field, .source = slice(begin, end), .body = slice(value, end)});
    pos_ = end;
  }

  // A run of text from `begin`, its value (behind a field's name) from `value`.
  void lex_plain(std::size_t begin, std::size_t value, const ArchiveField* field) {
    pos_ = run_end(value);
    Token token{.kind = TokenKind::text, .field = field, .source = slice(begin, pos_), .body = slice(value, pos_)};
    if (field == nullptr && !negated_ && take_operator(token)) return;
    token.suffix.caret = split_caret(token.body);
    if (is_text_like(field)) token.suffix.tilde = split_tilde(token.body);
    if (field != nullptr || token.body == "*" || has_word(token.body)) tokens_.push_back(token);
  }

  std::size_t run_end(std::size_t pos) {
    while (!is_border(text_, pos) || is_inch_mark(pos)) {
      if (text_[pos] == '"') warn_quote_mark(pos);
      ++pos;
    }
    return pos;
  }

  // 5" and 40'30": a straight mark behind a digit opens nothing.
  bool is_inch_mark(std::size_t pos) const { return pos < text_.size() && text_[pos] == '"' && pos > 0 && is_ascii_digit(text_[pos - 1]); }

  static bool has_word(std::string_view body) {
    RawWord word;
    return WordScanner(body).next(word);
  }

  bool take_operator(Token& token) {
    const OperatorName* row = find_operator(token.body);
    if (row == nullptr) return false;
    const std::size_t at = offset_in(text_, token.source);
    if (!operators_) {
      warn_operator_as_word(token, at);
      return false;
    }
    token.kind = row->kind;
    token.ordered = row->ordered;
    const std::size_t digits = row->name.size() + 1;
    token.distance = digits < token.body.size() ? parse_distance(token.body.substr(digits), 1, at, warnings_) : kDefaultDistance;
    tokens_.push_back(token);
    return true;
  }

  // Once is enough; and a query of one word needs no advice.
  void warn_operator_as_word(const Token& token, std::size_t at) {
    if (std::exchange(warned_operator_, true) || token.source.size() == text_.size()) return;
    warnings_.add(warning_code::kOperatorsAsWords, at, fmt::format("{} is a word here", fit_width(token.source, kShownColumns)),
                  "operators count only where the query has a lower-case letter too");
  }

  void warn_unknown_field(std::size_t begin, std::size_t colon) {
    const std::string_view name = slice(begin, colon);
    if (!looks_like_field(name, text_.substr(colon + 1))) return;
    const std::string_view elsewhere = field_elsewhere(name);
    const std::string advice = warnings_.is_full() ? std::string()
                               : elsewhere.empty() ? near_fields(name, schema_)
                                                   : fmt::format("write {}", elsewhere);
    warnings_.add(warning_code::kUnknownField, begin, fmt::format("no field \"{}\"; {}", fit_width(name, kShownColumns), advice),
                  "searched as words");
  }

  std::string_view text_;
  const Schema& schema_;
  QueryWarnings& warnings_;
  bool operators_;
  std::size_t pos_ = 0;
  int open_ = 0;
  bool after_border_ = true;  // a '-' here can negate: at the start, after a blank or an opening parenthesis
  bool minus_ = false;        // the token before is a '-' that negates
  bool negated_ = false;      // so it was before the token in work: -AND is a word
  bool warned_operator_ = false;
  std::vector<Token> tokens_;
};

// An unmatched parenthesis is text: `title:(` is the word title, a lone `(` or `)` is nothing.
void make_text(Token& token, std::size_t byte, QueryWarnings& warnings) {
  const bool opens = token.kind == TokenKind::open;
  warnings.add(warning_code::kSyntax, byte, fmt::format("this {} parenthesis has no partner", opens ? "opening" : "closing"),
               "taken as text");
  token = {.kind = TokenKind::text, .source = token.source, .body = opens ? token.source : std::string_view()};
}

std::vector<std::size_t> unmatched_parentheses(const std::vector<Token>& tokens) {
  std::vector<std::size_t> open, unmatched;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::open) open.push_back(i);
    if (tokens[i].kind != TokenKind::close) continue;
    if (open.empty()) {
      unmatched.push_back(i);
    } else {
      open.pop_back();
    }
  }
  unmatched.insert(unmatched.end(), open.begin(), open.end());
  return unmatched;
}

Result<void> match_parentheses(std::string_view text, std::vector<Token>& tokens, QueryWarnings& warnings) {
  const auto byte_of = [&](const Token& token) {
    return offset_in(text, token.source) + (token.kind == TokenKind::open ? token.source.size() - 1 : 0);
  };
  for (const std::size_t i : unmatched_parentheses(tokens)) make_text(tokens[i], byte_of(tokens[i]), warnings);
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::open) ++depth;
    if (token.kind == TokenKind::close) --depth;
    if (depth <= kMaxQueryDepth) continue;
    return fail(Status::usage, fmt::format("query, column {}: parentheses are nested deeper than the limit of {}; write the query flatter",
                                           warnings.column(byte_of(token)), kMaxQueryDepth));
  }
  return {};
}

}  // namespace

int parse_distance(std::string_view digits, int least, std::size_t byte, QueryWarnings& warnings) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const int wanted = error == std::errc() ? value : kMaxDistance + 1;
  const int taken = std::clamp(wanted, least, kMaxDistance);
  if (taken != wanted) {
    warnings.add(warning_code::kDistance, byte,
                 fmt::format("{} is no distance from {} to {}", fit_width(digits, kShownColumns), least, kMaxDistance),
                 fmt::format("taken as {}", taken));
  }
  return taken;
}

bool has_lower_case(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (u_islower(static_cast<UChar32>(next_code_point(text, pos)))) return true;
  }
  return false;
}

Result<std::vector<Token>> lex_query(std::string_view text, const Schema& schema, QueryWarnings& warnings) {
  std::vector<Token> tokens = Lexer(text, schema, warnings).run();
  if (const Result<void> matched = match_parentheses(text, tokens, warnings); !matched) return std::unexpected(matched.error());
  return tokens;
}

}  // namespace broadsheet
