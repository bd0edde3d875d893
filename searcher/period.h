// What is a period of time called? Labels of years, quarters, months, ISO weeks and days. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "common/date.h"

namespace broadsheet {

// 2024, 2024-Q1, 2024-02, 2024-W05, 2024-02-21, of the period that begins on this day (days since 1970).
std::string period_label(std::int32_t start, TimeUnit unit);

}  // namespace broadsheet
