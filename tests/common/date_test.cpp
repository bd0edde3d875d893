#include "common/date.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace broadsheet {
namespace {

constexpr std::int64_t kNow = 1'795'609'800;  // 2026-11-25T12:30:00Z

TEST(ParseDate, GivesTheCanonicalTextOfEachForm) {
  struct Row {
    std::string in;
    std::string text;
    DatePrecision precision;
  };
  using enum DatePrecision;
  const std::vector<Row> rows = {
      // bare
      {"2024", "2024", year},
      {"1400", "1400", year},
      {"2200", "2200", year},
      {"2024-02", "2024-02", month},
      {"2024-02-21", "2024-02-21", day},
      {"2024/02/21", "2024-02-21", day},
      {"20240221", "2024-02-21", day},
      {"  2024-02-21\n", "2024-02-21", day},
      {"2024-02-29", "2024-02-29", day},
      {"2000-02-29", "2000-02-29", day},
      {"1400-01-01", "1400-01-01", day},
      {"2200-12-31", "2200-12-31", day},
      // RFC 3339 and its relatives
      {"2024-02-21T10:00:00-05:00", "2024-02-21T10:00:00-05:00", time},
      {"2024-02-21T10:00:00Z", "2024-02-21T10:00:00Z", time},
      {"2024-02-21t10:00:00z", "2024-02-21T10:00:00Z", time},
      {"2024-02-21 10:00:00Z", "2024-02-21T10:00:00Z", time},
      {"2024-02-21 10:00:00", "2024-02-21T10:00:00Z", time},
      {"2024-02-21 10:00", "2024-02-21T10:00:00Z", time},
      {"2024-02-21T10:00+02:00", "2024-02-21T10:00:00+02:00", time},
      {"2024-02-21T10:00:00.123456Z", "2024-02-21T10:00:00Z", time},
      {"2024-02-21T10:00:00,5+01:00", "2024-02-21T10:00:00+01:00", time},
      {"2024-02-21T10:00:00+0530", "2024-02-21T10:00:00+05:30", time},
      {"2024-02-21T10:00:00+05", "2024-02-21T10:00:00+05:00", time},
      {"2024-02-21T10:00:00+14:00", "2024-02-21T10:00:00+14:00", time},
      {"2024-02-21T10:00:00-12:00", "2024-02-21T10:00:00-12:00", time},
      {"2024-02-21T10:00:00+00:00", "2024-02-21T10:00:00+00:00", time},
      {"2024-02-21T10:00:00-00:00", "2024-02-21T10:00:00Z", time},
      {"2024-02-21 10:00:00 +0100", "2024-02-21T10:00:00+01:00", time},
      {"2024-02-21 10:00:00 UTC", "2024-02-21T10:00:00Z", time},
      {"2024-02-21 10:00:00 EST", "2024-02-21T10:00:00-05:00", time},
      {"2024/02/21 10:00:00", "2024-02-21T10:00:00Z", time},
      {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", time},
      {"2017-01-01T05:29:60+05:30", "2017-01-01T05:29:59+05:30", time},
      {"2016-12-31T18:59:60-05:00", "2016-12-31T18:59:59-05:00", time},
      {"1901-12-13T20:45:51Z", "1901-12-13T20:45:51Z", time},
      {"2038-01-19T03:14:08Z", "2038-01-19T03:14:08Z", time},
      // RFC 2822
      {"Wed, 21 Feb 2024 10:00:00 -0500", "2024-02-21T10:00:00-05:00", time},
      {"Wed, 21 Feb 2024 10:00:00 -0500 (EST)", "2024-02-21T10:00:00-05:00", time},
      {"Wed,21 Feb 2024 10:00:00 GMT", "2024-02-21T10:00:00Z", time},
      {"Tue, 21 Feb 2024 10:00:00 UT", "2024-02-21T10:00:00Z", time},  // it was a Wednesday
      {"21 Feb 2024 10:00 +0000", "2024-02-21T10:00:00+00:00", time},
      {"1 Feb 2024 10:00:00 EDT", "2024-02-01T10:00:00-04:00", time},
      {"1 Feb 2024 10:00:00 CST", "2024-02-01T10:00:00-06:00", time},
      {"1 Feb 2024 10:00:00 CDT", "2024-02-01T10:00:00-05:00", time},
      {"1 Feb 2024 10:00:00 MST", "2024-02-01T10:00:00-07:00", time},
      {"1 Feb 2024 10:00:00 MDT", "2024-02-01T10:00:00-06:00", time},
      {"1 Feb 2024 10:00:00 PST", "2024-02-01T10:00:00-08:00", time},
      {"1 Feb 2024 10:00:00 pdt", "2024-02-01T10:00:00-07:00", time},
      {"1 Feb 2024 10:00:00 CET", "2024-02-01T10:00:00+01:00", time},
      {"1 Aug 2024 10:00:00 CEST", "2024-08-01T10:00:00+02:00", time},
      {"1 Aug 2024 10:00:00 BST", "2024-08-01T10:00:00+01:00", time},
      {"1 Aug 2024 10:00:00 JST", "2024-08-01T10:00:00+09:00", time},
      {"1 Aug 2024 10:00:00 AEST", "2024-08-01T10:00:00+10:00", time},
      {"1 Jan 2024 10:00:00 AEDT", "2024-01-01T10:00:00+11:00", time},
      {"1 Jan 2024 10:00:00 ACDT", "2024-01-01T10:00:00+10:30", time},
      {"1 Jan 2024 10:00:00 NST", "2024-01-01T10:00:00-03:30", time},
      {"Sun, 06 Nov 94 08:49:37 GMT", "1994-11-06T08:49:37Z", time},
      {"06 Nov 24 08:49:37 GMT", "2024-11-06T08:49:37Z", time},
      {"06 Nov 104 08:49:37 GMT", "2004-11-06T08:49:37Z", time},
      // names of months
      {"January 2, 2024", "2024-01-02", day},
      {"January 2 2024", "2024-01-02", day},
      {"Jan. 2, 2024", "2024-01-02", day},
      {"JAN 02, 2024", "2024-01-02", day},
      {"Sept. 5, 2023", "2023-09-05", day},
      {"September 5th, 2023", "2023-09-05", day},
      {"Tuesday, January 2, 2024", "2024-01-02", day},
      {"2 Jan 2024", "2024-01-02", day},
      {"2 January 2024", "2024-01-02", day},
      {"2nd January 2024", "2024-01-02", day},
      {"Tuesday 2 January 2024", "2024-01-02", day},
      {"May 1, 1945", "1945-05-01", day},
      {"January 2024", "2024-01", month},
      {"Feb. 2024", "2024-02", month},
      {"January 2, 2024, 10:05 EST", "2024-01-02T10:05:00-05:00", time},
      // Unix time
      {"1708509600", "2024-02-21T10:00:00Z", time},
      {"1708509600123", "2024-02-21T10:00:00Z", time},
      {"999999999", "2001-09-09T01:46:39Z", time},
      {"999999999999", "2001-09-09T01:46:39Z", time},
  };
  for (const Row& row : rows) {
    const auto date = parse_date(row.in);
    ASSERT_TRUE(date) << row.in;
    EXPECT_EQ(date->text, row.text) << row.in;
    EXPECT_EQ(date->precision, row.precision) << row.in;
    EXPECT_EQ(parse_date(date->text), date) << row.in;
  }
}

TEST(ParseDate, RefusesWhatIsNoDate) {
  const std::vector<std::string> rows = {
      "",
      " ",
      "0000-00-00",
      "0000-01-01",
      "2024-00-00",
      "2024-00",
      "2024-13",
      "2024-02-00",
      "2024-02-30",
      "2024-02-31",
      "2023-02-29",
      "1900-02-29",
      "2024-04-31",
      "2024-13-01",
      "20240231",
      "20241301",
      "99999999",
      "9999-12-31",
      "9999",
      "1399-12-31",
      "2201",
      "2201-01-01",
      "12024",
      "12024-01-01",
      "024-01-01",
      "-2024",
      "24",
      "202402",
      "2024-2-1",
      "2024-2",
      "2024-02-1",
      "02/03/2024",
      "2024/02",
      "2024/02-21",
      "2024.02.21",
      "2024-02-21T",
      "2024-02-21T10",
      "2024-02-21T24:00:00Z",
      "2024-02-21T25:00:00Z",
      "2024-02-21T10:60:00Z",
      "2024-02-21T10:00:61Z",
      "2024-02-21T10:00:60Z",
      "2024-02-21T23:59:60-05:00",
      "2024-02-21T10:00:00.Z",
      "2024-02-21T1:00:00Z",
      "2024-02-21T10:00:000",
      "2024-02-21T10:00:00+14:01",
      "2024-02-21T10:00:00+15:00",
      "2024-02-21T10:00:00-99:00",
      "2024-02-21T10:00:00+05:60",
      "2024-02-21T10:00:00+5",
      "2024-02-21T10:00:00+05:",
      "2024-02-21T10:00:00 XYZ",
      "2024-02-21T10:00:00 IST",
      "2024-02-21T10:00:00Zulu",
      "2024-02-21T10:00:00Z tail",
      "2024-02-21T10:00:00Z (open",
      "2024-02-21T10:00:00Z (a) b",
      "2024-02-21 and more",
      "2024-02-21-",
      "Wed",
      "Wed, ",
      "Wed, 21",
      "Wed, 21 Feb",
      "Wed, 21 Feb 24",
      "Foo, 21 Feb 2024",
      "We, 21 Feb 2024",
      "21 Foo 2024",
      "21 Fe 2024",
      "0 Feb 2024",
      "32 Jan 2024",
      "30 Feb 2024",
      "21Feb2024",
      "21 Feb",
      "Feb 21",
      "January",
      "January 2,",
      "Jan 2x, 2024",
      "Januaryx 2, 2024",
      "2 Jan 20244",
      "Jan 2, 2024 10:00 XM",
      "1708509600.5",
      "0170850960",
      "17085096001",
      "17085096",
      "9999999999",
      "9999999999999",
      "-1708509600",
      "17085096001234",
      "yesterday",
      "now",
      "tomorrow",
      "2024-W08",
      "2024-052",
      "NaN",
      "null",
      "\xFF\xFE",
      "２０２４",
  };
  for (const std::string& row : rows) EXPECT_FALSE(parse_date(row)) << row << " gives " << parse_date(row)->text;
}

TEST(ParseDate, GivesTheSpanAndTheDayAtItsOwnOffset) {
  struct Row {
    std::string in;
    std::int64_t start, end;
    std::string day, last_day;
    int offset_minutes;
  };
  const std::vector<Row> rows = {
      {"1970", 0, 31'536'000, "1970-01-01", "1970-12-31", 0},
      {"2024-02", 1'706'745'600, 1'709'251'200, "2024-02-01", "2024-02-29", 0},
      {"2024-12", 1'733'011'200, 1'735'689'600, "2024-12-01", "2024-12-31", 0},
      {"2024-02-21", 1'708'473'600, 1'708'560'000, "2024-02-21", "2024-02-21", 0},
      {"1969-12-31", -86'400, 0, "1969-12-31", "1969-12-31", 0},
      {"2024-02-21T10:00:00Z", 1'708'509'600, 1'708'509'601, "2024-02-21", "2024-02-21", 0},
      {"2024-02-21T23:30:00-05:00", 1'708'576'200, 1'708'576'201, "2024-02-21", "2024-02-21", -300},  // the 22nd in UTC
      {"2024-02-21T00:30:00+05:30", 1'708'455'600, 1'708'455'601, "2024-02-21", "2024-02-21", 330},   // the 20th in UTC
      {"1969-12-31T23:59:59Z", -1, 0, "1969-12-31", "1969-12-31", 0},
      {"1400-01-01T00:00:00+14:00", -17'987'493'600, -17'987'493'599, "1400-01-01", "1400-01-01", 840},
  };
  for (const Row& row : rows) {
    const auto date = parse_date(row.in);
    ASSERT_TRUE(date) << row.in;
    EXPECT_EQ(date->start, row.start) << row.in;
    EXPECT_EQ(date->end, row.end) << row.in;
    EXPECT_EQ(day_text(date->day), row.day) << row.in;
    EXPECT_EQ(day_text(date->last_day), row.last_day) << row.in;
    EXPECT_EQ(date->offset_minutes, row.offset_minutes) << row.in;
  }
}

TEST(ParseDateBound, CountsBackFromNow) {
  struct Row {
    std::string in;
    std::string text;  // "" = refused
  };
  const std::vector<Row> rows = {
      {"36h", "2026-11-24T00:30:00Z"},
      {"0h", "2026-11-25T12:30:00Z"},
      {"30d", "2026-10-26"},
      {"0d", "2026-11-25"},
      {"330d", "2025-12-30"},
      {"6m", "2026-05-25"},
      {"11m", "2025-12-25"},
      {"12m", "2025-11-25"},
      {"2y", "2024-11-25"},
      {"2024-02", "2024-02"},
      {"2024", "2024"},
      {"2024-02-21T10:00:00Z", "2024-02-21T10:00:00Z"},
      {" 30d ", "2026-10-26"},
      {"999999d", ""},
      {"999999y", ""},
      {"627y", ""},
      {"626y", "1400-11-25"},
      {"9999999d", ""},
      {"30", ""},
      {"d", ""},
      {"30D", ""},
      {"-30d", ""},
      {"30 d", ""},
      {"30dd", ""},
      {"3w", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    const auto date = parse_date_bound(row.in, kNow);
    EXPECT_EQ(date ? date->text : "", row.text) << row.in;
  }
  EXPECT_EQ(parse_date_bound("36h", kNow)->start, kNow - 36 * 3600);
  EXPECT_EQ(parse_date_bound("36h", kNow)->precision, DatePrecision::time);
  EXPECT_EQ(parse_date_bound("30d", kNow)->precision, DatePrecision::day);
}

TEST(ParseDateBound, TakesTheLastDayOfAShorterMonth) {
  const std::int64_t march_31 = parse_date("2024-03-31T08:00:00Z")->start;
  EXPECT_EQ(parse_date_bound("1m", march_31)->text, "2024-02-29");
  EXPECT_EQ(parse_date_bound("13m", march_31)->text, "2023-02-28");
  const std::int64_t leap_day = parse_date("2024-02-29T08:00:00Z")->start;
  EXPECT_EQ(parse_date_bound("1y", leap_day)->text, "2023-02-28");
  EXPECT_EQ(parse_date_bound("4y", leap_day)->text, "2020-02-29");
}

TEST(ParseDateBound, RefusesRelativeBoundsWhenTheClockIsNonsense) {
  EXPECT_FALSE(parse_date_bound("30d", INT64_MAX));
  EXPECT_FALSE(parse_date_bound("36h", INT64_MIN));
  EXPECT_TRUE(parse_date_bound("2024", INT64_MAX));
}

TEST(Days, AreNumberedFrom1970) {
  EXPECT_EQ(day_number(1970, 1, 1), 0);
  EXPECT_EQ(day_number(1969, 12, 31), -1);
  EXPECT_EQ(day_number(2024, 2, 29), 19'782);
  for (const std::int32_t day : {INT32_MIN, INT32_MAX}) EXPECT_FALSE(day_text(day).empty());  // of a damaged column: any day has a text
  EXPECT_EQ(day_text(19'782), "2024-02-29");
  EXPECT_EQ(day_text(day_number(1400, 1, 1)), "1400-01-01");
  for (std::int32_t day = day_number(1400, 1, 1); day <= day_number(2200, 12, 31); day += 17) {
    const CivilDay civil = civil_day(day);
    ASSERT_EQ(day_number(civil.year, civil.month, civil.day), day);
  }
}

TEST(TimeUnits, HaveNames) {
  for (const std::string_view name : {"day", "week", "month", "quarter", "year"}) {
    const auto unit = parse_time_unit(name);
    ASSERT_TRUE(unit) << name;
    EXPECT_EQ(time_unit_name(*unit), name);
  }
  EXPECT_FALSE(parse_time_unit("decade"));
  EXPECT_FALSE(parse_time_unit("Day"));
}

TEST(TimeUnits, BeginAndEndOnTheirBorders) {
  struct Row {
    std::string day;
    TimeUnit unit;
    std::string floor, next;
  };
  using enum TimeUnit;
  const std::vector<Row> rows = {
      {"2024-02-21", day, "2024-02-21", "2024-02-22"},     {"2024-02-21", week, "2024-02-19", "2024-02-26"},
      {"2024-02-19", week, "2024-02-19", "2024-02-26"},    {"2024-02-25", week, "2024-02-19", "2024-02-26"},
      {"2021-01-01", week, "2020-12-28", "2021-01-04"},    {"1970-01-01", week, "1969-12-29", "1970-01-05"},
      {"1969-12-28", week, "1969-12-22", "1969-12-29"},    {"1400-01-01", week, "1399-12-30", "1400-01-06"},
      {"2024-02-21", month, "2024-02-01", "2024-03-01"},   {"2024-12-31", month, "2024-12-01", "2025-01-01"},
      {"2024-02-21", quarter, "2024-01-01", "2024-04-01"}, {"2024-06-30", quarter, "2024-04-01", "2024-07-01"},
      {"2024-12-31", quarter, "2024-10-01", "2025-01-01"}, {"2024-07-01", quarter, "2024-07-01", "2024-10-01"},
      {"2024-02-21", year, "2024-01-01", "2025-01-01"},    {"2023-12-31", year, "2023-01-01", "2024-01-01"},
  };
  for (const Row& row : rows) {
    const std::int32_t number = parse_date(row.day) ? parse_date(row.day)->day : 0;
    EXPECT_EQ(day_text(unit_floor(number, row.unit)), row.floor) << row.day << " " << time_unit_name(row.unit);
    EXPECT_EQ(day_text(unit_next(number, row.unit)), row.next) << row.day << " " << time_unit_name(row.unit);
  }
}

TEST(TimeUnits, CoverEachDayOnce) {
  for (const TimeUnit unit : {TimeUnit::day, TimeUnit::week, TimeUnit::month, TimeUnit::quarter, TimeUnit::year}) {
    for (std::int32_t day = day_number(1890, 1, 1); day <= day_number(2030, 1, 1); ++day) {
      ASSERT_LE(unit_floor(day, unit), day);
      ASSERT_GT(unit_next(day, unit), day);
      ASSERT_EQ(unit_floor(unit_next(day, unit), unit), unit_next(day, unit));
      ASSERT_EQ(unit_floor(unit_next(day, unit) - 1, unit), unit_floor(day, unit));
    }
  }
}

}  // namespace
}  // namespace broadsheet
