// When was it published? Dates of articles and of queries: parsing, precision, and the span of time they stand for.
// Pure functions: the clock comes in as an argument. Calendar arithmetic is std::chrono's (proleptic Gregorian, UTC).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace broadsheet {

enum class DatePrecision : std::uint8_t { year, month, day, time };

// The span [start, end) in seconds since 1970-01-01T00:00:00Z, and the day at the article's own offset.
struct NewsDate {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int32_t day = 0;  // days since 1970-01-01 of the first day of the span, at the date's own offset
  std::int32_t last_day = 0;  // the last day of the span, inclusive, at the date's own offset
  DatePrecision precision = DatePrecision::day;
  std::int16_t offset_minutes = 0;
  // Canonical: 2024, 2024-02, 2024-02-21, or RFC 3339 in whole seconds with the offset as given, Z for UTC. parse_date(text) gives
  // this date again.
  std::string text;
  bool operator==(const NewsDate&) const = default;
};

// RFC 3339 (also with a blank for T, without seconds, with fractions, without offset = UTC), RFC 2822 (also named zones from a
// table), a bare day, month or year (2024-02-21, 20240221, 2024-02, 2024), "January 2, 2024", "2 Jan 2024", Unix seconds or
// milliseconds as plain digits (9 or 10, 12 or 13). nullopt: not a date, or nonsense (31 February, year outside 1400..2200, 24:00,
// offsets beyond 14 hours), or ambiguous (02/03/2024; zone names of several countries such as IST). A time is a span of one second,
// a leap second the one before it. A weekday may be wrong.
std::optional<NewsDate> parse_date(std::string_view text);

// A bound of --since/--until or date: in a query: all that parse_date takes, and 36h 30d 6m 2y back from `now` (seconds).
// Relative hours are instants (precision time); d, m, y are days.
std::optional<NewsDate> parse_date_bound(std::string_view text, std::int64_t now);

// "2024-02-21T10:00:00Z" for seconds since 1970-01-01T00:00:00Z.
std::string instant_text(std::int64_t seconds);
// "2024-02-21" for days since 1970-01-01, and back.
std::string day_text(std::int32_t day);
std::int32_t day_number(int year, unsigned month, unsigned day);
struct CivilDay {
  int year;
  unsigned month;
  unsigned day;
};
CivilDay civil_day(std::int32_t day);

enum class TimeUnit { day, week, month, quarter, year };
std::optional<TimeUnit> parse_time_unit(std::string_view name);
std::string_view time_unit_name(TimeUnit unit);
// First day of the unit that holds `day`, and first day of the next one. Weeks are ISO weeks (Monday first).
std::int32_t unit_floor(std::int32_t day, TimeUnit unit);
std::int32_t unit_next(std::int32_t day, TimeUnit unit);

}  // namespace broadsheet
