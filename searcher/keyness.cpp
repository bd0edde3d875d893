#include "searcher/keyness.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "common/bigrams.h"
#include "common/encoding.h"
#include "common/json.h"
#include "common/text.h"
#include "common/words.h"

namespace broadsheet {
namespace {

constexpr std::size_t kFilterBits = 22;  // pairs are first counted by hash, in so many places

bool is_own(const std::vector<std::uint32_t>& own, std::uint32_t id) { return std::ranges::binary_search(own, id); }

// Calls `use` with each id of a document's streams.
template <class Use>
void for_each_id(const std::array<std::string_view, kTextFields>& streams, const Use& use) {
  for (const std::string_view stream : streams) {
    for (ByteReader reader(stream); !reader.at_end() && reader.ok();) use(static_cast<std::uint32_t>(reader.varint()));
  }
}

// What is counted for a word: itself, and the bare word that it has marks around. A word with marks in front (.com, &t) is no term by itself.
class CountedWords {
 public:
  explicit CountedWords(const TokenFile& tokens)
      : tokens_(tokens), bare_(tokens.words()), listed_(tokens.words(), true), is_marked_(tokens.words()) {
    std::vector<std::uint32_t> marked;
    for (std::uint32_t id = 0; id < bare_.size(); ++id) {
      bare_[id] = id;
      if (!has_marks(tokens.word(id))) continue;
      is_marked_[id] = 1;
      marked.push_back(id);
    }
    std::unordered_map<std::string_view, std::uint32_t> first_of;  // bare words that stand nowhere without marks
    for (const std::uint32_t id : marked) add_marked(id, first_of);
  }

  bool listed(std::uint32_t id) const { return listed_[id]; }
  std::uint32_t bare(std::uint32_t id) const { return bare_[id]; }
  // The articles of the archive that have each bare word with marks alone, so that the token file does not count them for it.
  std::vector<std::uint32_t> articles_with_marks_alone(std::uint32_t documents) const {
    std::vector<std::uint32_t> articles(bare_.size()), words;
    for (std::uint32_t docid = 1; docid <= documents; ++docid) {
      words.clear();
      const auto streams = tokens_.streams(docid).words;
      for_each_id(streams, [&](std::uint32_t id) {
        if (id < bare_.size() && is_marked_[id] != 0 && bare_[id] != id) words.push_back(bare_[id]);
      });
      if (words.empty()) continue;
      std::ranges::sort(words);
      const auto doubles = std::ranges::unique(words);
      words.erase(doubles.begin(), doubles.end());
      for_each_id(streams, [&](std::uint32_t id) { std::erase(words, id); });
      for (const std::uint32_t bare : words) ++articles[bare];
    }
    return articles;
  }

 private:
  void add_marked(std::uint32_t id, std::unordered_map<std::string_view, std::uint32_t>& first_of) {
    const std::string_view word = tokens_.word(id), bare = bare_word(word);
    const bool in_front = !word.starts_with(bare);
    if (const auto plain = tokens_.find(bare)) {
      bare_[id] = *plain;
    } else if (in_front) {
      bare_[id] = first_of.emplace(bare, id).first->second;
    }
    listed_[id] = !in_front || bare_[id] == id;
  }

  const TokenFile& tokens_;
  std::vector<std::uint32_t> bare_;
  std::vector<bool> listed_;
  std::vector<std::uint8_t> is_marked_;
};

// How many of the documents have each word.
std::vector<std::uint32_t> count_word_articles(const TokenFile& tokens, const CountedWords& counted, const DocSet& documents) {
  std::vector<std::uint32_t> articles(tokens.words()), seen(tokens.words());
  documents.for_each([&](std::uint32_t docid) {
    const auto count = [&](std::uint32_t id) {
      if (seen[id] == docid) return;
      seen[id] = docid;
      ++articles[id];
    };
    for_each_id(tokens.streams(docid).words, [&](std::uint32_t id) {
      if (id >= seen.size()) return;
      count(id);
      count(counted.bare(id));
    });
  });
  return articles;
}

// How many of the others have each word: what the archive has, less ours.
std::vector<std::uint32_t> count_rest(const TokenFile& tokens, const CountedWords& counted, const std::vector<std::uint32_t>& here) {
  std::vector<std::uint32_t> rest = counted.articles_with_marks_alone(tokens.documents());
  for (std::uint32_t id = 0; id < rest.size(); ++id) {
    rest[id] += tokens.articles(id);
    rest[id] -= std::min(rest[id], here[id]);
  }
  return rest;
}

std::vector<Term> count_words(IndexView& view, const Groups& groups, std::uint32_t min_articles, const std::vector<std::uint32_t>& own) {
  const TokenFile& tokens = view.tokens();
  const CountedWords counted(tokens);
  const std::vector<std::uint32_t> here = count_word_articles(tokens, counted, *groups.here);
  const std::vector<std::uint32_t> there =
      groups.whole ? count_rest(tokens, counted, here) : count_word_articles(tokens, counted, *groups.there);
  std::vector<Term> terms;
  for (std::uint32_t id = 0; id < here.size(); ++id) {
    if (here[id] < min_articles || !counted.listed(id)) continue;
    terms.push_back({TermKind::word, id, here[id], there[id], is_own(own, id), is_stop_word(bare_word(tokens.word(id)))});
  }
  return terms;
}

// --- pairs of words

std::size_t filter_place(WordPair pair) {
  std::uint64_t hash = pair * 0x9E3779B97F4A7C15ULL;
  hash ^= hash >> 29;
  return static_cast<std::size_t>((hash * 0xBF58476D1CE4E5B9ULL) >> (64 - kFilterBits));
}

class PairCounter {
 public:
  PairCounter(IndexView& view, const Groups& groups, std::uint32_t min_articles)
      : tokens_(view.tokens()), groups_(groups), min_articles_(min_articles), is_stop_(tokens_.words()) {
    for (std::uint32_t id = 0; id < tokens_.words(); ++id) is_stop_[id] = is_stop_word(bare_word(tokens_.word(id)));
  }

  // By pair. `table`: what was counted at the build, nullptr: none.
  std::vector<Term> count(const BigramTable* table, const std::vector<std::uint32_t>& own) {
    const std::vector<Count> here = count_here();
    const std::vector<std::uint32_t> there = groups_.whole && table != nullptr ? rest_of(*table, here) : count_there(here);
    std::vector<Term> terms;
    for (std::size_t i = 0; i < here.size(); ++i) {
      const auto first = static_cast<std::uint32_t>(here[i].pair >> 32), second = static_cast<std::uint32_t>(here[i].pair);
      terms.push_back({TermKind::bigram, here[i].pair, here[i].articles, there[i], is_own(own, first) && is_own(own, second), false});
    }
    return terms;
  }

 private:
  struct Count {
    WordPair pair = 0;
    std::uint32_t articles = 0;
  };

  // First by hash, so that the many rare pairs cost no memory of their own; then exactly.
  std::vector<Count> count_here() {
    std::vector<std::uint32_t> filter(std::size_t{1} << kFilterBits);
    const auto all = [](WordPair) { return true; };
    for_each_document(*groups_.here, all, [&](WordPair pair) { ++filter[filter_place(pair)]; });
    std::unordered_map<WordPair, std::uint32_t> counts;
    for_each_document(*groups_.here, all, [&](WordPair pair) {
      if (filter[filter_place(pair)] >= min_articles_) ++counts[pair];
    });
    std::vector<Count> here;
    for (const auto& [pair, articles] : counts) {
      if (articles >= min_articles_) here.push_back({pair, articles});
    }
    std::ranges::sort(here, {}, &Count::pair);
    return here;
  }

  // The archive's count less ours. What the table leaves out stands in one article: in one of ours.
  static std::vector<std::uint32_t> rest_of(const BigramTable& table, const std::vector<Count>& here) {
    std::vector<WordPair> pairs;
    for (const Count& count : here) pairs.push_back(count.pair);
    std::vector<std::uint32_t> counts = table.articles(pairs);
    for (std::size_t i = 0; i < here.size(); ++i) counts[i] -= std::min(counts[i], here[i].articles);
    return counts;
  }

  // Without a table, or within a frame: read the rest. Most pairs are none of ours, and a look into half a megabyte of bits tells.
  std::vector<std::uint32_t> count_there(const std::vector<Count>& here) {
    std::vector<std::uint64_t> wanted((std::size_t{1} << kFilterBits) / 64);
    for (const Count& count : here) wanted[filter_place(count.pair) / 64] |= std::uint64_t{1} << (filter_place(count.pair) % 64);
    const auto is_wanted = [&wanted](WordPair pair) {
      const std::size_t place = filter_place(pair);
      return ((wanted[place / 64] >> (place % 64)) & 1) != 0;
    };
    std::vector<std::uint32_t> counts(here.size());
    for_each_document(*groups_.there, is_wanted, [&](WordPair pair) {
      const auto found = std::ranges::lower_bound(here, pair, {}, &Count::pair);
      if (found != here.end() && found->pair == pair) ++counts[static_cast<std::size_t>(found - here.begin())];
    });
    return counts;
  }

  // Each pair that is wanted once a document.
  template <class IsWanted, class Use>
  void for_each_document(const DocSet& documents, const IsWanted& is_wanted, const Use& use) {
    std::vector<WordPair> pairs;
    documents.for_each([&](std::uint32_t docid) {
      pairs.clear();
      for (const std::string_view stream : tokens_.streams(docid).words) add_wanted(stream, is_wanted, pairs);
      make_distinct(pairs);
      for (const WordPair pair : pairs) use(pair);
    });
  }

  // As add_pairs() (bigrams.h), without a list of all ids.
  template <class IsWanted>
  void add_wanted(std::string_view stream, const IsWanted& is_wanted, std::vector<WordPair>& pairs) const {
    std::uint32_t before = 0;
    bool has_before = false;
    for (ByteReader reader(stream); !reader.at_end() && reader.ok();) {
      const auto id = static_cast<std::uint32_t>(reader.varint());
      if (id >= is_stop_.size() || is_stop_[id]) {
        has_before = false;
        continue;
      }
      if (has_before && is_wanted(word_pair(before, id))) pairs.push_back(word_pair(before, id));
      before = id;
      has_before = true;
    }
  }

  const TokenFile& tokens_;
  const Groups& groups_;
  std::uint32_t min_articles_;
  std::vector<bool> is_stop_;
};

Result<std::vector<Term>> count_bigrams(IndexView& view, const Groups& groups, std::uint32_t min_articles,
                                        const std::vector<std::uint32_t>& own) {
  const auto table = view.bigrams();
  if (!table) return std::unexpected(table.error());
  return PairCounter(view, groups, min_articles).count(*table, own);
}

// --- names

std::vector<std::uint32_t> count_value_articles(const KeywordColumn& column, const DocSet& documents) {
  std::vector<std::uint32_t> articles(column.values());
  documents.for_each([&](std::uint32_t docid) {
    for (const std::uint32_t ordinal : column.ordinals(docid)) ++articles[ordinal];
  });
  return articles;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  WordScanner scanner(text);
  RawWord raw;
  while (scanner.next(raw)) {
    std::string word = normalise_word(text.substr(raw.begin, raw.end - raw.begin));
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

bool is_own_name(const TokenFile& tokens, std::string_view name, const std::vector<std::uint32_t>& own) {
  const std::vector<std::string> words = words_of(name);
  return !own.empty() && !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
    const auto id = tokens.find(word);
    return id && is_own(own, *id);
  });
}

Result<std::vector<Term>> count_names(IndexView& view, const Groups& groups, TermKind kind, std::uint32_t min_articles,
                                      const std::vector<std::uint32_t>& own) {
  const auto opened = view.column(std::string(kTermKindNames[static_cast<std::size_t>(kind)]));
  if (!opened) return std::unexpected(opened.error());
  const KeywordColumn& column = **opened;
  const std::vector<std::uint32_t> here = count_value_articles(column, *groups.here);
  std::vector<std::uint32_t> there;
  if (!groups.whole) there = count_value_articles(column, *groups.there);
  std::vector<Term> terms;
  for (std::uint32_t ordinal = 0; ordinal < here.size(); ++ordinal) {
    if (here[ordinal] < min_articles) continue;
    const std::uint32_t elsewhere =
        groups.whole ? column.articles(ordinal) - std::min(column.articles(ordinal), here[ordinal]) : there[ordinal];
    terms.push_back({kind, ordinal, here[ordinal], elsewhere, is_own_name(view.tokens(), column.display(ordinal), own), false});
  }
  return terms;
}

// --- the query's own words

void add_ids(std::vector<std::uint32_t>& ids, std::span<const std::uint32_t> more) { ids.insert(ids.end(), more.begin(), more.end()); }

// No deeper than kMaxQueryDepth: the parser sees to it.
void collect_own(IndexView& view, Matcher& matcher, const QueryNode& node, std::vector<std::uint32_t>& ids) {
  const auto add_all_forms = [&](std::string_view word) { add_ids(ids, view.tokens().ids_of_stem(view.stemmer()(bare_word(word)))); };
  switch (node.kind) {
    case NodeKind::none_of:
    case NodeKind::everything:
    case NodeKind::date_range:
      return;
    case NodeKind::value:
      for (const std::string& word : words_of(node.text)) add_all_forms(word);
      return;
    case NodeKind::wildcard:
    case NodeKind::fuzzy:
      add_ids(ids, matcher.leaf_words(node).positions[0]);
      return;
    case NodeKind::hyphenated:
      add_ids(ids, view.tokens().ids_of_stem(matcher.leaf_words(node).joined_stem));
      break;
    default:
      break;
  }
  for (const std::string& word : node.words) add_all_forms(word);
  for (const QueryNode& child : node.children) collect_own(view, matcher, child, ids);
}

bool stronger(const KeyTerm& a, const KeyTerm& b) {
  if (a.log_ratio_low != b.log_ratio_low) return a.log_ratio_low > b.log_ratio_low;
  if (a.log_likelihood != b.log_likelihood) return a.log_likelihood > b.log_likelihood;
  return a.term.key < b.term.key;
}

TwoCounts counts_of(const Term& term, const Groups& groups) { return {term.here, groups.here_articles, term.there, groups.there_articles}; }

}  // namespace

std::vector<std::uint32_t> own_words(IndexView& view, Matcher& matcher, const QueryNode& root) {
  std::vector<std::uint32_t> ids;
  collect_own(view, matcher, root, ids);
  std::ranges::sort(ids);
  const auto doubles = std::ranges::unique(ids);
  ids.erase(doubles.begin(), doubles.end());
  return ids;
}

Result<std::vector<Term>> count_terms(IndexView& view, const Groups& groups, TermKind kind, std::uint32_t min_articles,
                                      const std::vector<std::uint32_t>& own) {
  if (kind == TermKind::word) return count_words(view, groups, min_articles, own);
  if (kind == TermKind::bigram) return count_bigrams(view, groups, min_articles, own);
  return count_names(view, groups, kind, min_articles, own);
}

KeyTerm measured(const Term& term, const Groups& groups, std::size_t tests) {
  const TwoCounts counts = counts_of(term, groups);
  return {term, log_likelihood(counts), log_ratio(counts), conservative_log_ratio(counts, tests)};
}

std::vector<KeyTerm> strongest(const std::vector<Term>& terms, const Groups& groups, std::size_t limit) {
  std::vector<KeyTerm> candidates;
  for (const Term& term : terms) {
    if (term.own || term.stop) continue;
    const TwoCounts counts = counts_of(term, groups);
    const double ratio = log_ratio(counts);
    const double surprise = log_likelihood(counts);
    if (surprise > 0) candidates.push_back({term, surprise, ratio, 0});
  }
  // A bound over 0 never exceeds the ratio: once `limit` of them are known, terms of smaller ratio than the least need not be looked at.
  std::ranges::sort(candidates, [](const KeyTerm& a, const KeyTerm& b) {
    return a.log_ratio != b.log_ratio ? a.log_ratio > b.log_ratio : a.term.key < b.term.key;
  });
  std::vector<KeyTerm> best;
  for (KeyTerm& candidate : candidates) {
    const bool full = limit != kNoLimit && best.size() >= limit;
    if (full && best.back().log_ratio_low > 0 && candidate.log_ratio < best.back().log_ratio_low) break;
    candidate.log_ratio_low = conservative_log_ratio(counts_of(candidate.term, groups), terms.size());
    if (full && !stronger(candidate, best.back())) continue;
    if (limit == kNoLimit) {
      best.push_back(candidate);
      continue;
    }
    if (full) best.pop_back();
    best.insert(std::ranges::upper_bound(best, candidate, stronger), candidate);
  }
  if (limit == kNoLimit) std::ranges::sort(best, stronger);
  return best;
}

void add_kinds(const std::vector<TermKind>& kinds, Answer& head) {
  if (kinds.empty()) return;
  JsonWriter list;
  list.begin_array();
  for (const TermKind kind : kinds) list.string(kTermKindNames[static_cast<std::size_t>(kind)]);
  list.end_array();
  head.parameters.emplace_back("kinds", list.take());
}

Result<std::string> term_text(IndexView& view, const Term& term) {
  const TokenFile& tokens = view.tokens();
  if (term.kind == TermKind::word) {
    const std::string_view word = tokens.word(static_cast<std::uint32_t>(term.key)), bare = bare_word(word);
    return std::string(word.starts_with(bare) ? word : bare);
  }
  if (term.kind == TermKind::bigram) {
    return std::string(tokens.word(static_cast<std::uint32_t>(term.key >> 32))) + " " +
           std::string(tokens.word(static_cast<std::uint32_t>(term.key)));
  }
  const auto column = view.column(std::string(kTermKindNames[static_cast<std::size_t>(term.kind)]));
  if (!column) return std::unexpected(column.error());
  return std::string((*column)->display(static_cast<std::uint32_t>(term.key)));
}

}  // namespace broadsheet
