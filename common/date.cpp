#include "common/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace broadsheet {
namespace {

constexpr int kFirstYear = 1400;
constexpr int kLastYear = 2200;
constexpr int kSecondsPerDay = 86'400;
constexpr int kMinutesPerDay = 1'440;
constexpr int kMaxOffsetMinutes = 14 * 60;

// ---- Tables of names

// A name that begins with at least the three letters that tell these apart is one of them: Sep, Sept, September.
constexpr std::array<std::string_view, 12> kMonths = {"january", "february", "march",     "april",   "may",      "june",
                                                      "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// Zones that mean one offset in English-language news. Left out, so that such a date is refused rather than hours wrong: IST (India,
// Ireland, Israel), AST (Atlantic, Arabia), SST, and the one-letter military zones but Z. CST and EST are RFC 2822's, BST is British.
struct NamedZone {
  std::string_view name;
  int minutes;
};
constexpr NamedZone kZones[] = {
    {"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},     {"wet", 0},     {"west", 60},  {"bst", 60},   {"cet", 60},   {"wat", 60},
    {"cest", 120}, {"cat", 120},  {"sast", 120}, {"eet", 120},   {"eest", 180},  {"msk", 180},  {"eat", 180},  {"pkt", 300},  {"hkt", 480},
    {"sgt", 480},  {"awst", 480}, {"jst", 540},  {"kst", 540},   {"acst", 570},  {"acdt", 630}, {"aest", 600}, {"aedt", 660}, {"nzst", 720},
    {"nzdt", 780}, {"ndt", -150}, {"nst", -210}, {"adt", -180},  {"edt", -240},  {"est", -300}, {"cdt", -300}, {"cst", -360}, {"mdt", -360},
    {"mst", -420}, {"pdt", -420}, {"pst", -480}, {"akdt", -480}, {"akst", -540}, {"hst", -600},
};

struct UnitName {
  TimeUnit unit;
  std::string_view name;
};
constexpr UnitName kUnits[] = {
    {TimeUnit::day, "day"}, {TimeUnit::week, "week"}, {TimeUnit::month, "month"}, {TimeUnit::quarter, "quarter"}, {TimeUnit::year, "year"},
};

// ---- Reading

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Takes pieces off the front of the text. A piece that is not there leaves the text as it was.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  std::string_view rest() const { return rest_; }

  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_any(std::string_view set) { return !rest_.empty() && set.find(rest_.front()) != std::string_view::npos && take(rest_.front()); }
  bool take_blanks() {
    const std::size_t before = rest_.size();
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    return rest_.size() != before;
  }
  // A whole run of `least` to `most` digits (most <= 9).
  bool take_number(std::size_t least, std::size_t most, int& value) {
    const std::size_t length = run_length(is_digit);
    if (length < least || length > most) return false;
    value = 0;
    for (std::size_t i = 0; i < length; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(length);
    return true;
  }
  // The two next digits, whatever follows.
  bool take_two_digits(int& value) {
    if (run_length(is_digit) < 2) return false;
    value = (rest_[0] - '0') * 10 + (rest_[1] - '0');
    rest_.remove_prefix(2);
    return true;
  }
  std::string take_word() {  // in lower case
    const std::size_t length = run_length(is_letter);
    std::string word(rest_.substr(0, length));
    std::ranges::transform(word, word.begin(), lower);
    rest_.remove_prefix(length);
    return word;
  }

 private:
  std::size_t run_length(bool (*belongs)(char)) const {
    return static_cast<std::size_t>(std::ranges::find_if_not(rest_, belongs) - rest_.begin());
  }
  std::string_view rest_;
};

// A date as its text says it; 0 = not said. `zone` is as it will be printed.
struct Parts {
  int year = 0, month = 0, day = 0;
  bool has_time = false;
  int hour = 0, minute = 0, second = 0;
  int offset_minutes = 0;
  bool utc = true;  // printed as Z
};

// ---- From parts to a date

bool is_known_year(int year) { return year >= kFirstYear && year <= kLastYear; }

bool is_calendar_day(const Parts& parts) {
  const std::chrono::year_month_day ymd(std::chrono::year(parts.year), std::chrono::month(static_cast<unsigned>(parts.month)),
                                        std::chrono::day(static_cast<unsigned>(parts.day)));
  return is_known_year(parts.year) && ymd.ok();
}

// A leap second is the last of a day in UTC.
bool is_clock_time(const Parts& parts) {
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 60) return false;
  const int utc_minute = parts.hour * 60 + parts.minute - parts.offset_minutes;
  return parts.second < 60 || (utc_minute + 2 * kMinutesPerDay) % kMinutesPerDay == kMinutesPerDay - 1;
}

int first_day(int year, int month) { return day_number(year, static_cast<unsigned>(month), 1); }

NewsDate span_of_days(std::int32_t first, std::int32_t end, DatePrecision precision, std::string text) {
  NewsDate date;
  date.start = std::int64_t{first} * kSecondsPerDay;
  date.end = std::int64_t{end} * kSecondsPerDay;
  date.day = first;
  date.last_day = end - 1;
  date.precision = precision;
  date.text = std::move(text);
  return date;
}

NewsDate one_day(std::int32_t day) { return span_of_days(day, day + 1, DatePrecision::day, day_text(day)); }

std::string offset_text(const Parts& parts) {
  if (parts.utc) return "Z";
  const int minutes = std::abs(parts.offset_minutes);
  return fmt::format("{}{:02}:{:02}", parts.offset_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// A leap second counts, and is printed, as the second before it: the day stays its own.
NewsDate instant(const Parts& parts) {
  NewsDate date;
  const int second = std::min(parts.second, 59);
  date.day = day_number(parts.year, static_cast<unsigned>(parts.month), static_cast<unsigned>(parts.day));
  date.last_day = date.day;
  date.start = std::int64_t{date.day} * kSecondsPerDay + std::int64_t{parts.hour * 60 + parts.minute - parts.offset_minutes} * 60 + second;
  date.end = date.start + 1;
  date.precision = DatePrecision::time;
  date.offset_minutes = static_cast<std::int16_t>(parts.offset_minutes);
  date.text = fmt::format("{}T{:02}:{:02}:{:02}{}", day_text(date.day), parts.hour, parts.minute, second, offset_text(parts));
  return date;
}

std::optional<NewsDate> date_of(const Parts& parts) {
  if (!is_known_year(parts.year)) return std::nullopt;
  if (parts.month == 0) {
    return span_of_days(first_day(parts.year, 1), first_day(parts.year + 1, 1), DatePrecision::year, fmt::format("{:04}", parts.year));
  }
  if (parts.month > 12) return std::nullopt;
  if (parts.day == 0) {
    const std::int32_t first = first_day(parts.year, parts.month);
    return span_of_days(first, unit_next(first, TimeUnit::month), DatePrecision::month,
                        fmt::format("{:04}-{:02}", parts.year, parts.month));
  }
  if (!is_calendar_day(parts)) return std::nullopt;
  if (!parts.has_time) return one_day(day_number(parts.year, static_cast<unsigned>(parts.month), static_cast<unsigned>(parts.day)));
  if (!is_clock_time(parts)) return std::nullopt;
  return instant(parts);
}

std::optional<NewsDate> instant_at(std::int64_t seconds) {
  constexpr std::int64_t kDays = 800'000;  // more than four times 1400..2200, so that the day fits what follows
  if (seconds < -kDays * kSecondsPerDay || seconds > kDays * kSecondsPerDay) return std::nullopt;
  const std::int64_t day = (seconds - (seconds < 0 ? kSecondsPerDay - 1 : 0)) / kSecondsPerDay;
  const int second = static_cast<int>(seconds - day * kSecondsPerDay);
  const CivilDay civil = civil_day(static_cast<std::int32_t>(day));
  Parts parts{.year = civil.year, .month = static_cast<int>(civil.month), .day = static_cast<int>(civil.day), .has_time = true};
  parts.hour = second / 3600;
  parts.minute = second / 60 % 60;
  parts.second = second % 60;
  return date_of(parts);
}

// ---- The shapes of a date. Each function takes all of its text or gives false.

// Position of the name that `word` is, or begins with three letters or more; names.size(): none.
std::size_t find_name(std::span<const std::string_view> names, std::string_view word) {
  const auto fits = [word](std::string_view name) { return word.size() >= 3 && name.starts_with(word); };
  return static_cast<std::size_t>(std::ranges::find_if(names, fits) - names.begin());
}

// +05:30, +0530, +05.
bool take_offset(Cursor& in, Parts& parts) {
  const bool negative = in.peek() == '-';
  int hours = 0;
  int minutes = 0;
  if (!in.take_any("+-") || !in.take_two_digits(hours)) return false;
  const bool colon = in.take(':');
  if (!in.take_two_digits(minutes) && colon) return false;
  const int total = hours * 60 + minutes;
  if (minutes > 59 || total > kMaxOffsetMinutes) return false;
  parts.offset_minutes = negative ? -total : total;
  parts.utc = negative && total == 0;  // -00:00: UTC, the local offset unknown
  return true;
}

bool take_zone_name(Cursor& in, Parts& parts) {
  const std::string word = in.take_word();
  const auto* zone = std::ranges::find(kZones, word, &NamedZone::name);
  if (zone == std::end(kZones)) return false;
  parts.offset_minutes = zone->minutes;
  parts.utc = zone->minutes == 0;
  return true;
}

// What may follow the time of day: a zone, then RFC 2822's comment such as (EST). Without a zone it is UTC.
bool take_zone(Cursor& in, Parts& parts) {
  in.take_blanks();
  if (in.at_end()) return true;
  if (!(is_letter(in.peek()) ? take_zone_name(in, parts) : take_offset(in, parts))) return false;
  in.take_blanks();
  return in.at_end() || (in.peek() == '(' && in.rest().find(')') == in.rest().size() - 1);
}

// 10:00, 10:00:00, 10:00:00.123 and the zone; the fraction is dropped.
bool take_time(Cursor& in, Parts& parts) {
  parts.has_time = true;
  if (!in.take_two_digits(parts.hour) || !in.take(':') || !in.take_two_digits(parts.minute)) return false;
  if (in.take(':')) {
    if (!in.take_two_digits(parts.second)) return false;
    if (in.take_any(".,")) {
      if (!is_digit(in.peek())) return false;
      while (in.take_any("0123456789")) {
      }
    }
  }
  return !is_digit(in.peek()) && take_zone(in, parts);
}

// 2024, 2024-02, 2024-02-21, 2024/02/21, the day with a time after T or a blank.
bool read_numeric(Cursor in, Parts& parts) {
  if (!in.take_number(4, 4, parts.year)) return false;
  if (in.at_end()) return true;
  const bool slash = in.peek() == '/';
  if (!in.take_any("-/") || !in.take_number(2, 2, parts.month) || parts.month == 0) return false;
  if (in.at_end()) return !slash;
  if (!in.take(slash ? '/' : '-') || !in.take_number(2, 2, parts.day) || parts.day == 0) return false;
  if (in.at_end()) return true;
  return (in.take_any("Tt") || in.take_blanks()) && take_time(in, parts);
}

// 20240221.
bool read_compact(Cursor in, Parts& parts) {
  int digits = 0;
  if (!in.take_number(8, 8, digits) || !in.at_end()) return false;
  parts.year = digits / 10'000;
  parts.month = digits / 100 % 100;
  parts.day = digits % 100;
  return parts.month != 0 && parts.day != 0;
}

// "Wed, " or "Wednesday "; whether it is the right weekday is not asked, for feeds often have it wrong.
bool take_weekday(Cursor& in) {
  if (find_name(kWeekdays, in.take_word()) == kWeekdays.size()) return false;
  in.take('.');
  const bool comma = in.take(',');
  return in.take_blanks() || comma;
}

bool take_month_name(Cursor& in, Parts& parts) {
  const std::size_t month = find_name(kMonths, in.take_word());
  if (month == kMonths.size()) return false;
  in.take('.');
  parts.month = static_cast<int>(month) + 1;
  return true;
}

// 2, 02, 2nd.
bool take_day(Cursor& in, Parts& parts) {
  if (!in.take_number(1, 2, parts.day) || parts.day == 0) return false;
  const std::string suffix = in.take_word();
  return suffix.empty() || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th";
}

// Behind day and month: 2024, or RFC 2822's obsolete 24 and 124 when a time follows; then the time.
bool take_year_and_time(Cursor& in, Parts& parts) {
  const Cursor before = in;
  if (in.take_number(4, 4, parts.year)) {
    in.take(',');
    return in.at_end() || (in.take_blanks() && take_time(in, parts));
  }
  in = before;
  if (!in.take_number(2, 3, parts.year)) return false;
  parts.year += parts.year < 50 ? 2000 : 1900;
  return in.take_blanks() && take_time(in, parts);
}

// RFC 2822 and "2 January 2024".
bool read_day_first(Cursor in, Parts& parts) {
  if (is_letter(in.peek()) && !take_weekday(in)) return false;
  return take_day(in, parts) && in.take_blanks() && take_month_name(in, parts) && in.take_blanks() && take_year_and_time(in, parts);
}

// "January 2, 2024", "Tuesday, Jan. 2, 2024", "January 2024".
bool read_month_first(Cursor in, Parts& parts) {
  const Cursor before = in;
  if (!take_weekday(in)) in = before;
  if (!take_month_name(in, parts) || !in.take_blanks()) return false;
  const Cursor after_month = in;
  if (in.take_number(4, 4, parts.year)) return in.at_end();
  in = after_month;
  if (!take_day(in, parts)) return false;
  in.take(',');
  return in.take_blanks() && take_year_and_time(in, parts);
}

constexpr bool (*kShapes[])(Cursor, Parts&) = {read_numeric, read_compact, read_day_first, read_month_first};

// Unix time as plain digits: 9 or 10 are seconds (from 1973 on), 12 or 13 milliseconds.
std::optional<NewsDate> read_unix_time(std::string_view text) {
  const bool milliseconds = text.size() == 12 || text.size() == 13;
  if (!milliseconds && text.size() != 9 && text.size() != 10) return std::nullopt;
  if (!std::ranges::all_of(text, is_digit) || text.front() == '0') return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return instant_at(milliseconds ? value / 1000 : value);
}

// The same day of another month; the last one where that month is shorter.
std::optional<NewsDate> months_back(std::int32_t day, int months) {
  const CivilDay civil = civil_day(day);
  const int month_number = civil.year * 12 + static_cast<int>(civil.month) - 1 - months;
  const int year = month_number / 12;
  if (month_number < 0 || !is_known_year(year)) return std::nullopt;
  const std::int32_t first = first_day(year, month_number % 12 + 1);
  const std::int32_t last = unit_next(first, TimeUnit::month) - 1;
  return one_day(std::min(first + static_cast<std::int32_t>(civil.day) - 1, last));
}

// 36h, 30d, 6m, 2y before `now`.
std::optional<NewsDate> read_relative(std::string_view text, std::int64_t now) {
  Cursor in(text);
  int count = 0;
  if (!in.take_number(1, 6, count)) return std::nullopt;
  const char unit = in.peek();
  const std::optional<NewsDate> today = instant_at(now);
  if (!in.take_any("hdmy") || !in.at_end() || !today) return std::nullopt;
  switch (unit) {
    case 'h':
      return instant_at(now - std::int64_t{count} * 3600);
    case 'd':
      return is_known_year(civil_day(today->day - count).year) ? std::optional(one_day(today->day - count)) : std::nullopt;
    case 'm':
      return months_back(today->day, count);
    default:
      return months_back(today->day, count * 12);
  }
}

}  // namespace

std::optional<NewsDate> parse_date(std::string_view text) {
  text = trimmed(text);
  for (const auto shape : kShapes) {
    Parts parts;
    if (shape(Cursor(text), parts)) return date_of(parts);
  }
  return read_unix_time(text);
}

std::optional<NewsDate> parse_date_bound(std::string_view text, std::int64_t now) {
  text = trimmed(text);
  if (const auto relative = read_relative(text, now)) return relative;
  return parse_date(text);
}

std::string day_text(std::int32_t day) {
  const CivilDay civil = civil_day(day);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::int32_t day_number(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count());
}

CivilDay civil_day(std::int32_t day) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(day))};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
}

std::optional<TimeUnit> parse_time_unit(std::string_view name) {
  const auto* row = std::ranges::find(kUnits, name, &UnitName::name);
  return row == std::end(kUnits) ? std::nullopt : std::optional(row->unit);
}

std::string_view time_unit_name(TimeUnit unit) { return std::ranges::find(kUnits, unit, &UnitName::unit)->name; }

std::int32_t unit_floor(std::int32_t day, TimeUnit unit) {
  constexpr std::int32_t kMondayShift = 3;  // 1970-01-01 was a Thursday
  const CivilDay civil = civil_day(day);
  switch (unit) {
    case TimeUnit::day:
      return day;
    case TimeUnit::week:
      return day - ((day + kMondayShift) % 7 + 7) % 7;
    case TimeUnit::month:
      return day_number(civil.year, civil.month, 1);
    case TimeUnit::quarter:
      return day_number(civil.year, (civil.month - 1) / 3 * 3 + 1, 1);
    case TimeUnit::year:
      return day_number(civil.year, 1, 1);
  }
  return day;
}

std::int32_t unit_next(std::int32_t day, TimeUnit unit) {
  // Far enough to be in the next unit, never beyond it.
  constexpr std::array<std::int32_t, 5> kLongest = {1, 7, 31, 92, 366};
  return unit_floor(unit_floor(day, unit) + kLongest[static_cast<std::size_t>(unit)], unit);
}

std::string instant_text(std::int64_t seconds) {
  constexpr std::int64_t kDay = 86400;
  const std::int64_t day = seconds >= 0 ? seconds / kDay : -((-seconds + kDay - 1) / kDay);
  const std::int64_t rest = seconds - day * kDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", day_text(static_cast<std::int32_t>(day)), rest / 3600, rest / 60 % 60, rest % 60);
}

}  // namespace broadsheet
