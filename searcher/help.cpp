#include "searcher/help.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/text.h"
#include "common/words.h"
#include "searcher/doc_set.h"
#include "searcher/match_set.h"
#include "searcher/sinks/sink.h"
#include "searcher/suggest.h"
#include "searcher/word_forms.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxHelpWords = 8;
constexpr std::size_t kMaxCostTerms = 50;  // of a query whose words are told what they cost: each costs a search

// Codes of warnings (docs/output.md).
constexpr const char* kWordCosts = "word-costs";
constexpr const char* kNoSuchWord = "no-such-word";

using Nodes = std::vector<QueryNode>;

QueryNode group(NodeKind kind, Nodes children) {
  if (children.size() == 1) return std::move(children.front());
  QueryNode node;
  node.kind = kind;
  node.children = std::move(children);
  return node;
}

// --- what each word costs

// The conditions of the options as a part of a tree. nullopt: --ids-from, which no tree of sensible size says.
std::optional<Nodes> frame_of(const SearchRequest& request) {
  if (request.ids) return std::nullopt;
  Nodes frame;
  for (const OptionFilter& filter : request.filters) {
    Nodes values;
    for (const std::string& text : filter.values) {
      QueryNode value;
      value.kind = NodeKind::value;
      value.field = filter.field;
      value.text = text;
      value.whole = true;
      values.push_back(std::move(value));
    }
    frame.push_back(group(NodeKind::any_of, std::move(values)));
  }
  if (request.since || request.until) {
    QueryNode range;
    range.kind = NodeKind::date_range;
    if (request.since) range.from = parse_date_bound(*request.since, request.now);
    if (request.until) range.until = parse_date_bound(*request.until, request.now);
    frame.push_back(std::move(range));
  }
  return frame;
}

// Field terms, dates and exclusions stay conditions under --match any.
bool is_condition(const QueryNode& node) {
  return node.kind == NodeKind::value || node.kind == NodeKind::date_range || node.kind == NodeKind::none_of ||
         node.kind == NodeKind::everything;
}

// The words of an implicit group, and what else must hold.
struct Question {
  Nodes words;
  Nodes conditions;
};

Question question_of(const QueryNode& root, Nodes frame) {
  Question question{{}, std::move(frame)};
  for (const QueryNode& child : root.children) (is_condition(child) ? question.conditions : question.words).push_back(child);
  return question;
}

std::string label(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::word:
    case NodeKind::hyphenated:
    case NodeKind::as_typed:
      return node.field.empty() ? node.text : fmt::format("{}:{}", node.field, node.text);
    case NodeKind::phrase:
      return fmt::format("\"{}\"", node.text);
    default:
      return describe(node);
  }
}

// How many articles match without each of the words, and how many any of the words.
struct Costs {
  std::vector<std::uint64_t> without;  // of the first kMaxHelpWords words
  std::uint64_t any = 0;
};

// What else must hold, as a set.
Result<DocSet> conditions_of(Matcher& matcher, IndexView& view, const Nodes& conditions) {
  if (conditions.empty()) return DocSet::all(view.documents());
  return matcher.match(group(NodeKind::all_of, conditions));
}

// Each word is looked up once; the rest are sets.
Result<Costs> costs_by_sets(IndexView& view, const Question& question) {
  std::vector<Warning> ignored;  // the search itself has said them
  Matcher matcher(view, ignored);
  const auto conditions = conditions_of(matcher, view, question.conditions);
  if (!conditions) return std::unexpected(conditions.error());
  std::vector<DocSet> sets;
  DocSet any(view.documents());
  for (const QueryNode& word : question.words) {
    auto set = matcher.match(word);
    if (!set) return std::unexpected(set.error());
    set->intersect(*conditions);
    any.unite(*set);
    sets.push_back(std::move(*set));
  }
  Costs costs;
  costs.any = any.count();
  for (std::size_t left_out = 0; left_out < std::min(sets.size(), kMaxHelpWords); ++left_out) {
    DocSet others = *conditions;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (i != left_out) others.intersect(sets[i]);
    }
    costs.without.push_back(others.count());
  }
  return costs;
}

// Of two words each alone is the other's cost, and those with both, `total`, are counted twice: a word's frequency says all.
Result<Costs> costs_of_two(IndexView& view, const Question& question, std::uint64_t total) {
  Costs costs;
  for (const std::size_t other : {1U, 0U}) {
    Nodes parts = question.conditions;
    parts.push_back(question.words[other]);
    const auto count = count_matches(view, group(NodeKind::all_of, std::move(parts)));
    if (!count) return std::unexpected(count.error());
    costs.without.push_back(*count);
  }
  costs.any = costs.without[0] + costs.without[1] - total;
  return costs;
}

// How many articles the question itself has; nullopt: the answer's total is not of the question alone.
std::optional<std::uint64_t> total_of(const Answer& answer) {
  if (answer.request.expand) return std::nullopt;
  return answer.sampled_from ? answer.sampled_from : answer.total;
}

// "without modle: 1,204 · without reuse: 3 · any of them: 9,870 (--match any)"; "" = nothing to say.
std::string cost_line(IndexView& view, const QueryNode& root, const Answer& answer) {
  if (answer.request.new_since) return {};  // the counts would be those of all articles, the total that of the new ones
  auto frame = frame_of(answer.request);
  if (root.kind != NodeKind::all_of || !frame || count_terms(root) > kMaxCostTerms) return {};
  const Question question = question_of(root, std::move(*frame));
  if (question.words.size() < 2) return {};
  const auto total = total_of(answer);
  const auto costs = question.words.size() == 2 && total ? costs_of_two(view, question, *total) : costs_by_sets(view, question);
  if (!costs) return {};
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < costs->without.size(); ++i) {
    parts.push_back(fmt::format("without {}: {}", label(question.words[i]), with_thousands(costs->without[i])));
  }
  parts.push_back(fmt::format("any of them: {} (--match any)", with_thousands(costs->any)));
  return fmt::format("{}", fmt::join(parts, " · "));
}

// --- which word is misspelt

// Stands in no article: neither itself nor, when it would be stemmed, another form of it.
bool is_missing(IndexView& view, const QueryNode& node, const std::string& word) {
  return (node.kind == NodeKind::phrase ? ids_of_form(view, word) : ids_of_any_form(view, word)).empty();
}

std::string bare_words(const QueryNode& node) {
  std::string words;
  for (const std::string& word : node.words) words.append(words.empty() ? "" : " ").append(bare_word(word));
  return words;
}

// Adds the missing words of the tree in their order. Exclusions do not count: a word that excludes nothing costs nothing.
void collect_missing(IndexView& view, const QueryNode& node, std::vector<std::string>& missing) {
  if (node.kind == NodeKind::none_of) return;
  if (node.kind == NodeKind::word || node.kind == NodeKind::phrase) {
    for (const std::string& word : node.words) {
      const bool known = std::ranges::find(missing, word) != missing.end();
      if (!known && missing.size() < kMaxHelpWords && is_missing(view, node, word)) missing.push_back(word);
    }
  }
  for (const QueryNode& child : node.children) collect_missing(view, child, missing);
}

// Names with marks that no article has as they are typed.
void collect_missing_names(IndexView& view, const QueryNode& node, std::vector<Warning>& help) {
  if (node.kind == NodeKind::none_of || help.size() >= kMaxHelpWords) return;
  if (node.kind == NodeKind::as_typed && count_matches(view, node).value_or(1) == 0) {
    help.push_back({kNoSuchWord, fmt::format("\"{}\" stands in no article; its words side by side: \"{}\"", node.text, bare_words(node))});
  }
  for (const QueryNode& child : node.children) collect_missing_names(view, child, help);
}

// A name of a field, as in title:word, is not a word to replace.
bool is_field_name(std::string_view query, std::size_t end) { return end + 1 < query.size() && query[end] == ':' && query[end + 1] != ' '; }

}  // namespace

void add_help(IndexView& view, const QueryNode& root, Answer& answer) {
  if (std::string line = cost_line(view, root, answer); !line.empty()) answer.help.push_back({kWordCosts, std::move(line)});
  std::vector<std::string> missing;
  collect_missing(view, root, missing);
  std::map<std::string, std::string> replacements;
  for (const std::string& word : missing) {
    const auto near = near_word(view.tokens(), word);
    std::string line = fmt::format("\"{}\" stands in no article", word);
    if (near) line += fmt::format("; did you mean {}? ({})", near->word, with_thousands(near->articles));
    answer.help.push_back({kNoSuchWord, std::move(line)});
    if (near) replacements.emplace(word, near->word);
  }
  collect_missing_names(view, root, answer.help);
  if (!replacements.empty()) answer.did_you_mean = replace_words(answer.request.query, replacements);
}

std::string replace_words(std::string_view query, const std::map<std::string, std::string>& replacements) {
  std::string out;
  std::size_t copied = 0;
  WordScanner words(query);
  for (RawWord word; words.next(word);) {
    const auto replacement = replacements.find(normalise_word(query.substr(word.begin, word.end - word.begin)));
    if (replacement == replacements.end() || is_field_name(query, word.end)) continue;
    out += query.substr(copied, word.begin - copied);
    out += replacement->second;
    copied = word.end;
  }
  out += query.substr(copied);
  return out;
}

}  // namespace broadsheet
