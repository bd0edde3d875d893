#include "searcher/period.h"

#include <fmt/format.h>

namespace broadsheet {

std::string period_label(std::int32_t start, TimeUnit unit) {
  const CivilDay day = civil_day(start);
  switch (unit) {
    case TimeUnit::day:
      return day_text(start);
    case TimeUnit::week: {
      const std::int32_t thursday = start + 3;  // a week belongs to the year of its Thursday (ISO 8601)
      const int year = civil_day(thursday).year;
      return fmt::format("{}-W{:02}", year, (thursday - day_number(year, 1, 1)) / 7 + 1);
    }
    case TimeUnit::month:
      return fmt::format("{}-{:02}", day.year, day.month);
    case TimeUnit::quarter:
      return fmt::format("{}-Q{}", day.year, (day.month + 2) / 3);
    case TimeUnit::year:
      break;
  }
  return std::to_string(day.year);
}

}  // namespace broadsheet
