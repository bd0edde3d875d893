#include "searcher/crosstab.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/json.h"
#include "common/text.h"
#include "searcher/facets.h"
#include "searcher/period.h"
#include "searcher/selection.h"
#include "searcher/sinks/text_layout.h"
#include "searcher/timeline.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kMinArticlesForLift = 5;
constexpr std::uint32_t kNoPlace = UINT32_MAX;

// One side of the table, ready to place documents.
struct Side {
  std::string name;                      // field or unit
  std::vector<std::string> labels;
  std::vector<std::uint64_t> articles;   // of each label, among the matches
  std::uint64_t other = 0, missing = 0;  // matches with none of the labels: with another value, with none (of time: coarser, undated)
  std::uint64_t values_total = 0;
  const KeywordColumn* column = nullptr;
  std::vector<std::uint32_t> place_of_ordinal;
  const FactsColumn* facts = nullptr;
  TimeUnit unit = TimeUnit::month;
  std::vector<std::int32_t> starts;      // of the periods, ascending

  // The numbers of the labels that a document has.
  void places(std::uint32_t docid, std::vector<std::uint32_t>& out) const {
    out.clear();
    if (column != nullptr) {
      for (const std::uint32_t ordinal : column->ordinals(docid)) {
        if (place_of_ordinal[ordinal] != kNoPlace) out.push_back(place_of_ordinal[ordinal]);
      }
      return;
    }
    const DocumentFacts& document = (*facts)[docid];
    if (starts.empty() || !is_dated(document) || !fits_unit(document, unit)) return;
    const auto after = std::ranges::upper_bound(starts, document.day);
    if (after != starts.begin()) out.push_back(static_cast<std::uint32_t>(after - starts.begin() - 1));
  }
};

Result<Side> field_side(IndexView& view, const CrosstabSide& asked, const DocSet& matches) {
  const auto facet = view.facet(asked.field);
  if (!facet) return std::unexpected(facet.error());
  const FacetAnswer counted = count_facet({facet->field, facet->column, &matches, nullptr, asked.limit, 0, ""});
  Side side;
  side.name = facet->field;
  side.column = facet->column;
  side.other = counted.other;
  side.missing = counted.missing;
  side.values_total = counted.values_total;
  side.place_of_ordinal.assign(side.column->values(), kNoPlace);
  for (const FacetBucket& bucket : counted.buckets) {
    if (const auto ordinal = side.column->find(fold(bucket.value)))
      side.place_of_ordinal[*ordinal] = static_cast<std::uint32_t>(side.labels.size());
    side.labels.push_back(bucket.value);
    side.articles.push_back(bucket.articles);
  }
  return side;
}

Result<Side> time_side(IndexView& view, TimeUnit unit, const DocSet& matches, const SearchRequest& request) {
  const auto facts = view.checked_facts();
  if (!facts) return std::unexpected(facts.error());
  TimelineTask task{unit, *facts, &matches, nullptr, std::nullopt, std::nullopt};
  if (request.since) task.first_day = parse_date_bound(*request.since, request.now)->day;
  if (request.until) task.last_day = parse_date_bound(*request.until, request.now)->last_day;
  const TimelineAnswer timeline = count_timeline(task);
  Side side;
  side.name = time_unit_name(unit);
  side.facts = *facts;
  side.unit = unit;
  side.other = timeline.imprecise;
  side.missing = timeline.undated;
  side.values_total = timeline.buckets.size();
  for (const TimelineBucket& bucket : timeline.buckets) {
    side.labels.push_back(period_label(bucket.start, unit));
    side.articles.push_back(bucket.articles);
    side.starts.push_back(bucket.start);
  }
  return side;
}

Result<Side> make_side(IndexView& view, const CrosstabSide& asked, const DocSet& matches, const SearchRequest& request) {
  if (asked.time) return time_side(view, *asked.time, matches, request);
  return field_side(view, asked, matches);
}

// articles[row * columns + column]
std::vector<std::uint32_t> count_cells(const Side& rows, const Side& columns, const DocSet& matches) {
  std::vector<std::uint32_t> cells(rows.labels.size() * columns.labels.size());
  std::vector<std::uint32_t> row_places, column_places;
  matches.for_each([&](std::uint32_t docid) {
    rows.places(docid, row_places);
    if (row_places.empty()) return;
    columns.places(docid, column_places);
    for (const std::uint32_t row : row_places) {
      for (const std::uint32_t column : column_places) ++cells[row * columns.labels.size() + column];
    }
  });
  return cells;
}

Cell share(std::uint64_t part, std::uint64_t of) {
  if (of == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(of);
}

// How much more often than if the two were independent.
Cell lift(std::uint64_t cell, std::uint64_t row, std::uint64_t column, std::uint64_t total) {
  if (cell < kMinArticlesForLift) return nullptr;
  return static_cast<double>(cell) * static_cast<double>(total) / (static_cast<double>(row) * static_cast<double>(column));
}

ResultTable cell_table(const Side& rows, const Side& columns, const std::vector<std::uint32_t>& cells, std::uint64_t total) {
  ResultTable table{"cells",
                    "",
                    {{"row", CellStyle::text, "row"},
                     {"column", CellStyle::text, "column"},
                     {"articles", CellStyle::count, "arts"},
                     {"row_articles", CellStyle::count, "of row"},
                     {"column_articles", CellStyle::count, "of column"},
                     {"row_share", CellStyle::percent, "share"},
                     {"column_share", CellStyle::percent, "share"},
                     {"lift", CellStyle::decimal, "lift"}},
                    {}};
  for (std::size_t row = 0; row < rows.labels.size(); ++row) {
    for (std::size_t column = 0; column < columns.labels.size(); ++column) {
      const std::uint64_t count = cells[row * columns.labels.size() + column];
      table.rows.push_back({rows.labels[row], columns.labels[column], count, rows.articles[row], columns.articles[column],
                            share(count, rows.articles[row]), share(count, columns.articles[column]),
                            lift(count, rows.articles[row], columns.articles[column], total)});
    }
  }
  return table;
}

ResultTable margin_table(std::string name, const Side& side, std::uint64_t total) {
  ResultTable table{
      std::move(name), "", {{"value", CellStyle::text, ""}, {"articles", CellStyle::count, ""}, {"share", CellStyle::percent, ""}}, {}};
  for (std::size_t i = 0; i < side.labels.size(); ++i)
    table.rows.push_back({side.labels[i], side.articles[i], share(side.articles[i], total)});
  return table;
}

// --- the text format: a table of counts

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastColumnWidth = 6, kMostColumnWidth = 14, kMostNameWidth = 26;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

// As an option names it: "source:5", "year".
std::string side_text(const Side& side) {
  return side.column == nullptr ? side.name : fmt::format("{}:{}", shown(side.name), side.labels.size());
}

class Matrix {
 public:
  Matrix(const Side& rows, const Side& columns, const std::vector<std::uint32_t>& cells, std::size_t width)
      : rows_(rows), columns_(columns), cells_(cells) {
    name_width_ = visible_width(rows.name) + 1;
    for (const std::string& label : rows.labels) name_width_ = std::max(name_width_, visible_width(shown(label)));
    name_width_ = std::min(std::max<std::size_t>(name_width_, 6), kMostNameWidth);
    std::size_t used = name_width_ + kGap + total_width();
    // Of periods the last ones, of values the commonest ones.
    const std::size_t all = columns.labels.size();
    const bool time = columns.column == nullptr;
    for (std::size_t i = 0; i < all; ++i) {
      const std::size_t column = time ? all - 1 - i : i;
      if (used + kGap + column_width(column) > width) break;
      used += kGap + column_width(column);
      shown_.push_back(column);
    }
    if (time) std::ranges::reverse(shown_);
  }
  std::size_t columns_shown() const { return shown_.size(); }

  std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    std::string heading = pad_right(fit_width(upper(shown(rows_.name)), name_width_), name_width_);
    for (const std::size_t column : shown_) {
      heading += std::string(kGap, ' ') + pad_left(fit_width(shown(columns_.labels[column]), column_width(column)), column_width(column));
    }
    lines.push_back(heading + std::string(kGap, ' ') + pad_left("all", total_width()));
    for (std::size_t row = 0; row < rows_.labels.size(); ++row) lines.push_back(row_line(row));
    std::string last = pad_right("all", name_width_);
    for (const std::size_t column : shown_) {
      last += std::string(kGap, ' ') + pad_left(with_thousands(columns_.articles[column]), column_width(column));
    }
    lines.push_back(std::move(last));
    return lines;
  }

 private:
  std::size_t total_width() const {
    std::size_t width = 3;
    for (const std::uint64_t n : rows_.articles) width = std::max(width, with_thousands(n).size());
    return width;
  }
  std::size_t column_width(std::size_t column) const {
    const std::size_t label = std::min(visible_width(shown(columns_.labels[column])), kMostColumnWidth);
    return std::max({kLeastColumnWidth, label, with_thousands(columns_.articles[column]).size()});
  }
  std::string row_line(std::size_t row) const {
    std::string line = pad_right(fit_width(shown(rows_.labels[row]), name_width_), name_width_);
    for (const std::size_t column : shown_) {
      line += std::string(kGap, ' ') + pad_left(with_thousands(cells_[row * columns_.labels.size() + column]), column_width(column));
    }
    return line + std::string(kGap, ' ') + pad_left(with_thousands(rows_.articles[row]), total_width());
  }

  const Side& rows_;
  const Side& columns_;
  const std::vector<std::uint32_t>& cells_;
  std::size_t name_width_ = 0;
  std::vector<std::size_t> shown_;  // columns, in order
};

// "source: 32 more values in 120 articles, none in 4"
void add_rest_note(const Side& side, std::vector<std::string>& notes) {
  const bool time = side.column == nullptr;
  if (!time && side.values_total > side.labels.size()) {
    notes.push_back(fmt::format("{}: {} more values, in {} without one of those above", shown(side.name),
                                with_thousands(side.values_total - side.labels.size()), articles_text(side.other)));
  }
  if (time && side.other > 0) notes.push_back(fmt::format("{} dated coarser than a {} not shown", articles_text(side.other), side.name));
  if (side.missing == 0) return;
  notes.push_back(time ? fmt::format("{} undated not shown", articles_text(side.missing))
                       : fmt::format("{}: none in {}", shown(side.name), articles_text(side.missing)));
}

void add_text(TableAnswer& answer, const Side& rows, const Side& columns, const std::vector<std::uint32_t>& cells) {
  constexpr std::size_t kWidth = 80;
  if (rows.labels.empty() || columns.labels.empty()) {
    answer.text_notes.emplace_back("no article has both");
  } else {
    const Matrix matrix(rows, columns, cells, kWidth);
    answer.text_body = matrix.lines();
    if (matrix.columns_shown() < columns.labels.size()) {
      const bool turned_fits = Matrix(columns, rows, cells, kWidth).columns_shown() == rows.labels.size();
      answer.text_notes.push_back(
          fmt::format("{}{} of {} columns fit here; all{}, with shares: --format csv", columns.column == nullptr ? "the last " : "",
                      matrix.columns_shown(), columns.labels.size(),
                      turned_fits ? fmt::format(": --rows {} --columns {}; all", side_text(columns), side_text(rows)) : ""));
    }
  }
  for (const Side* side : {&rows, &columns}) add_rest_note(*side, answer.text_notes);
}

}  // namespace

Result<TableAnswer> run_crosstab(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis) {
  auto selection = Selection::make(view, request);
  if (!selection) return std::unexpected(selection.error());
  const DocSet& matches = (*selection)->matches();
  const auto rows = make_side(view, analysis.rows, matches, request);
  if (!rows) return std::unexpected(rows.error());
  const auto columns = make_side(view, analysis.columns, matches, request);
  if (!columns) return std::unexpected(columns.error());
  if (!columns->labels.empty() && rows->labels.size() > kMaxCells / columns->labels.size()) {
    return fail(Status::usage, fmt::format("{} rows and {} columns make more than {} cells; fewer values: --rows {}:100",
                                           with_thousands(rows->labels.size()), with_thousands(columns->labels.size()),
                                           with_thousands(kMaxCells), rows->name));
  }
  const std::vector<std::uint32_t> cells = count_cells(*rows, *columns, matches);
  TableAnswer answer;
  answer.name = "crosstab";
  answer.heads.push_back((*selection)->head());
  answer.facts = {{"rows", rows->name},
                  {"columns", columns->name},
                  {"rows_total", rows->values_total},
                  {"rows_other", rows->other},
                  {"rows_missing", rows->missing},
                  {"columns_total", columns->values_total},
                  {"columns_other", columns->other},
                  {"columns_missing", columns->missing}};
  answer.tables.push_back(cell_table(*rows, *columns, cells, (*selection)->total()));
  answer.tables.push_back(margin_table("row_totals", *rows, (*selection)->total()));
  answer.tables.push_back(margin_table("column_totals", *columns, (*selection)->total()));
  add_text(answer, *rows, *columns, cells);
  return answer;
}

}  // namespace broadsheet
