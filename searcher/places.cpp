#include "searcher/places.h"

#include <algorithm>

#include "common/article_codec.h"

namespace broadsheet {
namespace {

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

// The longest of those that begin together first.
bool before(const Span& a, const Span& b) { return a.first != b.first ? a.first < b.first : a.last > b.last; }

bool holds(const Span& outer, const Span& inner) { return outer.first <= inner.first && inner.last <= outer.last; }

Spans without_inner(Spans spans) {
  std::ranges::sort(spans, before);
  Spans kept;
  for (const Span& span : spans) {
    if (kept.empty() || !holds(kept.back(), span)) kept.push_back(span);
  }
  return kept;
}

}  // namespace

std::vector<RawWord> indexed_words(std::string_view text) {
  std::vector<RawWord> words;
  WordScanner scanner(text);
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  for (RawWord raw; scanner.next(raw);) {
    const std::string_view typed = text.substr(raw.begin, raw.end - raw.begin);
    const bool plain = typed.size() <= kMaxWordBytes && std::ranges::all_of(typed, is_plain);
    if (plain || !normalise_word(typed).empty()) words.push_back(raw);
  }
  return words;
}

PlaceFinder::PlaceFinder(IndexView& view, Matcher& matcher, const QueryNode& root) : view_(view), matcher_(matcher) { collect(root); }

// No deeper than kMaxQueryDepth: the parser sees to it.
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
      parts_.push_back(make_part(node));
  }
}

PlaceFinder::Part PlaceFinder::make_part(const QueryNode& node) {
  Part part{&node, std::make_unique<OccurrenceFinder>(view_, matcher_), {}};
  if (kind_of(node) == OccurrenceKind::near) add_members(node, part.members);
  return part;
}

void PlaceFinder::add_members(const QueryNode& node, std::vector<Part>& members) {
  if (node.kind == NodeKind::phrase && node.slop > 0) {
    for (const std::string& word : node.words) {
      QueryNode& made = made_.emplace_back();
      made.kind = NodeKind::phrase;
      made.words = {word};
      made.field = node.field;
      members.push_back(make_part(made));
    }
  } else if (node.kind == NodeKind::near || node.kind == NodeKind::any_of) {
    for (const QueryNode& child : node.children) add_members(child, members);
  } else {
    members.push_back(make_part(node));
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

Spans PlaceFinder::members_in(Part& part, std::uint32_t docid, TextField field, Span stretch) {
  Spans inside;
  for (Part& member : part.members) {
    for (const Span& span : member.finder->find(*member.node, docid, field)) {
      if (holds(stretch, span)) inside.push_back(span);
    }
  }
  return without_inner(std::move(inside));
}

Result<void> PlaceFinder::find_part(Part& part, std::uint32_t docid, std::vector<Occurrence>& found) {
  const OccurrenceKind kind = kind_of(*part.node);
  for (const TextField field : streams_of(field_of(*part.node))) {
    for (const Span& span : part.finder->find(*part.node, docid, field)) {
      found.push_back({field, span, kind, part.members.empty() ? Spans{span} : members_in(part, docid, field, span)});
    }
  }
  if (part.finder->failure()) return std::unexpected(*part.finder->failure());
  return {};
}

Result<std::vector<Occurrence>> PlaceFinder::find(std::uint32_t docid) {
  std::vector<Occurrence> found;
  for (Part& part : parts_) {
    if (const auto done = find_part(part, docid, found); !done) return std::unexpected(done.error());
  }
  std::ranges::stable_sort(
      found, [](const Occurrence& a, const Occurrence& b) { return a.field != b.field ? a.field < b.field : before(a.span, b.span); });
  std::vector<Occurrence> kept;
  std::uint32_t next = 0;  // the first word behind all that is kept
  for (Occurrence& occurrence : found) {
    if (kept.empty() || kept.back().field != occurrence.field) next = 0;
    if (occurrence.span.last < next) continue;
    next = occurrence.span.last + 1;
    kept.push_back(std::move(occurrence));
  }
  return kept;
}

}  // namespace broadsheet
