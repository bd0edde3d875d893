// What does the value of an option mean? What the command lines of both programs, the settings and the lines of a batch share.
// Messages speak of the value; the caller puts the option's name before them. Errors: 2.
#pragma once

#include <array>
#include <cstdint>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/error.h"
#include "common/log.h"
#include "common/settings.h"

namespace broadsheet {

// A whole number in [least, most].
Result<std::uint64_t> parse_whole_number(std::string_view value, std::uint64_t least, std::uint64_t most);

// A flag: "" (as on a command line, where it has no value), or true and false as a configuration says them.
Result<bool> parse_flag(std::string_view value);

template <class T>
struct NamedValue {
  std::string_view name;
  T value;
};
// The value whose name `value` is; the error lists the names.
template <class T, std::size_t N>
Result<T> choose(const std::array<NamedValue<T>, N>& names, std::string_view value) {
  for (const NamedValue<T>& row : names) {
    if (row.name == value) return row.value;
  }
  return fail(Status::usage,
              fmt::format("'{}' is none of {}", value, fmt::join(names | std::views::transform(&NamedValue<T>::name), ", ")));
}

inline constexpr std::array<NamedValue<LogFormat>, 2> kLogFormats = {{{"text", LogFormat::text}, {"json", LogFormat::json}}};

// How to report an error of the command line itself: --log-format, wherever it stands, else $BROADSHEET_LOG_FORMAT.
LogFormat early_log_format(const std::vector<std::string>& arguments, const EnvironmentLookup& environment);

// A line of --help: "  -n, --limit N|all           at most N hits". `short_name` 0: none.
std::string option_help_line(char short_name, std::string_view name, std::string_view argument, std::string_view help);

}  // namespace broadsheet
