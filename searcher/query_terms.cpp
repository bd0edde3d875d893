#include "searcher/query_terms.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "common/date.h"
#include "common/limits.h"
#include "common/text.h"
#include "common/words.h"

namespace broadsheet {
namespace {

constexpr std::string_view kAsWords = "searched as words";
constexpr std::string_view kIgnored = "ignored";

// --- words ----------------------------------------------------------------------------------------------------------------

// Builds nodes from the words of one piece of the query.
class WordCollector {
 public:
  WordCollector(std::string_view piece, std::string field, const TermContext& context)
      : piece_(piece), field_(std::move(field)), context_(context) {}

  // Unquoted: a word node each; words joined by hyphens, or by the marks of a name, make one.
  std::vector<QueryNode> separate() {
    WordScanner scanner(piece_);
    for (RawWord raw; scanner.next(raw);) {
      const std::string_view typed = piece_.substr(raw.begin, raw.end - raw.begin);
      std::string word = normalise(typed);
      const bool glued = raw.glued && has_marks(word);  // not so for an archive of analysis 1
      const bool joined = (raw.hyphenated || glued) && kept_;
      kept_ = !word.empty();
      if (word.empty()) continue;
      if (joined) {
        extend(std::move(word), raw);
      } else {
        begin(std::move(word), typed, raw);
      }
    }
    return std::move(nodes_);
  }

  // In quotes: the words as they stand.
  std::vector<std::string> as_written() {
    std::vector<std::string> words;
    WordScanner scanner(piece_);
    for (RawWord raw; scanner.next(raw);) {
      std::string word = normalise(piece_.substr(raw.begin, raw.end - raw.begin));
      if (!word.empty()) words.push_back(std::move(word));
    }
    return words;
  }

 private:
  std::string normalise(std::string_view typed) {
    std::string word = normalise_word(typed);
    if (context_.settings.analysis == 1) word = as_in_analysis_1(word);
    if (word.empty()) {
      context_.warnings.add(warning_code::kLongWord, offset_in(context_.text, typed),
                            fmt::format("a word of over {} bytes is in no article's index", kMaxWordBytes), kIgnored);
    }
    return word;
  }

  void begin(std::string word, std::string_view typed, const RawWord& raw) {
    QueryNode node;
    node.kind = has_marks(word) ? NodeKind::as_typed : NodeKind::word;
    node.capitals = context_.mixed_case && is_capital_form(typed) && is_stop_word(word);
    node.words = {std::move(word)};
    node.text = typed;
    node.field = field_;
    node.column = context_.warnings.column(offset_in(context_.text, typed));
    nodes_.push_back(std::move(node));
    begin_ = raw.begin;
  }

  void extend(std::string word, const RawWord& raw) {
    QueryNode& node = nodes_.back();
    // AT&T-owned is both: its parts side by side are enough.
    const bool by_marks = !raw.hyphenated && (node.kind == NodeKind::as_typed || node.words.size() == 1);
    node.kind = by_marks ? NodeKind::as_typed : NodeKind::hyphenated;
    node.capitals = false;
    node.words.push_back(std::move(word));
    node.text = piece_.substr(begin_, raw.end - begin_);
  }

  std::string_view piece_;
  std::string field_;
  const TermContext& context_;
  std::vector<QueryNode> nodes_;
  std::size_t begin_ = 0;  // of the node in work
  bool kept_ = false;      // the word before is in a node, so that a hyphen can join to it
};

// The field of word nodes: text: is the unprefixed stream.
std::string stream_of(const ArchiveField* field) { return field == nullptr || field->prefix.empty() ? "" : field->name; }

TermRole words_role(const ArchiveField* named, std::string_view body) {
  return named == nullptr && body.find('&') == std::string_view::npos ? TermRole::bare : TermRole::other;
}

Term plain_words(std::string_view piece, const TermContext& context) {
  return {WordCollector(piece, "", context).separate(), TermRole::bare};
}

// --- one token ------------------------------------------------------------------------------------------------------------

class TermBuilder {
 public:
  TermBuilder(const Token& token, const ArchiveField* field, const TermContext& context)
      : token_(token), field_(field), context_(context), begin_(offset_in(context.text, token.source)) {}

  Term build() {
    Term term = token_.kind == TokenKind::quoted ? quoted() : unquoted();
    const double weight = parse_weight(token_.suffix.caret, context_);
    for (QueryNode& node : term.nodes) node.weight = weight;
    return term;
  }

 private:
  FieldKind kind() const { return field_ == nullptr ? FieldKind::text : field_->kind; }

  Term quoted() {
    if (kind() == FieldKind::text) return phrase();
    warn_stray_tilde();
    if (kind() == FieldKind::date) return date();
    std::string value = squeeze(token_.body);
    if (value.empty()) return nothing("nothing stands in the quotes");
    return {{value_node(std::move(value), true)}, TermRole::filter};
  }

  Term unquoted() {
    switch (kind()) {
      case FieldKind::text:
        return text();
      case FieldKind::date:
        return date();
      case FieldKind::name:
        return name_words();
      default:
        return {{value_node(std::string(token_.body), true)}, TermRole::filter};
    }
  }

  Term nothing(std::string_view why) {
    context_.warnings.add(warning_code::kSyntax, begin_, std::string(why), kIgnored);
    return {};
  }

  // The token in a message: it may be as long as the query.
  std::string shown() const { return fit_width(squeeze(token_.source), kShownColumns); }

  QueryNode node_of(NodeKind kind) const {
    QueryNode node;
    node.kind = kind;
    node.column = context_.warnings.column(begin_);
    return node;
  }

  QueryNode value_node(std::string value, bool whole) const {
    QueryNode node = node_of(NodeKind::value);
    node.field = field_->name;
    node.text = std::move(value);
    node.whole = whole;
    return node;
  }

  Term phrase() {
    QueryNode node = node_of(NodeKind::phrase);
    node.field = stream_of(field_);
    node.words = WordCollector(token_.body, "", context_).as_written();
    node.text = squeeze(token_.body);
    if (node.words.empty()) return nothing("no word stands in the quotes");
    node.slop = slop();
    if (node.words.size() == 1) node.slop = 0;
    return {{std::move(node)}, TermRole::other};
  }

  int slop() {
    const std::string_view tilde = token_.suffix.tilde;
    if (tilde.empty()) return 0;
    const std::size_t byte = offset_in(context_.text, tilde);
    if (tilde.size() > 1) return parse_distance(tilde.substr(1), 0, byte, context_.warnings);
    context_.warnings.add(warning_code::kSyntax, byte, "~ behind quotes needs a number, as in \"model reuse\"~5", kIgnored);
    return 0;
  }

  void warn_stray_tilde() {
    if (token_.suffix.tilde.empty()) return;
    context_.warnings.add(warning_code::kSyntax, offset_in(context_.text, token_.suffix.tilde),
                          fmt::format("~ has no meaning for a value of {}", field_->name), kIgnored);
  }

  // Words, open*, reuse~, *
  Term text() {
    if (token_.body == "*") return {{node_of(NodeKind::everything)}, TermRole::other};
    std::vector<QueryNode> words = WordCollector(token_.body, stream_of(field_), context_).separate();
    if (words.empty()) return token_.field != nullptr ? nothing(fmt::format("no word follows {}:", token_.field->name)) : Term{};
    if (token_.field != nullptr) words.front().column = context_.warnings.column(begin_);
    const bool star = token_.body.find('*') != std::string_view::npos;
    const bool tilde = !token_.suffix.tilde.empty();
    if (star || tilde) {
      const std::optional<NodeKind> kind = star ? wildcard_kind(words) : fuzzy_kind(words);
      if (kind) {
        words.front().kind = *kind;
        words.front().capitals = false;
        return {std::move(words), TermRole::other};
      }
    }
    return {std::move(words), words_role(token_.field, token_.body)};
  }

  std::optional<NodeKind> wildcard_kind(const std::vector<QueryNode>& words) {
    const bool one_star = token_.body.find('*') + 1 == token_.body.size();
    std::string_view fault;
    if (!one_star || words.size() != 1 || words[0].kind != NodeKind::word || !token_.suffix.tilde.empty()) {
      fault = "* stands only at the end of a single word";
    } else if (count_code_points(words[0].words[0]) < kLeastWildcardLetters) {
      fault = "* needs 3 letters or more before it";
    } else {
      return NodeKind::wildcard;
    }
    context_.warnings.add(warning_code::kWildcard, begin_, fmt::format("{}: {}", shown(), fault), kAsWords);
    return std::nullopt;
  }

  std::optional<NodeKind> fuzzy_kind(const std::vector<QueryNode>& words) {
    if (words.size() != 1 || words[0].kind != NodeKind::word) {
      context_.warnings.add(warning_code::kFuzzy, begin_, fmt::format("{}: ~ stands only behind a single word", shown()), kAsWords);
      return std::nullopt;
    }
    if (token_.suffix.tilde.size() > 1 && token_.suffix.tilde != "~1") {
      context_.warnings.add(warning_code::kFuzzy, begin_, fmt::format("{}: ~ takes no number", shown()), "one edit is allowed");
    }
    return NodeKind::fuzzy;
  }

  // person:lee; person:kai-fu asks for a name with kai and one with fu.
  Term name_words() {
    if (token_.body.find_first_of("*~") != std::string_view::npos) {
      context_.warnings.add(warning_code::kWildcard, begin_, fmt::format("{}: * and ~ have no meaning for names", shown()), kIgnored);
    }
    QueryNode all = node_of(NodeKind::all_of);
    for (const QueryNode& found : WordCollector(token_.body, "", context_).separate()) {
      for (const std::string& typed : found.words) {
        const std::string word(bare_word(typed));
        QueryNode node = value_node(word, false);
        node.words = {word};
        all.children.push_back(std::move(node));
      }
    }
    if (all.children.empty()) return nothing(fmt::format("no word follows {}:", field_->name));
    if (all.children.size() == 1) return {std::move(all.children), TermRole::filter};
    return {{std::move(all)}, TermRole::filter};
  }

  Term date() {
    const std::string_view body = token_.body;
    QueryNode node = node_of(NodeKind::date_range);
    node.field = field_->name;
    node.text = squeeze(body);
    const std::size_t dots = body.find("..");
    if (dots == std::string_view::npos) {
      node.from = node.until = parse_date_bound(node.text, context_.settings.now);
      return node.from ? Term{{std::move(node)}, TermRole::filter} : bad_date("is no date");
    }
    const std::string from = squeeze(body.substr(0, dots));
    const std::string until = squeeze(body.substr(dots + 2));
    node.from = parse_date_bound(from, context_.settings.now);
    node.until = parse_date_bound(until, context_.settings.now);
    const bool understood = (node.from || from.empty()) && (node.until || until.empty()) && (node.from || node.until);
    if (!understood) return bad_date("is no range of dates");
    if (node.from && node.until && node.until->end <= node.from->start && node.until->start < node.from->start) {
      return bad_date("ends before it begins");
    }
    return {{std::move(node)}, TermRole::filter};
  }

  Term bad_date(std::string_view fault) {
    context_.warnings.add(warning_code::kBadDate, begin_, fmt::format("{} {}; dates are written {}", shown(), fault, field_->help),
                          kAsWords);
    return plain_words(token_.source, context_);
  }

  const Token& token_;
  const ArchiveField* field_;
  const TermContext& context_;
  std::size_t begin_;
};

}  // namespace

Term build_term(const Token& token, const ArchiveField* inherited, const TermContext& context) {
  return TermBuilder(token, token.field != nullptr ? token.field : inherited, context).build();
}

double parse_weight(std::string_view caret, const TermContext& context) {
  if (caret.empty()) return 1;
  std::string_view digits = caret.substr(1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double weight = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, weight);
  if (error == std::errc() && stop == end && weight >= kLeastWeight && weight <= kMostWeight) return weight;
  context.warnings.add(warning_code::kWeight, offset_in(context.text, caret),
                       fmt::format("{} is no weight from {:g} to {:g}", fit_width(caret, kShownColumns), kLeastWeight, kMostWeight),
                       "taken as ^1");
  return 1;
}

}  // namespace broadsheet
