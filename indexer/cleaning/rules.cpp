#include "indexer/cleaning/rules.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

#include "indexer/cleaning/rule_table.h"
#include "indexer/cleaning/vocabulary.h"
#include "indexer/cleaning/wording.h"

namespace broadsheet {
namespace {

constexpr std::int64_t kMatcherBytes = std::int64_t{64} << 20;  // of RE2's automaton for all rules
constexpr int kNestedFragments = 4;                             // fragments use fragments

std::string expanded(std::string_view pattern) {
  std::string out(pattern);
  for (int round = 0; round < kNestedFragments; ++round) {
    for (const auto& [name, text] : rule_fragments()) {
      const std::string group = "(?:" + std::string(text) + ")";
      for (std::size_t at = out.find(name); at != out.npos; at = out.find(name, at + group.size())) out.replace(at, name.size(), group);
    }
  }
  return out;
}

RE2::Options pattern_options() {
  RE2::Options options;
  options.set_never_capture(true);
  options.set_max_mem(kMatcherBytes);
  options.set_log_errors(false);
  return options;
}

// Patterns that may begin anywhere in a sentence read all of it: they are asked only when one of these words is there.
constexpr std::string_view kSearchWords =
    "verify|check|confirm|validat|reader mode|trouble|difficulty|problems|unusual|suspicious|automat|robot|human|support|customer|"
    "administrator|feedback|report an issue|nonprofit|non-profit|reader-|member-|independent|inbox|mailbox|e-?mail|open in|opens? in|"
    "appeared|published|republished|photo|picture|image|illustration|credit|video|graphic|visual|reuters|\\bap\\b|afp|getty|"
    "associated press|\\bepa\\b|bloomberg|shutterstock|istock|alamy|unsplash|pexels|flickr|handout|courtesy|nasa|wikimedia|xinhua|"
    "rights reserved|copyright|covers|covering|reports on|writes|reporter|editor|correspondent|columnist|journalist|contribut|writer|"
    "critic|author|professor|fellow|producer|award|twitter|@|reach|joined|lives "
    "in|tweets|cookies|[|>/]|#|ago$|\\b(?:19|20)\\d\\d\\b|update|comment";

// A row has only such alternatives or none (a test looks).
bool begins_with_anything(std::string_view pattern) {
  return std::ranges::any_of(std::array{".", "\\w", "[\\w", "(?:\\w", "(?:[\\w", "[^"},
                             [&](std::string_view start) { return pattern.starts_with(start); });
}

// Rows whose pattern is the name of a judgement.
bool is_pattern(const CleaningRule& rule) { return !rule.pattern.starts_with("{wording ") && rule.pattern != kReadingVocabulary; }

// Rules whose patterns begin with a word, and those that begin with anything, each with their places in the table.
struct RuleMatcher {
  explicit RuleMatcher(bool searching) : set(pattern_options(), RE2::ANCHOR_BOTH) {
    const auto rules = cleaning_rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (!is_pattern(rules[i]) || begins_with_anything(rules[i].pattern) != searching) continue;
      std::string error;
      if (set.Add(expanded(rules[i].pattern), &error) < 0)
        throw std::logic_error("cleaning rule " + std::string(rules[i].id) + ": " + error.substr(0, 200));
      places.push_back(i);
    }
    if (!set.Compile()) throw std::logic_error("cleaning rules: too large");
  }
  RE2::Set set;
  std::vector<std::size_t> places;
};

// What each sentence is asked. Their automata grow with what they read, to 50 MB: release_cleaning_rules() ends them.
struct SentenceMatchers {
  RuleMatcher leading{false}, searching{true};
  RE2 search_words{std::string(kSearchWords), pattern_options()};
};
std::unique_ptr<SentenceMatchers> owned_matchers;  // made at first use, by any thread
std::atomic<const SentenceMatchers*> made_matchers;
std::mutex making_matchers;

const SentenceMatchers& sentence_matchers() {
  if (const auto* made = made_matchers.load(std::memory_order_acquire)) return *made;
  const std::lock_guard lock(making_matchers);
  if (owned_matchers == nullptr) owned_matchers = std::make_unique<SentenceMatchers>();
  made_matchers.store(owned_matchers.get(), std::memory_order_release);
  return *owned_matchers;
}

// The rows without a pattern: where they stand, and the score that a sentence needs.
struct JudgedRows {
  struct Wording {
    std::size_t place;
    double least;
  };
  std::size_t vocabulary = 0;
  std::vector<Wording> wordings;
};

const JudgedRows& judged_rows() {
  static const auto rows = [] {
    constexpr std::array<std::pair<std::string_view, double>, 3> kLeast = {
        {{kPerhapsWording, -1}, {kLikelyWording, 1.5}, {kCertainWording, 3.5}}};
    JudgedRows found;
    const auto rules = cleaning_rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].pattern == kReadingVocabulary) found.vocabulary = i;
      for (const auto& [name, least] : kLeast)
        if (rules[i].pattern == name) found.wordings.push_back({i, least});
    }
    return found;
  }();
  return rows;
}

// Topics by their text: rows share them.
const RE2& topic_matcher(const CleaningRule& rule) {
  static const auto matchers = [] {
    std::vector<std::unique_ptr<RE2>> all;
    for (const CleaningRule& each : cleaning_rules()) all.push_back(std::make_unique<RE2>(each.topic, pattern_options()));
    return all;
  }();
  return *matchers[static_cast<std::size_t>(&rule - cleaning_rules().data())];
}

}  // namespace

MatchedRules::MatchedRules(std::string_view sentence) {
  const SentenceMatchers& matchers = sentence_matchers();
  std::vector<int> matches;
  const auto collect = [&](const RuleMatcher& matcher) {
    matches.clear();
    if (!matcher.set.Match(sentence, &matches)) return;
    for (const int match : matches) add(matcher.places[static_cast<std::size_t>(match)], sentence.size());
  };
  collect(matchers.leading);
  if (RE2::PartialMatch(sentence, matchers.search_words)) collect(matchers.searching);
  if (is_about_reading_only(sentence)) add(judged_rows().vocabulary, sentence.size());
  score_ = notice_score(sentence);
  for (const JudgedRows::Wording& row : judged_rows().wordings)
    if (score_ >= row.least) add(row.place, sentence.size());
  std::ranges::sort(std::span(places_).first(count_));
}

void release_cleaning_rules() {
  const std::lock_guard lock(making_matchers);
  made_matchers = nullptr;
  owned_matchers = nullptr;
}

void MatchedRules::add(std::size_t place, std::size_t sentence_bytes) {
  if (count_ < places_.size() && sentence_bytes <= cleaning_rules()[place].max_bytes) places_[count_++] = static_cast<std::uint16_t>(place);
}

bool is_reporting(std::string_view sentence) {
  static const RE2 reporting(
      R"(\b(?:said|says?|told|wrote|asked|added|according to|argued|explained|testified|announced|recalled|insisted|replied|sagte|sagt|schrieb|dit|écrit|dijo)\b|["]|^'.*'$|^(?:corrections?|clarification|editor'?s'? note)\b)",
      pattern_options());
  return RE2::PartialMatch(sentence, reporting);
}

bool is_about(const CleaningRule& rule, std::string_view plain) {
  return !rule.topic.empty() && RE2::PartialMatch(plain, topic_matcher(rule));
}

}  // namespace broadsheet
