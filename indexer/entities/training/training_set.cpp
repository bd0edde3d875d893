#include "indexer/entities/training/training_set.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "common/text.h"
#include "indexer/entities/model.h"
#include "indexer/entities/sentence_case.h"

namespace broadsheet {
namespace {

std::string upper_case(std::string_view text) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    append_code_point(out, static_cast<char32_t>(u_toupper(static_cast<UChar32>(next_code_point(text, pos)))));
  }
  return out;
}

std::string capitalise(std::string_view text) {
  std::size_t pos = 0;
  if (text.empty()) return {};
  const char32_t first = next_code_point(text, pos);
  std::string out;
  append_code_point(out, static_cast<char32_t>(u_toupper(static_cast<UChar32>(first))));
  return out.append(text.substr(pos));
}

// Small words that stay small in title case.
bool stays_small(std::string_view word) {
  constexpr std::string_view kSmall[] = {"a",  "an", "and", "as", "at",  "by", "for",  "from",
                                         "in", "of", "on",  "or", "the", "to", "with", "'s"};
  return std::ranges::find(kSmall, word) != std::end(kSmall);
}

bool is_any(LabelSet set) { return set == kAnyLabel; }

std::uint32_t row_of(std::uint64_t feature, std::string_view fingerprints) {
  const std::size_t bucket = bucket_of(feature, fingerprints.size());
  const char wanted = static_cast<char>(row_fingerprint(feature));
  for (std::size_t row = bucket; row < bucket + kBucket; ++row) {
    if (fingerprints[row] == wanted) return static_cast<std::uint32_t>(row);
  }
  return kNoRow;
}

struct Counted {
  std::uint64_t feature = 0;
  std::uint32_t count = 0;
};

std::vector<Counted> count_features(const TrainingSet& set, const Lexicon& lexicon) {
  std::vector<std::uint64_t> sorted = set.context;
  std::ranges::sort(sorted);
  std::vector<Counted> counts;
  for (std::size_t i = 0; i < sorted.size();) {
    const std::size_t from = i;
    while (i < sorted.size() && sorted[i] == sorted[from]) ++i;
    if (i - from > 1) counts.push_back({sorted[from], static_cast<std::uint32_t>(i - from)});
  }
  FeatureList features;
  for (const TrainingWord& word : set.words) {
    for (std::size_t d = 0; d < kDistances; ++d) {
      if (word.uses[d] == 0) continue;
      features.clear();
      word_features(word.word, word.normalised, static_cast<int>(d) - kReach, lexicon, features);
      for (const std::uint64_t feature : features) counts.push_back({feature, word.uses[d]});
    }
  }
  std::ranges::sort(counts, {}, &Counted::feature);
  std::vector<Counted> merged;
  for (const Counted& counted : counts) {
    if (!merged.empty() && merged.back().feature == counted.feature) {
      merged.back().count += counted.count;
    } else {
      merged.push_back(counted);
    }
  }
  return merged;
}

}  // namespace

std::uint32_t TrainingSetBuilder::word_id(std::string_view text, SentenceCase sentence_case) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(sentence_case)));
  key += text;
  const auto [found, added] = ids_.try_emplace(key, static_cast<std::uint32_t>(set_.words.size()));
  if (added) {
    TrainingWord word;
    word.normalised = entity_form(text);
    word.word = describe_word(text, word.normalised, sentence_case, lexicon_);
    set_.words.push_back(std::move(word));
  }
  return found->second;
}

TrainingSetBuilder::Sentence TrainingSetBuilder::make_sentence(const std::vector<std::string>& texts, std::vector<LabelSet> allowed) {
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  Sentence sentence{.sentence_case = sentence_case_of(views), .word_ids = {}, .words = {}, .allowed = std::move(allowed)};
  for (const std::string_view text : views) {
    sentence.word_ids.push_back(word_id(text, sentence.sentence_case));
    sentence.words.push_back(set_.words[sentence.word_ids.back()].word);
  }
  return sentence;
}

Result<void> TrainingSetBuilder::add(const LabelledDocument& document, std::uint32_t corpus, float weight) {
  weight_ = weight;
  std::vector<Sentence> sentences;
  DocumentFacts facts;
  for (const LabelledSentence& labelled : document) {
    auto allowed = allowed_labels(labelled);
    if (!allowed) return std::unexpected(allowed.error());
    std::vector<std::string> texts;
    for (const LabelledToken& token : labelled) texts.push_back(token.text);
    sentences.push_back(make_sentence(texts, *allowed));
    facts.add_sentence(sentences.back().words);
    // Which sentences are repeated as headlines follows from their number alone.
    const std::uint64_t chance = (((++sentences_ + options_.seed) * 0x9E3779B97F4A7C15ULL) >> 33) % 100;
    if (chance < options_.capitals_percent) {
      std::ranges::transform(texts, texts.begin(), upper_case);
    } else if (chance < options_.capitals_percent + options_.title_percent) {
      for (std::string& text : texts) {
        if (!stays_small(text)) text = capitalise(text);
      }
    } else {
      continue;
    }
    sentences.push_back(make_sentence(texts, std::move(*allowed)));
  }
  for (const Sentence& sentence : sentences) add_sentence(sentence, facts, corpus);
  return {};
}

void TrainingSetBuilder::add_sentence(const Sentence& sentence, const DocumentFacts& facts, std::uint32_t corpus) {
  std::vector<WordFacts> word_facts;
  for (const Word& word : sentence.words) word_facts.push_back(facts.find(word.lower));
  context_.prepare({.sentence_case = sentence.sentence_case, .words = sentence.words, .facts = word_facts, .corpus = corpus}, lexicon_);
  for (std::size_t i = 0; i < sentence.words.size();) {
    if (!is_candidate(sentence.words, i, sentence.sentence_case)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < sentence.words.size() && is_candidate(sentence.words, end, sentence.sentence_case)) ++end;
    add_stretch(sentence, i, end);
    i = end;
  }
}

void TrainingSetBuilder::add_stretch(const Sentence& sentence, std::size_t from, std::size_t to) {
  const std::span<const LabelSet> allowed(sentence.allowed.begin() + static_cast<std::ptrdiff_t>(from), to - from);
  if (std::ranges::all_of(allowed, is_any)) return;
  // A name that goes on where nothing is scored: no path would be allowed.
  LabelSet starts = 0;
  LabelSet ends = 0;
  for (std::size_t y = 0; y < kLabels; ++y) {
    if (!needs_open(y)) starts |= 1U << y;
    if (!leaves_open(y)) ends |= 1U << y;
  }
  if ((allowed.front() & starts) == 0 || (allowed.back() & ends) == 0) {
    ++set_.dropped_stretches;
    return;
  }
  const std::uint64_t first = set_.tokens.size();
  FeatureList features;
  for (std::size_t i = from; i < to; ++i) {
    TrainingToken token;
    token.allowed = sentence.allowed[i];
    for (std::size_t d = 0; d < kDistances; ++d) {
      const auto k = static_cast<std::ptrdiff_t>(i) + static_cast<std::ptrdiff_t>(d) - kReach;
      if (k < 0 || k >= static_cast<std::ptrdiff_t>(sentence.words.size())) {
        token.words[d] = kNoRow;
        continue;
      }
      token.words[d] = sentence.word_ids[static_cast<std::size_t>(k)];
      ++set_.words[token.words[d]].uses[d];
    }
    features.clear();
    context_.features_of(i, features);
    token.context.begin = set_.context.size();
    set_.context.insert(set_.context.end(), features.begin(), features.end());
    token.context.end = set_.context.size();
    set_.tokens.push_back(token);
  }
  set_.stretches.push_back({first, set_.tokens.size(), weight_});
}

std::string choose_features(const TrainingSet& set, const Lexicon& lexicon, std::size_t rows, std::uint32_t min_count) {
  std::vector<Counted> counts = count_features(set, lexicon);
  std::erase_if(counts, [&](const Counted& counted) { return counted.count < min_count; });
  std::ranges::sort(counts,
                    [](const Counted& a, const Counted& b) { return a.count != b.count ? a.count > b.count : a.feature < b.feature; });
  std::string fingerprints(rows, '\0');
  for (const Counted& counted : counts) {
    const std::size_t bucket = bucket_of(counted.feature, rows);
    for (std::size_t row = bucket; row < bucket + kBucket; ++row) {
      if (fingerprints[row] == static_cast<char>(row_fingerprint(counted.feature))) break;
      if (fingerprints[row] != 0) continue;
      fingerprints[row] = static_cast<char>(row_fingerprint(counted.feature));
      break;
    }
  }
  return fingerprints;
}

void resolve(TrainingSet& set, const Lexicon& lexicon, std::string_view fingerprints) {
  FeatureList features;
  for (TrainingWord& word : set.words) {
    for (std::size_t d = 0; d < kDistances; ++d) {
      features.clear();
      word_features(word.word, word.normalised, static_cast<int>(d) - kReach, lexicon, features);
      word.rows[d].begin = set.word_rows.size();
      for (const std::uint64_t feature : features) {
        const std::uint32_t row = row_of(feature, fingerprints);
        if (row != kNoRow) set.word_rows.push_back(row);
      }
      word.rows[d].end = set.word_rows.size();
    }
  }
  for (TrainingToken& token : set.tokens) {
    const std::uint64_t begin = set.context_rows.size();
    for (std::uint64_t i = token.context.begin; i < token.context.end; ++i) {
      const std::uint32_t row = row_of(set.context[i], fingerprints);
      if (row != kNoRow) set.context_rows.push_back(row);
    }
    token.context = {begin, set.context_rows.size()};
  }
  set.context.clear();
  set.context.shrink_to_fit();
}

}  // namespace broadsheet
