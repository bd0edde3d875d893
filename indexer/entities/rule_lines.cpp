#include "indexer/entities/rule_lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/text.h"
#include "indexer/entities/name_rules.h"

namespace broadsheet {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    if (std::string part = squeeze(text.substr(begin, end - begin)); !part.empty()) parts.push_back(std::move(part));
    begin = end + 1;
  }
  return parts;
}

Result<void> check_rules_text(std::string_view text, std::string_view path) {
  if (text.size() > kMaxRulesBytes) {
    return fail(Status::bad_config, fmt::format("{}: longer than {} MB; is it the right file?", terminal_safe(path), kMaxRulesBytes >> 20));
  }
  const std::size_t valid = valid_utf8_length(text);
  if (valid == text.size()) return {};
  const auto line = static_cast<std::size_t>(std::ranges::count(text.substr(0, valid), '\n')) + 1;
  return RulePlace{path, line}.fault("not UTF-8; save the file in UTF-8");
}

Result<void> RulePlace::fault(std::string_view message) const {
  return fail(Status::bad_config, fmt::format("{}:{}: {}", terminal_safe(path), line, message));
}

RuleLines::RuleLines(std::string_view text) : rest_(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text) {}

bool RuleLines::next(RuleLine& line) {
  while (!rest_.empty()) {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view text = trim(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    if (text.empty() || text.front() == '#' || text.front() == ';') continue;
    line = {text, number_};
    return true;
  }
  return false;
}

}  // namespace broadsheet
