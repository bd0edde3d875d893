#include "searcher/cooccur.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/keyness.h"
#include "searcher/selection.h"
#include "searcher/statistics.h"

namespace broadsheet {
namespace {

constexpr std::uint32_t kMinArticlesForLift = 5;

// A name with its counts.
struct Name {
  Term term;  // here: matches; there: the rest of the frame
  std::string text;
  double log_likelihood = 0;
};

std::string kind_name(const Term& term) { return std::string(kTermKindNames[static_cast<std::size_t>(term.kind)]); }

Result<std::vector<TermKind>> name_kinds(const AnalysisRequest& analysis) {
  using enum TermKind;
  if (analysis.kinds.empty()) return std::vector{person, org, place, misc};
  for (const TermKind kind : analysis.kinds) {
    if (kind == word || kind == bigram) {
      return fail(Status::usage, fmt::format("--kind: cooccur counts names, not '{}'; it has person, org, place, misc, entity",
                                             kTermKindNames[static_cast<std::size_t>(kind)]));
    }
  }
  return analysis.kinds;
}

// --- --entity

struct Wanted {
  TermKind kind;
  std::uint32_t ordinal;
};

// "person:Kai-Fu Lee", or a name or alias in any of the four fields.
Result<std::vector<Wanted>> find_entity(IndexView& view, const std::string& typed, std::vector<Warning>& warnings) {
  using enum TermKind;
  std::vector<TermKind> kinds = {person, org, place, misc};
  std::string name = typed;
  for (const TermKind kind : kinds) {
    const std::string prefix = fmt::format("{}:", kTermKindNames[static_cast<std::size_t>(kind)]);
    if (!typed.starts_with(prefix)) continue;
    name = typed.substr(prefix.size());
    kinds = {kind};
    break;
  }
  if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  std::vector<Wanted> found;
  for (const TermKind kind : kinds) {
    const std::string field(kTermKindNames[static_cast<std::size_t>(kind)]);
    const auto named = view.values_named(field, name);
    if (!named) return std::unexpected(named.error());
    for (const std::uint32_t ordinal : *named) found.push_back({kind, ordinal});
    if (kinds.size() > 1 || !found.empty()) continue;
    const auto column = view.column(field);
    if (!column) return std::unexpected(column.error());
    warnings.push_back(unknown_value_warning(kind_name({kind, 0, 0, 0, false, false}), name, **column));
  }
  if (found.empty() && kinds.size() > 1) {
    warnings.push_back({"unknown-value", fmt::format("no person, org, place or misc \"{}\" in this archive", name)});
  }
  return found;
}

bool names_it(IndexView& view, const std::vector<Wanted>& any, std::uint32_t docid) {
  return std::ranges::any_of(any, [&](const Wanted& wanted) {
    const auto column = view.column(std::string(kTermKindNames[static_cast<std::size_t>(wanted.kind)]));
    return std::ranges::binary_search((*column)->ordinals(docid), wanted.ordinal);
  });
}

// --- names and pairs

Cell lift(std::uint64_t both, std::uint64_t a, std::uint64_t b, std::uint64_t all) {
  if (both < kMinArticlesForLift) return nullptr;
  return static_cast<double>(both) * static_cast<double>(all) / (static_cast<double>(a) * static_cast<double>(b));
}

// How many would have both if they did not know of each other.
double expected(std::uint64_t a, std::uint64_t b, std::uint64_t all) {
  return static_cast<double>(a) * static_cast<double>(b) / static_cast<double>(all);
}

std::vector<TableColumn> edge_columns(bool pairs) {
  return {{"source", pairs ? CellStyle::text : CellStyle::none, "NAME"},
          {"source_kind", pairs ? CellStyle::text : CellStyle::none, "kind"},
          {"target", CellStyle::text, pairs ? "WITH" : "NAME"},
          {"target_kind", CellStyle::text, "kind"},
          {"articles", CellStyle::count, "arts"},
          {"source_articles", CellStyle::none, ""},
          {"target_articles", CellStyle::count, "of all"},
          {"expected", CellStyle::decimal, "expected"},
          {"lift", CellStyle::decimal, "lift"},
          {"log_likelihood", CellStyle::decimal, "LLR"}};
}

struct End {
  std::string text, kind;
  std::uint64_t articles = 0;
};

std::vector<Cell> edge(const End& source, const End& target, std::uint64_t both, std::uint64_t all) {
  const TwoCounts counts{both, source.articles, target.articles - both, all - source.articles};
  return {source.text,
          source.kind,
          target.text,
          target.kind,
          both,
          source.articles,
          target.articles,
          expected(source.articles, target.articles, all),
          lift(both, source.articles, target.articles, all),
          log_likelihood(counts)};
}

// The names of the matches, the most telling first: by log-likelihood with its sign, then articles, kind and folded name.
Result<std::vector<Name>> ranked_names(IndexView& view, const Groups& groups, const std::vector<TermKind>& kinds,
                                       std::uint32_t min_articles, const std::vector<Wanted>& without) {
  std::vector<Name> names;
  for (const TermKind kind : kinds) {
    const auto terms = count_terms(view, groups, kind, min_articles, {});
    if (!terms) return std::unexpected(terms.error());
    for (const Term& term : *terms) {
      if (std::ranges::any_of(without, [&](const Wanted& w) { return w.kind == kind && w.ordinal == term.key; })) continue;
      names.push_back({term, {}, log_likelihood({term.here, groups.here_articles, term.there, groups.there_articles})});
    }
  }
  std::ranges::stable_sort(names, [](const Name& a, const Name& b) {
    return a.log_likelihood != b.log_likelihood ? a.log_likelihood > b.log_likelihood : a.term.here > b.term.here;
  });
  return names;
}

Result<void> read_texts(IndexView& view, std::vector<Name>& names) {
  for (Name& name : names) {
    auto text = term_text(view, name.term);
    if (!text) return std::unexpected(text.error());
    name.text = std::move(*text);
  }
  return {};
}

ResultTable name_table(const std::vector<Name>& names, const End& source, std::uint64_t all) {
  ResultTable table{"names", "", edge_columns(false), {}};
  for (const Name& name : names) {
    table.rows.push_back(
        edge(source, {name.text, kind_name(name.term), std::uint64_t{name.term.here} + name.term.there}, name.term.here, all));
  }
  return table;
}

// How many of the matches have each two of the names: [i * n + j], i < j.
std::vector<std::uint32_t> count_pairs(IndexView& view, const std::vector<Name>& names, const DocSet& matches) {
  struct Field {
    const KeywordColumn* column = nullptr;
    std::vector<std::uint32_t> number;  // by ordinal, from 1; 0: not among the names
  };
  std::vector<Field> fields;
  for (const TermKind kind : {TermKind::person, TermKind::org, TermKind::place, TermKind::misc}) {
    const auto of_kind = [kind](const Name& name) { return name.term.kind == kind; };
    if (std::ranges::none_of(names, of_kind)) continue;
    Field field{*view.column(std::string(kTermKindNames[static_cast<std::size_t>(kind)])), {}};
    field.number.resize(field.column->values());
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (of_kind(names[i])) field.number[names[i].term.key] = static_cast<std::uint32_t>(i + 1);
    }
    fields.push_back(std::move(field));
  }
  std::vector<std::uint32_t> counts(names.size() * names.size());
  std::vector<std::uint32_t> present;
  matches.for_each([&](std::uint32_t docid) {
    present.clear();
    for (const Field& field : fields) {
      for (const std::uint32_t ordinal : field.column->ordinals(docid)) {
        if (field.number[ordinal] != 0) present.push_back(field.number[ordinal] - 1);
      }
    }
    std::ranges::sort(present);
    for (std::size_t i = 0; i < present.size(); ++i) {
      for (std::size_t j = i + 1; j < present.size(); ++j) ++counts[present[i] * names.size() + present[j]];
    }
  });
  return counts;
}

// Most articles together first, then as the names are ranked.
ResultTable pair_table(IndexView& view, const std::vector<Name>& names, const Groups& groups, std::uint32_t min_articles) {
  const std::vector<std::uint32_t> counts = count_pairs(view, names, *groups.here);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] >= min_articles) order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  ResultTable table{"pairs", "", edge_columns(true), {}};
  for (const std::size_t i : order) {
    const Name& a = names[i / names.size()];
    const Name& b = names[i % names.size()];
    table.rows.push_back(
        edge({a.text, kind_name(a.term), a.term.here}, {b.text, kind_name(b.term), b.term.here}, counts[i], groups.here_articles));
  }
  return table;
}

std::string source_text(const SearchRequest& request, const AnalysisRequest& analysis) {
  std::string text = fmt::format("{}", fmt::join(analysis.entities, " + "));
  const bool all = request.query.empty() || request.query == "*";
  if (all) return text.empty() ? "*" : text;
  return text.empty() ? request.query : request.query + " + " + text;
}

// Everything that run_cooccur needs of the matches, once --entity has narrowed them.
struct Narrowed {
  DocSet matches, rest;
  std::vector<Wanted> wanted;
  std::vector<Warning> warnings;
};

Result<Narrowed> narrow(IndexView& view, Selection& selection, const AnalysisRequest& analysis) {
  Narrowed out{selection.matches(), DocSet(), {}, {}};
  for (const std::string& typed : analysis.entities) {
    const auto any = find_entity(view, typed, out.warnings);
    if (!any) return std::unexpected(any.error());
    DocSet naming(view.documents());
    out.matches.for_each([&](std::uint32_t docid) {
      if (names_it(view, *any, docid)) naming.add(docid);
    });
    out.matches = std::move(naming);
    out.wanted.insert(out.wanted.end(), any->begin(), any->end());
  }
  const DocSet* frame = selection.frame();
  out.rest = frame == nullptr ? DocSet::all(view.documents()) : *frame;
  out.rest.subtract(out.matches);
  return out;
}

Answer cooccur_head(Selection& selection, const Narrowed& narrowed, const AnalysisRequest& analysis, std::uint32_t min_articles) {
  Answer head = selection.head();
  head.total = narrowed.matches.count();
  head.warnings.insert(head.warnings.end(), narrowed.warnings.begin(), narrowed.warnings.end());
  head.parameters = {{"min_articles", std::to_string(min_articles)}};
  add_kinds(analysis.kinds, head);
  if (analysis.pairs) head.parameters.emplace_back("pairs", "true");
  if (analysis.entities.empty()) return head;
  JsonWriter entities;
  entities.begin_array();
  for (const std::string& entity : analysis.entities) entities.string(entity);
  entities.end_array();
  head.parameters.emplace_back("entities", entities.take());
  head.understood = fmt::format("{} · names {}", head.understood, fmt::join(analysis.entities, " and "));
  return head;
}

}  // namespace

Result<TableAnswer> run_cooccur(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis) {
  const auto kinds = name_kinds(analysis);
  if (!kinds) return std::unexpected(kinds.error());
  auto selection = Selection::make(view, request);
  if (!selection) return std::unexpected(selection.error());
  const auto narrowed = narrow(view, **selection, analysis);
  if (!narrowed) return std::unexpected(narrowed.error());
  const DocSet* frame = (*selection)->frame();
  const Groups groups{&narrowed->matches, &narrowed->rest, narrowed->matches.count(), narrowed->rest.count(), frame == nullptr};
  const std::uint32_t min_articles = analysis.min_articles.value_or(kDefaultMinPairArticles);
  auto names = ranked_names(view, groups, *kinds, min_articles, narrowed->wanted);
  if (!names) return std::unexpected(names.error());
  const std::size_t found = names->size();
  if (found > request.limit) names->resize(request.limit);
  if (analysis.pairs && names->size() > kMaxPairNames) {
    return fail(
        Status::usage,
        fmt::format("--pairs takes at most {} names, not {}; --limit 500 takes the most telling, --min-articles 5 leaves out rare ones",
                    with_thousands(kMaxPairNames), with_thousands(names->size())));
  }
  if (const auto read = read_texts(view, *names); !read) return std::unexpected(read.error());
  TableAnswer answer;
  answer.name = "cooccur";
  answer.heads.push_back(cooccur_head(**selection, *narrowed, analysis, min_articles));
  const std::uint64_t all = groups.here_articles + groups.there_articles;
  answer.facts = {{"frame_articles", all}, {"names_total", std::uint64_t{found}}};
  const End source{source_text(request, analysis), analysis.entities.empty() ? "query" : "entity", groups.here_articles};
  answer.tables.push_back(name_table(*names, source, all));
  if (analysis.pairs) {
    answer.tables.push_back(pair_table(view, *names, groups, min_articles));
    answer.line_table = 1;
    answer.shown.push_back(answer.tables[1]);
  }
  if (found > names->size())
    answer.text_notes.push_back(fmt::format("{} more names; all: --limit all", with_thousands(found - names->size())));
  if (found == 0 && groups.here_articles > 0)
    answer.text_notes.push_back(fmt::format("no name stands in {} or more of them", min_articles));
  return answer;
}

}  // namespace broadsheet
