#include "searcher/analysis_options.h"

#include <algorithm>
#include <array>
#include <ranges>

#include <fmt/format.h>

#include "common/option_values.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kMaxContext = 1000;
constexpr std::uint64_t kMaxMinArticles = 1'000'000'000;
constexpr std::size_t kMaxSortKeys = 6;

Result<void> usage(std::string message) { return fail(Status::usage, std::move(message)); }

constexpr std::array<NamedValue<KwicKey>, 9> kKwicKeys = {{{"L1", KwicKey::left1},
                                                           {"L2", KwicKey::left2},
                                                           {"L3", KwicKey::left3},
                                                           {"R1", KwicKey::right1},
                                                           {"R2", KwicKey::right2},
                                                           {"R3", KwicKey::right3},
                                                           {"newest", KwicKey::newest},
                                                           {"oldest", KwicKey::oldest},
                                                           {"source", KwicKey::source}}};

using Kinds = std::vector<TermKind>;

const std::vector<NamedValue<Kinds>>& kind_names() {
  using enum TermKind;
  static const std::vector<NamedValue<Kinds>> kNames = {
      {"all", {}},          {"word", {word}}, {"bigram", {bigram}}, {"entity", {person, org, place, misc}},
      {"person", {person}}, {"org", {org}},   {"place", {place}},   {"misc", {misc}}};
  return kNames;
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  for (const auto part : list | std::views::split(',')) {
    std::string text(part.begin(), part.end());
    if (!text.empty()) parts.push_back(std::move(text));
  }
  return parts;
}

Result<void> set_sort(AnalysisRequest& request, const std::string& value) {
  request.order.clear();
  for (const std::string& part : parts_of(value)) {
    const auto key = choose(kKwicKeys, part);
    if (!key) return std::unexpected(key.error());
    request.order.push_back(*key);
  }
  if (request.order.empty()) return usage("'' names no order; for example: L1 or R1,R2 or source");
  if (request.order.size() > kMaxSortKeys) return usage(fmt::format("at most {} keys", kMaxSortKeys));
  return {};
}

Result<void> set_context(AnalysisRequest& request, const std::string& value) {
  const auto number = parse_whole_number(value, 0, kMaxContext);
  if (!number) return std::unexpected(number.error());
  request.context = *number;
  return {};
}

Result<void> set_kind(AnalysisRequest& request, const std::string& value) {
  request.kinds.clear();
  for (const std::string& part : parts_of(value)) {
    const auto row = std::ranges::find(kind_names(), part, &NamedValue<Kinds>::name);
    if (row == kind_names().end()) {
      return usage(
          fmt::format("'{}' is none of {}", part, fmt::join(kind_names() | std::views::transform(&NamedValue<Kinds>::name), ", ")));
    }
    if (row->value.empty()) {  // all
      request.kinds.clear();
      return {};
    }
    request.kinds.insert(request.kinds.end(), row->value.begin(), row->value.end());
  }
  std::ranges::sort(request.kinds);
  const auto doubles = std::ranges::unique(request.kinds);
  request.kinds.erase(doubles.begin(), doubles.end());
  return {};
}

Result<void> set_min_articles(AnalysisRequest& request, const std::string& value) {
  const auto number = parse_whole_number(value, 1, kMaxMinArticles);
  if (!number) return std::unexpected(number.error());
  request.min_articles = static_cast<std::uint32_t>(*number);
  return {};
}

// "source", "source:5", "source:all" or "month".
Result<void> set_side(CrosstabSide& side, const std::string& value) {
  side = CrosstabSide{};
  side.time = parse_time_unit(value);
  if (side.time) return {};
  const std::size_t colon = value.find(':');
  side.field = value.substr(0, colon);
  if (side.field.empty()) return usage(fmt::format("'{}' names no field", value));
  if (colon == std::string::npos) return {};
  const std::string limit = value.substr(colon + 1);
  if (limit == "all") {
    side.limit = kNoLimit;
    return {};
  }
  const auto number = parse_whole_number(limit, 1, kMaxMinArticles);
  if (!number) return usage(fmt::format("in '{}' {}, nor 'all'", value, number.error().message));
  side.limit = *number;
  return {};
}

Result<void> set_rows(AnalysisRequest& request, const std::string& value) { return set_side(request.rows, value); }

Result<void> set_columns(AnalysisRequest& request, const std::string& value) { return set_side(request.columns, value); }

Result<void> add_entity(AnalysisRequest& request, const std::string& value) {
  if (value.empty()) return usage("the value is empty");
  request.entities.push_back(value);
  return {};
}

Result<void> set_pairs(AnalysisRequest& request, const std::string& /*value*/) {
  request.pairs = true;
  return {};
}

Result<void> set_copies(AnalysisRequest& request, const std::string& /*value*/) {
  request.copies = true;
  return {};
}

Result<void> set_periods(AnalysisRequest& request, const std::string& value) {
  request.periods = parts_of(value);
  if (request.periods.size() != 2)
    return usage(fmt::format("'{}' is not two periods; for example: 2023,2024 or 2023-01..2023-06,2024", value));
  return {};
}

struct AnalysisOption {
  std::string_view name;
  Subcommand command;
  Result<void> (*apply)(AnalysisRequest& request, const std::string& value);
};

constexpr std::array kAnalysisOptions = {
    AnalysisOption{"sort", Subcommand::kwic, set_sort},
    AnalysisOption{"context", Subcommand::kwic, set_context},
    AnalysisOption{"kind", Subcommand::terms, set_kind},
    AnalysisOption{"min-articles", Subcommand::terms, set_min_articles},
    AnalysisOption{"rows", Subcommand::crosstab, set_rows},
    AnalysisOption{"columns", Subcommand::crosstab, set_columns},
    AnalysisOption{"kind", Subcommand::cooccur, set_kind},
    AnalysisOption{"min-articles", Subcommand::cooccur, set_min_articles},
    AnalysisOption{"entity", Subcommand::cooccur, add_entity},
    AnalysisOption{"pairs", Subcommand::cooccur, set_pairs},
    AnalysisOption{"copies", Subcommand::related, set_copies},
    AnalysisOption{"kind", Subcommand::compare, set_kind},
    AnalysisOption{"min-articles", Subcommand::compare, set_min_articles},
    AnalysisOption{"periods", Subcommand::compare, set_periods},
};

// How many rows each tool prints without --limit; kNoLimit: all.
struct Default {
  Subcommand command;
  std::size_t limit;
};
constexpr std::array kDefaultLimits = {Default{Subcommand::kwic, kNoLimit},     Default{Subcommand::terms, 30},
                                       Default{Subcommand::crosstab, kNoLimit}, Default{Subcommand::cooccur, 30},
                                       Default{Subcommand::related, 10},        Default{Subcommand::compare, 10}};

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

Result<void> place_compare_words(AnalysisRequest& analysis, SearchRequest& request) {
  if (!analysis.periods.empty()) {
    request.query = joined(analysis.words);
    return {};
  }
  if (analysis.words.size() == 2) return {};
  return usage(
      fmt::format("compare takes two queries, each as one word of the command line, not {}; for example: compare 'open-source "
                  "model' 'closed model', or one query over two periods: compare model --periods 2023,2024",
                  analysis.words.size()));
}

Result<void> check_crosstab(const AnalysisRequest& analysis) {
  const auto given = [](const CrosstabSide& side) { return side.time || !side.field.empty(); };
  if (given(analysis.rows) && given(analysis.columns)) return {};
  return usage("crosstab needs --rows and --columns, each a facet field or a unit of time; for example: --rows source --columns month");
}

}  // namespace

bool is_analysis(Subcommand command) { return command >= Subcommand::kwic && command <= Subcommand::compare; }

Result<bool> apply_analysis_option(AnalysisRequest& request, Subcommand command, std::string_view name, const std::string& value) {
  const auto option = std::ranges::find_if(
      kAnalysisOptions, [&](const AnalysisOption& candidate) { return candidate.name == name && candidate.command == command; });
  if (option == kAnalysisOptions.end()) return false;
  if (const auto applied = option->apply(request, value); !applied) return std::unexpected(applied.error());
  request.given.emplace_back(name, value);
  return true;
}

Result<void> finish_analysis(AnalysisRequest& analysis, SearchRequest& request, Subcommand command, bool limit_given) {
  if (!is_analysis(command)) return {};
  request.want_hits = false;
  if (!limit_given) request.limit = std::ranges::find(kDefaultLimits, command, &Default::command)->limit;
  if (command == Subcommand::compare) return place_compare_words(analysis, request);
  if (command == Subcommand::related) {
    if (analysis.words.size() != 1) return usage(fmt::format("related takes the ID of one article, not {}", analysis.words.size()));
    return {};
  }
  request.query = joined(analysis.words);
  if (command == Subcommand::crosstab) return check_crosstab(analysis);
  return {};
}

}  // namespace broadsheet
