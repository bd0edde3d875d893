#include "searcher/compare.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/text.h"
#include "searcher/keyness.h"
#include "searcher/period.h"
#include "searcher/selection.h"
#include "searcher/sinks/text_layout.h"
#include "searcher/statistics.h"
#include "searcher/terms.h"
#include "searcher/timeline.h"

namespace broadsheet {
namespace {

// The two sides.
struct Sides {
  Selection& a;
  Selection& b;
  DocSet only_a, only_b;
  std::uint64_t both = 0;
};

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::vector<TableColumn> columns(std::string heading) {
  return {{"part", CellStyle::none, ""},
          {"field", CellStyle::none, ""},
          {"value", CellStyle::text, std::move(heading)},
          {"a_articles", CellStyle::count, "A"},
          {"a_share", CellStyle::percent, "share"},
          {"b_articles", CellStyle::count, "B"},
          {"b_share", CellStyle::percent, "share"},
          {"difference", CellStyle::points, "A − B"},
          {"p", CellStyle::none, ""},
          {"p_adjusted", CellStyle::probability, "p"},
          {"log_likelihood", CellStyle::none, ""},
          {"log_ratio", CellStyle::none, ""},
          {"log_ratio_low", CellStyle::none, ""}};
}

Cell share(std::uint64_t part, std::uint64_t of) {
  if (of == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(of);
}

Cell difference(const TwoCounts& counts) {
  if (counts.n1 == 0 || counts.n2 == 0) return nullptr;
  return static_cast<double>(counts.a) / static_cast<double>(counts.n1) - static_cast<double>(counts.b) / static_cast<double>(counts.n2);
}

Cell probability(double p) {
  if (p < 0) return nullptr;
  return p;
}

// --- values of fields

struct Value {
  std::size_t field = 0;
  std::uint32_t ordinal = 0;
  TwoCounts counts;
  double p = -1;
};

std::vector<std::uint32_t> count_ordinals(const KeywordColumn& column, const DocSet& documents) {
  std::vector<std::uint32_t> counts(column.values());
  documents.for_each([&](std::uint32_t docid) {
    for (const std::uint32_t ordinal : column.ordinals(docid)) ++counts[ordinal];
  });
  return counts;
}

std::vector<FacetRequest> wanted_fields(const SearchRequest& request) {
  if (!request.facets.empty()) return request.facets;
  return {{"source", request.limit}, {"topic", request.limit}};
}

// All values of the fields with their tests; the correction counts each test that was made, also of values that are not listed.
Result<std::vector<Value>> all_values(IndexView& view, const Sides& sides, const std::vector<FacetRequest>& fields,
                                      std::vector<FacetColumn>& opened) {
  std::vector<Value> values;
  for (std::size_t field = 0; field < fields.size(); ++field) {
    const auto facet = view.facet(fields[field].field);
    if (!facet) return std::unexpected(facet.error());
    opened.push_back(*facet);
    const std::vector<std::uint32_t> a = count_ordinals(*facet->column, sides.a.matches()),
                                     b = count_ordinals(*facet->column, sides.b.matches());
    for (std::uint32_t ordinal = 0; ordinal < a.size(); ++ordinal) {
      if (a[ordinal] + b[ordinal] == 0) continue;
      Value value{field, ordinal, {a[ordinal], sides.a.total(), b[ordinal], sides.b.total()}, -1};
      value.p = two_proportion_p(value.counts);
      values.push_back(value);
    }
  }
  return values;
}

// Of each field the values with the most articles on both sides together, then by folded value.
Result<void> add_facets(IndexView& view, const Sides& sides, const SearchRequest& request, TableAnswer& answer) {
  const std::vector<FacetRequest> fields = wanted_fields(request);
  std::vector<FacetColumn> opened;
  const auto values = all_values(view, sides, fields, opened);
  if (!values) return std::unexpected(values.error());
  std::vector<double> p;
  for (const Value& value : *values) p.push_back(value.p);
  const std::vector<double> adjusted = holm_adjusted(p);
  ResultTable table{"facets", "", columns(""), {}};
  for (std::size_t field = 0; field < fields.size(); ++field) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values->size(); ++i) {
      if ((*values)[i].field == field) order.push_back(i);
    }
    std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) {
      const TwoCounts &cx = (*values)[x].counts, &cy = (*values)[y].counts;
      return cx.a + cx.b > cy.a + cy.b;
    });
    if (order.size() > fields[field].limit) order.resize(fields[field].limit);
    ResultTable shown{"", "", columns(upper(opened[field].field)), {}};
    for (const std::size_t i : order) {
      const TwoCounts& counts = (*values)[i].counts;
      shown.rows.push_back({std::string("facet"), opened[field].field, std::string(opened[field].column->display((*values)[i].ordinal)),
                            counts.a, share(counts.a, counts.n1), counts.b, share(counts.b, counts.n2), difference(counts),
                            probability((*values)[i].p), probability(adjusted[i]), nullptr, nullptr, nullptr});
    }
    table.rows.insert(table.rows.end(), shown.rows.begin(), shown.rows.end());
    answer.shown.push_back(std::move(shown));
  }
  answer.tables.push_back(std::move(table));
  return {};
}

// --- terms

std::vector<TermKind> wanted_kinds(const AnalysisRequest& analysis) {
  using enum TermKind;
  return analysis.kinds.empty() ? std::vector{word, bigram, person, org, place, misc} : analysis.kinds;
}

// Terms of one side against the other; `swapped`: here is B.
Result<void> add_terms(IndexView& view, const Groups& groups, bool swapped, const SearchRequest& request, const AnalysisRequest& analysis,
                       const std::vector<std::uint32_t>& own, ResultTable& table, TableAnswer& answer) {
  ResultTable shown{"", "", columns(swapped ? "TERMS OF B" : "TERMS OF A"), {}};
  std::vector<KeyTerm> all;
  for (const TermKind kind : wanted_kinds(analysis)) {
    const auto terms = count_terms(view, groups, kind, analysis.min_articles.value_or(kDefaultMinArticles), own);
    if (!terms) return std::unexpected(terms.error());
    const std::vector<KeyTerm> best = strongest(*terms, groups, request.limit);
    all.insert(all.end(), best.begin(), best.end());
  }
  for (const KeyTerm& key : all) {
    auto text = term_text(view, key.term);
    if (!text) return std::unexpected(text.error());
    const double sign = swapped ? -1 : 1;
    TwoCounts counts{key.term.here, groups.here_articles, key.term.there, groups.there_articles};
    if (swapped) counts = {counts.b, counts.n2, counts.a, counts.n1};
    shown.rows.push_back({std::string("term"), std::string(kTermKindNames[static_cast<std::size_t>(key.term.kind)]), std::move(*text),
                          counts.a, share(counts.a, counts.n1), counts.b, share(counts.b, counts.n2), difference(counts), nullptr, nullptr,
                          sign * key.log_likelihood, sign * key.log_ratio, key.log_ratio_low == 0 ? 0.0 : sign * key.log_ratio_low});
  }
  for (const std::size_t i : {10U, 11U, 12U}) shown.columns[i].style = i == 11 ? CellStyle::none : CellStyle::decimal;
  shown.columns[1] = {"field", CellStyle::text, "kind"};
  shown.columns[9].style = CellStyle::none;
  shown.columns[10].heading = "LLR";
  shown.columns[12].heading = "log ratio";
  table.rows.insert(table.rows.end(), shown.rows.begin(), shown.rows.end());
  answer.shown.push_back(std::move(shown));
  return {};
}

Result<void> add_all_terms(IndexView& view, Sides& sides, const SearchRequest& request, const AnalysisRequest& analysis,
                           TableAnswer& answer) {
  std::vector<std::uint32_t> own = own_words(view, sides.a.matcher(), sides.a.root());
  const std::vector<std::uint32_t> more = own_words(view, sides.b.matcher(), sides.b.root());
  own.insert(own.end(), more.begin(), more.end());
  std::ranges::sort(own);
  ResultTable table{"terms", "", columns(""), {}};
  const Groups a{&sides.only_a, &sides.only_b, sides.only_a.count(), sides.only_b.count(), false};
  const Groups b{a.there, a.here, a.there_articles, a.here_articles, false};
  if (a.here_articles > 0 && a.there_articles > 0) {
    if (const auto added = add_terms(view, a, false, request, analysis, own, table, answer); !added) return added;
    if (const auto added = add_terms(view, b, true, request, analysis, own, table, answer); !added) return added;
  } else {
    answer.text_notes.emplace_back("terms: nothing matches one side alone, so none divide them");
  }
  answer.tables.push_back(std::move(table));
  return {};
}

// --- timelines

// Both over the same periods, those with a match of either.
Result<void> add_timelines(IndexView& view, Sides& sides, const SearchRequest& request, TableAnswer& answer) {
  const auto facts = view.checked_facts();
  if (!facts) return std::unexpected(facts.error());
  const TimeUnit unit = request.timeline.value_or(TimeUnit::year);
  TimelineTask a{unit, *facts, &sides.a.matches(), sides.a.frame(), std::nullopt, std::nullopt};
  TimelineTask b = a;
  b.documents = &sides.b.matches();
  TimelineAnswer counted_a = count_timeline(a), counted_b = count_timeline(b);
  ResultTable table{"timeline", "", columns(upper(std::string(time_unit_name(unit)))), {}};
  std::optional<std::int32_t> first, last;
  for (const TimelineAnswer* counted : {&counted_a, &counted_b}) {
    if (counted->buckets.empty()) continue;
    first = std::min(first.value_or(INT32_MAX), counted->buckets.front().start);
    last = std::max(last.value_or(INT32_MIN), counted->buckets.back().end - 1);
  }
  if (first) {
    a.first_day = b.first_day = first;
    a.last_day = b.last_day = last;
    counted_a = count_timeline(a);
    counted_b = count_timeline(b);
    for (std::size_t i = 0; i < counted_a.buckets.size(); ++i) {
      const TimelineBucket &x = counted_a.buckets[i], &y = counted_b.buckets[i];
      const TwoCounts counts{x.articles, x.archive_articles, y.articles, y.archive_articles};
      table.rows.push_back({std::string("timeline"), std::string(time_unit_name(unit)), period_label(x.start, unit), x.articles,
                            share(x.articles, x.archive_articles), y.articles, share(y.articles, y.archive_articles), difference(counts),
                            nullptr, nullptr, nullptr, nullptr, nullptr});
    }
  }
  ResultTable shown = table;
  shown.columns[9].style = CellStyle::none;
  constexpr std::size_t kMostRows = 40;
  if (shown.rows.size() > kMostRows) {
    shown.rows.clear();
    answer.text_notes.push_back(fmt::format("timelines by {} have {} rows: --format csv, or a coarser unit by --by", time_unit_name(unit),
                                            with_thousands(table.rows.size())));
  }
  answer.shown.push_back(std::move(shown));
  answer.tables.push_back(std::move(table));
  const std::uint64_t unplaced_a = counted_a.undated + counted_a.imprecise, unplaced_b = counted_b.undated + counted_b.imprecise;
  if (unplaced_a + unplaced_b > 0) {
    answer.text_notes.push_back(fmt::format("undated or dated coarser than a {}, so in no timeline: {} of A, {} of B", time_unit_name(unit),
                                            with_thousands(unplaced_a), with_thousands(unplaced_b)));
  }
  return {};
}

// --- all of it

std::vector<SearchRequest> requests_of(const SearchRequest& request, const AnalysisRequest& analysis) {
  std::vector<SearchRequest> both(2, request);
  for (std::size_t i = 0; i < 2; ++i) {
    if (analysis.periods.empty()) {
      both[i].query = analysis.words[i];
      continue;
    }
    const bool all = request.query.empty() || request.query == "*";
    both[i].query = (all ? std::string() : "(" + request.query + ") ") + "date:" + analysis.periods[i];
  }
  return both;
}

Result<void> check_periods(const AnalysisRequest& analysis, std::int64_t now) {
  for (const std::string& period : analysis.periods) {
    const std::size_t dots = period.find("..");
    const std::string since = period.substr(0, dots), until = dots == std::string::npos ? "" : period.substr(dots + 2);
    const bool good = (since.empty() || parse_date_bound(since, now)) && (until.empty() || parse_date_bound(until, now)) && period != "..";
    if (!good)
      return fail(Status::usage,
                  fmt::format("--periods: '{}' is no period; examples: 2023, 2023-01..2023-06, 2024-03.., ..2022, 30d..", period));
  }
  return {};
}

ResultTable all_lines(const TableAnswer& answer) {
  ResultTable lines{"lines", "", columns(""), {}};
  const std::uint64_t a = *answer.heads[0].total, b = *answer.heads[1].total, all = answer.heads[0].archive.articles;
  lines.rows.push_back({std::string("total"), std::string(), std::string(), a, share(a, all), b, share(b, all),
                        difference({a, all, b, all}), nullptr, nullptr, nullptr, nullptr, nullptr});
  for (const ResultTable& table : answer.tables) lines.rows.insert(lines.rows.end(), table.rows.begin(), table.rows.end());
  return lines;
}

}  // namespace

Result<TableAnswer> run_compare(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis) {
  if (const auto checked = check_periods(analysis, request.now); !checked) return std::unexpected(checked.error());
  const std::vector<SearchRequest> requests = requests_of(request, analysis);
  auto a = Selection::make(view, requests[0]);
  if (!a) return std::unexpected(a.error());
  auto b = Selection::make(view, requests[1]);
  if (!b) return std::unexpected(b.error());
  Sides sides{**a, **b, (*a)->matches(), (*b)->matches(), 0};
  sides.only_a.subtract((*b)->matches());
  sides.only_b.subtract((*a)->matches());
  sides.both = (*a)->total() - sides.only_a.count();
  TableAnswer answer;
  answer.name = "compare";
  answer.heads = {(*a)->head(), (*b)->head()};
  answer.heads[0].request.facets = answer.heads[1].request.facets = wanted_fields(request);
  for (Answer& head : answer.heads) add_kinds(analysis.kinds, head);
  answer.facts = {{"a_articles", (*a)->total()}, {"b_articles", (*b)->total()}, {"both_articles", sides.both}};
  if (const auto added = add_facets(view, sides, request, answer); !added) return std::unexpected(added.error());
  if (const auto added = add_all_terms(view, sides, request, analysis, answer); !added) return std::unexpected(added.error());
  if (const auto added = add_timelines(view, sides, request, answer); !added) return std::unexpected(added.error());
  answer.lines = all_lines(answer);
  if (sides.both > 0)
    answer.text_notes.push_back(fmt::format("{} match both: they count on both sides, and for no terms", articles_text(sides.both)));
  answer.text_notes.emplace_back(
      "p: of a difference like this by chance (two-proportion test, Holm's correction over all values; –: too few articles); log ratio: "
      "its cautious end, "
      "above 0 for A");
  return answer;
}

}  // namespace broadsheet
