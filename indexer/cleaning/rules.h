// Which sentences do sites put around their articles? The table of cleaning rules, and the matcher that asks all of them at once.
// docs/cleaning.md is compared with this table by a test.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace broadsheet {

// Changes whenever another text comes out of the same input; recorded in every manifest. History: 1 (2026-11) first; 2 (2026-11) a
// classifier of wordings beside the patterns, short lines among notices above a text.
inline constexpr int kCleaningVersion = 2;

// Where a rule may take something out: before the first paragraph, after the last one, or between them, too.
enum class RuleZone : std::uint8_t { head, tail, edge, anywhere };
// sure: takes a sentence by itself. probable: only in a text that was scraped for certain (a headline or byline above it, or something
// that a sure rule takes). likely: as probable, and only beside another sentence of its unit that is taken. label: a button; as probable,
// alone in its unit or beside such a sentence.
enum class RuleStrength : std::uint8_t { sure, probable, likely, label };
// What a match behind the last paragraph says about the article.
enum class RuleEffect : std::uint8_t { none, paywall, truncated };

// In place of a pattern: is_about_reading_only() (vocabulary.h).
inline constexpr std::string_view kReadingVocabulary = "{reading vocabulary}";
// … and notice_score() (wording.h) of at least so much.
inline constexpr std::string_view kPerhapsWording = "{wording at least -1}";
inline constexpr std::string_view kLikelyWording = "{wording at least 1.5}";
inline constexpr std::string_view kCertainWording = "{wording at least 3.5}";
// The rule of these rows.
inline constexpr std::string_view kWordingRule = "notice-wording";

struct CleaningRule {
  std::string_view id;       // as printed in "removed"; several rows may have one
  RuleZone zone = RuleZone::edge;
  RuleStrength strength = RuleStrength::sure;
  RuleEffect effect = RuleEffect::none;
  std::size_t max_bytes = 160;  // of the sentence
  std::string_view pattern;     // RE2, for a whole sentence in plain form (lines.h); {names} are fragments, see rule_table.cpp
  std::string_view topic;  // RE2: an article that has such a word in its own paragraphs is about the matter, and keeps what matches
  std::string_view reason;
  std::string_view example;  // a sentence that goes
  std::string_view counter;  // a sentence that stays
  bool is_evidence = true;   // of a sure rule: a match shows that the text was scraped
  bool may_quote = false;    // holds for sentences with quotation marks, too
  bool whole_unit = false;   // asked about a unit of several sentences as one, too
};

std::span<const CleaningRule> cleaning_rules();

// The rules that match the whole sentence (plain form), by their places in the table, in order. Linear in the sentence. Thread-safe.
class MatchedRules {
 public:
  explicit MatchedRules(std::string_view sentence);
  bool empty() const { return count_ == 0; }
  double score() const { return score_; }  // notice_score() of the sentence
  std::span<const std::uint16_t> rules() const { return std::span(places_).first(count_); }

 private:
  void add(std::size_t place, std::size_t sentence_bytes);
  std::array<std::uint16_t, 16> places_{};
  std::size_t count_ = 0;
  double score_ = 0;
};

// The automata that sentences are matched with leave memory (50 MB after a long run); the next MatchedRules makes them again. No thread
// may be making one meanwhile.
void release_cleaning_rules();

// Reported speech, a quotation, or a narrated fact: the sentence is article whatever it speaks of.
bool is_reporting(std::string_view sentence);
// Does the text (plain form) use a word of the rule's topic?
bool is_about(const CleaningRule& rule, std::string_view plain);

}  // namespace broadsheet
