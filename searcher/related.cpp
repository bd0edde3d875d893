#include "searcher/related.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/text.h"
#include "common/words.h"
#include "searcher/archive_info.h"
#include "searcher/column_filter.h"
#include "searcher/match_set.h"
#include "searcher/query_plan.h"
#include "searcher/ranking.h"
#include "searcher/shingles.h"
#include "searcher/sinks/text_layout.h"
#include "searcher/statistics.h"

namespace broadsheet {
namespace {

constexpr std::uint32_t kTitleWeight = 2;    // a word of the headline counts twice, as in ranking
constexpr std::size_t kBeyond = 50;          // ranked beyond the page at first, to have others where there are copies
constexpr std::size_t kMostWordsShown = 12;  // of the telling ones, in the text format
constexpr std::size_t kColumns = 80;

struct TellingWord {
  std::string form;  // the commonest in the article
  std::uint64_t count = 0;
  double log_likelihood = 0;
};

// The words of the article by stem, with the form that stands there most often.
class ArticleWords {
 public:
  ArticleWords(IndexView& view, std::uint32_t docid) : view_(view) {
    const TokenStreams streams = view.tokens().streams(docid);
    for (std::size_t field = 0; field < kTextFields; ++field) {
      const std::uint32_t weight = field == static_cast<std::size_t>(TextField::title) ? kTitleWeight : 1;
      for (ByteReader reader(streams.words[field]); !reader.at_end() && reader.ok();) {
        counts_[static_cast<std::uint32_t>(reader.varint())] += weight;
        length_ += weight;
      }
    }
  }

  std::vector<TellingWord> telling() const {
    const TokenFile& tokens = view_.tokens();
    std::uint64_t all = 0;
    for (std::uint32_t id = 0; id < tokens.words(); ++id) all += tokens.occurrences(id);
    std::map<std::string, TellingWord> by_stem;
    std::map<std::string, std::uint64_t> best_form;
    for (const auto& [id, count] : counts_) {
      const std::string form(bare_word(tokens.word(id)));
      if (form.empty() || is_stop_word(form)) continue;
      const std::string stem = view_.stemmer()(form);
      TellingWord& word = by_stem[stem];
      word.count += count;
      if (count > best_form[stem]) {
        best_form[stem] = count;
        word.form = form;
      }
    }
    std::vector<TellingWord> words;
    for (auto& [stem, word] : by_stem) {
      std::uint64_t occurrences = 0, articles = 0;
      for (const std::uint32_t id : tokens.ids_of_stem(stem)) {
        occurrences += tokens.occurrences(id);
        articles += tokens.articles(id);
      }
      if (articles < 2) continue;  // nothing else has it
      const std::uint64_t elsewhere = occurrences - std::min(occurrences, word.count);
      word.log_likelihood = log_likelihood({word.count, length_, elsewhere, std::max(all - std::min(all, length_), elsewhere + 1)});
      if (word.log_likelihood > 0) words.push_back(std::move(word));
    }
    std::ranges::stable_sort(words, [](const TellingWord& a, const TellingWord& b) { return a.log_likelihood > b.log_likelihood; });
    if (words.size() > kTellingWords) words.resize(kTellingWords);
    return words;
  }

 private:
  IndexView& view_;
  std::map<std::uint32_t, std::uint64_t> counts_;
  std::uint64_t length_ = 0;
};

QueryNode query_of(const std::vector<TellingWord>& words) {
  QueryNode root;
  root.kind = NodeKind::any_of;
  for (const TellingWord& word : words) {
    QueryNode node;
    node.kind = NodeKind::word;
    node.words = {word.form};
    node.text = word.form;
    const auto count = static_cast<double>(word.count);
    node.weight = count / (count + 1);
    root.children.push_back(std::move(node));
  }
  return root;
}

struct RelatedHit {
  std::uint32_t docid = 0;
  double score = 0;
  Likeness likeness;
  bool copy = false;
};

struct Ranked {
  std::vector<RelatedHit> hits;
  std::uint64_t copies = 0;  // among the articles looked at
};

// Deep enough that the page is full without its copies, or until there is nothing more.
Ranked rank_others(IndexView& view, const QueryPlan& plan, std::uint32_t docid, std::size_t total, std::size_t wanted, bool with_copies) {
  const std::vector<std::uint64_t> own = shingles_of(view.tokens(), docid);
  for (std::size_t depth = std::min(total, wanted > total ? total : wanted + kBeyond);; depth = std::min(total, depth * 4)) {
    Ranked ranked;
    for (const RankedDocument& document : rank(view.database(), plan.query, depth, total)) {
      RelatedHit hit{document.docid, document.score, likeness(own, shingles_of(view.tokens(), document.docid)), false};
      hit.copy = is_copy(hit.likeness);
      ranked.copies += hit.copy ? 1 : 0;
      if (!hit.copy || with_copies) ranked.hits.push_back(hit);
    }
    if (ranked.hits.size() >= wanted || depth >= total) return ranked;
  }
}

std::vector<TableColumn> hit_columns() {
  return {{"rank", CellStyle::count, ""},         {"score", CellStyle::decimal, ""}, {"id", CellStyle::text, ""},
          {"source", CellStyle::text, ""},        {"date", CellStyle::text, ""},     {"day", CellStyle::text, ""},
          {"title", CellStyle::text, ""},         {"url", CellStyle::text, ""},      {"copy", CellStyle::text, ""},
          {"resemblance", CellStyle::percent, ""}};
}

Cell text_or_null(std::string text) {
  if (text.empty()) return nullptr;
  return text;
}

Result<Article> read_article(IndexView& view, std::uint32_t docid) {
  const auto record = view.texts().get(docid);
  if (!record) return std::unexpected(record.error());
  return decode_article(*record);
}

void add_text_lines(std::vector<std::string>& lines, std::size_t rank, const Article& article, std::string_view day,
                    const RelatedHit& hit) {
  constexpr std::size_t kIndent = 5;
  const std::string title = shown(article.title);
  Block block = wrap_lines(title.empty() ? "(no headline)" : title, kColumns - kIndent);
  std::string meta = article.source.empty() ? "" : shown(article.source) + " · ";
  meta += day.empty() ? "undated" : std::string(day);
  if (hit.copy) meta += fmt::format(" · near-copy ({} of the text in common)", percent(hit.likeness.resemblance, true));
  append_lines(block, spread(meta, shown(article.id), kColumns - kIndent));
  for (std::string& line : block) line.insert(0, kIndent, ' ');
  block.front().replace(0, 3, pad_left(std::to_string(rank), 3));
  if (!lines.empty()) lines.emplace_back();
  append_lines(lines, std::move(block));
}

Result<void> add_hits(IndexView& view, const Ranked& ranked, const SearchRequest& request, TableAnswer& answer) {
  ResultTable table{"hits", "", hit_columns(), {}};
  const std::size_t end = request.limit == kNoLimit ? ranked.hits.size() : std::min(ranked.hits.size(), request.offset + request.limit);
  for (std::size_t i = request.offset; i < end; ++i) {
    const RelatedHit& hit = ranked.hits[i];
    const auto article = read_article(view, hit.docid);
    if (!article) return std::unexpected(article.error());
    const DocumentFacts& facts = view.facts()[hit.docid];
    const std::string day = is_dated(facts) ? day_text(facts.day) : "";
    table.rows.push_back({std::uint64_t{i + 1}, hit.score, article->id, article->source,
                          text_or_null(article->date ? article->date->text : ""), text_or_null(day), article->title, article->url, hit.copy,
                          hit.likeness.resemblance});
    add_text_lines(answer.text_body, i + 1, *article, day, hit);
  }
  answer.tables.insert(answer.tables.begin(), std::move(table));
  return {};
}

ResultTable word_table(const std::vector<TellingWord>& words) {
  ResultTable table{
      "words", "", {{"word", CellStyle::text, ""}, {"count", CellStyle::count, ""}, {"log_likelihood", CellStyle::decimal, ""}}, {}};
  for (const TellingWord& word : words) table.rows.push_back({word.form, word.count, word.log_likelihood});
  return table;
}

std::string telling_text(const std::vector<TellingWord>& words) {
  std::vector<std::string> forms;
  for (const TellingWord& word : words) {
    if (forms.size() < kMostWordsShown) forms.push_back(shown(word.form));
  }
  return fmt::format("{}{}", fmt::join(forms, " · "), words.size() > forms.size() ? " …" : "");
}

void add_copies_note(TableAnswer& answer, std::uint64_t copies, bool shown_too) {
  if (copies == 0) return;
  answer.text_notes.push_back(
      fmt::format("{} near-{} {} (four-word shingles: {:.0f} % in common, or {:.0f} % of the shorter text in the longer)",
                  with_thousands(copies), copies == 1 ? "copy" : "copies", shown_too ? "among them" : "left out; --copies shows them",
                  100 * kCopyResemblance, 100 * kCopyContainment));
}

}  // namespace

Result<TableAnswer> run_related(IndexView& view, const SearchRequest& request, const AnalysisRequest& analysis) {
  const std::string& id = analysis.words.front();
  const auto docid = view.find_id(id);
  if (!docid)
    return fail(
        Status::no_input,
        fmt::format("no article \"{0}\" in this archive; ids of articles with these words: broadsheet-search query '{0}' --format ids",
                    id));
  Answer head;
  head.archive = archive_info(view.manifest());
  head.request = request;
  head.request.query = id;
  head.parameters = {{"copies", analysis.copies ? "true" : "false"}, {"sort", "\"relevance\""}};
  const std::vector<TellingWord> words = ArticleWords(view, *docid).telling();
  head.understood = "like " + id + ": " + telling_text(words);
  const QueryNode root = query_of(words);
  const auto tests = make_option_tests(view, request, head.warnings);
  if (!tests) return std::unexpected(tests.error());
  Matcher matcher(view, head.warnings);
  DocSet matches(view.documents());
  if (!words.empty()) {
    auto matched = matcher.match(root);
    if (!matched) return std::unexpected(matched.error());
    matches = filter_documents(*matched, *tests, std::vector<bool>(tests->size())).passed;
    DocSet itself(view.documents());
    itself.add(*docid);
    matches.subtract(itself);
  }
  const std::uint64_t total = matches.count();
  Ranked ranked;
  const std::size_t wanted = request.limit == kNoLimit ? total : std::min<std::uint64_t>(total, request.offset + request.limit);
  if (total > 0) {
    if (const auto plan = plan_query(root, matcher, view, matches, true)) {
      ranked = rank_others(view, *plan, *docid, total, wanted, analysis.copies);
    }
  }
  head.total = total;
  TableAnswer answer;
  answer.name = "related";
  answer.heads.push_back(std::move(head));
  answer.facts = {{"id", id}, {"copies", ranked.copies}};
  answer.tables.push_back(word_table(words));
  if (const auto added = add_hits(view, ranked, request, answer); !added) return std::unexpected(added.error());
  if (answer.text_body.empty()) answer.text_notes.emplace_back("no other article is like it");
  if (answer.text_body.empty()) answer.text_body.emplace_back();
  if (total > 0) {
    answer.text_notes.push_back(
        fmt::format("{} {} one of these words or more; the likest stand first", articles_text(total), total == 1 ? "has" : "have"));
  }
  add_copies_note(answer, ranked.copies, analysis.copies);
  return answer;
}

}  // namespace broadsheet
