#include "searcher/explain.h"

#include <algorithm>
#include <optional>
#include <ranges>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/archive_info.h"
#include "searcher/feedback.h"
#include "searcher/match_set.h"
#include "searcher/query_parser.h"
#include "searcher/query_tree.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

class PartList {
 public:
  PartList(IndexView& view, Matcher& matcher, std::optional<std::uint32_t> docid, std::vector<ExplainedPart>& parts)
      : view_(view), matcher_(matcher), docid_(docid), parts_(parts) {}

  // No deeper than kMaxQueryDepth: the parser sees to it.
  Result<void> add(const QueryNode& node) {
    if (node.children.empty() || node.kind == NodeKind::near) {
      const auto set = matcher_.match(node);
      if (!set) return std::unexpected(set.error());
      ExplainedPart part{describe(node), node.column, set->count(), {}, 0, {}};
      if (docid_) part.in_hit = set->has(*docid_);
      if (node.children.empty() && scores(node)) add_words(node, part);
      parts_.push_back(std::move(part));
    }
    for (const QueryNode& child : node.children) {
      if (const auto added = add(child); !added) return added;
    }
    return {};
  }

 private:
  void add_words(const QueryNode& node, ExplainedPart& part) {
    const LeafWords& leaf = matcher_.leaf_words(node);
    for (const std::vector<std::uint32_t>& ids : leaf.positions) {
      part.words_total += std::max(ids.size(), leaf.total);  // total: of a wildcard or near spelling
      for (const std::uint32_t id : ids | std::views::take(kMaxExplainedWords)) {
        part.words.push_back({std::string(view_.tokens().word(id)), view_.tokens().articles(id), view_.tokens().occurrences(id)});
      }
    }
  }

  IndexView& view_;
  Matcher& matcher_;
  std::optional<std::uint32_t> docid_;
  std::vector<ExplainedPart>& parts_;
};

void write_words(JsonWriter& json, const ExplainedPart& part) {
  write_count(json, "words_total", part.words_total);
  json.key("words");
  json.begin_array();
  for (const ExplainedWord& word : part.words) {
    json.begin_object();
    json.field("word", word.text);
    write_count(json, "articles", word.articles);
    write_count(json, "occurrences", word.occurrences);
    json.end_object();
  }
  json.end_array();
}

void write_parts(JsonWriter& json, const std::vector<ExplainedPart>& parts) {
  json.key("parts");
  json.begin_array();
  for (const ExplainedPart& part : parts) {
    json.begin_object();
    json.field("text", part.text);
    write_count(json, "column", part.column);
    write_count(json, "articles", part.articles);
    if (part.words_total > 0) write_words(json, part);
    if (part.in_hit) {
      json.key("in_hit");
      json.boolean(*part.in_hit);
    }
    json.end_object();
  }
  json.end_array();
}

void write_decimal(JsonWriter& json, std::string_view key, double value) {
  json.key(key);
  json.decimal(value);
}

void write_expansion(JsonWriter& json, const Explanation& explanation) {
  if (explanation.expansion.empty()) return;
  json.key("expansion");
  json.begin_array();
  for (const auto& [word, weight] : explanation.expansion) {
    json.begin_object();
    json.field("word", word);
    write_decimal(json, "weight", weight);
    json.end_object();
  }
  json.end_array();
}

void write_hit(JsonWriter& json, const ExplainedHit& hit) {
  json.key("hit");
  json.begin_object();
  json.field("id", hit.id);
  json.field("title", hit.title);
  json.key("matches");
  json.boolean(hit.matches);
  write_decimal(json, "score", hit.score);
  json.key("terms");
  json.begin_array();
  for (const TermWeight& term : hit.terms) {
    json.begin_object();
    json.field("term", term.text);
    write_count(json, "column", term.column);
    write_count(json, "count", term.count);
    write_count(json, "articles", term.articles);
    write_decimal(json, "weight", term.weight);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_warnings(JsonWriter& json, const std::vector<Warning>& warnings) {
  json.key("warnings");
  json.begin_array();
  for (const Warning& warning : warnings) {
    json.begin_object();
    json.field("code", warning.code);
    json.field("message", warning.message);
    json.end_object();
  }
  json.end_array();
}

std::string explanation_to_json(const Explanation& explanation) {
  JsonWriter json;
  json.begin_object();
  write_count(json, "format_version", kOutputFormatVersion);
  write_archive(json, explanation.archive);
  json.key("query");
  json.begin_object();
  json.field("text", explanation.query);
  json.field("understood", explanation.understood);
  json.field("tree", explanation.tree);
  write_expansion(json, explanation);
  write_count(json, "language_version", kQueryLanguageVersion);
  write_warnings(json, explanation.warnings);
  json.end_object();
  write_parts(json, explanation.parts);
  write_count(json, "articles", explanation.articles);
  if (explanation.hit) write_hit(json, *explanation.hit);
  json.end_object();
  return json.take() + "\n";
}

std::string part_line(std::uint64_t articles, std::string_view column, std::string_view text) {
  return fmt::format("{:>12} {:>7}  {}\n", with_thousands(articles), column, terminal_safe(text));
}

constexpr std::size_t kWordColumns = 56;

// model 1,204 · models 310 · and 3 more: the words that a part stands for, where they say more than the part itself.
std::string words_line(const ExplainedPart& part) {
  if (part.words_total == 0) return {};
  std::string line;
  for (const ExplainedWord& word : part.words) {
    line += fmt::format("{}{} {}", line.empty() ? "" : " · ", terminal_safe(word.text), with_thousands(word.articles));
  }
  const std::uint64_t more = part.words_total - part.words.size();
  if (more > 0) line += fmt::format(" · and {} more", with_thousands(more));
  std::string lines;
  for (const std::string& each : wrap_lines(line, kWordColumns)) lines += fmt::format("{:>24}{}\n", "", each);
  return lines;
}

std::string hit_to_text(const ExplainedHit& hit) {
  std::string out = fmt::format("\n{}  {}\n", terminal_safe(hit.id), terminal_safe(hit.title));
  if (!hit.matches) return out + "The query does not find it: see which parts it has.\n";
  if (hit.terms.empty()) return out + "Nothing in the query gives a score: matches are ordered newest first.\n";
  out += fmt::format("{:>12} {:>7} {:>12}  {}\n", "weight", "count", "articles", "term");
  for (const TermWeight& term : hit.terms) {
    const std::string_view note = term.column == 0 ? " (by --expand)" : "";
    out += fmt::format("{:>12.6g} {:>7} {:>12}  {}{}\n", term.weight, with_thousands(term.count), with_thousands(term.articles),
                       terminal_safe(term.text), note);
  }
  return out + fmt::format("{:>12.6g} {:>7} {:>12}  the score\n", hit.score, "", "");
}

std::string explanation_to_text(const Explanation& explanation) {
  std::string out = fmt::format("{}\n{}\n\n", terminal_safe(explanation.understood), terminal_safe(explanation.tree));
  out += fmt::format("{:>12} {:>7}  {}\n", "articles", "column", "part");
  for (const ExplainedPart& part : explanation.parts) {
    const std::string_view in_hit = !part.in_hit ? "" : *part.in_hit ? " [in the article]" : " [not in the article]";
    out += part_line(part.articles, std::to_string(part.column), part.text + std::string(in_hit)) + words_line(part);
  }
  out += part_line(explanation.articles, "", fmt::format("the whole query, of {} articles", with_thousands(explanation.archive.articles)));
  if (!explanation.expansion.empty()) out += "\nexpanded with, and how heavily beside a word of the query:\n";
  for (const auto& [word, weight] : explanation.expansion) out += fmt::format("{:>12.3g}  {}\n", weight, terminal_safe(word));
  if (explanation.hit) out += hit_to_text(*explanation.hit);
  if (!explanation.warnings.empty()) out += "\n";
  for (const Warning& warning : explanation.warnings) out += fmt::format("note: {}\n", terminal_safe(warning.message));
  return out;
}

// What the query finds, with --expand under --match any also by the new words.
Result<DocSet> matches_with(const SearchRequest& request, const QueryNode& alternatives, Matcher& matcher, DocSet matches) {
  if (request.match == MatchMode::all || alternatives.kind == NodeKind::everything) return matches;
  auto more = matcher.match(alternatives);
  if (more) more->unite(matches);
  return more;
}

}  // namespace

Result<Explanation> explain_query(IndexView& view, const SearchRequest& request, const std::string& hit) {
  const ParserSettings settings{request.match, request.strict, request.now, view.manifest().analysis.version};
  auto parsed = parse_query(request.query == "*" ? "" : request.query, view.schema(), settings);
  if (!parsed) return std::unexpected(parsed.error());
  const QueryNode& root = parsed->root;
  const auto docid = hit.empty() ? std::nullopt : view.find_id(hit);
  if (!hit.empty() && !docid) return fail(Status::no_input, fmt::format("no article \"{}\" in this archive", hit));
  Explanation explanation;
  explanation.archive = archive_info(view.manifest());
  explanation.query = request.query;
  explanation.tree = print_tree(root, true);
  explanation.understood = describe(root);
  explanation.warnings = std::move(parsed->warnings);
  Matcher matcher(view, explanation.warnings);
  if (const auto added = PartList(view, matcher, docid, explanation.parts).add(root); !added) return std::unexpected(added.error());
  auto matches = matcher.match(root);
  if (!matches) return std::unexpected(matches.error());
  Expansion expansion = request.expand ? expansion_of(view, matcher, root, *matches) : Expansion();
  for (const QueryNode& word : expansion.words) explanation.expansion.emplace_back(word.text, word.weight);
  matches = matches_with(request, expansion.alternatives, matcher, std::move(*matches));
  if (!matches) return std::unexpected(matches.error());
  explanation.articles = matches->count();
  if (!docid) return explanation;
  auto explained = explain_hit(view, matcher, root, expansion.words, *matches, *docid);
  if (!explained) return std::unexpected(explained.error());
  explanation.hit = std::move(*explained);
  return explanation;
}

std::string render_explanation(const Explanation& explanation, const SinkSettings& settings) {
  return settings.format == OutputFormat::json ? explanation_to_json(explanation) : explanation_to_text(explanation);
}

}  // namespace broadsheet
