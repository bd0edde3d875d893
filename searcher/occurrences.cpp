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

Spans spans_of(const std::vector<std::uint32_t>& positions) {
  Spans spans;
  spans.reserve(positions.size());
  for (const std::uint32_t position : positions) spans.push_back({position, position});
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
  prepare(node, docid);
  return find_in(node, field);
}

bool OccurrenceFinder::holds(const QueryNode& node, std::uint32_t docid) {
  prepare(node, docid);
  return std::ranges::any_of(streams_of(field_of(node)),
                             [&](TextField field) { return stand_close(operands(node, field), closeness_of(node)); });
}

void OccurrenceFinder::prepare(const QueryNode& root, std::uint32_t docid) {
  if (root_ != &root) {
    leaves_.clear();
    postings_.clear();
    places_.clear();
    add_slots(root);
    root_ = &root;
    docid_ = 0;
  }
  if (docid_ == docid) return;
  docid_ = docid;
  for (auto& [slot, postings] : postings_) postings.joined = -1;
  places_.read(view_.tokens().streams(docid));
}

void OccurrenceFinder::add_slots(const QueryNode& node) {
  for (const QueryNode& child : node.children) add_slots(child);
  if (!node.children.empty()) return;
  const LeafWords& words = matcher_.leaf_words(node);
  LeafSlots& leaf = leaves_[&node];
  for (const auto& ids : words.positions) leaf.positions.push_back(places_.add_slot(ids));
  const bool single = node.kind == NodeKind::word && !node.capitals;
  if (!single && node.kind != NodeKind::hyphenated) return;
  leaf.stem_text = single ? words.stems[0] : words.joined_stem;
  leaf.stem = places_.add_slot(view_.tokens().ids_of_stem(leaf.stem_text));
}

Spans OccurrenceFinder::find_in(const QueryNode& node, TextField field) {
  if (node.kind == NodeKind::any_of) {
    Spans spans;
    for (const QueryNode& child : node.children) unite(spans, find_in(child, field));
    return spans;
  }
  if (node.kind == NodeKind::near || node.slop > 0) return shortest(close_spans(operands(node, field), closeness_of(node)));
  const LeafSlots& leaf = leaves_.at(&node);
  if (node.capitals) return in_capitals(leaf, field);
  if (node.kind == NodeKind::word) return of_stem(leaf, field);
  Spans spans = phrase(leaf, field);
  if (node.kind == NodeKind::hyphenated) unite(spans, of_stem(leaf, field));
  return spans;
}

// Of "…"~n each word is an operand.
std::vector<Spans> OccurrenceFinder::operands(const QueryNode& node, TextField field) {
  std::vector<Spans> all;
  if (node.kind == NodeKind::phrase) {
    for (const std::size_t slot : leaves_.at(&node).positions) all.push_back(spans_of(places_.at(slot, field)));
    return all;
  }
  for (const QueryNode& child : node.children) {
    all.push_back(find_in(child, field));
    if (all.back().empty()) return {};  // it cannot hold
  }
  return all;
}

Spans OccurrenceFinder::phrase(const LeafSlots& leaf, TextField field) const {
  Spans spans = leaf.positions.empty() ? Spans() : spans_of(places_.at(leaf.positions.front(), field));
  for (std::size_t i = 1; i < leaf.positions.size() && !spans.empty(); ++i) {
    const auto& next = places_.at(leaf.positions[i], field);
    std::erase_if(spans, [&next](const Span& span) { return !std::ranges::binary_search(next, span.last + 1); });
    for (Span& span : spans) ++span.last;
  }
  return spans;
}

Spans OccurrenceFinder::in_capitals(const LeafSlots& leaf, TextField field) const {
  Spans spans = phrase(leaf, field);
  if (spans.empty()) return spans;
  const std::vector<std::uint32_t> capitals = capital_positions(view_.tokens().streams(docid_), field);
  std::erase_if(spans, [&capitals](const Span& span) { return !std::ranges::binary_search(capitals, span.first); });
  return spans;
}

// Words of the stem, and words that a hyphen joins to one of it: open-source for opensource. The posting counts both, the token file
// only the first, and knows no hyphens; so the text is read where the posting counts more.
Spans OccurrenceFinder::of_stem(const LeafSlots& leaf, TextField field) {
  Spans spans = spans_of(places_.at(*leaf.stem, field));
  if (!has_joined_form(leaf)) return spans;
  read_joined_forms();
  Spans joined;
  for (const JoinedForm& form : joined_[static_cast<std::size_t>(field)]) {
    if (form.stem == leaf.stem_text) joined.push_back(form.span);
  }
  unite(spans, joined);
  return spans;
}

bool OccurrenceFinder::has_joined_form(const LeafSlots& leaf) {
  StemPostings& postings = postings_[*leaf.stem];
  if (postings.joined >= 0) return postings.joined == 1;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < kTextFields; ++i) {
    const auto field = static_cast<TextField>(i);
    count += places_.at(*leaf.stem, field).size() * word_weight(field);
  }
  if (postings.docid == 0 || postings.docid > docid_) {  // articles mostly come in docid order
    const std::string term = word_term("", leaf.stem_text);
    postings.at = view_.database().postlist_begin(term);
    postings.end = view_.database().postlist_end(term);
  }
  postings.docid = docid_;
  if (postings.at != postings.end) postings.at.skip_to(docid_);
  postings.joined = postings.at != postings.end && *postings.at == docid_ && postings.at.get_wdf() != count ? 1 : 0;
  return postings.joined == 1;
}

void OccurrenceFinder::read_joined_forms() {
  if (joined_docid_ == docid_) return;
  joined_docid_ = docid_;
  joined_ = {};
  const auto record = view_.texts().get(docid_);
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
