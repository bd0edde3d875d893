#include "indexer/cleaning/headline.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "common/date.h"
#include "common/text.h"
#include "indexer/cleaning/byline.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHeadUnits = 14;         // a headline stands in the first units …
constexpr std::size_t kMaxHeadlineBytes = 250; // … and is no longer
constexpr std::size_t kMinCutBytes = 5;        // "Ch…" is no headline cut short
constexpr std::size_t kMinRepeatedBytes = 15;
constexpr std::size_t kMaxSiteWords = 6;
constexpr std::size_t kMaxDeckBytes = 320;
constexpr std::size_t kShortDeckBytes = 130;
constexpr std::size_t kWordsOfDeck = 4;
constexpr std::size_t kButtonBytes = 40;
constexpr std::size_t kLabelWords = 2;         // "Technology" above a headline
constexpr std::size_t kShortTitleBytes = 100;
constexpr std::size_t kMaxSiteParts = 3;       // section and site behind a headline

std::size_t head_end(const Draft& draft) { return std::min(draft.units.size(), kHeadUnits); }
std::size_t word_count(std::string_view plain) { return static_cast<std::size_t>(std::ranges::count(plain, ' ')) + 1; }

std::string_view without_ellipsis(std::string_view text) {
  for (const std::string_view quote : {"”"sv, "\""sv, "’"sv, "»"sv}) {
    if (text.ends_with(quote)) text.remove_suffix(quote.size());
  }
  for (const std::string_view mark : {"…"sv, "..."sv, "[…]"sv, "[...]"sv}) {
    if (text.ends_with(mark)) return text.substr(0, text.size() - mark.size());
  }
  return text;
}
bool ends_with_ellipsis(std::string_view text) {
  const std::string_view rest = without_ellipsis(text);
  return rest.size() < text.size() && (text.substr(rest.size()).starts_with("…") || text.substr(rest.size()).starts_with(".") ||
                                       text.substr(rest.size()).starts_with("["));
}

bool is_all_caps(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The title without a site's name behind a separator; the whole title when there is none.
struct SplitTitle {
  std::string_view headline, site;
};
SplitTitle split_site(std::string_view title) {
  SplitTitle best{title, {}};
  if (const std::size_t via = title.rfind(" (via "); via != title.npos && via > 0 && title.ends_with(')'))
    return {title.substr(0, via), title.substr(via + 6)};
  for (const std::string_view separator : {" | "sv, " – "sv, " — "sv, " - "sv, " • "sv, " · "sv, " :: "sv, " » "sv, " « "sv, " / "sv}) {
    const std::size_t at = title.rfind(separator);
    if (at == title.npos || at == 0) continue;
    const std::string_view site = title.substr(at + separator.size());
    const bool last = best.site.empty() || site.size() < best.site.size();
    if (last && !site.empty() && word_count(site) <= kMaxSiteWords) best = {title.substr(0, at), site};
  }
  return best;
}

enum class Form : std::uint8_t { none, same, shorter, longer, with_site, without_site };

// How does a line of the text relate to the title?
class TitleForms {
 public:
  explicit TitleForms(std::string_view title)
      : title_(comparable_form(without_ellipsis(title))),
        cut_(ends_with_ellipsis(title)),
        bare_(comparable_form(split_site(title).headline)) {}

  Form form_of(std::string_view line) const {
    if (title_.empty() || line.size() > kMaxHeadlineBytes) return Form::none;
    const std::string text = comparable_form(without_ellipsis(line));
    // Every form has the title's first letters in it.
    if (text.find(std::string_view(title_).substr(0, kMinCutBytes)) == text.npos) return Form::none;
    if (text == title_) return cut_ && !ends_with_ellipsis(line) ? Form::longer : Form::same;
    if (text.size() >= kMinCutBytes && ends_with_ellipsis(line) && title_.starts_with(text)) return Form::shorter;
    if (cut_ && title_.size() >= kMinCutBytes && text.starts_with(title_)) return Form::longer;
    if (text == bare_) return Form::without_site;
    return leads_with_site(line) || ends_with_site(line) ? Form::with_site : Form::none;
  }

 private:
  // "Bees return | Nature | The Courier"
  bool ends_with_site(std::string_view line) const {
    SplitTitle split = split_site(line);
    for (std::size_t parts = 0; parts < kMaxSiteParts && !split.site.empty(); ++parts, split = split_site(split.headline)) {
      const std::string headline = comparable_form(without_ellipsis(split.headline));
      const bool cut = ends_with_ellipsis(split.headline) && headline.size() >= kMinCutBytes && title_.starts_with(headline);
      if (headline == title_ || cut) return true;
    }
    return false;
  }
  // "The Courier: Bees return"
  bool leads_with_site(std::string_view line) const {
    for (const std::string_view separator : {": "sv, " | "sv, " – "sv, " — "sv, " - "sv}) {
      const std::size_t at = line.find(separator);
      if (at == line.npos || word_count(line.substr(0, at)) > kMaxSiteWords) continue;
      if (comparable_form(line.substr(at + separator.size())) == title_) return true;
    }
    return false;
  }

  std::string title_;
  bool cut_;
  std::string bare_;
};

// Quotation marks round the whole line go; so does a Markdown mark before it.
std::string headline_text(std::string_view line) {
  static const RE2 marks(R"(^(?:#{1,6}\s+|\*\*)?(.*?)(?:\*\*)?$)");
  std::string text = squeeze(line), inner;
  if (RE2::FullMatch(text, marks, &inner) && !inner.empty()) text = inner;
  return text;
}

// A better title than the one there is: fuller, without the site's name, not all in capitals.
void improve_title(std::string& title, Form form, std::string_view line) {
  if (form == Form::longer || form == Form::without_site)
    title = headline_text(line);
  else if (form == Form::same && is_all_caps(title) && !is_all_caps(line))
    title = headline_text(line);
}

// What stands above a headline and is no paragraph is the page's. With a title that the record gave, it may be a letterhead ("Office of
// the Press Secretary"), so that only what a rule knows goes, and labels.
void take_above(Draft& draft, std::size_t headline, bool title_given) {
  for (std::size_t i = 0; i < headline; ++i) {
    const bool is_short = word_count(draft.units[i].plain) <= kLabelWords;
    if (!draft.units[i].prose && (!title_given || is_short)) draft.take(i, "above-headline");
  }
}

// Takes all forms of the article's title in the head. The last of them; nullopt when there is none.
std::optional<std::size_t> take_forms(Draft& draft, bool title_given) {
  std::optional<std::size_t> first, last;
  for (bool again = true; again;) {  // a better title may make other lines a form of it
    again = false;
    const TitleForms forms(draft.article.title);
    for (std::size_t i = 0; i < head_end(draft); ++i) {
      if (!draft.kept(i)) continue;
      const Form form = forms.form_of(draft.unit_text(i));
      if (form == Form::none) continue;
      const std::string before = draft.article.title;
      improve_title(draft.article.title, form, draft.unit_text(i));
      draft.take(i, "headline");
      first = std::min(first.value_or(i), i);
      last = std::max(last.value_or(i), i);
      again = again || draft.article.title != before;
    }
  }
  if (first) take_above(draft, *first, title_given);
  return last;
}

bool is_headline_like(const Draft& draft, std::size_t i, const std::vector<UnitVerdict>& verdicts) {
  const std::string_view line = draft.unit_text(i);
  const bool above_byline = i + 1 < draft.units.size() && read_byline(draft.unit_text(i + 1)).has_value();
  if (line.size() > kMaxHeadlineBytes || (verdicts[i].known_at_head() && !(i == 0 && above_byline))) return false;
  if (!draft.units[i].plain.ends_with('.') || ends_with_ellipsis(line)) return true;
  // A full stop: only a short line right above a byline.
  return line.size() < kShortTitleBytes && above_byline;
}

bool is_label(const Draft& draft, std::size_t i, const std::vector<UnitVerdict>& verdicts) {
  return word_count(draft.units[i].plain) <= kLabelWords && i + 1 < draft.units.size() && is_headline_like(draft, i + 1, verdicts) &&
         word_count(draft.units[i + 1].plain) > kLabelWords + 1 && !read_byline(draft.unit_text(i + 1));
}

// A line above the text that comes twice, in one form or another, is the headline.
std::optional<std::size_t> repeated_headline(const Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  std::size_t end = 0;  // of the lines above the text; a headline may look like a sentence, a second one in a row does not
  for (std::size_t sentences = 0; end < head_end(draft); ++end) {
    const bool is_sentence = draft.units[end].prose && !verdicts[end].known_at_head() && draft.units[end].plain.ends_with('.');
    sentences = is_sentence ? sentences + 1 : sentences;
    if (sentences > 1) break;
  }
  const auto can_be = [&](std::size_t i) { return !draft.units[i].plain.empty() && draft.units[i].size() <= kMaxHeadlineBytes; };
  for (std::size_t i = 0; i < end; ++i) {
    if (!can_be(i) || draft.units[i].size() < kMinRepeatedBytes || verdicts[i].known_at_head()) continue;
    const TitleForms forms(draft.unit_text(i));
    for (std::size_t j = i + 1; j < end; ++j) {
      const bool same_start = draft.units[i].plain.compare(0, kMinCutBytes, draft.units[j].plain, 0, kMinCutBytes) == 0;
      const bool longer = draft.units[j].size() > draft.units[i].size();  // "The Courier: " before it
      if (can_be(j) && (same_start || longer || draft.units[j].plain.starts_with('"')) && forms.form_of(draft.unit_text(j)) != Form::none)
        return i;
    }
  }
  return std::nullopt;
}

// The first line that can be a headline; a paragraph before it says that there is none.
std::optional<std::size_t> first_headline(const Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  if (const auto repeated = repeated_headline(draft, verdicts)) return repeated;
  for (std::size_t i = 0; i < head_end(draft); ++i) {
    if (draft.units[i].plain.empty()) return std::nullopt;
    const bool is_headline = is_headline_like(draft, i, verdicts);
    if (read_byline(draft.unit_text(i)) || (verdicts[i].known_at_head() && !is_headline) || is_label(draft, i, verdicts)) continue;
    if (!is_headline) return std::nullopt;
    const bool has_text =
        std::ranges::any_of(draft.units.begin() + static_cast<std::ptrdiff_t>(i) + 1, draft.units.end(), &TextUnit::prose);
    const bool only_notices = verdicts.size() > i + 1 &&
                              std::ranges::all_of(verdicts.begin() + static_cast<std::ptrdiff_t>(i) + 1, verdicts.end(), &UnitVerdict::any);
    return has_text || only_notices ? std::optional(i) : std::nullopt;
  }
  return std::nullopt;
}

void drop_site(Draft& draft) {
  const SplitTitle split = split_site(draft.article.title);
  if (split.site.empty()) return;
  const bool is_source = comparable_form(split.site) == comparable_form(draft.article.source);
  const bool is_bar = draft.article.title[split.headline.size() + 1] == '|';
  if (is_source || (is_bar && draft.scraped_head)) draft.article.title = std::string(split.headline);
}

// A job or an outlet under a byline.
bool is_under_byline(std::string_view plain) {
  static const RE2 job(
      R"((?:[\w'-]+ ){0,4}(?:reporter|correspondent|writer|columnist|critic|editor|contributor|journalist|staff|bureau)s?(?:[ ,|].{0,50})?|[\w.+-]+@[\w.-]+|@\w+)");
  return plain.size() < 80 && RE2::FullMatch(plain, job);
}

constexpr std::size_t kParagraphsAboveByline = 1;  // a deck

bool is_time_line(const UnitVerdict& verdict) { return verdict.head != nullptr && verdict.head->id == "time-line"; }

// A time of day alone may be a part of a live report.
bool has_day(std::string_view plain) {
  static const RE2 day(
      R"(\b(?:ago|published|updated|posted|today|yesterday|\d{4}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)\w*\b)");
  return RE2::PartialMatch(plain, day);
}

// The byline that a line is by itself, or a name right above a time line.
std::optional<Byline> byline_at(const Draft& draft, std::size_t i, const std::vector<UnitVerdict>& verdicts) {
  if (draft.units[i].plain.empty()) return std::nullopt;
  if (auto byline = read_byline(draft.unit_text(i))) return byline;
  const bool above_time = i + 1 < draft.units.size() &&
                          (is_time_line(verdicts[i + 1]) || (verdicts[i + 1].head != nullptr && verdicts[i + 1].head->id == "read-time"));
  if (!draft.scraped_head) return std::nullopt;
  return read_bare_byline(draft.unit_text(i), above_time);
}

void set_date(Draft& draft, std::string_view line) {
  static const RE2 words(R"((?i)\b(?:first |last |originally )?(?:published|posted|updated|modified|created|on|at|by .*)\b:?|[|•·].*$)");
  if (draft.article.date) return;
  std::string text(line);
  RE2::GlobalReplace(&text, words, " ");
  if (const auto date = parse_date(squeeze(text))) {
    draft.article.date = date;
    draft.article.date_source = "text";
  }
}

void add_authors(Draft& draft, const std::vector<std::string>& names, bool had_authors) {
  if (had_authors) return;
  for (const std::string& name : names) {
    if (std::ranges::find(draft.article.authors, name) == draft.article.authors.end()) draft.article.authors.push_back(name);
  }
}

// ---- Deck

// Signs that a line is a deck (more than 0) or the first paragraph of a report (less).
int deck_signs(std::string_view plain, std::string_view next_plain, std::size_t next_size) {
  static const RE2 report(
      R"(\b(?:said|told|according to|announced|reported)\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|\b(?:19|20)\d\d\b|\b(?:yesterday|today|last (?:week|month|year))\b|^[a-z .]+(?:, [a-z. ]+)? ?(?:\(\w+\) ?)?- )");
  static const RE2 teaser(
      R"(^(?:how|why|what|inside|behind|meet|a look|a quick look|after|as|with|for|in a|the question|where|who|when|an?|it|they|one|some|critics|supporters|residents|experts|analysts|officials|everyone|nobody)\b)");
  static const RE2 first_person(R"(\b(?:i|i'm|i've|my|we|we're|we've|our|us|you|your)\b)");
  int signs = 0;
  if (!plain.ends_with('.') && !plain.ends_with('?') && !plain.ends_with('!')) signs += 3;
  if (plain.size() <= kShortDeckBytes) ++signs;
  if (plain.size() * 10 < next_size * 7) ++signs;
  if (plain.size() * 10 < next_size * 4) ++signs;
  if (RE2::PartialMatch(plain, teaser)) ++signs;
  if (RE2::PartialMatch(plain, report)) signs -= 3;
  if (RE2::PartialMatch(plain, first_person)) signs -= 2;
  if (plain.find('"') != plain.npos) signs -= 2;
  if (std::ranges::any_of(plain, [](char c) { return c >= '0' && c <= '9'; })) --signs;
  if (RE2::PartialMatch(next_plain, report)) ++signs;
  return signs;
}

constexpr int kEnoughSigns = 3;
constexpr int kRepeatedSigns = 2;  // a headline twice: the heads of the page and of the article, which has a deck more often than not

bool is_deck(const Draft& draft, std::size_t i, std::size_t next, bool above_byline) {
  const TextUnit& unit = draft.units[i];
  if (unit.plain.empty() || unit.size() > kMaxDeckBytes) return false;
  const std::vector<std::string_view> sentences = split_sentences(unit.plain);
  if (sentences.size() > 3 || word_count(unit.plain) < kWordsOfDeck || unit.plain.find("http") != std::string::npos) return false;
  if (above_byline) return true;
  const auto headlines = std::ranges::count(draft.taken, "headline"sv);
  const std::string next_plain = plain_form(draft.unit_text(next).substr(0, kMaxNoticeBytes));
  return draft.units[next].prose &&
         deck_signs(unit.plain, next_plain, draft.units[next].size()) + (headlines > 1 ? kRepeatedSigns : 0) >= kEnoughSigns;
}

// Too short to say anything: it is of the page.
bool is_button(const TextUnit& unit) { return !unit.prose && unit.size() <= kButtonBytes && word_count(unit.plain) < kWordsOfDeck; }

bool is_byline_rule(std::string_view rule) { return rule == "byline" || rule == "time-line" || rule == "read-time"; }

// A deck that the article has already, where it stands in the text.
void take_known_deck(Draft& draft) {
  const std::string deck = comparable_form(draft.article.deck);
  for (std::size_t i = 0; i < head_end(draft); ++i) {
    if (draft.kept(i) && !draft.units[i].plain.empty() && comparable_form(draft.unit_text(i)) == deck) draft.take(i, "deck");
  }
}

}  // namespace

void take_headline(Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  Article& article = draft.article;
  const bool title_given = !article.title.empty();
  if (!title_given) {
    const auto at = first_headline(draft, verdicts);
    if (!at) return;
    article.title = headline_text(draft.unit_text(*at));
  }
  draft.scraped_head = take_forms(draft, title_given).has_value();
  drop_site(draft);
  article.title = headline_text(article.title);
}

void take_bylines(Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  const bool had_authors = !draft.article.authors.empty();
  std::size_t paragraphs = 0;
  for (std::size_t i = 0; i < head_end(draft) && paragraphs <= kParagraphsAboveByline; ++i) {
    if (!draft.kept(i)) continue;
    const std::string_view line = draft.unit_text(i);
    if (const auto byline = byline_at(draft, i, verdicts)) {
      add_authors(draft, byline->names, had_authors);
      draft.take(i, "byline");
      draft.scraped_head = true;
      if (i + 1 < draft.units.size() && is_under_byline(draft.units[i + 1].plain)) draft.take(i + 1, "byline");
    } else if (is_time_line(verdicts[i]) && draft.scraped_head && has_day(draft.units[i].plain)) {
      add_authors(draft, names_after_by(line), had_authors);
      set_date(draft, line);
      draft.take(i, "time-line");
    } else if (draft.units[i].prose && !verdicts[i].known_at_head()) {
      ++paragraphs;
    }
  }
}

void take_deck(Draft& draft, const std::vector<UnitVerdict>& verdicts) {
  if (!draft.article.deck.empty()) return take_known_deck(draft);
  if (!draft.scraped_head) return;
  const auto headline = static_cast<std::size_t>(std::ranges::find(draft.taken, "headline"sv) - draft.taken.begin());
  const auto next_open = [&](std::size_t i) {
    const auto above = [&](std::size_t k) { return k < headline && headline < draft.units.size() && is_button(draft.units[k]); };
    while (i < draft.units.size() && (!draft.kept(i) || verdicts[i].known_at_head() || above(i))) ++i;
    return i;
  };
  const std::size_t deck = next_open(0);
  const std::size_t next = next_open(deck + 1);
  if (next >= draft.units.size() || deck >= kHeadUnits) return;
  // Lines of a head between the two show where the head ends: one of a byline's kind, or two others.
  std::size_t head_lines = 0, above = 0;
  for (std::size_t i = 0; i < next; ++i) {
    const bool byline_like = is_byline_rule(draft.taken[i]) || (verdicts[i].head != nullptr && is_byline_rule(verdicts[i].head->id));
    if (i > deck) head_lines += byline_like ? 2U : draft.taken[i].empty() ? 1U : 0U;
    if (i < deck && byline_like) ++above;
  }
  if (above > 0 || !is_deck(draft, deck, next, head_lines > 1)) return;
  draft.article.deck = squeeze(draft.unit_text(deck));
  draft.take(deck, "deck");
}

}  // namespace broadsheet
