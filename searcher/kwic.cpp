#include "searcher/kwic.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "common/encoding.h"
#include "common/json.h"
#include "common/text.h"
#include "searcher/selection.h"
#include "searcher/spill_sort.h"

namespace broadsheet {
namespace {

constexpr std::size_t kFewLines = 5000;  // so many are chosen by their keys alone and read afterwards

constexpr std::array<int, 6> kWordOffsets = {-1, -2, -3, 1, 2, 3};  // of left1 … right3

bool is_word_key(KwicKey key) { return key <= KwicKey::right3; }

void append_big_endian(std::string& out, std::uint64_t n) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((n >> shift) & 0xFF);
}

// What an order says of an article, as bytes that compare like it.
class ArticleKeys {
 public:
  ArticleKeys(IndexView& view, const KeywordColumn* sources) : view_(view), sources_(sources) {}

  std::string operator()(KwicKey key, std::uint32_t docid) const {
    std::string bytes;
    if (key == KwicKey::oldest) {
      const DocumentFacts& facts = view_.facts()[docid];
      // Shifted so that early years come first; undated ones last.
      append_big_endian(bytes, is_dated(facts) ? static_cast<std::uint64_t>(facts.start) ^ (1ULL << 63) : UINT64_MAX);
    } else if (key == KwicKey::source) {
      const auto ordinals = sources_->ordinals(docid);
      append_big_endian(bytes, ordinals.empty() ? UINT64_MAX : ordinals.front());  // ordinals go by folded value
    }
    return bytes;  // docids are newest first
  }

 private:
  IndexView& view_;
  const KeywordColumn* sources_;
};

// The text from byte `begin` to `end`, squeezed.
std::string piece(std::string_view text, std::size_t begin, std::size_t end) { return squeeze(text.substr(begin, end - begin)); }

// Punctuation that follows a word belongs to it: up to the next blank.
std::size_t with_punctuation(std::string_view text, std::size_t end, std::size_t border) {
  while (end < border && std::string_view(" \n\t\r").find(text[end]) == std::string_view::npos) ++end;
  return end;
}

class Concordance {
 public:
  Concordance(IndexView& view, Selection& selection, const KwicTask& task, const KwicOutput& output, ArticleKeys keys)
      : view_(view),
        selection_(selection),
        task_(task),
        output_(output),
        keys_(keys),
        finder_(view, selection.matcher(), selection.root()) {}

  bool has_words() const { return !finder_.empty(); }

  Result<KwicTotals> run() {
    const bool sorted = sorts_by_words(task_.order);
    std::optional<KwicTotals> totals;
    if (output_.wants_totals) {
      auto counted = count();
      if (!counted) return counted;
      totals = *counted;
    }
    if (!output_.begin(selection_.head(), totals)) return totals.value_or(KwicTotals{});
    if (!sorted) return stream(totals);
    return wanted_end() <= kFewLines ? choose_few() : sort_all();
  }

 private:
  std::uint64_t wanted_end() const { return task_.limit == kNoLimit ? UINT64_MAX : std::uint64_t{task_.offset} + task_.limit; }

  // Calls `use` with each occurrence; false from it stops.
  template <class Use>
  Result<void> for_each(const std::vector<std::uint32_t>& docids, const Use& use) {
    for (const std::uint32_t docid : docids) {
      const auto found = finder_.find(docid);
      if (!found) return std::unexpected(found.error());
      for (std::size_t n = 0; n < found->size(); ++n) {
        const Result<bool> used = use(docid, static_cast<std::uint32_t>(n), (*found)[n]);
        if (!used) return std::unexpected(used.error());
        if (!*used) return {};
      }
    }
    return {};
  }

  std::vector<std::uint32_t> matches() const {
    std::vector<std::uint32_t> docids;
    docids.reserve(selection_.total());
    selection_.matches().for_each([&](std::uint32_t docid) { docids.push_back(docid); });
    return docids;
  }

  Result<KwicTotals> count() {
    KwicTotals totals{selection_.total(), 0};
    const auto counted = for_each(matches(), [&](std::uint32_t, std::uint32_t, const Occurrence&) -> Result<bool> {
      ++totals.occurrences;
      return true;
    });
    if (!counted) return std::unexpected(counted.error());
    return totals;
  }

  // In the order of articles.
  Result<KwicTotals> stream(std::optional<KwicTotals> known) {
    std::vector<std::uint32_t> docids = matches();
    if (!task_.order.empty()) {
      std::vector<std::pair<std::string, std::uint32_t>> keyed;
      for (const std::uint32_t docid : docids) keyed.emplace_back(article_key(docid), docid);
      std::ranges::sort(keyed);
      for (std::size_t i = 0; i < keyed.size(); ++i) docids[i] = keyed[i].second;
    }
    std::uint64_t number = 0;
    bool open = true;
    const auto streamed = for_each(docids, [&](std::uint32_t docid, std::uint32_t, const Occurrence& occurrence) -> Result<bool> {
      ++number;
      const bool wanted = open && number > task_.offset && number <= wanted_end();
      if (wanted) {
        const auto line = make_line(docid, occurrence);
        if (!line) return std::unexpected(line.error());
        open = output_.write(output_.render(*line), number);
      }
      return open && (!known || number < wanted_end());  // the rest is read only where nobody has counted it
    });
    if (!streamed) return std::unexpected(streamed.error());
    return known.value_or(KwicTotals{selection_.total(), number});
  }

  std::string article_key(std::uint32_t docid) const {
    std::string key;
    for (const KwicKey part : task_.order) key += keys_(part, docid);
    return key;
  }

  // Unique: ends with the place.
  std::string key_of(std::uint32_t docid, std::uint32_t n, const Occurrence& occurrence) {
    if (docid != words_docid_) {
      words_docid_ = docid;
      words_ = {};
    }
    std::string key;
    for (const KwicKey part : task_.order) {
      if (is_word_key(part)) {
        key += word_at(docid, occurrence, kWordOffsets[static_cast<std::size_t>(part)]);
        key += '\0';
      } else {
        key += keys_(part, docid);
      }
    }
    append_big_endian(key, (std::uint64_t{docid} << 32) | n);
    return key;
  }

  // The word so many places left (negative) or right of the occurrence; "" beyond the field.
  std::string_view word_at(std::uint32_t docid, const Occurrence& occurrence, int offset) {
    auto& ids = words_[static_cast<std::size_t>(occurrence.field)];
    if (!ids) {
      ids.emplace();
      const TokenStreams streams = view_.tokens().streams(docid);
      for (ByteReader reader(streams.words[static_cast<std::size_t>(occurrence.field)]); !reader.at_end() && reader.ok();) {
        ids->push_back(static_cast<std::uint32_t>(reader.varint()));
      }
    }
    const std::int64_t base = offset < 0 ? std::int64_t{occurrence.span.first} : std::int64_t{occurrence.span.last} - 1;
    const std::int64_t at = base + offset;
    if (at < 0 || at >= static_cast<std::int64_t>(ids->size())) return {};
    return view_.tokens().word((*ids)[static_cast<std::size_t>(at)]);
  }

  // The first lines by their keys; their texts are read afterwards.
  Result<KwicTotals> choose_few() {
    struct Candidate {
      std::string key;
      std::uint32_t docid = 0;
      Occurrence occurrence;
    };
    const auto end = static_cast<std::size_t>(wanted_end());
    std::vector<Candidate> best;
    KwicTotals totals{selection_.total(), 0};
    const auto keep = [&](std::size_t n) {
      if (best.size() > n) {
        std::ranges::nth_element(best, best.begin() + static_cast<std::ptrdiff_t>(n), {}, &Candidate::key);
        best.resize(n);
      }
    };
    const auto looked = for_each(matches(), [&](std::uint32_t docid, std::uint32_t n, const Occurrence& occurrence) -> Result<bool> {
      ++totals.occurrences;
      best.push_back({key_of(docid, n, occurrence), docid, occurrence});
      if (best.size() > 2 * end + 1000) keep(end);
      return true;
    });
    if (!looked) return std::unexpected(looked.error());
    keep(end);
    std::ranges::sort(best, {}, &Candidate::key);
    for (std::size_t i = task_.offset; i < best.size(); ++i) {
      const auto line = make_line(best[i].docid, best[i].occurrence);
      if (!line) return std::unexpected(line.error());
      if (!output_.write(output_.render(*line), i + 1)) break;
    }
    return totals;
  }

  Result<KwicTotals> sort_all() {
    SpillSorter sorter(task_.temporary_folder, task_.sort_memory);
    KwicTotals totals{selection_.total(), 0};
    const auto looked = for_each(matches(), [&](std::uint32_t docid, std::uint32_t n, const Occurrence& occurrence) -> Result<bool> {
      ++totals.occurrences;
      const auto line = make_line(docid, occurrence);
      if (!line) return std::unexpected(line.error());
      const auto added = sorter.add(key_of(docid, n, occurrence), output_.render(*line));
      if (!added) return std::unexpected(added.error());
      return true;
    });
    if (!looked) return std::unexpected(looked.error());
    std::uint64_t number = 0;
    const auto written = sorter.for_each([&](std::string_view rendered) {
      if (++number <= task_.offset) return true;
      return number <= wanted_end() && output_.write(rendered, number);
    });
    if (!written) return std::unexpected(written.error());
    return totals;
  }

  Result<KwicLine> make_line(std::uint32_t docid, const Occurrence& occurrence) {
    const auto text = finder_.text(docid, occurrence.field);
    if (!text) return std::unexpected(text.error());
    const auto list = finder_.words(docid, occurrence.field);
    if (!list) return std::unexpected(list.error());
    const std::vector<RawWord>& words = **list;
    const WordSpan span = occurrence.span;
    if (span.first >= span.last || span.last > words.size()) {
      return fail(Status::bad_data, fmt::format("{}: the words of document {} do not fit its text; broadsheet check says more",
                                                view_.paths().tokens().string(), docid));
    }
    KwicLine line = article_line(docid, **finder_.article(docid));
    line.field = occurrence.field;
    line.kind = occurrence.kind;
    const std::size_t begin = words[span.first].begin, end = words[span.last - 1].end;
    const std::size_t first = span.first - std::min<std::size_t>(span.first, task_.context_words);
    const std::size_t last = std::min<std::size_t>(words.size(), span.last + task_.context_words);
    line.more_left = first > 0;
    line.more_right = last < words.size();
    const std::size_t left_begin = first == span.first ? begin : first == 0 ? 0 : words[first].begin;
    const std::size_t right_border = last < words.size() ? words[last].begin : text->size();
    const std::size_t last_end = last == span.last ? end : words[last - 1].end;
    const std::size_t right_end = task_.context_words == 0 ? end : with_punctuation(*text, last_end, right_border);
    line.left = piece(*text, left_begin, begin);
    line.match = piece(*text, begin, end);
    line.right = piece(*text, end, right_end);
    line.start = count_code_points(text->substr(0, begin));
    line.end = line.start + count_code_points(text->substr(begin, end - begin));
    for (const WordSpan& part : occurrence.parts) {
      const std::size_t from = piece(*text, begin, words[part.first].begin).size(),
                        to = piece(*text, begin, words[part.last - 1].end).size();
      // squeeze() drops the blank before a part.
      line.marks.push_back({from > 0 && line.match[from] == ' ' ? from + 1 : from, to});
    }
    return line;
  }

  KwicLine article_line(std::uint32_t docid, const Article& article) const {
    KwicLine line;
    line.id = article.id;
    line.source = article.source;
    line.title = article.title;
    const DocumentFacts& facts = view_.facts()[docid];
    if (article.date) line.date = article.date->text;
    if (is_dated(facts)) line.day = day_text(facts.day);
    return line;
  }

  IndexView& view_;
  Selection& selection_;
  const KwicTask& task_;
  const KwicOutput& output_;
  ArticleKeys keys_;
  PlaceFinder finder_;
  std::uint32_t words_docid_ = 0;
  std::array<std::optional<std::vector<std::uint32_t>>, kTextFields> words_;  // of document words_docid_
};

}  // namespace

bool sorts_by_words(const std::vector<KwicKey>& order) { return std::ranges::any_of(order, is_word_key); }

Result<KwicTotals> run_kwic(IndexView& view, const SearchRequest& request, const KwicTask& task, const KwicOutput& output) {
  auto selection = Selection::make(view, request);
  if (!selection) return std::unexpected(selection.error());
  const KeywordColumn* sources = nullptr;
  if (std::ranges::find(task.order, KwicKey::source) != task.order.end()) {
    const auto column = view.column("source");
    if (!column) return std::unexpected(column.error());
    sources = *column;
  }
  Concordance concordance(view, **selection, task, output, ArticleKeys(view, sources));
  if (!concordance.has_words()) {
    return fail(Status::usage,
                "kwic shows words in context, and this query has none; for example: kwic model, kwic '\"open source\"', "
                "kwic 'model NEAR/5 reuse'. Fields and dates alone: query");
  }
  return concordance.run();
}

}  // namespace broadsheet
