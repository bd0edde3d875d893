// Dates of articles and of queries, from any bytes. What is accepted must be a sound span whose canonical text gives it again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/date.h"

namespace {

using namespace broadsheet;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const NewsDate& date) {
  require(date.start < date.end);
  require(date.day <= date.last_day);
  require(parse_date(date.text) == date);
  for (const TimeUnit unit : {TimeUnit::day, TimeUnit::week, TimeUnit::month, TimeUnit::quarter, TimeUnit::year}) {
    require(unit_floor(date.day, unit) <= date.day && date.day < unit_next(date.day, unit));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto date = parse_date(text)) check(*date);
  for (const std::int64_t now : {std::int64_t{0}, std::int64_t{1'795'609'800}, INT64_MIN, INT64_MAX}) {
    if (const auto date = parse_date_bound(text, now)) check(*date);
  }
  return 0;
}
