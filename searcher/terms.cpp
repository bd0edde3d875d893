#include "searcher/terms.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/keyness.h"
#include "searcher/selection.h"

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 6> kHeadings = {"WORD", "PHRASE", "PERSON", "ORG", "PLACE", "MISC"};  // in the order of TermKind

std::vector<TermKind> wanted_kinds(const AnalysisRequest& analysis) {
  using enum TermKind;
  return analysis.kinds.empty() ? std::vector{word, bigram, person, org, place, misc} : analysis.kinds;
}

double share(std::uint64_t part, std::uint64_t of) { return static_cast<double>(part) / static_cast<double>(of); }

Result<std::vector<Cell>> term_row(IndexView& view, const KeyTerm& key, const Groups& groups) {
  auto text = term_text(view, key.term);
  if (!text) return std::unexpected(text.error());
  return std::vector<Cell>{std::string(kTermKindNames[static_cast<std::size_t>(key.term.kind)]),
                           std::move(*text),
                           std::uint64_t{key.term.here},
                           share(key.term.here, groups.here_articles),
                           std::uint64_t{key.term.there},
                           share(key.term.there, groups.there_articles),
                           key.log_likelihood,
                           key.log_ratio,
                           key.log_ratio_low};
}

// Terms that are kept apart, most articles first.
std::vector<KeyTerm> kept_apart(const std::vector<Term>& terms, const Groups& groups, std::size_t limit, bool Term::* mark) {
  std::vector<KeyTerm> apart;
  for (const Term& term : terms) {
    if (term.*mark && (mark == &Term::own || !term.own)) apart.push_back(measured(term, groups, terms.size()));
  }
  std::ranges::stable_sort(apart, [](const KeyTerm& a, const KeyTerm& b) { return a.term.here > b.term.here; });
  if (apart.size() > limit) apart.resize(limit);
  return apart;
}

Result<void> add_rows(IndexView& view, const std::vector<KeyTerm>& terms, const Groups& groups, ResultTable& table) {
  for (const KeyTerm& term : terms) {
    auto row = term_row(view, term, groups);
    if (!row) return std::unexpected(row.error());
    table.rows.push_back(std::move(*row));
  }
  return {};
}

// Single words only: phrases of them say nothing more.
std::string own_line(const ResultTable& own) {
  constexpr std::size_t kMost = 12;
  std::string list;
  std::size_t count = 0;
  for (const auto& row : own.rows) {
    if (std::get<std::string>(row[0]) != "word" || ++count > kMost) continue;
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", terminal_safe(std::get<std::string>(row[1])),
                        with_thousands(std::get<std::uint64_t>(row[2])));
  }
  return list.empty() ? list : "left out as the query's own: " + list + (count > kMost ? " …" : "");
}

Result<Groups> make_groups(Selection& selection, const SearchRequest& request, DocSet& rest) {
  const DocSet* frame = selection.frame();
  rest.subtract(selection.all_matches());
  Groups groups{&selection.matches(), &rest, selection.total(), rest.count(), frame == nullptr && !selection.is_sample()};
  if (groups.here_articles > 0 && groups.there_articles == 0) {
    return fail(Status::usage,
                fmt::format("every article within the filters matches, so there is nothing to compare with; what sets articles apart is "
                            "asked by QUERY: {}",
                            request.ids ? "terms 'id:(A OR B)' rather than terms --ids-from FILE"
                                        : "terms 'source:AP' rather than terms --source AP"));
  }
  return groups;
}

TableAnswer empty_answer(Selection& selection, const Groups& groups, std::uint32_t min_articles, const std::vector<TermKind>& kinds) {
  TableAnswer answer;
  answer.name = "terms";
  answer.heads.push_back(selection.head());
  answer.heads.front().parameters = {{"min_articles", std::to_string(min_articles)}};
  add_kinds(kinds, answer.heads.front());
  answer.facts = {{"matches", groups.here_articles}, {"rest", groups.there_articles}};
  for (const std::string_view name : {"list", "own", "stop_words"}) answer.tables.push_back({std::string(name), "", term_columns(), {}});
  return answer;
}

}  // namespace

std::vector<TableColumn> term_columns() {
  return {{"kind", CellStyle::none, ""},
          {"term", CellStyle::text, "TERM"},
          {"articles", CellStyle::count, "arts"},
          {"share", CellStyle::percent, "share"},
          {"rest_articles", CellStyle::count, "elsewhere"},
          {"rest_share", CellStyle::percent, "share"},
          {"log_likelihood", CellStyle::decimal, "LLR"},
          {"log_ratio", CellStyle::decimal, "log ratio"},
          {"log_ratio_low", CellStyle::decimal, "at least"}};
}

Result<TableAnswer> run_terms(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis) {
  auto selection = Selection::make(view, request);
  if (!selection) return std::unexpected(selection.error());
  const DocSet* frame = (*selection)->frame();
  DocSet rest = frame == nullptr ? DocSet::all(view.documents()) : *frame;
  const auto groups = make_groups(**selection, request, rest);
  if (!groups) return std::unexpected(groups.error());
  const std::uint32_t min_articles = analysis.min_articles.value_or(kDefaultMinArticles);
  TableAnswer answer = empty_answer(**selection, *groups, min_articles, analysis.kinds);
  const std::vector<std::uint32_t> own = own_words(view, (*selection)->matcher(), (*selection)->root());
  for (const TermKind kind : wanted_kinds(analysis)) {
    const auto terms = count_terms(view, *groups, kind, min_articles, own);
    if (!terms) return std::unexpected(terms.error());
    ResultTable list{"list", "", term_columns(), {}};
    list.columns[1].heading = kHeadings[static_cast<std::size_t>(kind)];
    if (const auto added = add_rows(view, strongest(*terms, *groups, request.limit), *groups, list); !added)
      return std::unexpected(added.error());
    for (const auto& [table, mark] : {std::pair(&answer.tables[1], &Term::own), std::pair(&answer.tables[2], &Term::stop)}) {
      const auto added = add_rows(view, kept_apart(*terms, *groups, request.limit, mark), *groups, *table);
      if (!added) return std::unexpected(added.error());
    }
    answer.tables[0].rows.insert(answer.tables[0].rows.end(), list.rows.begin(), list.rows.end());
    answer.shown.push_back(std::move(list));
  }
  if (const std::string line = own_line(answer.tables[1]); !line.empty()) answer.text_notes.push_back(line);
  if (!answer.tables[0].rows.empty()) {
    answer.text_notes.push_back(
        fmt::format("in {} or more of {} matching articles, against {} others within the same filters; log ratio 1: twice the share; "
                    "\"at least\": the cautious end of its interval, 0: may be chance",
                    min_articles, with_thousands(groups->here_articles), with_thousands(groups->there_articles)));
  } else if (groups->here_articles > 0) {
    answer.text_notes.push_back(
        fmt::format("no term sets these articles apart (in {} of them or more; --min-articles asks for fewer)", min_articles));
  }
  return answer;
}

}  // namespace broadsheet
