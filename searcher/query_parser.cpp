#include "searcher/query_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "common/limits.h"
#include "common/text.h"
#include "searcher/other_syntax.h"
#include "searcher/query_groups.h"
#include "searcher/query_lexer.h"
#include "searcher/query_limits.h"
#include "searcher/query_terms.h"
#include "searcher/query_warnings.h"

namespace broadsheet {
namespace {

// Recursive descent, one level a kind of binding; parentheses recurse and are no deeper than kMaxQueryDepth (the lexer saw to it):
//   group  = clause { OR clause }
//   clause = run { AND run }
//   run    = operand { operand }           words side by side: an implicit group
//   operand = { NOT } chain
//   chain  = term { (NEAR | ADJ) term }
// Every part may be missing: then the operator beside it is ignored, with a warning.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const TermContext& context) : tokens_(std::move(tokens)), context_(context) {}

  // nullopt: nothing to search for.
  std::optional<QueryNode> parse() { return parse_group(nullptr, true); }
  std::vector<std::string>& dropped() { return dropped_; }
  bool too_many_terms() const { return too_many_terms_; }

 private:
  using Clause = std::vector<Run>;

  TokenKind kind() const { return tokens_[next_].kind; }
  // The last token ends everything: it is never left behind.
  const Token& take() { return kind() == TokenKind::end ? tokens_.back() : tokens_[next_++]; }
  std::size_t byte_of(const Token& token) const { return offset_in(context_.text, token.source); }
  std::size_t column_of(const Token& token) const { return context_.warnings.column(byte_of(token)); }

  void dangling(const Token& token, std::string_view why) {
    context_.warnings.add(warning_code::kSyntax, byte_of(token), fmt::format("{} {}", why, token.source), "ignored");
  }

  // So many parts side by side, each with a term or more: what is beyond the limit need not be read to its end.
  void stop_beyond_limit(std::size_t parts) {
    if (parts <= kMaxQueryTerms) return;
    too_many_terms_ = true;
    next_ = tokens_.size() - 1;
  }

  // Items with `separator` between them; what is missing on either side makes the separator ignored.
  template <class ParseItem>
  auto parse_list(TokenKind separator, ParseItem parse_item) {
    std::vector<decltype(parse_item())> items;
    for (const Token* before = nullptr;;) {
      auto item = parse_item();
      if (!item.empty()) {
        items.push_back(std::move(item));
        stop_beyond_limit(items.size());
      } else if (before != nullptr) {
        dangling(*before, "nothing stands behind");
      }
      if (kind() != separator) return items;
      before = &take();
      if (items.empty()) dangling(*std::exchange(before, nullptr), "nothing stands before");
    }
  }

  std::optional<QueryNode> parse_group(const ArchiveField* field, bool top) {
    std::vector<Clause> clauses = parse_list(TokenKind::or_op, [&] { return parse_clause(field); });
    if (clauses.empty()) return std::nullopt;
    const RunSettings settings{context_.settings.match, top && clauses.size() == 1};
    std::vector<QueryNode> alternatives;
    for (Clause& clause : clauses) {
      std::vector<QueryNode> parts;
      for (Run& run : clause) parts.push_back(build_run(std::move(run), settings, dropped_));
      alternatives.push_back(join(NodeKind::all_of, std::move(parts)));
    }
    QueryNode node = join(NodeKind::any_of, std::move(alternatives));
    // Words are left out of the group they stand in, so what is too much here stays too much: no need to carry it outwards.
    if (count_terms(node) > kMaxQueryTerms) {
      too_many_terms_ = true;
      return std::nullopt;
    }
    return node;
  }

  Clause parse_clause(const ArchiveField* field) {
    return parse_list(TokenKind::and_op, [&] { return parse_run(field); });
  }

  bool at_operand() const {
    return kind() != TokenKind::close && kind() != TokenKind::and_op && kind() != TokenKind::or_op && kind() != TokenKind::end;
  }

  Run parse_run(const ArchiveField* field) {
    Run run;
    std::size_t fixed = 0;  // operands that no rule of implicit groups leaves out
    while (at_operand()) {
      const std::size_t before = run.size();
      parse_operand(field, run);
      if (run.size() > before && run.back().role != TermRole::bare) stop_beyond_limit(++fixed);
    }
    return run;
  }

  void parse_operand(const ArchiveField* field, Run& run) {
    const Token* first = nullptr;
    const Token* last = nullptr;
    bool negated = false;
    while (kind() == TokenKind::not_op) {
      last = &take();
      if (first == nullptr) first = last;
      negated = !negated;
    }
    Term term = parse_chain(field);
    if (first == nullptr) {
      for (QueryNode& node : term.nodes) run.push_back({std::move(node), term.role});
      return;
    }
    if (term.nodes.empty()) return dangling(*last, "nothing stands behind");
    QueryNode node = unite(std::move(term));
    if (negated) node = negate(std::move(node), column_of(*first));
    const bool negation = node.kind == NodeKind::none_of;
    run.push_back({std::move(node), negation ? TermRole::negation : TermRole::other});
  }

  // Several words of one run of text, as an operand of their own.
  QueryNode unite(Term term) {
    Run run;
    for (QueryNode& node : term.nodes) run.push_back({std::move(node), TermRole::other});
    return build_run(std::move(run), {context_.settings.match, false}, dropped_);
  }

  Term parse_chain(const ArchiveField* field) {
    Term first = parse_term(field);
    while (kind() == TokenKind::near_op && first.nodes.empty()) {
      dangling(take(), "nothing stands before");
      first = parse_term(field);
    }
    if (kind() != TokenKind::near_op) return first;
    const Token& begin = tokens_[next_];
    const TermRole role = first.role;
    std::vector<QueryNode> operands{unite(std::move(first))};
    std::vector<Nearness> operators;
    while (kind() == TokenKind::near_op) {
      const Token& near = take();
      Term right = parse_term(field);
      if (right.nodes.empty()) {
        dangling(near, "nothing stands behind");
        continue;
      }
      operands.push_back(unite(std::move(right)));
      operators.push_back({near.ordered, near.distance});
    }
    if (operators.empty()) return {std::move(operands), role};
    return {{near_or_all(std::move(operands), operators, begin)}, TermRole::other};
  }

  QueryNode near_or_all(std::vector<QueryNode> operands, const std::vector<Nearness>& operators, const Token& token) {
    if (std::optional<QueryNode> near = build_near(operands, operators)) return std::move(*near);
    context_.warnings.add(warning_code::kSyntax, byte_of(token),
                          fmt::format("{} joins only words, phrases, NEAR and OR-groups of these, all in one field", token.source),
                          "taken as AND");
    return join(NodeKind::all_of, std::move(operands));
  }

  Term parse_term(const ArchiveField* field) {
    if (kind() == TokenKind::text || kind() == TokenKind::quoted) return build_term(take(), field, context_);
    if (kind() == TokenKind::open) return parse_parentheses(field);
    return {};
  }

  Term parse_parentheses(const ArchiveField* field) {
    const Token& open = take();
    std::optional<QueryNode> node = parse_group(open.field != nullptr ? open.field : field, false);
    const Token& close = take();
    if (!node) {
      context_.warnings.add(warning_code::kSyntax, byte_of(open), "nothing stands in the parentheses", "ignored");
      return {};
    }
    if (!close.suffix.tilde.empty()) {
      context_.warnings.add(warning_code::kSyntax, offset_in(context_.text, close.suffix.tilde), "~ has no meaning behind parentheses",
                            "ignored");
    }
    scale_weight(*node, parse_weight(close.suffix.caret, context_));
    node->column = column_of(open);
    const TermRole role = role_of_group(*node, open.field);
    return {{std::move(*node)}, role};
  }

  static TermRole role_of_group(const QueryNode& node, const ArchiveField* named) {
    if (node.kind == NodeKind::none_of) return TermRole::negation;
    return named != nullptr && is_filter(node) ? TermRole::filter : TermRole::other;
  }

  std::vector<Token> tokens_;
  const TermContext& context_;
  std::size_t next_ = 0;
  std::vector<std::string> dropped_;
  bool too_many_terms_ = false;
};

// Each once, in the order of the query.
std::vector<std::string> without_repeats(const std::vector<std::string>& words) {
  std::vector<std::string> unique;
  for (const std::string& word : words) {
    if (std::ranges::find(unique, word) == unique.end()) unique.push_back(word);
  }
  return unique;
}

Error too_many_terms() {
  return {Status::usage, fmt::format("the query asks for more than the limit of {} terms (words and values); ask for fewer, and give long "
                                     "lists of ids by --ids-from",
                                     kMaxQueryTerms)};
}

// "and" means what words side by side mean anyway.
bool query_means_operators(const std::vector<std::string>& dropped) {
  return std::ranges::find(dropped, "or") != dropped.end() || std::ranges::find(dropped, "not") != dropped.end();
}

void warn_about_whole(const ParsedQuery& query, bool is_empty, std::string_view text, QueryWarnings& warnings) {
  if (!query.dropped_stop_words.empty()) {
    warnings.add_general(warning_code::kDroppedStopWords,
                         fmt::format("left out as too common: {} (in quotes they count{})", fmt::join(query.dropped_stop_words, ", "),
                                     query_means_operators(query.dropped_stop_words) ? "; operators are written OR, NOT" : ""));
  }
  if (is_empty && !squeeze(text).empty()) {
    warnings.add_general(warning_code::kNoWords, "nothing in the query can be searched for; these are all articles");
  }
}

}  // namespace

Result<ParsedQuery> parse_query(std::string_view raw, const Schema& schema, const ParserSettings& settings) {
  if (raw.size() > kMaxQueryBytes) {
    return fail(Status::usage,
                fmt::format("the query is {} bytes long; the limit is {} (long lists of ids: --ids-from)", raw.size(), kMaxQueryBytes));
  }
  const std::string text = to_nfc(repair_utf8(raw));
  QueryWarnings warnings(text);
  Result<std::vector<Token>> tokens = lex_query(text, schema, warnings);
  if (!tokens) return std::unexpected(std::move(tokens.error()));
  warn_other_syntax(text, *tokens, warnings);
  const TermContext context{text, settings, warnings, has_lower_case(text)};
  Parser parser(std::move(*tokens), context);
  std::optional<QueryNode> root = parser.parse();
  if (parser.too_many_terms()) return std::unexpected(too_many_terms());
  if (std::optional<Error> error = warnings.strict_error(); settings.strict && error) return std::unexpected(std::move(*error));
  if (std::optional<Error> error = root ? beyond_limits(*root) : std::nullopt) return std::unexpected(std::move(*error));
  ParsedQuery query;
  if (root) query.root = std::move(*root);
  query.dropped_stop_words = without_repeats(parser.dropped());
  warn_about_whole(query, !root, text, warnings);
  query.warnings = warnings.take();
  return query;
}

}  // namespace broadsheet
