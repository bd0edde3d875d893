#include "indexer/cleaning/notices.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <re2/re2.h>

#include "indexer/cleaning/wording.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kListItemBytes = 160;      // a line of a list of links or buttons is shorter
constexpr std::size_t kRepeatedBytes = 80;       // a shorter paragraph may come twice: refrains, "No." …
constexpr std::size_t kAddressedWords = 14;      // a sentence to the reader beside a notice
constexpr std::size_t kCertainTail = 2;          // so many notices behind the text leave no doubt
constexpr std::size_t kParagraphsOfTopic = 2;   // an article that speaks of a matter in so many is about it
constexpr std::size_t kClearParagraphs = 3;     // so many in a row without a notice, and the edge of a text ends
constexpr std::size_t kMiddleNoticeBytes = 320;
constexpr std::size_t kPitchBytes = 360;
constexpr std::size_t kPitchesInARow = 3;
constexpr std::size_t kSmallBlock = 9;          // units of a block that may be one notice
constexpr std::size_t kKindsOfNotices = 3;      // of so many kinds, what is only probable is certain
constexpr std::size_t kHeadUnits = 16;          // share lines and the like above the text, behind a deck
constexpr double kNotUnlike = -1;                // beside a notice, a sentence of this notice_score() may belong to it,
constexpr double kPerhapsPitch = -2.5;          // … and between notices one of this
constexpr double kUnlike = 2;                    // when all of them together have at least this
constexpr std::size_t kFurnitureBytes = 40;
constexpr std::size_t kFurnitureInARow = 6;
constexpr std::size_t kAuthorNoteUnits = 10;     // who the author is stands in the last units

enum class Place : std::uint8_t { head, middle, tail };

bool applies(const CleaningRule& rule, Place place) {
  switch (rule.zone) {
    case RuleZone::anywhere:
      return true;
    case RuleZone::head:
      return place == Place::head;
    case RuleZone::tail:
      return place == Place::tail;
    case RuleZone::edge:
      return place != Place::middle;
  }
  return false;
}

// What the sentences of a unit come to at one place.
struct Tally {
  const CleaningRule* first = nullptr;  // sure
  bool open = true;                     // no sentence was for certain article so far
  bool leans = false;                   // a sentence is taken for the others' sake only
};

void count_sentence(Tally& tally, Place place, const MatchedRules& matches, bool reporting, bool alone, bool addressed) {
  if (!tally.open) return;
  bool matched = false;
  for (const std::uint16_t index : matches.rules()) {
    const CleaningRule& rule = cleaning_rules()[index];
    if (!applies(rule, place) || (reporting && !rule.may_quote)) continue;
    matched = true;
    const bool whole = rule.strength == RuleStrength::sure || rule.strength == RuleStrength::probable;
    const bool decides = whole || (rule.strength == RuleStrength::label && alone);
    if (decides && tally.first == nullptr) tally.first = &rule;
  }
  const bool likely = place == Place::tail && addressed;
  tally.open = matched || (!reporting && (likely || matches.score() >= kNotUnlike));
  tally.leans = tally.leans || (!matched && !likely);
}

bool is_addressed(std::string_view sentence) {
  static const RE2 words(R"(\b(?:you|your|we|our|us|please|here|thanks?|me|my)\b)");
  return static_cast<std::size_t>(std::ranges::count(sentence, ' ')) < kAddressedWords && RE2::PartialMatch(sentence, words);
}

// A caption with its credit: the description is no notice by itself.
const CleaningRule* whole_unit_rule(std::string_view plain) {
  static const std::size_t longest =
      std::ranges::max(cleaning_rules(), {}, [](const CleaningRule& rule) { return rule.whole_unit ? rule.max_bytes : 0; }).max_bytes;
  if (plain.size() > longest) return nullptr;
  const MatchedRules matches(plain);
  for (const std::uint16_t index : matches.rules()) {
    if (cleaning_rules()[index].whole_unit) return &cleaning_rules()[index];
  }
  return nullptr;
}

// Is the article itself about what the rule takes out? Its headline says so, or two of its paragraphs do. Asked once for each topic.
class Topics {
 public:
  Topics(const Draft& draft, const std::vector<UnitVerdict>& verdicts) : draft_(draft), verdicts_(verdicts) {}
  bool about(const CleaningRule& rule) {
    if (rule.topic.empty()) return false;
    const auto [it, fresh] = known_.try_emplace(rule.topic, false);
    if (fresh) it->second = look(rule);
    return it->second;
  }

 private:
  bool look(const CleaningRule& rule) const {
    if (is_about(rule, plain_form(draft_.article.title))) return true;
    std::size_t paragraphs = 0;
    for (std::size_t i = draft_.body_begin; i < draft_.body_end && paragraphs < kParagraphsOfTopic; ++i) {
      if (is_article(i) && is_about(rule, plain_form(draft_.unit_text(i)))) ++paragraphs;
    }
    return paragraphs >= kParagraphsOfTopic;
  }
  bool is_article(std::size_t i) const { return draft_.units[i].prose && draft_.kept(i) && !verdicts_[i].known(); }

  const Draft& draft_;
  const std::vector<UnitVerdict>& verdicts_;
  std::unordered_map<std::string_view, bool> known_;
};

// "- an item", "* an item": in a list that the author wrote.
bool is_bullet(const Draft& draft, std::size_t i) {
  const std::string_view text = draft.unit_text(i);
  if (text.ends_with('-') || text.ends_with('*')) return false;  // "- Advertisement -"
  return text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ") || text.starts_with("| ") ||
         (text.size() > 2 && text[0] >= '0' && text[0] <= '9' && text.substr(1).starts_with(". "));
}

bool is_list_item(const TextUnit& unit) { return !unit.prose && unit.size() < kListItemBytes; }

// Lines in one small block with a unit that was taken: entries of a list, buttons, an address under a heading.
void take_block_mates(Draft& draft, std::size_t i) {
  if (draft.taken[i] == "ad-label") return;
  const std::size_t block = draft.units[i].block;
  const auto in_block = [&](const TextUnit& unit) { return unit.block == block; };
  if (static_cast<std::size_t>(std::ranges::count_if(draft.units, in_block)) > kSmallBlock) return;
  const auto mate = [&](std::size_t j) {
    return in_block(draft.units[j]) && is_list_item(draft.units[j]) && !is_bullet(draft, j) && !draft.units[j].plain.ends_with('.');
  };
  for (std::size_t j = i + 1; j < draft.units.size() && mate(j); ++j) draft.take(j, draft.taken[i]);
}

// "Jane Roe is a historian in Sandrel.": the article's own author.
bool is_author_note(const Draft& draft, std::size_t i) {
  static const RE2 life(R"(^,? (?:is|was|are|writes|covers|reports|joined|has|lives|can be|works|teaches|'s)\b)");
  const std::string& plain = draft.units[i].plain;
  return std::ranges::any_of(draft.article.authors, [&](const std::string& author) {
    const std::string name = plain_form(author);
    return plain.starts_with(name) && RE2::PartialMatch(std::string_view(plain).substr(name.size()), life);
  });
}

// What a site may put between two of its notices: short, nothing reported, and either to the reader or about what it sells.
bool is_pitch(const TextUnit& unit) {
  static const RE2 goods(
      R"(\b(?:subscri\w*|access|accounts?|regist\w*|trial|digital|journalism|newsrooms?|newsletters?|inbox|readers|billed|offers?|(?:a|per) (?:month|week|year)|apps?|browser|javascript|cookies?|expert analysis|paywall|gift|donat\w*)\b|[$£€¢])");
  if (unit.plain.empty() || unit.size() > kPitchBytes || is_reporting(unit.plain)) return false;
  const std::vector<std::string_view> sentences = split_sentences(unit.plain);
  return RE2::PartialMatch(unit.plain, goods) || std::ranges::all_of(sentences, is_addressed) ||
         std::ranges::all_of(sentences, [](std::string_view sentence) { return notice_score(sentence) >= kPerhapsPitch; });
}

// Where the site's part begins: from there on stand only notices (two or more), lists and a pitch or two between them. `last`: the end of
// the last paragraph that no rule takes.
std::size_t certain_tail(const Draft& draft, const std::vector<UnitVerdict>& verdicts, std::size_t first, std::size_t last) {
  std::size_t notices = 0, pitches = 0;
  std::size_t begin = last;
  for (std::size_t i = draft.units.size(); i-- > first;) {
    const TextUnit& unit = draft.units[i];
    if (verdicts[i].tail != nullptr) {
      pitches = 0;
      if (++notices >= kCertainTail) begin = std::min(begin, i);
    } else if (unit.prose && (++pitches > kPitchesInARow || !is_pitch(unit))) {
      break;
    }
  }
  while (begin > first && begin < last && !draft.units[begin - 1].prose) --begin;
  return begin > first ? std::min(begin, last) : last;
}

// Between paragraphs: a heading of related links with its list in the same block.
bool heads_a_list(const Draft& draft, std::size_t i, const UnitVerdict& verdict) {
  return verdict.tail != nullptr && verdict.tail->id == "related-heading" && i + 1 < draft.units.size() &&
         draft.units[i + 1].block == draft.units[i].block && is_list_item(draft.units[i + 1]);
}

// What a rule asks before it may take a unit of this text.
bool may_take(const Draft& draft, std::size_t i, const CleaningRule* rule, Topics& topics) {
  if (rule == nullptr || !draft.kept(i)) return false;
  if (rule->strength != RuleStrength::sure && (!draft.scraped || is_bullet(draft, i))) return false;
  return !topics.about(*rule);
}

// A button or a word of a menu that no rule knows.
bool is_furniture(const Draft& draft, std::size_t i) {
  const std::string_view text = draft.unit_text(i);
  return !draft.units[i].prose && text.size() <= kFurnitureBytes && !is_bullet(draft, i) &&
         (text.empty() || !std::string_view(".!?:").contains(text.back()));
}

// Behind a notice: "Submit", "Thank you!"
void take_buttons_behind(Draft& draft, std::size_t i) {
  for (std::size_t j = i + 1; j < draft.body_end && draft.kept(j) && !draft.units[j].prose && draft.units[j].size() <= kFurnitureBytes;
       ++j) {
    if (is_bullet(draft, j) || notice_score(plain_form(draft.unit_text(j))) < kNotUnlike) return;
    draft.take(j, draft.taken[i]);
  }
}

void take_middle(Draft& draft, const std::vector<UnitVerdict>& verdicts, Topics& topics) {
  for (std::size_t i = draft.body_begin; i < draft.body_end; ++i) {
    const CleaningRule* rule = heads_a_list(draft, i, verdicts[i]) ? verdicts[i].tail : verdicts[i].middle;
    if (!may_take(draft, i, rule, topics) || is_bullet(draft, i)) continue;
    draft.take(i, rule->id);
    take_block_mates(draft, i);
    if (draft.scraped && rule->id != "ad-label") take_buttons_behind(draft, i);
  }
}

// The end of what stands above the text: the first paragraph may be a deck, with share lines and the like behind it.
std::size_t head_end(const Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  std::size_t end = draft.body_begin, paragraphs = 0, furniture = 0;
  for (std::size_t i = draft.body_begin; draft.scraped && i < std::min(kHeadUnits, draft.units.size()); ++i) {
    if (verdicts[i].head != nullptr || !draft.kept(i)) {
      end = i + 1;
      furniture = 0;
    } else if (is_furniture(draft, i) ? ++furniture > kFurnitureInARow : (++paragraphs > 1 || !draft.units[i].prose)) {
      break;
    }
  }
  return end;
}

// Short lines above the text, in a row that ends at something taken and has a notice of the page at one of its ends. The article's own
// first lines (a letterhead, "Introduction") stand beside its date, its headline or its text.
void take_furniture(Draft& draft, std::size_t end) {
  const auto is_of_page = [&](std::size_t i) {
    return !draft.kept(i) && draft.taken[i] != "headline" && draft.taken[i] != "byline" && draft.taken[i] != "time-line" &&
           draft.taken[i] != "deck";
  };
  for (std::size_t begin = 0; begin < end; ++begin) {
    std::size_t behind = begin;
    while (behind < end && draft.kept(behind) && is_furniture(draft, behind)) ++behind;
    const bool noticed = (begin > 0 && is_of_page(begin - 1)) || (behind < end && is_of_page(behind));
    if (behind < end && !draft.kept(behind) && behind - begin <= kFurnitureInARow && noticed) {
      for (std::size_t i = begin; i < behind; ++i) draft.take(i, "page-furniture");
    }
    begin = std::max(begin, behind);
  }
}

void take_head(Draft& draft, const std::vector<UnitVerdict>& verdicts, Topics& topics) {
  const std::size_t end = head_end(draft, verdicts);
  for (std::size_t i = 0; i < end; ++i) {
    const CleaningRule* rule = verdicts[i].head;
    if (!may_take(draft, i, rule, topics)) continue;
    draft.take(i, rule->id);
    take_block_mates(draft, i);
  }
  if (draft.scraped) take_furniture(draft, end);
}

// Was the text scraped from a page? A headline or byline stood above it, a sure rule found something, or rules of three kinds did.
bool was_scraped(const Draft& draft, const std::vector<UnitVerdict>& verdicts, Topics& topics) {
  if (draft.scraped_head) return true;
  std::unordered_set<std::string_view> kinds;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const UnitVerdict& verdict = verdicts[i];
    const CleaningRule* rule = i < draft.body_begin ? verdict.head : i < draft.body_end ? verdict.middle : verdict.tail;
    if (rule == nullptr || is_bullet(draft, i) || topics.about(*rule)) continue;
    if (rule->strength == RuleStrength::sure && rule->is_evidence) return true;
    if (rule->id != kWordingRule) kinds.insert(rule->id);
  }
  return kinds.size() >= kKindsOfNotices;
}

void note_effect(Draft& draft, const CleaningRule& rule) {
  if (rule.effect == RuleEffect::none) return;
  if (draft.access_rule == nullptr || draft.access_rule->effect == RuleEffect::truncated) draft.access_rule = &rule;
}

// Rules whose matches have lines behind them that belong to them.
bool heads_lines(std::string_view rule) {
  static constexpr std::array kRules = {"related-heading"sv, "related-link"sv,    "tags-line"sv,      "contact-line"sv,
                                        "author-note"sv,     "aggregator-tail"sv, "paywall-notice"sv, "share-line"sv};
  return std::ranges::find(kRules, rule) != kRules.end();
}

// Behind the text, what stands among notices and is no paragraph goes with the notice before it.
bool goes_with_notice(const Draft& draft, std::size_t i, std::string_view before, bool another_follows, bool certain) {
  if (before.empty() || !draft.scraped) return false;
  const TextUnit& unit = draft.units[i];
  if (is_list_item(unit)) return (another_follows || heads_lines(before)) && (before == "related-heading" || !is_bullet(draft, i));
  return certain && another_follows && is_pitch(unit);
}

void take_tail(Draft& draft, const std::vector<UnitVerdict>& verdicts, Topics& topics) {
  std::size_t notices = 0, last_notice = 0;
  for (std::size_t i = draft.body_end; i < draft.units.size(); ++i) {
    if (verdicts[i].tail == nullptr || !draft.kept(i)) continue;
    ++notices;
    last_notice = i;
  }
  const bool certain = notices >= kCertainTail;
  std::string_view before;
  for (std::size_t i = draft.body_end; i < draft.units.size(); ++i) {
    if (!draft.kept(i)) continue;
    const CleaningRule* rule = verdicts[i].tail;
    if (rule != nullptr && rule->id == kWordingRule && is_list_item(draft.units[i]) && heads_lines(before)) rule = nullptr;  // of its list
    const bool allowed = rule != nullptr && (rule->strength == RuleStrength::sure || (draft.scraped && !is_bullet(draft, i)));
    if (allowed && (certain || !topics.about(*rule))) {
      draft.take(i, before = rule->id);
      note_effect(draft, *rule);
    } else if (is_author_note(draft, i)) {
      draft.take(i, before = "author-note");
    } else if (goes_with_notice(draft, i, before, i < last_notice, certain)) {
      draft.take(i, before);
    }
  }
}

// Without a paragraph nothing says where the article is: only a text of nothing but notices is taken out.
bool is_all_notices(const Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  if (draft.article.title.empty()) return false;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (draft.kept(i) && verdicts[i].tail == nullptr && verdicts[i].head == nullptr) return false;
  }
  return true;
}

// The second of two equal paragraphs. One that comes three times is meant so.
void take_repeated(Draft& draft) {
  std::unordered_map<std::string_view, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < draft.units.size(); ++i) {
    if (draft.kept(i) && draft.units[i].prose && draft.units[i].size() >= kRepeatedBytes && !is_bullet(draft, i))
      places[draft.unit_text(i)].push_back(i);
  }
  for (const auto& [text, where] : places) {
    if (where.size() == 2) draft.take(where.back(), "repeated-paragraph");
  }
}

// Between paragraphs only few rules apply: is there a word that one of them needs? Those between paragraphs, and the headings of lists.
bool may_be_notice(const Draft& draft, std::size_t i) {
  static const RE2 words(
      R"((?i)^\W{0,4}(?:(?:also )?(?:read|see|watch|listen)|related|more|recommended|you |don.t miss|in case|icymi|trending|must|editor|up next|next|further|get |start|stay|keep|sign|subscribe|join|enjoy|want|like|love|thank|receive|delivered|an error|please|privacy|newsletter|lesen|mehr|lire|lea |te puede|story|live|gallery|video|special|explained|the latest|previous|most |popular|suggested|featured|recent|latest|top |today|from |around|also |don|explore|continu|keep|what |who |people |story|- ad|skip|ad\\b|your |an? |first name|last name|no spam|you.re|thanks|enter|check|file|advert|sponsor|promot|scroll|article|this|our|the (?:best|week|day|latest)|we |if |by )|cookie|newsletter|inbox|mailing list|e-?mail|subscri|photo|image|picture|illustration|credit|courtesy|getty|reuters|\bap\b|afp|/|unsubscribe|commission|advertis)");
  if (draft.units[i].size() > kMiddleNoticeBytes) return false;
  return RE2::PartialMatch(draft.unit_text(i), words);
}

}  // namespace

UnitVerdict judge_unit(std::string_view plain, bool near_end) {
  const std::vector<std::string_view> sentences = split_sentences(plain);
  if (sentences.size() > 1) {
    if (const CleaningRule* rule = whole_unit_rule(plain)) return {rule, rule, rule};
  }
  std::array<Tally, 3> tallies;
  double score = 0;
  for (const std::string_view sentence : sentences) {
    const MatchedRules matches(sentence);
    const bool addressed = near_end && is_addressed(sentence);
    if (matches.empty() && !addressed && matches.score() < kNotUnlike) return {};
    const bool reporting = is_reporting(sentence);
    score += matches.score();
    for (const Place place : {Place::head, Place::middle, Place::tail}) {
      count_sentence(tallies[static_cast<std::size_t>(place)], place, matches, reporting, sentences.size() == 1, addressed);
    }
  }
  const auto verdict = [&](Place place) {
    const Tally& tally = tallies[static_cast<std::size_t>(place)];
    return tally.open && (!tally.leans || score >= kUnlike) ? tally.first : nullptr;
  };
  return {verdict(Place::head), verdict(Place::middle), verdict(Place::tail)};
}

// In a text that was scraped for certain, all paragraphs of a notice's length are asked about.
static void judge_between(const Draft& draft, std::vector<UnitVerdict>& verdicts) {
  for (std::size_t i = draft.body_begin; i < draft.body_end; ++i) {
    if (!draft.units[i].plain.empty() || verdicts[i].any() || draft.units[i].size() > kMiddleNoticeBytes || !draft.kept(i)) continue;
    if (is_furniture(draft, i)) continue;  // or a heading of the article's
    verdicts[i] = judge_unit(plain_form(draft.unit_text(i)), false);
  }
}

std::vector<UnitVerdict> judge_units(const Draft& draft) {
  std::vector<UnitVerdict> verdicts(draft.units.size());
  // Judges from an end on until the article has begun; gives the number of units judged.
  const auto judge_edge = [&](const auto& place, bool near_end) {
    std::size_t clear = 0, judged = 0;
    for (; judged < verdicts.size() && judged < kEdgeUnits && clear < kClearParagraphs; ++judged) {
      const std::size_t i = place(judged);
      if (!draft.units[i].plain.empty()) verdicts[i] = judge_unit(draft.units[i].plain, near_end);
      if (verdicts[i].any())
        clear = 0;
      else if (draft.units[i].prose && !(near_end && is_pitch(draft.units[i])))
        ++clear;
    }
    return judged;
  };
  const std::size_t behind = judge_edge([&](std::size_t k) { return verdicts.size() - 1 - k; }, true);
  const std::size_t head = judge_edge([](std::size_t k) { return k; }, verdicts.size() <= kEdgeUnits && behind == verdicts.size());
  for (std::size_t i = head; i + behind < verdicts.size(); ++i) {
    if (may_be_notice(draft, i)) verdicts[i] = judge_unit(plain_form(draft.unit_text(i)), false);
  }
  return verdicts;
}

void find_body(Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  const std::size_t count = draft.units.size();
  const auto is_body = [&](std::size_t i) {
    return draft.units[i].prose && draft.kept(i) && !verdicts[i].any() && !(i + kAuthorNoteUnits >= count && is_author_note(draft, i));
  };
  std::size_t first = 0;
  while (first < count && !is_body(first)) ++first;
  std::size_t last = count;
  while (last > first && !is_body(last - 1)) --last;
  draft.body_begin = first;
  draft.body_end = certain_tail(draft, verdicts, first, last);
}

void take_notices(Draft& draft, std::vector<UnitVerdict>& verdicts) {
  Topics topics(draft, verdicts);
  if (draft.body_begin == draft.body_end && !is_all_notices(draft, verdicts)) return;
  draft.scraped = was_scraped(draft, verdicts, topics);
  if (draft.scraped) judge_between(draft, verdicts);
  take_head(draft, verdicts, topics);
  take_middle(draft, verdicts, topics);
  take_tail(draft, verdicts, topics);
  if (draft.scraped) take_repeated(draft);
}

}  // namespace broadsheet
