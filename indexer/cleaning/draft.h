// An article while it is being cleaned: its text in units, and what was decided about each. The steps (headline.h, notices.h) fill it in,
// cleaner.cpp calls them in order and makes the article of what is kept.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/rules.h"

namespace broadsheet {

struct Draft {
  Draft(Article& to, std::string decoded) : article(to), text(std::move(decoded)), units(split_units(text)), taken(units.size()) {}

  std::string_view unit_text(std::size_t i) const { return std::string_view(text).substr(units[i].begin, units[i].size()); }
  bool kept(std::size_t i) const { return taken[i].empty(); }
  void take(std::size_t i, std::string_view rule) {
    if (taken[i].empty()) taken[i] = rule;
  }

  Article& article;
  std::string text;                     // as it was decoded
  std::vector<TextUnit> units;
  std::vector<std::string_view> taken;  // the rule that took the unit out; "" = kept
  std::size_t body_begin = 0;           // the units [body_begin, body_end) are the article's paragraphs and what stands between them
  std::size_t body_end = 0;
  bool scraped_head = false;            // a headline or byline stood above the text
  bool scraped = false;                 // … or something else shows that the text came from a page
  bool is_excerpt = false;              // "[+2314 chars]" stood at the end
  const CleaningRule* access_rule = nullptr;  // what says that the reader was stopped or the text cut
};

}  // namespace broadsheet
