#include "searcher/column_filter.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

DocumentFacts facts_of(std::string_view date) {
  DocumentFacts facts;
  facts.precision = kUndatedPrecision;
  const auto parsed = parse_date(date);
  if (!parsed) return facts;
  facts.start = parsed->start;
  facts.end = parsed->end;
  facts.day = parsed->day;
  facts.last_day = parsed->last_day;
  facts.precision = static_cast<std::uint8_t>(parsed->precision);
  return facts;
}

TEST(DateRange, ComparesDaysOrInstantsByItsBounds) {
  struct Row {
    std::string_view from, until, date;
    bool inside;
  };
  const std::vector<Row> rows = {
      {"2024", "2024", "2024-02-21", true},
      {"2024-02", "2024-02", "2024-02-29", true},
      {"2024-02", "2024-02", "2024-03-01", false},
      {"2024-02-21", "", "2024-02-20", false},
      {"", "2024-02-21", "2024-02-21", true},
      {"2024-02-21", "2024-02-21", "2024-02-21T23:30:00-05:00", true},   // its own day, though the 22nd in UTC
      {"2024-02-22", "2024-02-22", "2024-02-21T23:30:00-05:00", false},
      {"2024-02-22T00:00:00Z", "", "2024-02-21T23:30:00-05:00", true},   // instants
      {"2024-02-21T00:00:00Z", "2024-02-22T00:00:00Z", "2024-02-21T23:30:00-05:00", false},
      {"2024-02-01", "2024-02-29", "2024-02", true},   // its whole span lies inside
      {"2024-02-02", "2024-03-31", "2024-02", false},
      {"2024-01-01", "2024-12-31", "2024", true},
      {"2024-01-01", "2024-06-30", "2024", false},
      {"1400", "2200", "", false},                     // undated: never
      {"", "", "2024", true},
  };
  for (const Row& row : rows) {
    const DateRange range{parse_date(row.from), parse_date(row.until)};
    EXPECT_EQ(range.has(facts_of(row.date)), row.inside) << row.from << ".." << row.until << " " << row.date;
  }
}

TEST(FilterDocuments, NotesWhatFailsAtOneTestAlone) {
  DocSet even(10), small(10);
  for (std::uint32_t docid = 1; docid <= 10; ++docid) {
    if (docid % 2 == 0) even.add(docid);
    if (docid <= 4) small.add(docid);
  }
  const Filtered filtered = filter_documents(DocSet::all(10), {OptionTest::ids(even), OptionTest::ids(small)}, {true, false});
  EXPECT_EQ(filtered.passed.count(), 2U);  // 2, 4
  EXPECT_TRUE(filtered.passed.has(2) && filtered.passed.has(4));
  EXPECT_EQ(filtered.failed_only[0].count(), 2U);  // 1, 3: small but odd
  EXPECT_TRUE(filtered.failed_only[0].has(1) && filtered.failed_only[0].has(3));
  EXPECT_EQ(filtered.failed_only[1].count(), 0U);  // not asked for
}

}  // namespace
}  // namespace broadsheet
