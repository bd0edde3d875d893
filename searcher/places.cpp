#include "searcher/places.h"

#include <algorithm>
#include <utility>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::size_t kLongestSuffix = 6;  // letters that a form may have beyond its stem
constexpr std::uint32_t kMostParts = 6;    // of a hyphenated word that is looked at as one

std::vector<TextField> fields_of(const QueryNode& node) {
  if (node.field == "title") return {TextField::title};
  if (node.field == "deck") return {TextField::deck};
  return {TextField::title, TextField::deck, TextField::text};
}

OccurrenceKind kind_of(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::near:
      return OccurrenceKind::near;
    case NodeKind::phrase:
      return node.slop > 0 ? OccurrenceKind::near : OccurrenceKind::phrase;
    case NodeKind::wildcard:
      return OccurrenceKind::wildcard;
    case NodeKind::fuzzy:
      return OccurrenceKind::fuzzy;
    default:
      return OccurrenceKind::word;
  }
}

std::vector<std::uint32_t> decode_ids(std::string_view stream) {
  std::vector<std::uint32_t> ids;
  for (ByteReader reader(stream); !reader.at_end() && reader.ok();) ids.push_back(static_cast<std::uint32_t>(reader.varint()));
  return ids;
}

std::vector<WordSpan> spans_of_any(std::string_view stream, const std::vector<std::uint32_t>& ids) {
  std::vector<WordSpan> spans;
  std::uint32_t position = 0;
  for (ByteReader reader(stream); !reader.at_end() && reader.ok(); ++position) {
    if (std::ranges::binary_search(ids, static_cast<std::uint32_t>(reader.varint()))) spans.push_back({position, position + 1});
  }
  return spans;
}

std::vector<WordSpan> phrase_spans(std::string_view stream, const Phrase& phrase) {
  std::vector<WordSpan> spans;
  const auto length = static_cast<std::uint32_t>(phrase.size());
  for (const std::uint32_t position : phrase_positions(stream, phrase)) spans.push_back({position, position + length});
  return spans;
}

bool before(const WordSpan& a, const WordSpan& b) { return a.first != b.first ? a.first < b.first : a.last > b.last; }

void sort_spans(std::vector<WordSpan>& spans) {
  std::ranges::sort(spans, before);
  const auto doubles = std::ranges::unique(spans);
  spans.erase(doubles.begin(), doubles.end());
}

// Each list's spans with their beginnings in order, the longest of the same beginning first.
using Lists = std::vector<std::vector<WordSpan>>;

// The earliest end of one span of each list in this order, from a span that begins at `first`; empty: none.
std::vector<WordSpan> ordered_from(const Lists& lists, std::uint32_t first) {
  std::vector<WordSpan> chosen;
  std::uint32_t from = first;
  for (const auto& list : lists) {
    const auto next = std::ranges::lower_bound(list, from, {}, &WordSpan::first);
    if (next == list.end()) return {};
    chosen.push_back(*next);
    from = next->first + 1;
  }
  return chosen;
}

// Gives each list a beginning of its own within [first, last]: bipartite matching by augmenting paths. No more lists than a query has words.
class Assignment {
 public:
  Assignment(const Lists& lists, std::uint32_t first, std::uint32_t last) : lists_(lists), first_(first), last_(last) {}

  bool complete() {
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      std::vector<std::uint32_t> tried;
      if (!place(i, tried)) return false;
    }
    return true;
  }
  std::vector<WordSpan> chosen() const {
    std::vector<WordSpan> spans(lists_.size());
    for (const auto& [position, owner] : owners_) spans[owner.first] = owner.second;
    return spans;
  }

 private:
  bool place(std::size_t list, std::vector<std::uint32_t>& tried) {
    for (auto span = std::ranges::lower_bound(lists_[list], first_, {}, &WordSpan::first);
         span != lists_[list].end() && span->first <= last_; ++span) {
      if (std::ranges::find(tried, span->first) != tried.end()) continue;
      tried.push_back(span->first);
      const auto owner = owners_.find(span->first);
      if (owner == owners_.end() || place(owner->second.first, tried)) {
        owners_.insert_or_assign(span->first, std::pair(list, *span));
        return true;
      }
    }
    return false;
  }
  const Lists& lists_;
  std::uint32_t first_, last_;
  std::map<std::uint32_t, std::pair<std::size_t, WordSpan>> owners_;
};

// The earliest end in any order, at or behind `first`, at most `distance` from it; empty: none.
std::vector<WordSpan> unordered_from(const Lists& lists, const std::vector<std::uint32_t>& begins, std::uint32_t first,
                                     std::uint32_t distance) {
  // No end comes before the last of the lists' earliest beginnings.
  std::uint32_t least = first;
  for (const auto& list : lists) {
    const auto next = std::ranges::lower_bound(list, first, {}, &WordSpan::first);
    if (next == list.end()) return {};
    least = std::max(least, next->first);
  }
  for (auto end = std::ranges::lower_bound(begins, least); end != begins.end() && *end - first <= distance; ++end) {
    Assignment assignment(lists, first, *end);
    if (assignment.complete()) return assignment.chosen();
  }
  return {};
}

}  // namespace

std::vector<std::vector<WordSpan>> near_stretches(const Lists& lists, int distance, bool ordered) {
  std::vector<std::uint32_t> begins;
  for (const auto& list : lists) {
    if (list.empty()) return {};
    for (const WordSpan& span : list) begins.push_back(span.first);
  }
  std::ranges::sort(begins);
  const auto doubles = std::ranges::unique(begins);
  begins.erase(doubles.begin(), doubles.end());
  std::vector<std::vector<WordSpan>> stretches;
  std::uint32_t next_end = UINT32_MAX;  // of the stretches that begin later
  for (std::size_t i = begins.size(); i-- > 0;) {
    const auto reach = static_cast<std::uint32_t>(std::max(distance, 0));
    std::vector<WordSpan> chosen = ordered ? ordered_from(lists, begins[i]) : unordered_from(lists, begins, begins[i], reach);
    if (chosen.empty()) continue;
    const auto [first, last] = std::ranges::minmax(chosen, {}, &WordSpan::first);
    if (last.first >= next_end || last.first - first.first > reach || first.first != begins[i]) continue;
    next_end = last.first;
    std::ranges::sort(chosen, before);
    stretches.push_back(std::move(chosen));
  }
  std::ranges::reverse(stretches);
  return stretches;
}

std::vector<RawWord> indexed_words(std::string_view text) {
  std::vector<RawWord> words;
  WordScanner scanner(text);
  RawWord raw;
  bool skipped = false;
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  while (scanner.next(raw)) {
    const std::string_view typed = text.substr(raw.begin, raw.end - raw.begin);
    const bool indexed = (typed.size() <= kMaxWordBytes && std::ranges::all_of(typed, is_plain)) || !normalise_word(typed).empty();
    // A hyphen joins neighbours only.
    if (indexed) words.push_back(raw);
    if (indexed && skipped) words.back().hyphenated = false;
    skipped = !indexed;
  }
  return words;
}

PlaceFinder::PlaceFinder(IndexView& view, Matcher& matcher, const QueryNode& root) : view_(view), matcher_(matcher) { collect(root); }

void PlaceFinder::collect(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::everything:
    case NodeKind::none_of:
    case NodeKind::value:
    case NodeKind::date_range:
      return;
    case NodeKind::all_of:
    case NodeKind::any_of:
      for (const QueryNode& child : node.children) collect(child);
      return;
    default:
      leaves_.push_back(&node);
  }
}

Result<const Article*> PlaceFinder::article(std::uint32_t docid) {
  if (article_docid_ == docid) return &article_;
  const auto record = view_.texts().get(docid);
  if (!record) return std::unexpected(record.error());
  auto article = decode_article(*record);
  if (!article) return std::unexpected(article.error());
  article_ = std::move(*article);
  article_docid_ = docid;
  for (auto& words : words_) words.reset();
  return &article_;
}

Result<std::string_view> PlaceFinder::text(std::uint32_t docid, TextField field) {
  const auto found = article(docid);
  if (!found) return std::unexpected(found.error());
  switch (field) {
    case TextField::title:
      return (*found)->title;
    case TextField::deck:
      return (*found)->deck;
    case TextField::text:
      break;
  }
  return (*found)->text;
}

Result<const std::vector<RawWord>*> PlaceFinder::words(std::uint32_t docid, TextField field) {
  const auto bytes = text(docid, field);
  if (!bytes) return std::unexpected(bytes.error());
  auto& slot = words_[static_cast<std::size_t>(field)];
  if (slot == nullptr) slot = std::make_unique<std::vector<RawWord>>(indexed_words(*bytes));
  return slot.get();
}

Result<std::vector<Occurrence>> PlaceFinder::find(std::uint32_t docid) {
  const TokenStreams streams = view_.tokens().streams(docid);
  std::vector<Occurrence> found;
  for (const QueryNode* leaf : leaves_) {
    for (const TextField field : fields_of(*leaf)) {
      const Place place{docid, field, streams.words[static_cast<std::size_t>(field)]};
      std::vector<Spans> members;
      const OccurrenceKind kind = kind_of(*leaf);
      const Spans list = kind == OccurrenceKind::near ? near_spans(*leaf, place, members) : spans(*leaf, place);
      for (std::size_t i = 0; i < list.size(); ++i) {
        found.push_back({field, list[i], kind, kind == OccurrenceKind::near ? members[i] : Spans{list[i]}});
      }
    }
  }
  if (failure_) return std::unexpected(*failure_);
  std::ranges::stable_sort(
      found, [](const Occurrence& a, const Occurrence& b) { return a.field != b.field ? a.field < b.field : before(a.span, b.span); });
  std::vector<Occurrence> kept;
  std::uint32_t reached = 0;
  for (Occurrence& occurrence : found) {
    if (kept.empty() || kept.back().field != occurrence.field) reached = 0;
    if (occurrence.span.last <= reached) continue;
    reached = occurrence.span.last;
    kept.push_back(std::move(occurrence));
  }
  return kept;
}

PlaceFinder::Spans PlaceFinder::spans(const QueryNode& node, const Place& place) {
  Spans out;
  std::vector<Spans> members;
  switch (node.kind) {
    case NodeKind::any_of:
      for (const QueryNode& child : node.children) std::ranges::copy(spans(child, place), std::back_inserter(out));
      sort_spans(out);
      return out;
    case NodeKind::near:
      return near_spans(node, place, members);
    case NodeKind::phrase:
      return node.slop > 0 ? near_spans(node, place, members) : phrase_spans(place.stream, matcher_.leaf_words(node).positions);
    case NodeKind::as_typed:
      return phrase_spans(place.stream, matcher_.leaf_words(node).positions);
    case NodeKind::wildcard:
    case NodeKind::fuzzy:
      return spans_of_any(place.stream, matcher_.leaf_words(node).positions[0]);
    case NodeKind::word:
    case NodeKind::hyphenated:
      return word_spans(node, place);
    default:
      return out;
  }
}

// What counts within NEAR: positions of the token file, so no word that hyphens part.
PlaceFinder::Spans PlaceFinder::member_spans(const QueryNode& node, const Place& place) {
  if (node.kind == NodeKind::any_of) {
    Spans out;
    for (const QueryNode& child : node.children) std::ranges::copy(member_spans(child, place), std::back_inserter(out));
    sort_spans(out);
    return out;
  }
  if (node.kind != NodeKind::word && node.kind != NodeKind::hyphenated) return spans(node, place);
  Spans out = phrase_spans(place.stream, matcher_.leaf_words(node).positions);
  return node.capitals ? keep_capitals(std::move(out), place) : out;
}

// A word in all its forms, also where hyphens part it.
PlaceFinder::Spans PlaceFinder::word_spans(const QueryNode& node, const Place& place) {
  const LeafWords& leaf = matcher_.leaf_words(node);
  Spans out = phrase_spans(place.stream, leaf.positions);
  if (node.capitals) return keep_capitals(std::move(out), place);
  const std::string& stem = node.kind == NodeKind::hyphenated ? leaf.joined_stem : leaf.stems.front();
  if (node.kind == NodeKind::hyphenated) {
    const auto ids = view_.tokens().ids_of_stem(stem);
    std::ranges::copy(spans_of_any(place.stream, {ids.begin(), ids.end()}), std::back_inserter(out));
  }
  if (!has_marks(node.words.front())) add_joined(stem, place, out);
  sort_spans(out);
  return out;
}

PlaceFinder::Spans PlaceFinder::near_spans(const QueryNode& node, const Place& place, std::vector<Spans>& members) {
  Lists lists;
  if (node.kind == NodeKind::phrase) {
    std::deque<QueryNode>& words = slop_words_[&node];
    if (words.empty()) {
      for (const std::string& word : node.words) {
        words.emplace_back();
        words.back().kind = NodeKind::phrase;
        words.back().words = {word};
      }
    }
    for (const QueryNode& word : words) lists.push_back(member_spans(word, place));
  } else {
    for (const QueryNode& child : node.children) lists.push_back(member_spans(child, place));
  }
  const bool slop = node.kind == NodeKind::phrase;
  members = near_stretches(lists, slop ? node.slop : node.distance, node.ordered);
  Spans out;
  for (const Spans& chosen : members) out.push_back({chosen.front().first, std::ranges::max(chosen, {}, &WordSpan::last).last});
  return out;
}

PlaceFinder::Spans PlaceFinder::keep_capitals(Spans spans, const Place& place) {
  const TokenStreams streams = view_.tokens().streams(place.docid);
  std::vector<std::uint32_t> capitals;
  std::uint32_t last = 0;
  for (ByteReader reader(streams.capitals); !reader.at_end() && reader.ok();) {
    last += static_cast<std::uint32_t>(reader.varint());
    capitals.push_back(last);
  }
  std::uint32_t base = 0;  // capitals count through title, deck and text
  for (std::size_t field = 0; field < static_cast<std::size_t>(place.field); ++field) {
    base += static_cast<std::uint32_t>(decode_ids(streams.words[field]).size());
  }
  std::erase_if(spans, [&](const WordSpan& span) { return !std::ranges::binary_search(capitals, base + span.first); });
  return spans;
}

// --- words that hyphens make one

bool PlaceFinder::has_stem(const std::string& word, const std::string& stem) {
  const auto [slot, is_new] = stems_.try_emplace(word);
  if (is_new) slot->second = view_.stemmer()(word);
  return slot->second == stem;
}

const PlaceFinder::JoinedStem& PlaceFinder::joined_stem(const std::string& stem) {
  const auto [slot, is_new] = joined_.try_emplace(stem);
  JoinedStem& joined = slot->second;
  if (!is_new) return joined;
  joined.stem = stem;
  // Stemming changes the end of a word; its last letter may differ (policy, polici).
  joined.certain = stem.substr(0, std::max<std::size_t>(stem.size(), 2) - 1);
  const TokenFile& tokens = view_.tokens();
  for (std::size_t length = 1; length < joined.certain.size(); ++length) {
    const std::string_view rest = std::string_view(joined.certain).substr(length);
    const std::uint32_t n = tokens.lower_bound(rest.substr(0, 1));
    if (n == tokens.words()) continue;
    if (const auto id = tokens.find(std::string_view(joined.certain).substr(0, length))) joined.starts.push_back(*id);
  }
  for (std::uint32_t n = tokens.lower_bound(joined.certain); n < tokens.words() && tokens.word(tokens.id_at(n)).starts_with(joined.certain);
       ++n) {
    if (tokens.word(tokens.id_at(n)).size() < stem.size() + kLongestSuffix) joined.starts.push_back(tokens.id_at(n));
  }
  std::ranges::sort(joined.starts);
  return joined;
}

void PlaceFinder::add_joined(const std::string& stem, const Place& place, Spans& spans) {
  const JoinedStem& joined = joined_stem(stem);
  if (joined.starts.empty()) return;
  const TokenFile& tokens = view_.tokens();
  const std::vector<std::uint32_t> ids = decode_ids(place.stream);
  const auto agrees = [&joined](const std::string& word) {
    return word.size() < joined.certain.size() ? joined.certain.starts_with(word) : word.starts_with(joined.certain);
  };
  for (std::uint32_t first = 0; first + 1 < ids.size(); ++first) {
    if (!std::ranges::binary_search(joined.starts, ids[first])) continue;
    std::string word(bare_word(tokens.word(ids[first])));
    for (std::uint32_t last = first + 1; last < ids.size() && last < first + kMostParts; ++last) {
      word += bare_word(tokens.word(ids[last]));
      if (!agrees(word) || word.size() > stem.size() + kLongestSuffix) break;
      if (has_stem(word, stem) && are_hyphenated(place, {first, last + 1})) spans.push_back({first, last + 1});
    }
  }
}

// Are these words parts of one, as WordJoiner (words.h) makes them: two neighbours, or all from the first on?
bool PlaceFinder::are_hyphenated(const Place& place, WordSpan span) {
  const auto list = words(place.docid, place.field);
  if (!list) {
    failure_ = list.error();
    return false;
  }
  const std::vector<RawWord>& raw = **list;
  if (span.last > raw.size()) return false;
  for (std::uint32_t i = span.first + 1; i < span.last; ++i) {
    if (!raw[i].hyphenated) return false;
  }
  return span.last - span.first == 2 || !raw[span.first].hyphenated;
}

}  // namespace broadsheet
