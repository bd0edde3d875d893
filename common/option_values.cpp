#include "common/option_values.h"

#include <algorithm>
#include <charconv>

namespace broadsheet {

Result<std::uint64_t> parse_whole_number(std::string_view value, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const char* const end = value.data() + value.size();
  const auto [rest, error] = std::from_chars(value.data(), end, number);
  if (error == std::errc{} && rest == end && number >= least && number <= most) return number;
  return fail(Status::usage, fmt::format("'{}' is not a whole number from {} to {}", value, least, most));
}

Result<bool> parse_flag(std::string_view value) {
  constexpr std::array<std::string_view, 5> kTrue = {"", "true", "yes", "on", "1"};
  constexpr std::array<std::string_view, 4> kFalse = {"false", "no", "off", "0"};
  if (std::ranges::find(kTrue, value) != kTrue.end()) return true;
  if (std::ranges::find(kFalse, value) != kFalse.end()) return false;
  return fail(Status::usage, fmt::format("'{}' is neither true nor false", value));
}

LogFormat early_log_format(const std::vector<std::string>& arguments, const EnvironmentLookup& environment) {
  std::string format = environment("BROADSHEET_LOG_FORMAT").value_or("");
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i] == "--log-format" && i + 1 < arguments.size()) format = arguments[i + 1];
    if (arguments[i].starts_with("--log-format=")) format = arguments[i].substr(arguments[i].find('=') + 1);
  }
  return choose(kLogFormats, format).value_or(LogFormat::text);
}

std::string option_help_line(char short_name, std::string_view name, std::string_view argument, std::string_view help) {
  const std::string letter = short_name == 0 ? "   " : fmt::format("-{},", short_name);
  return fmt::format("  {} --{:<23} {}\n", letter, fmt::format("{}{}{}", name, argument.empty() ? "" : " ", argument), help);
}

}  // namespace broadsheet
