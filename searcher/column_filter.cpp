#include "searcher/column_filter.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/text.h"
#include "searcher/sinks/sink.h"
#include "searcher/suggest.h"

namespace broadsheet {

bool DateRange::has(const DocumentFacts& facts) const {
  if (!is_dated(facts)) return false;
  const auto after = [&](const NewsDate& bound) {
    return bound.precision == DatePrecision::time ? facts.start >= bound.start : facts.day >= bound.day;
  };
  const auto before = [&](const NewsDate& bound) {
    return bound.precision == DatePrecision::time ? facts.end <= bound.end : facts.last_day <= bound.last_day;
  };
  return (!from || after(*from)) && (!until || before(*until));
}

OptionTest OptionTest::values(std::string field, const KeywordColumn& column, const std::vector<std::uint32_t>& ordinals) {
  OptionTest test;
  test.field_ = std::move(field);
  test.column_ = &column;
  test.wanted_.resize(column.values());
  for (const std::uint32_t ordinal : ordinals) test.wanted_[ordinal] = true;
  return test;
}

OptionTest OptionTest::dates(const FactsColumn& facts, DateRange range) {
  OptionTest test;
  test.facts_ = &facts;
  test.range_ = std::move(range);
  return test;
}

OptionTest OptionTest::ids(DocSet set) {
  OptionTest test;
  test.set_ = std::move(set);
  return test;
}

OptionTest OptionTest::new_since(const FactsColumn& facts, std::uint32_t generation) {
  OptionTest test;
  test.facts_ = &facts;
  test.new_since_ = generation;
  return test;
}

bool OptionTest::has(std::uint32_t docid) const {
  if (column_ != nullptr) {
    return std::ranges::any_of(column_->ordinals(docid), [this](std::uint32_t ordinal) { return wanted_[ordinal]; });
  }
  if (new_since_) return (*facts_)[docid].first_seen > *new_since_;
  return set_ ? set_->has(docid) : range_.has((*facts_)[docid]);
}

Warning unknown_value_warning(const std::string& field, const std::string& value, const KeywordColumn& column) {
  std::string message = fmt::format("no {} \"{}\" in this archive", field, value);
  std::string close;
  for (const NearValue& near : near_values(column, fold(value), 3)) {
    close += fmt::format("{}\"{}\" ({})", close.empty() ? "; close: " : ", ", near.display, with_thousands(near.articles));
  }
  return {"unknown-value", message + close};
}

namespace {

Result<OptionTest> value_test(IndexView& view, const OptionFilter& filter, std::vector<Warning>& warnings) {
  const auto facet = view.facet(filter.field);
  if (!facet) return std::unexpected(facet.error());
  std::vector<std::uint32_t> ordinals;
  for (const std::string& value : filter.values) {
    const auto named = view.values_named(facet->field, value);
    if (!named) return std::unexpected(named.error());
    ordinals.insert(ordinals.end(), named->begin(), named->end());
    if (named->empty()) warnings.push_back(unknown_value_warning(facet->field, value, *facet->column));
  }
  return OptionTest::values(facet->field, *facet->column, ordinals);
}

Result<std::optional<NewsDate>> date_bound(const std::optional<std::string>& text, std::string_view option, std::int64_t now) {
  if (!text) return std::nullopt;
  if (auto date = parse_date_bound(*text, now)) return date;
  return fail(Status::usage, fmt::format("{} '{}' is no date; examples: 2024, 2024-02, 2024-02-21, 2024-02-21T10:00Z, 30d", option, *text));
}

DocSet documents_of(const IndexView& view, const std::vector<std::string>& ids, std::vector<Warning>& warnings) {
  DocSet set(view.documents());
  std::size_t unknown = 0;
  std::string example;
  for (const std::string& id : ids) {
    if (const auto docid = view.find_id(id)) {
      set.add(*docid);
    } else if (++unknown == 1) {
      example = id;
    }
  }
  if (unknown > 0) {
    warnings.push_back({"unknown-id", fmt::format("{} of {} ids are not in this archive, such as \"{}\"", with_thousands(unknown),
                                                  with_thousands(ids.size()), example)});
  }
  return set;
}

}  // namespace

Result<std::vector<OptionTest>> make_option_tests(IndexView& view, const SearchRequest& request, std::vector<Warning>& warnings) {
  std::vector<OptionTest> tests;
  for (const OptionFilter& filter : request.filters) {
    auto test = value_test(view, filter, warnings);
    if (!test) return std::unexpected(test.error());
    tests.push_back(std::move(*test));
  }
  DateRange range;
  for (const auto& [text, option, bound] :
       {std::tuple(&request.since, "--since", &range.from), std::tuple(&request.until, "--until", &range.until)}) {
    auto date = date_bound(*text, option, request.now);
    if (!date) return std::unexpected(date.error());
    *bound = std::move(*date);
  }
  if (range.from || range.until) tests.push_back(OptionTest::dates(view.facts(), std::move(range)));
  if (request.new_since) tests.push_back(OptionTest::new_since(view.facts(), *request.new_since));
  if (request.ids) tests.push_back(OptionTest::ids(documents_of(view, *request.ids, warnings)));
  return tests;
}

Filtered filter_documents(const DocSet& documents, const std::vector<OptionTest>& tests, const std::vector<bool>& wanted) {
  Filtered out{DocSet(documents.documents()), {}};
  for (const bool keep : wanted) out.failed_only.emplace_back(keep ? documents.documents() : 0);
  documents.for_each([&](std::uint32_t docid) {
    std::size_t fails = 0, failed = 0;
    for (std::size_t i = 0; i < tests.size() && fails < 2; ++i) {
      if (tests[i].has(docid)) continue;
      ++fails;
      failed = i;
    }
    if (fails == 0) {
      out.passed.add(docid);
    } else if (fails == 1 && wanted[failed]) {
      out.failed_only[failed].add(docid);
    }
  });
  return out;
}

}  // namespace broadsheet
