#include "searcher/occurrences.h"

#include <algorithm>
#include <span>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/word_weight.h"
#include "common/words.h"
#include "searcher/match_set.h"

namespace broadsheet {
namespace {

std::string_view stream_of(const TokenStreams& streams, TextField field) { return streams.words[static_cast<std::size_t>(field)]; }

Spans spans_of(const std::vector<std::uint32_t>& positions, std::size_t words) {
  Spans spans;
  spans.reserve(positions.size());
  for (const std::uint32_t position : positions) spans.push_back({position, position + static_cast<std::uint32_t>(words) - 1});
  return spans;
}

void unite(Spans& spans, const Spans& more) {
  if (more.empty()) return;
  spans.insert(spans.end(), more.begin(), more.end());
  std::ranges::sort(spans);
  spans.erase(std::ranges::unique(spans).begin(), spans.end());
}

Closeness closeness_of(const QueryNode& node) {
  return node.kind == NodeKind::phrase ? Closeness{node.slop, false} : Closeness{node.distance, node.ordered};
}

// How many words a joined form covers that ends with this one: c++ one, opensource and at&t two, a form of all parts the whole chain.
std::uint32_t words_joined(std::string_view form, std::string_view word, std::string_view before, std::uint32_t chain) {
  if (word.ends_with(form)) return 1;
  const bool pair = form.size() == before.size() + bare_word(word).size() || form.size() == before.size() + word.size();
  return pair ? 2 : chain;
}

}  // namespace

std::span<const TextField> streams_of(const std::string& field) {
  static constexpr std::array kAll = {TextField::title, TextField::deck, TextField::text};
  if (field == "title") return std::span(kAll).subspan(0, 1);
  if (field == "deck") return std::span(kAll).subspan(1, 1);
  return kAll;
}

Spans OccurrenceFinder::find(const QueryNode& node, std::uint32_t docid, TextField field) {
  switch (node.kind) {
    case NodeKind::any_of: {
      Spans spans;
      for (const QueryNode& child : node.children) unite(spans, find(child, docid, field));
      return spans;
    }
    case NodeKind::near:
      return shortest(close_spans(operands(node, docid, field), closeness_of(node)));
    case NodeKind::phrase:
      return node.slop > 0 ? shortest(close_spans(operands(node, docid, field), closeness_of(node))) : phrase(node, docid, field);
    case NodeKind::word:
      return word(node, docid, field);
    case NodeKind::hyphenated: {
      Spans spans = phrase(node, docid, field);
      unite(spans, of_stem(matcher_.leaf_words(node).joined_stem, docid, field));
      return spans;
    }
    case NodeKind::wildcard:
    case NodeKind::fuzzy:
      return spans_of(positions_of_any(stream_of(view_.tokens().streams(docid), field), matcher_.leaf_words(node).any), 1);
    default:
      return phrase(node, docid, field);
  }
}

bool OccurrenceFinder::holds(const QueryNode& node, std::uint32_t docid) {
  return std::ranges::any_of(streams_of(field_of(node)),
                             [&](TextField field) { return stand_close(operands(node, docid, field), closeness_of(node)); });
}

// Of "…"~n each word is an operand.
std::vector<Spans> OccurrenceFinder::operands(const QueryNode& node, std::uint32_t docid, TextField field) {
  std::vector<Spans> all;
  if (node.kind == NodeKind::phrase) {
    const TokenStreams streams = view_.tokens().streams(docid);
    for (const auto& ids : matcher_.leaf_words(node).positions) {
      all.push_back(spans_of(phrase_positions(stream_of(streams, field), {ids}), 1));
    }
    return all;
  }
  for (const QueryNode& child : node.children) {
    all.push_back(find(child, docid, field));
    if (all.back().empty()) return {};  // it cannot hold
  }
  return all;
}

Spans OccurrenceFinder::phrase(const QueryNode& node, std::uint32_t docid, TextField field) {
  const Phrase& positions = matcher_.leaf_words(node).positions;
  return spans_of(phrase_positions(stream_of(view_.tokens().streams(docid), field), positions), positions.size());
}

Spans OccurrenceFinder::word(const QueryNode& node, std::uint32_t docid, TextField field) {
  if (!node.capitals) return of_stem(matcher_.leaf_words(node).stems[0], docid, field);
  const std::vector<std::uint32_t> capitals = capital_positions(view_.tokens().streams(docid), field);
  if (capitals.empty()) return {};
  Spans spans = phrase(node, docid, field);
  std::erase_if(spans, [&capitals](const Span& span) { return !std::ranges::binary_search(capitals, span.first); });
  return spans;
}

// Words of the stem, and words that a hyphen joins to one of it: open-source for opensource. The posting counts both, the token file
// only the first, and knows no hyphens; so the text is read where the posting counts more.
Spans OccurrenceFinder::of_stem(const std::string& stem, std::uint32_t docid, TextField field) {
  const auto ids = view_.tokens().ids_of_stem(stem);
  Spans spans;
  if (!ids.empty()) {
    const Phrase phrase = {{ids.begin(), ids.end()}};
    spans = spans_of(phrase_positions(stream_of(view_.tokens().streams(docid), field), phrase), 1);
  }
  if (!has_joined_form(stem, docid)) return spans;
  read_joined_forms(docid);
  Spans joined;
  for (const JoinedForm& form : joined_[static_cast<std::size_t>(field)]) {
    if (form.stem == stem) joined.push_back(form.span);
  }
  unite(spans, joined);
  return spans;
}

bool OccurrenceFinder::has_joined_form(const std::string& stem, std::uint32_t docid) {
  if (counted_docid_ != docid) has_joined_.clear();
  counted_docid_ = docid;
  const auto [slot, is_new] = has_joined_.try_emplace(stem, false);
  if (!is_new) return slot->second;
  const auto ids = view_.tokens().ids_of_stem(stem);
  const Phrase phrase = {{ids.begin(), ids.end()}};
  const TokenStreams streams = view_.tokens().streams(docid);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < kTextFields && !ids.empty(); ++i) {
    count += phrase_positions(streams.words[i], phrase).size() * word_weight(static_cast<TextField>(i));
  }
  auto posting = view_.database().postlist_begin(word_term("", stem));
  const auto end = view_.database().postlist_end(word_term("", stem));
  if (posting != end) posting.skip_to(docid);
  slot->second = posting != end && *posting == docid && posting.get_wdf() != count;
  return slot->second;
}

void OccurrenceFinder::read_joined_forms(std::uint32_t docid) {
  if (joined_docid_ == docid) return;
  joined_docid_ = docid;
  joined_ = {};
  const auto record = view_.texts().get(docid);
  const auto article = record ? decode_article(*record) : std::unexpected(record.error());
  if (!article) {
    failure_ = article.error();
    return;
  }
  joined_[static_cast<std::size_t>(TextField::title)] = joined_forms(article->title);
  joined_[static_cast<std::size_t>(TextField::deck)] = joined_forms(article->deck);
  joined_[static_cast<std::size_t>(TextField::text)] = joined_forms(article->text);
}

std::vector<OccurrenceFinder::JoinedForm> OccurrenceFinder::joined_forms(std::string_view text) {
  std::vector<JoinedForm> forms;
  const bool old = view_.manifest().analysis.version == 1;
  WordScanner scanner(text);
  WordJoiner joiner;
  std::array<std::string, 2> buffers;  // by turns: the joiner borrows the word before
  std::size_t turn = 0;
  std::uint32_t position = 0, chain = 0;
  for (RawWord raw; scanner.next(raw);) {
    const std::string_view before = bare_word(buffers[turn]);
    turn = 1 - turn;
    std::string& word = buffers[turn];
    word = normalise_word(text.substr(raw.begin, raw.end - raw.begin));
    if (old) word = as_in_analysis_1(word);
    const auto& joined = joiner.add(raw, word);
    chain = raw.hyphenated && !before.empty() ? chain + 1 : 1;
    if (word.empty()) continue;
    for (const std::string& form : joined) {
      const std::uint32_t words = std::min(words_joined(form, word, before, chain), position + 1);
      forms.push_back({view_.stemmer()(form), {position + 1 - words, position}});
    }
    ++position;
  }
  return forms;
}

}  // namespace broadsheet
