// Which units of a draft are the site's and not the article's? The rule table applied by place: before the first paragraph, between
// paragraphs, behind the last one.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "indexer/cleaning/draft.h"

namespace broadsheet {

// The first rule that would take a unit out at each place; nullptr = none.
struct UnitVerdict {
  const CleaningRule* head = nullptr;
  const CleaningRule* middle = nullptr;
  const CleaningRule* tail = nullptr;
  bool any() const { return head != nullptr || tail != nullptr; }
  // Does a pattern know the unit at this place? An article's line may well be worded like a notice.
  bool known_at_head() const { return head != nullptr && head->id != kWordingRule; }
  bool known() const { return known_at_head() || (tail != nullptr && tail->id != kWordingRule); }
};

// All sentences of the unit must match; near the end a short sentence to the reader may stand beside one that does.
UnitVerdict judge_unit(std::string_view plain, bool near_end);
std::vector<UnitVerdict> judge_units(const Draft& draft);

// Sets body_begin and body_end: from the first to the last paragraph that no rule takes and that was not taken before.
void find_body(Draft& draft, const std::vector<UnitVerdict>& verdicts);
// Takes out what the verdicts say, the lines that belong to it (lists under a heading, buttons) and paragraphs that come twice.
void take_notices(Draft& draft, std::vector<UnitVerdict>& verdicts);

}  // namespace broadsheet
