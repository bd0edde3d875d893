// The lines of a file that a person writes: comments and blank lines left out, numbers for messages. For entities.conf and sources.conf.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace broadsheet {

std::string_view trim(std::string_view text);  // blanks, tabs and carriage returns off both ends
// "NYT | nytimes.com" -> both, white space squeezed; empty ones left out.
std::vector<std::string> split_list(std::string_view text);

// Status 78 when the text is not UTF-8 (with the line), or longer than kMaxRulesBytes.
Result<void> check_rules_text(std::string_view text, std::string_view path);

// Where a rule stands, for its error: "entities.conf:12: …", status 78.
struct RulePlace {
  std::string_view path;
  std::size_t line = 0;
  Result<void> fault(std::string_view message) const;
};

struct RuleLine {
  std::string_view text;  // trimmed, never empty, no comment; borrowed from the file's text
  std::size_t number = 0;
};

class RuleLines {
 public:
  explicit RuleLines(std::string_view text);
  bool next(RuleLine& line);

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

}  // namespace broadsheet
