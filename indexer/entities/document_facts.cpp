#include "indexer/entities/document_facts.h"

#include <algorithm>

namespace broadsheet {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::size_t place_of_key(std::uint64_t lower, std::size_t mask) { return ((lower * 0x9E3779B97F4A7C15ULL) >> 20) & mask; }

std::uint16_t evidence_at(std::span<const Word> words, std::size_t i) {
  unsigned found = 0;
  if (i > 0) {
    const Word& before = words[i - 1];
    if (before.lists & kPersonTitle) found |= kAfterTitle;
    if (is_capitalised(before) && (before.lists & kFirstName)) found |= kAfterFirstName;
    if (before.cue == Cue::locative) found |= kAfterLocative;
    if (before.cue == Cue::the) found |= kAfterThe;
    if (before.cue == Cue::of) found |= kAfterOf;
    if (before.cue == Cue::open && i + 1 < words.size() && words[i + 1].cue == Cue::close) found |= kInBrackets;
  }
  if (i + 1 < words.size()) {
    const Word& after = words[i + 1];
    if (is_capitalised(after) && (after.lists & kOrganisationSuffix)) found |= kBeforeOrganisationSuffix;
    if (after.cue == Cue::said) found |= kBeforeSaid;
    if (after.cue == Cue::possessive) found |= kBeforePossessive;
    if (!is_capitalised(after) && (after.lists & kOrganisationNoun)) found |= kBeforeOrganisationNoun;
    if (after.cue == Cue::comma && i + 2 < words.size() && is_capitalised(words[i + 2]) && (words[i + 2].lists & (kCountry | kState))) {
      found |= kBeforeCommaPlace;
    }
  }
  return static_cast<std::uint16_t>(found);
}

}  // namespace

void DocumentFacts::clear() {
  if (slots_.size() > 64 * kFirstSlots) slots_.clear();
  if (slots_.empty()) slots_.resize(kFirstSlots);
  std::ranges::fill(slots_, WordFacts{});
  used_ = 0;
}

WordFacts& DocumentFacts::entry(std::uint64_t lower) {
  if (slots_.empty()) clear();
  if (2 * (used_ + 1) > slots_.size()) grow();
  if (lower == 0) lower = 1;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = place_of_key(lower, mask);
  while (slots_[slot].lower != 0 && slots_[slot].lower != lower) slot = (slot + 1) & mask;
  if (slots_[slot].lower == 0) {
    slots_[slot].lower = lower;
    ++used_;
  }
  return slots_[slot];
}

void DocumentFacts::grow() {
  std::vector<WordFacts> larger(slots_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const WordFacts& facts : slots_) {
    if (facts.lower == 0) continue;
    std::size_t slot = place_of_key(facts.lower, mask);
    while (larger[slot].lower != 0) slot = (slot + 1) & mask;
    larger[slot] = facts;
  }
  slots_ = std::move(larger);
}

WordFacts DocumentFacts::find(std::uint64_t lower) const {
  if (slots_.empty()) return {};
  if (lower == 0) lower = 1;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = place_of_key(lower, mask);
  while (slots_[slot].lower != 0 && slots_[slot].lower != lower) slot = (slot + 1) & mask;
  return slots_[slot];
}

void DocumentFacts::add_run(std::span<const Word> run) {
  if (run.size() < 2) return;
  const bool suffix = (run.back().lists & kOrganisationSuffix) != 0;
  const bool first_name = (run.front().lists & kFirstName) != 0;
  if (!suffix && !first_name) return;
  const unsigned found = (suffix ? kInRunWithSuffix : 0U) | (first_name ? kInRunWithFirstName : 0U);
  for (const Word& word : run) {
    WordFacts& facts = entry(word.lower);
    facts.evidence = static_cast<std::uint16_t>(facts.evidence | found);
  }
}

void DocumentFacts::add_sentence(std::span<const Word> words) {
  std::size_t run_start = 0;
  for (std::size_t i = 0; i <= words.size(); ++i) {
    if (i == words.size() || !is_capitalised(words[i])) {
      if (i > run_start) add_run(words.subspan(run_start, i - run_start));
      run_start = i + 1;
    }
    if (i == words.size()) break;
    const Word& word = words[i];
    if (!word.letter) continue;
    if (!is_capitalised(word)) {
      if (!word.capital_letter) bump(entry(word.lower).small);
      continue;
    }
    WordFacts& facts = entry(word.lower);
    if (i > 0 && words[i - 1].letter) bump(facts.capital);
    facts.evidence = static_cast<std::uint16_t>(facts.evidence | evidence_at(words, i));
  }
}

}  // namespace broadsheet
