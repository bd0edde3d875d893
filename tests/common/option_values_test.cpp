#include "common/option_values.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

TEST(OptionValues, WholeNumbersHaveBoundsAndNothingAround) {
  struct Row {
    std::string_view value;
    std::optional<std::uint64_t> number;
  };
  constexpr Row kRows[] = {{"3", 3},
                           {"9", 9},
                           {"007", 7},
                           {"2", {}},
                           {"10", {}},
                           {"", {}},
                           {" 5", {}},
                           {"5 ", {}},
                           {"+5", {}},
                           {"-5", {}},
                           {"5.0", {}},
                           {"0x5", {}},
                           {"99999999999999999999", {}}};
  for (const Row& row : kRows) {
    const auto number = parse_whole_number(row.value, 3, 9);
    EXPECT_EQ(number ? std::optional(*number) : std::nullopt, row.number) << row.value;
    if (number) continue;
    EXPECT_EQ(number.error().message, "'" + std::string(row.value) + "' is not a whole number from 3 to 9");
  }
}

TEST(OptionValues, FlagsAreTrueWithoutAValue) {
  for (const std::string_view value : {"", "true", "yes", "on", "1"}) EXPECT_EQ(parse_flag(value).value(), true) << value;
  for (const std::string_view value : {"false", "no", "off", "0"}) EXPECT_EQ(parse_flag(value).value(), false) << value;
  EXPECT_EQ(parse_flag("Yes").error().message, "'Yes' is neither true nor false");
}

TEST(OptionValues, NamesAreListedWhenNoneFits) {
  EXPECT_EQ(choose(kLogFormats, "json").value(), LogFormat::json);
  EXPECT_EQ(choose(kLogFormats, "JSON").error().message, "'JSON' is none of text, json");
}

TEST(OptionValues, TheLogFormatIsFoundBeforeTheCommandLineIsUnderstood) {
  struct Row {
    std::vector<std::string> arguments;
    std::string variable;
    LogFormat format;
  };
  const Row rows[] = {
      {{}, "", LogFormat::text},
      {{}, "json", LogFormat::json},
      {{}, "xml", LogFormat::text},
      {{"query", "--nonsense", "--log-format", "json"}, "", LogFormat::json},
      {{"--log-format=json"}, "text", LogFormat::json},
      {{"--log-format=text"}, "json", LogFormat::text},
      {{"--log-format"}, "json", LogFormat::json},
      {{"--", "--log-format=json"}, "", LogFormat::text},
  };
  for (const Row& row : rows) {
    const EnvironmentLookup environment = [&row](const std::string& name) -> std::optional<std::string> {
      return name == "BROADSHEET_LOG_FORMAT" && !row.variable.empty() ? std::optional(row.variable) : std::nullopt;
    };
    EXPECT_EQ(early_log_format(row.arguments, environment), row.format) << testing::PrintToString(row.arguments) << row.variable;
  }
}

TEST(OptionValues, HelpLinesUpInColumns) {
  EXPECT_EQ(option_help_line('n', "limit", "N|all", "at most N hits"), "  -n, --limit N|all             at most N hits\n");
  EXPECT_EQ(option_help_line(0, "timing", "", "how long it took"), "      --timing                  how long it took\n");
}

}  // namespace
}  // namespace broadsheet
