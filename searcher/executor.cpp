#include "searcher/executor.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include <fmt/format.h>

#include "common/text.h"
#include "searcher/article_list.h"
#include "searcher/column_filter.h"
#include "searcher/expansion.h"
#include "searcher/facets.h"
#include "searcher/feedback.h"
#include "searcher/help.h"
#include "searcher/hit_fields.h"
#include "searcher/match_set.h"
#include "searcher/query_plan.h"
#include "searcher/ranking.h"
#include "searcher/sample.h"
#include "searcher/snippet.h"
#include "searcher/timeline.h"
#include "searcher/timeline_peaks.h"
#include "searcher/timeline_split.h"
#include "searcher/word_expansion.h"
#include "searcher/word_sum.h"
#include "searcher/xapian_fault.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kFewMatches = 10;

constexpr std::array<std::string_view, 4> kPrecisionNames = {"year", "month", "day", "time"};

// Words of the query that a snippet marks: stems of words, exact forms of phrases; what is negated or a filter does not count.
class HitWords {
 public:
  HitWords(const QueryNode& root, Stemmer& stemmer, const TokenFile& tokens) : stemmer_(stemmer), tokens_(tokens) { collect(root); }
  bool operator()(std::string_view word) {
    const std::string_view bare = bare_word(word);
    return forms_.contains(word) || forms_.contains(bare) || stems_.contains(stemmer_(bare)) || has_prefix(bare);
  }

 private:
  void collect(const QueryNode& node) {
    if (node.kind == NodeKind::none_of || node.kind == NodeKind::value) return;
    for (const QueryNode& child : node.children) collect(child);
    std::string joined;
    for (const std::string& word : node.words) joined += word;
    if (node.kind == NodeKind::hyphenated) stems_.insert(stemmer_(joined));
    if (node.kind == NodeKind::phrase || node.kind == NodeKind::as_typed) {
      for (std::string& form : forms_side_by_side(node.words)) forms_.insert(std::move(form));
      return;
    }
    for (const std::string& word : node.words) {
      if (node.kind == NodeKind::wildcard) {
        prefixes_.push_back(word);
      } else if (node.kind == NodeKind::fuzzy) {
        for (const std::uint32_t id : words_one_edit_away(tokens_, word).ids) forms_.emplace(bare_word(tokens_.word(id)));
      } else {
        stems_.insert(stemmer_(bare_word(word)));
      }
    }
  }
  bool has_prefix(std::string_view word) const {
    return std::ranges::any_of(prefixes_, [word](const std::string& prefix) { return word.starts_with(prefix); });
  }
  Stemmer& stemmer_;
  const TokenFile& tokens_;
  std::unordered_set<std::string> stems_;
  std::unordered_set<std::string, StringHash, std::equal_to<>> forms_;
  std::vector<std::string> prefixes_;
};

// One search, step by step: parse, match, filter, order, count, read hits.
class Search {
 public:
  Search(IndexView& view, const SearchRequest& request)
      : view_(view), request_(request), deadline_(request.time_limit_ms), matcher_(view, answer_.warnings, deadline_, request.want_hits) {
    const Manifest& manifest = view.manifest();
    answer_.archive = {manifest.generation, manifest.created, manifest.content_sha256, manifest.articles};
    answer_.request = request;
    answer_.stems = manifest.analysis.stemmer != "none";
  }

  // Everything up to the set of matches and their order.
  Result<void> match() {
    const bool all = request_.query.empty() || request_.query == "*";
    auto parsed = parse_query(all ? "" : request_.query, view_.schema(),
                              {request_.match, request_.strict, request_.now, view_.manifest().analysis.version});
    if (!parsed) return std::unexpected(parsed.error());
    root_ = std::move(parsed->root);
    answer_.understood = describe(root_);
    answer_.warnings = std::move(parsed->warnings);
    auto tests = make_option_tests(view_, request_, answer_.warnings);
    if (!tests) return std::unexpected(tests.error());
    tests_ = std::move(*tests);
    auto matched = matcher_.match(root_);
    if (!matched) return std::unexpected(matched.error());
    filter(*matched);
    if (request_.expand) {
      if (const auto expanded = expand(*matched); !expanded) return expanded;
    }
    if (const auto drawn = draw(); !drawn) return drawn;
    if (matcher_.cut()) cut("not all candidates of phrases were looked at, so matches are missing");
    return order();
  }

  Result<Answer> answer() {
    if (request_.with_total) answer_.total = total_;
    if (request_.want_hits) {
      if (const auto read = read_hits(); !read) return std::unexpected(read.error());
    }
    if (deadline_.passed()) {
      if (!request_.facets.empty()) cut("facets are missing");
      if (request_.timeline) cut("the timeline is missing");
    } else {
      if (const auto counted = count_facets(); !counted) return std::unexpected(counted.error());
      if (const auto counted = count_timeline_answer(); !counted) return std::unexpected(counted.error());
    }
    if (answer_.total) help_when_few();
    if (const auto listed = list_matches(); !listed) return std::unexpected(listed.error());
    return std::move(answer_);
  }

  // The answer without hits and counts: the total, warnings and help.
  Result<Answer> summary() {
    answer_.total = total_;
    help_when_few();
    if (const auto listed = list_matches(); !listed) return std::unexpected(listed.error());
    return std::move(answer_);
  }

  // The time limit has cut the answer: says what is missing, exit status 3.
  void cut(std::string_view missing) {
    answer_.partial = true;
    answer_.total_exact = !matcher_.cut();
    answer_.warnings.push_back({"time-limit", fmt::format("the time limit of {} ms was reached: {}", *request_.time_limit_ms, missing)});
  }

  // All matches in order, to `use`.
  Result<void> stream(const std::function<bool(const Hit&)>& use) {
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      auto hit = read_hit(i, true);
      if (!hit) return std::unexpected(hit.error());
      if (!use(*hit)) break;
    }
    return {};
  }

 private:
  void help_when_few() {
    if (request_.with_help && !answer_.partial && answer_.sampled_from.value_or(total_) <= kFewMatches) add_help(view_, root_, answer_);
  }

  // The best matches say with which words the query goes on (RM3). Under `any` these are alternatives that match, too.
  Result<void> expand(const DocSet& matched) {
    if (!scores(root_) || request_.sort.value_or(SortOrder::relevance) != SortOrder::relevance) {
      answer_.warnings.push_back({"expand-unused", "--expand changes the order by relevance only: ignored here"});
      return {};
    }
    if (view_.manifest().articles < kLeastArticlesToExpand) {
      answer_.warnings.push_back(
          {"expand-small-archive", fmt::format("--expand helps in archives of {} articles or more; this one has {}",
                                               with_thousands(kLeastArticlesToExpand), with_thousands(view_.manifest().articles))});
    }
    expansion_ = expansion_of(view_, matcher_, root_, filtered_.passed);
    for (const QueryNode& word : expansion_.words) answer_.expansion.emplace_back(word.text, word.weight);
    if (request_.match == MatchMode::all || expansion_.alternatives.kind == NodeKind::everything) return {};
    auto wider = matcher_.match(expansion_.alternatives);
    if (!wider) return std::unexpected(wider.error());
    wider->unite(matched);
    filter(std::move(*wider));
    return {};
  }

  void filter(DocSet matched) {
    std::vector<bool> wanted;
    for (const OptionTest& test : tests_) wanted.push_back(is_faceted(test.field()));
    filtered_ = tests_.empty() ? Filtered{std::move(matched), {}} : filter_documents(matched, tests_, wanted);
    total_ = filtered_.passed.count();
  }

  // --sample: from here on all is of the drawn ones.
  Result<void> draw() {
    const auto sampled_from = apply_sample(view_, request_, filtered_.passed);
    if (!sampled_from) return std::unexpected(sampled_from.error());
    answer_.sampled_from = *sampled_from;
    total_ = filtered_.passed.count();
    return {};
  }

  Result<void> list_matches() {
    if (request_.list == ListKind::none || answer_.partial) return {};
    auto listed = list_articles(view_, filtered_.passed, request_.list);
    if (!listed) return std::unexpected(listed.error());
    answer_.listed = std::move(*listed);
    return {};
  }

  bool is_faceted(const std::string& field) const {
    return !field.empty() && std::ranges::any_of(request_.facets, [&](const FacetRequest& f) {
      const ArchiveField* known = view_.schema().find(f.field);
      return known != nullptr && known->name == field;
    });
  }

  // The page of matches in the order asked.
  Result<void> order() {
    answer_.sort = request_.sort.value_or(SortOrder::relevance);
    if (!scores(root_) && answer_.sort == SortOrder::relevance) answer_.sort = SortOrder::newest;
    if (!request_.want_hits) return {};
    const std::size_t end = request_.limit == kNoLimit ? total_ : std::min<std::uint64_t>(total_, request_.offset + request_.limit);
    std::vector<RankedDocument> ranked;
    switch (answer_.sort) {
      case SortOrder::relevance:
        ranked = by_relevance(end);
        break;
      case SortOrder::newest:
        ranked = newest(end);
        break;
      case SortOrder::oldest:
        ranked = oldest();
        break;
      case SortOrder::title:
        ranked = by_title();
        break;
    }
    ranked.resize(std::min(ranked.size(), end));
    ranked.erase(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(std::min(request_.offset, ranked.size())));
    ranked_ = std::move(ranked);
    return {};
  }

  // Only when a word scores.
  std::vector<RankedDocument> by_relevance(std::size_t end) {
    if (expansion_.words.empty() && matcher_.keeps_postings()) {
      if (const auto words = summed_words(root_, matcher_)) return rank_by_sum(*words, matcher_, view_, filtered_.passed, end);
    }
    const bool narrowed = !tests_.empty() || request_.sample.has_value();
    const auto plan = plan_query(root_, matcher_, view_, filtered_.passed, narrowed, expansion_.words);
    return rank(view_.database(), plan->query, end, total_);
  }

  // Docid order is newest first, then by id, undated ones last.
  std::vector<RankedDocument> newest(std::size_t end) const {
    std::vector<RankedDocument> ranked;
    for (std::uint32_t docid = filtered_.passed.next(1); docid != 0 && ranked.size() < end; docid = filtered_.passed.next(docid + 1)) {
      ranked.push_back({docid, 0});
    }
    return ranked;
  }

  std::vector<RankedDocument> oldest() const {
    std::vector<RankedDocument> ranked = newest(total_);
    std::ranges::stable_sort(ranked, {}, [this](const RankedDocument& d) {
      const DocumentFacts& facts = view_.facts()[d.docid];
      return is_dated(facts) ? facts.start : INT64_MAX;
    });
    return ranked;
  }

  std::vector<RankedDocument> by_title() const {
    std::vector<std::pair<std::string, RankedDocument>> titled;
    for (const RankedDocument& d : newest(total_)) {
      HitRecord record;
      decode_hit(view_.database().get_document(d.docid).get_data(), record);
      titled.emplace_back(fold(record.title), d);
    }
    std::ranges::stable_sort(titled, {}, [](const auto& entry) -> const std::string& { return entry.first; });
    std::vector<RankedDocument> ranked;
    ranked.reserve(titled.size());
    for (const auto& [title, d] : titled) ranked.push_back(d);
    return ranked;
  }

  Result<void> read_hits() {
    const bool whole = request_.want_articles || needs_article(request_.fields);
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      auto hit = read_hit(i, whole);
      if (!hit) return std::unexpected(hit.error());
      answer_.hits.push_back(std::move(*hit));
    }
    return {};
  }

  Result<Hit> read_hit(std::size_t i, bool whole) {
    const std::uint32_t docid = ranked_[i].docid;
    Hit hit;
    hit.rank = request_.offset + i + 1;
    if (answer_.sort == SortOrder::relevance) hit.score = ranked_[i].score;
    // That the document exists is known.
    if (!decode_hit(view_.database().get_document(docid, Xapian::DOC_ASSUME_VALID).get_data(), hit.record)) {
      return fail(Status::bad_data, fmt::format("{}: document {} has a damaged record; broadsheet check says more",
                                                view_.paths().database().string(), docid));
    }
    const DocumentFacts& facts = view_.facts()[docid];
    hit.first_seen = facts.first_seen;
    if (is_dated(facts)) {
      hit.date_precision = kPrecisionNames[std::min<std::size_t>(facts.precision, kPrecisionNames.size() - 1)];
      hit.day = day_text(facts.day);
    }
    if (!whole && request_.snippet == 0) return hit;
    auto article = view_.article(docid, whole);
    if (!article) return std::unexpected(article.error());
    if (request_.snippet > 0)
      hit.snippet = make_snippet(snippet_text(*article), [this](std::string_view word) { return hit_words()(word); }, request_.snippet);
    if (whole) hit.article = std::move(*article);
    return hit;
  }

  static const std::string& snippet_text(const Article& article) { return article.text.empty() ? article.deck : article.text; }

  HitWords& hit_words() {
    if (!hit_words_) hit_words_.emplace(root_, view_.stemmer(), view_.tokens());
    return *hit_words_;
  }

  // The articles that pass the option filters whatever the query says, one field's filter left out; nullptr: the whole archive.
  const DocSet* frame(const std::string& without_field) {
    std::vector<OptionTest> tests;
    for (const OptionTest& test : tests_) {
      if (test.field().empty() || test.field() != without_field) tests.push_back(test);
    }
    if (tests.empty()) return nullptr;
    const std::string key = tests.size() == tests_.size() ? "" : without_field;
    const auto found = frames_.find(key);
    if (found != frames_.end()) return &found->second;
    return &frames_.emplace(key, filter_documents(DocSet::all(view_.documents()), tests, std::vector<bool>(tests.size())).passed)
                .first->second;
  }

  // Multi-select: a facet on a filtered field counts as if that filter were off.
  DocSet counted_for(const std::string& field) const {
    DocSet documents = filtered_.passed;
    for (std::size_t i = 0; i < tests_.size(); ++i) {
      if (!field.empty() && tests_[i].field() == field) documents.unite(filtered_.failed_only[i]);
    }
    return documents;
  }

  Result<void> count_facets() {
    for (const FacetRequest& facet : request_.facets) {
      const auto opened = view_.facet(facet.field);
      if (!opened) return std::unexpected(opened.error());
      const std::string& field = opened->field;
      // A sample is drawn of what passes all filters: there is no count with one of them off.
      const bool filtered = !request_.sample && std::ranges::any_of(tests_, [&](const OptionTest& t) { return t.field() == field; });
      const DocSet own = filtered ? counted_for(field) : DocSet();
      const auto aliases = view_.aliases(field);
      if (!aliases) return std::unexpected(aliases.error());
      FacetTask task{field,       opened->column,        filtered ? &own : &filtered_.passed, frame(filtered ? field : ""),
                     facet.limit, request_.facet_offset, fold(request_.value_prefix),         *aliases};
      answer_.facets.push_back(count_facet(task));
      answer_.facets.back().exact = !matcher_.cut();
    }
    return {};
  }

  Result<void> count_timeline_answer() {
    if (!request_.timeline) return {};
    const auto facts = view_.checked_facts();
    if (!facts) return std::unexpected(facts.error());
    TimelineTask task{*request_.timeline, *facts, &filtered_.passed, frame(""), std::nullopt, std::nullopt};
    if (request_.since) task.first_day = parse_date_bound(*request_.since, request_.now)->day;
    if (request_.until) task.last_day = parse_date_bound(*request_.until, request_.now)->last_day;
    answer_.timeline = count_timeline(task);
    if (const auto split = split_counted(); !split) return split;
    return find_named_peaks();
  }

  Result<void> split_counted() {
    if (!request_.split) return {};
    const auto opened = view_.facet(request_.split->field);
    if (!opened) return std::unexpected(opened.error());
    const SplitTask task{opened->field, opened->column, request_.split->limit, &view_.facts(), &filtered_.passed, frame("")};
    answer_.timeline->split = split_timeline(task, *answer_.timeline);
    return {};
  }

  Result<void> find_named_peaks() {
    if (!request_.want_peaks) return {};
    std::vector<TimelinePeak> peaks = find_peaks(answer_.timeline->buckets);
    std::vector<NamedColumn> columns;
    for (const std::string_view field : {"person", "org", "place"}) {
      if (peaks.empty()) break;
      const auto opened = view_.facet(std::string(field));
      if (!opened) return std::unexpected(opened.error());
      columns.push_back({opened->field, opened->column});
    }
    name_peaks(peaks, *answer_.timeline, columns, view_.facts(), filtered_.passed);
    answer_.timeline->peaks = std::move(peaks);
    return {};
  }

  IndexView& view_;
  const SearchRequest& request_;
  Answer answer_;
  Deadline deadline_;
  Matcher matcher_;
  QueryNode root_;
  Expansion expansion_;  // the matcher knows its nodes by their addresses
  std::vector<OptionTest> tests_;
  Filtered filtered_;
  std::map<std::string, DocSet> frames_;
  std::uint64_t total_ = 0;
  std::vector<RankedDocument> ranked_;
  std::optional<HitWords> hit_words_;
};

}  // namespace

Result<Answer> run_search(IndexView& view, const SearchRequest& request) try {
  Search search(view, request);
  if (const auto matched = search.match(); !matched) return std::unexpected(matched.error());
  return search.answer();
} catch (const Xapian::Error& error) {
  return std::unexpected(xapian_fault(error, view.paths().database().string()));
}

Result<Answer> run_export(IndexView& view, const SearchRequest& request, const std::function<bool(const Hit&)>& use) try {
  SearchRequest all = request;
  all.want_hits = true;
  Search search(view, all);
  if (const auto matched = search.match(); !matched) return std::unexpected(matched.error());
  if (const auto streamed = search.stream(use); !streamed) return std::unexpected(streamed.error());
  return search.summary();
} catch (const Xapian::Error& error) {
  return std::unexpected(xapian_fault(error, view.paths().database().string()));
}

}  // namespace broadsheet
