// Does document n pass this filter? Tests over columns, for the option filters and for date conditions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/columns.h"
#include "common/error.h"
#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/request.h"

namespace broadsheet {

// A range of dates, both ends inclusive, either may be open. Ranges in days compare the article's own days, ranges with a time
// compare instants; an article of coarser date passes when its whole span lies inside; an undated one never.
struct DateRange {
  std::optional<NewsDate> from, until;
  bool has(const DocumentFacts& facts) const;
};

// One option filter, made ready: any of these values, this range of dates, or these ids.
class OptionTest {
 public:
  static OptionTest values(std::string field, const KeywordColumn& column, const std::vector<std::uint32_t>& ordinals);
  static OptionTest dates(const FactsColumn& facts, DateRange range);
  static OptionTest ids(DocSet set);
  static OptionTest new_since(const FactsColumn& facts, std::uint32_t generation);  // first seen in a later one
  const std::string& field() const { return field_; }  // "" for dates, ids and first_seen
  bool has(std::uint32_t docid) const;

 private:
  OptionTest() = default;
  std::string field_;
  const KeywordColumn* column_ = nullptr;
  std::vector<bool> wanted_;  // by ordinal
  const FactsColumn* facts_ = nullptr;
  DateRange range_;
  std::optional<std::uint32_t> new_since_;
  std::optional<DocSet> set_;
};

// The tests of a request's options. Unknown fields are errors (status 2), unknown values and ids warnings.
Result<std::vector<OptionTest>> make_option_tests(IndexView& view, const SearchRequest& request, std::vector<Warning>& warnings);

// `no source "NYT" in this archive; close: "The New York Times" (9,011)`
Warning unknown_value_warning(const std::string& field, const std::string& value, const KeywordColumn& column);

// What passes all tests, and for each test what fails at that one alone: a facet on a filtered field counts as if its filter were off.
struct Filtered {
  DocSet passed;
  std::vector<DocSet> failed_only;  // by test; empty sets unless `wanted[test]`
};
Filtered filter_documents(const DocSet& documents, const std::vector<OptionTest>& tests, const std::vector<bool>& wanted);

}  // namespace broadsheet
