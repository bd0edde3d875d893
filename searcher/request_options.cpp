#include "searcher/request_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ranges>

#include "common/date.h"
#include "common/option_values.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kMaxNumber = 1'000'000'000;
constexpr std::size_t kUnsetFacetLimit = 0;  // until finish_request()
constexpr std::uint64_t kMaxSnippet = 100'000;

Result<void> usage(std::string message) { return fail(Status::usage, std::move(message)); }

constexpr std::array<NamedValue<MatchMode>, 2> kMatchModes = {{{"all", MatchMode::all}, {"any", MatchMode::any}}};
constexpr std::array<NamedValue<SortOrder>, 4> kSortOrders = {
    {{"relevance", SortOrder::relevance}, {"newest", SortOrder::newest}, {"oldest", SortOrder::oldest}, {"title", SortOrder::title}}};

// A whole number or "all".
Result<std::size_t> parse_limit(const std::string& value, std::uint64_t least) {
  if (value == "all") return kNoLimit;
  const auto number = parse_whole_number(value, least, kMaxNumber);
  if (!number) return fail(Status::usage, number.error().message + ", nor 'all'");
  return static_cast<std::size_t>(*number);
}

// Calls `use` for each part between commas; empty parts are skipped.
template <class Use>
Result<void> for_each_part(const std::string& list, Use use) {
  for (const auto part : list | std::views::split(',')) {
    const std::string text(part.begin(), part.end());
    if (text.empty()) continue;
    if (const Result<void> used = use(text); !used) return used;
  }
  return {};
}

// A number into a member of the request.
template <class Member>
Result<void> set_number(Member& member, const std::string& value, std::uint64_t least, std::uint64_t most) {
  const auto number = parse_whole_number(value, least, most);
  if (!number) return std::unexpected(number.error());
  member = static_cast<std::int64_t>(*number);
  return {};
}

Result<void> set_match(SearchRequest& request, const std::string& value) {
  const auto mode = choose(kMatchModes, value);
  if (!mode) return std::unexpected(mode.error());
  request.match = *mode;
  return {};
}

Result<void> set_sort(SearchRequest& request, const std::string& value) {
  const auto order = choose(kSortOrders, value);
  if (!order) return std::unexpected(order.error());
  request.sort = *order;
  return {};
}

Result<void> set_limit(SearchRequest& request, const std::string& value) {
  const auto limit = parse_limit(value, 0);
  if (!limit) return std::unexpected(limit.error());
  request.limit = *limit;
  return {};
}

Result<void> set_offset(SearchRequest& request, const std::string& value) {
  const auto offset = parse_whole_number(value, 0, kMaxNumber);
  if (!offset) return std::unexpected(offset.error());
  request.offset = *offset;
  return {};
}

Result<void> set_snippet(SearchRequest& request, const std::string& value) {
  const auto length = parse_whole_number(value, 0, kMaxSnippet);
  if (!length) return std::unexpected(length.error());
  request.snippet = *length;
  return {};
}

Result<void> set_time_limit(SearchRequest& request, const std::string& value) {
  return set_number(request.time_limit_ms.emplace(), value, 1, kMaxNumber);
}

Result<void> set_timeline(SearchRequest& request, const std::string& value) {
  request.timeline = parse_time_unit(value);
  if (!request.timeline) return usage(fmt::format("'{}' is none of day, week, month, quarter, year", value));
  return {};
}

Result<void> set_now(SearchRequest& request, const std::string& value) {
  const auto date = parse_date(value);
  if (!date) return usage(fmt::format("'{}' is not a time; write for example 2024-02-21T10:00:00Z", value));
  request.now = date->start;
  return {};
}

// "source:5": the field and how many of its values.
Result<FacetRequest> parse_facet(const std::string& text, std::size_t unset_limit) {
  const std::size_t colon = text.find(':');
  FacetRequest facet{text.substr(0, colon), unset_limit};
  if (facet.field.empty()) return fail(Status::usage, fmt::format("'{}' names no field", text));
  if (colon != std::string::npos) {
    const auto limit = parse_limit(text.substr(colon + 1), 1);
    if (!limit) return fail(Status::usage, fmt::format("in '{}' {}", text, limit.error().message));
    facet.limit = *limit;
  }
  return facet;
}

// The last mention of a field counts.
Result<void> add_facet(SearchRequest& request, const std::string& text) {
  auto parsed = parse_facet(text, kUnsetFacetLimit);
  if (!parsed) return std::unexpected(parsed.error());
  FacetRequest& facet = *parsed;
  const auto same = std::ranges::find(request.facets, facet.field, &FacetRequest::field);
  if (same == request.facets.end()) {
    request.facets.push_back(std::move(facet));
  } else {
    *same = std::move(facet);
  }
  return {};
}

Result<void> add_facets(SearchRequest& request, const std::string& value) {
  return for_each_part(value, [&](const std::string& part) { return add_facet(request, part); });
}

Result<void> add_fields(SearchRequest& request, const std::string& value) {
  return for_each_part(value, [&](const std::string& part) -> Result<void> {
    if (std::ranges::find(request.fields, part) == request.fields.end()) request.fields.push_back(part);
    return {};
  });
}

Result<void> set_split(SearchRequest& request, const std::string& value) {
  constexpr std::size_t kSeries = 5;
  auto split = parse_facet(value, kSeries);
  if (!split) return std::unexpected(split.error());
  request.split = std::move(*split);
  return {};
}

Result<void> set_sample(SearchRequest& request, const std::string& value) {
  const auto size = parse_whole_number(value, 1, kMaxNumber);
  if (!size) return std::unexpected(size.error());
  request.sample = *size;
  return {};
}

Result<void> set_seed(SearchRequest& request, const std::string& value) {
  const auto seed = parse_whole_number(value, 0, kMaxNumber);
  if (!seed) return std::unexpected(seed.error());
  request.seed = *seed;
  return {};
}

Result<void> set_new_since(SearchRequest& request, const std::string& value) {
  const auto generation = parse_whole_number(value, 0, UINT32_MAX);
  if (!generation) return std::unexpected(generation.error());
  request.new_since = static_cast<std::uint32_t>(*generation);
  return {};
}

Result<void> set_since(SearchRequest& request, const std::string& value) {
  request.since = value;
  return {};
}

Result<void> set_until(SearchRequest& request, const std::string& value) {
  request.until = value;
  return {};
}

Result<void> set_value_prefix(SearchRequest& request, const std::string& value) {
  request.value_prefix = value;
  return {};
}

Result<void> set_strict(SearchRequest& request, const std::string& /*value*/) {
  request.strict = true;
  return {};
}

Result<void> set_no_total(SearchRequest& request, const std::string& /*value*/) {
  request.with_total = false;
  return {};
}

Result<void> set_expand(SearchRequest& request, const std::string& /*value*/) {
  request.expand = true;
  return {};
}

constexpr std::array kRequestOptions = {
    RequestOption{"expand", false, false, set_expand},
    RequestOption{"facet", true, true, add_facets},
    RequestOption{"fields", true, true, add_fields},
    RequestOption{"limit", true, false, set_limit},
    RequestOption{"match", true, false, set_match},
    RequestOption{"new-since", true, false, set_new_since},
    RequestOption{"no-total", false, false, set_no_total},
    RequestOption{"now", true, false, set_now},
    RequestOption{"offset", true, false, set_offset},
    RequestOption{"sample", true, false, set_sample},
    RequestOption{"seed", true, false, set_seed},
    RequestOption{"since", true, false, set_since},
    RequestOption{"snippet", true, false, set_snippet},
    RequestOption{"sort", true, false, set_sort},
    RequestOption{"split", true, false, set_split},
    RequestOption{"strict", false, false, set_strict},
    RequestOption{"time-limit", true, false, set_time_limit},
    RequestOption{"timeline", true, false, set_timeline},
    RequestOption{"until", true, false, set_until},
    RequestOption{"value-prefix", true, false, set_value_prefix},
};

// `name` as the person wrote it: --since, or since in a batch line.
Result<std::optional<NewsDate>> parse_bound(const std::string& name, const std::optional<std::string>& text, std::int64_t now) {
  if (!text) return std::nullopt;
  auto date = parse_date_bound(*text, now);
  if (date) return date;
  return fail(Status::usage,
              fmt::format("{}: '{}' is not a date; write 2024, 2024-02, 2024-02-21, 2024-02-21T10:00:00Z, or a time back from "
                          "now: 36h, 30d, 6m, 2y",
                          name, *text));
}

}  // namespace

const RequestOption* find_request_option(std::string_view name) {
  const auto row = std::ranges::find(kRequestOptions, name, &RequestOption::name);
  return row == kRequestOptions.end() ? nullptr : &*row;
}

bool is_filter_option(std::string_view name) {
  return std::ranges::any_of(kFields, [&](const Field& field) { return field.option && field.name == name; });
}

Result<void> add_filter(SearchRequest& request, std::string_view field, const std::string& value) {
  if (value.empty()) return usage("the value is empty");
  auto filter = std::ranges::find(request.filters, field, &OptionFilter::field);
  if (filter == request.filters.end()) {
    filter = request.filters.insert(filter, OptionFilter{std::string(field), {}});
  }
  if (std::ranges::find(filter->values, value) == filter->values.end()) filter->values.push_back(value);
  return {};
}

Result<void> add_archive_filters(SearchRequest& request, const std::vector<OptionFilter>& named, const Schema& schema,
                                 std::string_view prefix, std::string_view kind) {
  for (const OptionFilter& filter : named) {
    const ArchiveField* field = schema.find(filter.field);
    if (field == nullptr || !field->facet) {
      return usage(fmt::format("'{}{}' is not {}, nor a facet field of this archive (fields: {})", prefix, filter.field, kind,
                               fmt::join(schema.facet_names(), ", ")));
    }
    if (filter.values.empty()) return usage(fmt::format("'{}{}' needs a value", prefix, filter.field));
    for (const std::string& value : filter.values) {
      if (const auto added = add_filter(request, field->name, value); !added) {
        return usage(fmt::format("{}{}: {}", prefix, filter.field, added.error().message));
      }
    }
  }
  return {};
}

Result<void> finish_request(SearchRequest& request, std::string_view prefix, std::size_t facet_limit) {
  for (FacetRequest& facet : request.facets) {
    if (facet.limit == kUnsetFacetLimit) facet.limit = facet_limit;
  }
  const std::string before(prefix);
  if (request.split && !request.timeline) return usage(fmt::format("{0}split goes with {0}timeline UNIT", prefix));
  if (request.seed && !request.sample) return usage(fmt::format("{0}seed goes with {0}sample N", prefix));
  const auto since = parse_bound(before + "since", request.since, request.now);
  if (!since) return std::unexpected(since.error());
  const auto until = parse_bound(before + "until", request.until, request.now);
  if (!until) return std::unexpected(until.error());
  if (*since && *until && (*since)->start >= (*until)->end) {
    return usage(fmt::format("{0}since {1} is after {0}until {2}: no date lies between them", prefix, *request.since, *request.until));
  }
  return {};
}

}  // namespace broadsheet
