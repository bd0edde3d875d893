#include "indexer/cleaning/cleaner.h"

#include <algorithm>
#include <utility>

#include <re2/re2.h>

#include "common/text.h"
#include "indexer/cleaning/headline.h"
#include "indexer/cleaning/notices.h"

namespace broadsheet {
namespace {

// Code points before a byte of the text; asked in rising order.
class CodePointCounter {
 public:
  explicit CodePointCounter(std::string_view text) : text_(text) {}
  std::uint32_t at(std::size_t byte) {
    count_ += static_cast<std::uint32_t>(count_code_points(text_.substr(byte_, byte - byte_)));
    byte_ = byte;
    return count_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::uint32_t count_ = 0;
};

// Where a kept unit stood and stands, in code points.
struct MovedUnit {
  std::uint32_t from = 0, to = 0, length = 0;
};

std::vector<MovedUnit> moved_units(const Draft& draft) {
  std::vector<MovedUnit> moved;
  CodePointCounter counter(draft.text);
  std::uint32_t to = 0;
  std::size_t last_block = 0;
  for (std::size_t i = 0; i < draft.units.size(); ++i) {
    if (!draft.kept(i)) continue;
    const TextUnit& unit = draft.units[i];
    if (!moved.empty()) to += unit.block == last_block ? 1 : 2;
    const auto length = static_cast<std::uint32_t>(count_code_points(draft.unit_text(i)));
    moved.push_back({counter.at(unit.begin), to, length});
    to += length;
    last_block = unit.block;
  }
  return moved;
}

// Mentions given with the input follow their words; those in what was taken out go.
void move_mentions(const Draft& draft) {
  const auto in_text = [](const Mention& mention) { return mention.field == "text"; };
  const auto has_text_mention = [&](const Entity& entity) { return std::ranges::any_of(entity.mentions, in_text); };
  std::vector<Entity>& entities = draft.article.entities;
  if (std::ranges::none_of(entities, has_text_mention)) return;
  const std::vector<MovedUnit> moved = moved_units(draft);
  const auto is_lost = [&](Mention& mention) {
    if (!in_text(mention)) return false;
    auto unit = std::ranges::upper_bound(moved, mention.start, {}, &MovedUnit::from);
    if (unit == moved.begin() || mention.end < mention.start) return true;
    --unit;
    if (mention.end > unit->from + unit->length) return true;
    mention.start += unit->to - unit->from;  // modulo 2^32, like the difference
    mention.end += unit->to - unit->from;
    return false;
  };
  for (Entity& entity : entities) std::erase_if(entity.mentions, is_lost);
}

// "… [+2314 chars]" at the end of an excerpt.
void take_excerpt_mark(Draft& draft) {
  static const RE2 mark(R"((?s)^.*?(\s*\[\+?\d+ (?:chars|characters|words)\])$)");
  if (draft.units.empty() || !draft.unit_text(draft.units.size() - 1).ends_with(']')) return;
  re2::StringPiece found;
  if (!RE2::FullMatch(draft.unit_text(draft.units.size() - 1), mark, &found)) return;
  TextUnit& unit = draft.units.back();
  const std::size_t begin = draft.text.find('[', unit.end - found.size());
  draft.article.removed.push_back({"excerpt-mark", CodePointCounter(draft.text).at(begin), draft.text.substr(begin, unit.end - begin)});
  unit.end -= found.size();
  draft.is_excerpt = true;
}

void list_removed(Draft& draft) {
  CodePointCounter counter(draft.text);
  for (std::size_t i = 0; i < draft.units.size(); ++i) {
    if (draft.kept(i)) continue;
    const std::size_t begin = draft.text.find_first_not_of(" \t", draft.units[i].begin);
    draft.article.removed.push_back({std::string(draft.taken[i]), counter.at(begin), draft.text.substr(begin, draft.units[i].end - begin)});
  }
}

constexpr std::size_t kParagraphsOfExcerpt = 2;

// Does the text stop in the middle? An ellipsis at its end, in brackets or after one or two paragraphs: a longer text may mean it.
bool is_cut(const Draft& draft) {
  const std::string_view text = draft.article.text;
  if (draft.body_end - draft.body_begin > kParagraphsOfExcerpt && !text.ends_with(']') && !text.ends_with(')')) return false;
  for (const std::string_view mark : {"…", "...", "[…]", "[...]", "(…)", "…”", "...\""}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

void set_access(Draft& draft) {
  Article& article = draft.article;
  if (article.text.empty())
    article.access = Access::headline;
  else if (draft.access_rule != nullptr)
    article.access = draft.access_rule->effect == RuleEffect::paywall ? Access::paywalled : Access::truncated;
  else
    article.access = draft.is_excerpt || is_cut(draft) ? Access::truncated : Access::full;
}

void finish(Draft& draft, bool access_given) {
  std::vector<bool> keep(draft.units.size());
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = draft.kept(i);
  draft.article.text = join_units(draft.text, draft.units, keep);
  move_mentions(draft);
  list_removed(draft);
  if (!access_given) set_access(draft);
}

}  // namespace

void clean_text(Article& article, CleaningInput input) {
  Draft draft(article, std::move(article.text));
  if (!input.cleaned_before) {
    take_excerpt_mark(draft);
    std::vector<UnitVerdict> verdicts = judge_units(draft);
    take_headline(draft, verdicts);
    take_bylines(draft, verdicts);
    take_deck(draft, verdicts);
    find_body(draft, verdicts);
    take_notices(draft, verdicts);
  }
  finish(draft, input.access_given || input.cleaned_before);
}

}  // namespace broadsheet
