#include "searcher/match_set.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "common/encoding.h"
#include "common/limits.h"
#include "common/text.h"
#include "common/words.h"
#include "searcher/column_filter.h"
#include "searcher/proximity.h"
#include "searcher/sinks/sink.h"
#include "searcher/suggest.h"
#include "searcher/word_expansion.h"
#include "searcher/word_forms.h"
#include "searcher/xapian_fault.h"

namespace broadsheet {
namespace {

// Skipping to one docid costs about as much as reading this many postings.
constexpr std::uint32_t kSkipCost = 3;

// Of two neighbours with more pairs of forms than these the token file is asked.
constexpr std::size_t kMostPairsOfForms = 512;

// Postings that are kept for ranking at most: 32 MB.
constexpr std::size_t kMostPostingsKept = 4'000'000;

// A word of a text: terms of fields begin with a capital letter.
bool is_text_word(const std::string& term) { return !term.empty() && (term[0] < 'A' || term[0] > 'Z'); }

const std::string& prefix_of(const IndexView& view, const std::string& field) {
  static const std::string kUnprefixed;
  const ArchiveField* known = field.empty() ? nullptr : view.schema().find(field);
  return known == nullptr ? kUnprefixed : known->prefix;
}

bool is_expanded(const QueryNode& node) { return node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy; }

}  // namespace

const LeafWords& Matcher::leaf_words(const QueryNode& node) {
  const auto [slot, is_new] = words_.try_emplace(&node);
  LeafWords& leaf = slot->second;
  if (!is_new) return leaf;
  const TokenFile& tokens = view_.tokens();
  const auto add_stem = [&](std::string_view word) {
    std::string stem = view_.stemmer()(bare_word(word));
    if (std::ranges::find(leaf.stems, stem) == leaf.stems.end()) leaf.stems.push_back(std::move(stem));
  };
  if (is_expanded(node)) {
    const bool wild = node.kind == NodeKind::wildcard;
    ExpandedWord expanded = wild ? words_with_prefix(tokens, node.words[0]) : words_one_edit_away(tokens, node.words[0]);
    for (const std::uint32_t id : expanded.ids) add_stem(tokens.word(id));
    leaf.total = expanded.total;
    if (expanded.total > expanded.ids.size()) {
      warn_once({wild ? "wildcard-cut" : "fuzzy-cut", fmt::format("{}{}: {} of {} terms are searched, the commonest", node.words[0],
                                                                  wild ? "*" : "~", expanded.ids.size(), with_thousands(expanded.total))});
    }
    leaf.positions.push_back(std::move(expanded.ids));
    return leaf;
  }
  const bool exact = node.kind == NodeKind::phrase || node.kind == NodeKind::as_typed || node.capitals;
  for (const std::string& word : node.words) {
    add_stem(word);
    leaf.positions.push_back(exact || has_marks(word) ? ids_of_form(view_, word) : ids_of_any_form(view_, word));
  }
  if (node.kind == NodeKind::hyphenated) {
    std::string joined;
    for (const std::string& word : node.words) joined += bare_word(word);
    leaf.joined_stem = view_.stemmer()(joined);
  }
  if (node.kind == NodeKind::as_typed) {
    leaf.stems.clear();
    for (const std::string& form : forms_side_by_side(node.words)) leaf.stems.push_back(view_.stemmer()(form));
  }
  return leaf;
}

const DocSet* Matcher::verified(const QueryNode& node) const {
  const auto found = verified_.find(&node);
  return found == verified_.end() ? nullptr : &found->second;
}

Result<DocSet> Matcher::match(const QueryNode& root) {
  postings_.clear();
  postings_read_ = 0;
  keeps_postings_ = wants_postings_;
  DocSet set = within(root, nullptr);
  if (failure_) return std::unexpected(*failure_);
  return set;
}

DocSet Matcher::within(const QueryNode& node, Candidates candidates) {
  switch (node.kind) {
    case NodeKind::everything:
      return everything(candidates);
    case NodeKind::all_of:
      return all_of(node, candidates);
    case NodeKind::any_of:
      return any_of(node, candidates);
    case NodeKind::none_of:
      return none_of(node, candidates);
    case NodeKind::word:
      return node.capitals ? keep(node, capitals(node, candidates)) : word(node, candidates);
    case NodeKind::hyphenated:
      return keep(node, hyphenated(node, candidates));
    case NodeKind::as_typed:
      return keep(node, phrase(node, candidates));
    case NodeKind::phrase:
      return keep(node, node.slop > 0 ? near(node, candidates) : phrase(node, candidates));
    case NodeKind::near:
      return keep(node, near(node, candidates));
    case NodeKind::wildcard:
    case NodeKind::fuzzy:
      return any_form({&node}, candidates);
    case NodeKind::value:
      return value(node, candidates);
    case NodeKind::date_range:
      return date_range(node, candidates);
  }
  std::unreachable();
}

DocSet Matcher::keep(const QueryNode& node, DocSet set) {
  verified_.insert_or_assign(&node, set);
  return set;
}

DocSet Matcher::everything(Candidates candidates) const { return candidates != nullptr ? *candidates : DocSet::all(view_.documents()); }

// Roughly how many documents a node matches: the order in which a conjunction is worked off.
std::uint32_t Matcher::estimate(const QueryNode& node) {
  const auto frequency = [this](const std::string& term) { return view_.frequency(term); };
  switch (node.kind) {
    case NodeKind::word:
    case NodeKind::hyphenated:
    case NodeKind::as_typed:
    case NodeKind::phrase: {
      std::uint32_t least = view_.documents();
      for (const std::string& stem : leaf_words(node).stems) least = std::min(least, frequency(word_term("", stem)));
      // Phrases are verified document by document: later than words of the same frequency.
      return node.kind == NodeKind::word ? least : std::min(view_.documents(), least * 4);
    }
    case NodeKind::all_of: {
      std::uint32_t least = view_.documents();
      for (const QueryNode& child : node.children) least = std::min(least, estimate(child));
      return least;
    }
    case NodeKind::any_of: {
      std::uint64_t sum = 0;
      for (const QueryNode& child : node.children) sum += estimate(child);
      return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, view_.documents()));
    }
    case NodeKind::value:
      return view_.documents() / 8;
    default:
      return view_.documents();
  }
}

DocSet Matcher::all_of(const QueryNode& node, Candidates candidates) {
  std::vector<std::pair<std::uint32_t, const QueryNode*>> order;
  for (const QueryNode& child : node.children) {
    const bool last = child.kind == NodeKind::none_of || child.kind == NodeKind::everything;
    order.emplace_back(last ? UINT32_MAX : estimate(child), &child);
  }
  std::ranges::stable_sort(order, {}, [](const auto& entry) { return entry.first; });
  DocSet set = within(*order.front().second, candidates);
  for (std::size_t i = 1; i < order.size(); ++i) set = within(*order[i].second, &set);
  return set;
}

DocSet Matcher::any_of(const QueryNode& node, Candidates candidates) {
  DocSet set(view_.documents());
  std::map<std::string, std::vector<const QueryNode*>> expanded;  // by field
  for (const QueryNode& child : node.children) {
    if (is_expanded(child)) {
      expanded[child.field].push_back(&child);
    } else {
      set.unite(within(child, candidates));
    }
  }
  for (const auto& [field, nodes] : expanded) set.unite(any_form(nodes, candidates));
  return set;
}

DocSet Matcher::none_of(const QueryNode& node, Candidates candidates) {
  DocSet set = everything(candidates);
  set.subtract(within(node.children.front(), candidates));
  return set;
}

// Where to keep the term's postings; nullptr: nowhere.
Postings* Matcher::record(const std::string& term, std::uint32_t frequency) {
  if (!keeps_postings_ || !is_text_word(term)) return nullptr;
  postings_read_ += frequency;
  if (postings_read_ > kMostPostingsKept) {
    keeps_postings_ = false;
    postings_.clear();
    return nullptr;
  }
  Postings& postings = postings_[term];
  postings.clear();
  return &postings;
}

const Postings& Matcher::postings(const std::string& term, const DocSet& matches) {
  const auto found = postings_.find(term);
  if (found != postings_.end()) return found->second;
  this->term(term, &matches);
  return postings_[term];
}

// A long list, block by block; of candidates only the blocks that they fall into.
DocSet Matcher::listed(PostingReader list, Candidates candidates) {
  DocSet set(view_.documents());
  for (std::uint32_t docid = candidates == nullptr ? 1 : candidates->next(1); docid != 0 && list.advance(docid);) {
    list.for_each_docid([&set](std::uint32_t d) { set.add(d); });
    docid = candidates == nullptr ? list.last() + 1 : candidates->next(list.last() + 1);
  }
  if (!list.ok()) throw damaged_list("postings.bin");
  if (candidates != nullptr) set.intersect(*candidates);
  return set;
}

// Of a text's word it keeps the postings of a short list, too, for ranking.
DocSet Matcher::term(const std::string& term, Candidates candidates) {
  DocSet set(view_.documents());
  const Xapian::Database& database = view_.database();
  if (const auto list = view_.long_list(term)) return listed(*list, candidates);
  const std::uint32_t frequency = database.get_termfreq(term);
  Postings* const kept = record(term, frequency);
  Xapian::PostingIterator posting = database.postlist_begin(term);
  const Xapian::PostingIterator end = database.postlist_end(term);
  const auto take = [&](std::uint32_t docid) {
    set.add(docid);
    if (kept != nullptr) kept->push_back({docid, posting.get_wdf()});
  };
  if (candidates == nullptr) {
    if (kept != nullptr) kept->reserve(frequency);
    for (; posting != end; ++posting) take(checked_docid(*posting, view_.documents()));
    return set;
  }
  if (frequency / kSkipCost < candidates->count()) {
    for (; posting != end; ++posting) {
      const std::uint32_t docid = checked_docid(*posting, view_.documents());
      if (candidates->has(docid)) take(docid);
    }
    return set;
  }
  for (std::uint32_t docid = candidates->next(1); docid != 0 && posting != end; docid = candidates->next(docid + 1)) {
    posting.skip_to(docid);
    if (posting != end && *posting == docid) take(docid);
  }
  return set;
}

DocSet Matcher::all_terms(const std::vector<std::string>& terms, Candidates candidates) {
  std::vector<std::string> order = terms;
  std::ranges::stable_sort(order, {}, [this](const std::string& t) { return view_.frequency(t); });
  if (order.empty()) return everything(candidates);
  DocSet set = term(order.front(), candidates);
  for (std::size_t i = 1; i < order.size(); ++i) set = term(order[i], &set);
  return set;
}

DocSet Matcher::any_term(const std::vector<std::string>& terms, Candidates candidates) {
  DocSet set(view_.documents());
  for (const std::string& t : terms) set.unite(term(t, candidates));
  return set;
}

DocSet Matcher::word(const QueryNode& node, Candidates candidates) {
  return term(word_term(prefix_of(view_, node.field), view_.stemmer()(node.words[0])), candidates);
}

// Where neighbours of the phrase stand side by side, as far as pair lists tell: all of them when there are two. nullopt: none tells.
std::optional<DocSet> Matcher::side_by_side(const Phrase& phrase) {
  if (phrase.size() < 2) return std::nullopt;
  const auto lists = view_.pairs();
  if (!lists) failure_ = lists.error();
  if (!lists || *lists == nullptr) return std::nullopt;
  const TokenFile& tokens = view_.tokens();
  std::map<std::string_view, bool> known;  // by bare word
  const auto has_lists = [&](const std::vector<std::uint32_t>& ids) {
    return std::ranges::all_of(ids, [&](std::uint32_t id) {
      const std::string_view bare = bare_word(tokens.word(id));
      const auto [slot, is_new] = known.try_emplace(bare);
      if (is_new) slot->second = !is_stop_word(bare) && tokens.articles(ids_of_form(view_, bare).front()) >= (*lists)->least_articles();
      return slot->second;
    });
  };
  std::optional<DocSet> all;
  for (std::size_t i = 1; i < phrase.size(); ++i) {
    if (phrase[i - 1].size() * phrase[i].size() > kMostPairsOfForms || !has_lists(phrase[i - 1]) || !has_lists(phrase[i])) continue;
    DocSet some(view_.documents());
    for (const std::uint32_t first : phrase[i - 1]) {
      for (const std::uint32_t second : phrase[i]) {
        const auto docids = (*lists)->documents_of(word_pair(first, second));
        if (!docids) throw damaged_list("pairs.bin");
        for (const std::uint32_t docid : *docids) some.add(docid);
      }
    }
    if (all) some.intersect(*all);
    all = std::move(some);
  }
  return all;
}

// Candidates have all the stems; the token file says whether they stand side by side, in the forms asked.
DocSet Matcher::phrase(const QueryNode& node, Candidates candidates) {
  const LeafWords& leaf = leaf_words(node);
  DocSet set(view_.documents());
  if (std::ranges::any_of(leaf.positions, [](const auto& ids) { return ids.empty(); })) return set;
  const auto neighbours = side_by_side(leaf.positions);
  if (neighbours) {
    set = *neighbours;
    if (candidates != nullptr) set.intersect(*candidates);
    if (leaf.positions.size() == 2 && node.field.empty()) return set;
    candidates = &set;
  }
  std::vector<std::string> terms;
  for (const std::string& stem : leaf.stems) terms.push_back(word_term(prefix_of(view_, node.field), stem));
  const std::span<const TextField> fields = streams_of(node.field);
  const DocSet having = all_terms(terms, candidates);
  set = DocSet(view_.documents());
  verify(having, [&](std::uint32_t docid) {
    const TokenStreams streams = view_.tokens().streams(docid);
    const auto stands_in = [&](TextField field) { return contains_phrase(streams.words[static_cast<std::size_t>(field)], leaf.positions); };
    if (std::ranges::any_of(fields, stands_in)) set.add(docid);
  });
  return set;
}

// The parts side by side, or joined.
DocSet Matcher::hyphenated(const QueryNode& node, Candidates candidates) {
  DocSet set = phrase(node, candidates);
  set.unite(term(word_term(prefix_of(view_, node.field), leaf_words(node).joined_stem), candidates));
  return set;
}

// The word written in capitals (US, not us).
DocSet Matcher::capitals(const QueryNode& node, Candidates candidates) {
  const LeafWords& leaf = leaf_words(node);
  DocSet set(view_.documents());
  if (leaf.positions[0].empty()) return set;
  const std::span<const TextField> fields = streams_of(node.field);
  verify(term(word_term(prefix_of(view_, node.field), leaf.stems[0]), candidates), [&](std::uint32_t docid) {
    if (has_capital_form(view_.tokens().streams(docid), fields, leaf.positions)) set.add(docid);
  });
  return set;
}

// Wildcards and near spellings of one field: their words' stems find candidates, one pass over each says which of them it has.
DocSet Matcher::any_form(const std::vector<const QueryNode*>& nodes, Candidates candidates) {
  static_assert(kMaxExpansions <= 64, "a bit each");
  const std::string& field = nodes.front()->field;
  std::vector<std::string> terms;
  std::vector<std::uint64_t> bits;  // by word id
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const LeafWords& leaf = leaf_words(*nodes[i]);
    for (const std::string& stem : leaf.stems) terms.push_back(word_term(prefix_of(view_, field), stem));
    for (const std::uint32_t id : leaf.positions[0]) {
      if (id >= bits.size()) bits.resize(id + 1);
      bits[id] |= std::uint64_t{1} << i;
    }
  }
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
  std::vector<DocSet> sets(nodes.size(), DocSet(view_.documents()));
  const std::uint64_t all = nodes.size() == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << nodes.size()) - 1;
  verify(any_term(terms, candidates), [&](std::uint32_t docid) {
    const TokenStreams streams = view_.tokens().streams(docid);
    std::uint64_t found = 0;
    for (const TextField stream : streams_of(field)) found |= bits_in(streams.words[static_cast<std::size_t>(stream)], bits, all);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (((found >> i) & 1) != 0) sets[i].add(docid);
    }
  });
  DocSet any(view_.documents());
  for (std::size_t i = 0; i < nodes.size(); ++i) any.unite(keep(*nodes[i], std::move(sets[i])));
  return any;
}

DocSet Matcher::near(const QueryNode& node, Candidates candidates) {
  DocSet out(view_.documents());
  DocSet set(view_.documents());
  if (node.kind == NodeKind::phrase) {  // "…"~n
    const LeafWords& leaf = leaf_words(node);
    if (std::ranges::any_of(leaf.positions, [](const auto& ids) { return ids.empty(); })) return out;
    std::vector<std::string> terms;
    for (const std::string& stem : leaf.stems) terms.push_back(word_term(prefix_of(view_, node.field), stem));
    set = all_terms(terms, candidates);
  } else {
    for (const QueryNode& part : node.children) set = within(part, std::exchange(candidates, &set));
  }
  verify(set, [&](std::uint32_t docid) {
    if (occurrences_.holds(node, docid)) out.add(docid);
  });
  if (!failure_) failure_ = occurrences_.failure();
  return out;
}

void Matcher::warn_once(Warning warning) {
  const auto same = [&warning](const Warning& w) { return w.code == warning.code && w.message == warning.message; };
  if (std::ranges::none_of(warnings_, same)) warnings_.push_back(std::move(warning));
}

DocSet Matcher::value(const QueryNode& node, Candidates candidates) {
  const ArchiveField* field = view_.schema().find(node.field);
  if (field->kind == FieldKind::id) return term(id_term(field->prefix, node.text), candidates);
  if (!node.whole) {
    std::vector<std::string> terms;
    for (const std::string& word : node.words) terms.push_back(name_word_term(field->prefix, word));
    return all_terms(terms, candidates);
  }
  const auto column = view_.column(field->name);
  if (!column) {
    failure_ = column.error();
    return DocSet(view_.documents());
  }
  const std::string value = squeeze(node.text);
  const auto named = view_.values_named(field->name, value);
  if (!named) {
    failure_ = named.error();
    return DocSet(view_.documents());
  }
  if (named->empty()) warn_once(unknown_value_warning(field->name, value, **column));
  std::vector<std::string> terms;
  for (const std::uint32_t ordinal : *named) terms.push_back(value_term(field->prefix, (*column)->folded(ordinal)));
  return any_term(terms, candidates);
}

DocSet Matcher::date_range(const QueryNode& node, Candidates candidates) {
  const DateRange range{node.from, node.until};
  DocSet set(view_.documents());
  const auto test = [&](std::uint32_t docid) {
    if (range.has(view_.facts()[docid])) set.add(docid);
  };
  if (candidates != nullptr) {
    candidates->for_each(test);
  } else {
    for (std::uint32_t docid = 1; docid <= view_.documents(); ++docid) test(docid);
  }
  return set;
}

Result<std::uint64_t> count_matches(IndexView& view, const QueryNode& node) {
  if (node.kind == NodeKind::all_of && node.children.size() == 1) return count_matches(view, node.children.front());
  if (node.kind == NodeKind::word && node.field.empty() && !node.capitals) {
    return view.frequency(word_term("", view.stemmer()(node.words[0])));
  }
  std::vector<Warning> ignored;  // the search itself has said them
  const auto set = Matcher(view, ignored).match(node);
  if (!set) return std::unexpected(set.error());
  return set->count();
}

}  // namespace broadsheet
