// The rows of rule_table.cpp, as rules.cpp compiles them.
#pragma once

#include <span>
#include <string_view>

#include "indexer/cleaning/rules.h"

namespace broadsheet {

// Words that several rules share; its name in braces stands for the pattern.
struct Fragment {
  std::string_view name, pattern;
};

std::span<const Fragment> rule_fragments();

}  // namespace broadsheet
