// The facet tables of the text format.
#include <fmt/format.h>

#include <algorithm>

#include "common/schema.h"
#include "common/text.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr std::size_t kGap = 2;         // between two tables, and between columns at least
constexpr std::size_t kShareWidth = 6;  // " share"
constexpr std::size_t kLiftWidth = 6;   // "  lift"
constexpr std::size_t kLeastNameWidth = 22;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

bool is_name_field(std::string_view field) {
  const auto* row = std::ranges::find(kFields, field, &Field::name);
  return row != kFields.end() && row->kind == FieldKind::name;
}

// "SOURCE (37 values)", "SOURCE (37 values, from 11)", "SOURCE (at least 37 values)"
std::string heading(const FacetAnswer& facet) {
  const std::uint64_t before = facet.values_shown_before;
  return fmt::format("{} ({}{} {}{})", upper(shown(facet.field)), facet.exact ? "" : "at least ", with_thousands(facet.values_total),
                     facet.values_total == 1 ? "value" : "values", before > 0 ? ", from " + with_thousands(before + 1) : "");
}

// Where the words do not fit, the number must: "PERSON (1,204,117)".
std::string heading_within(const FacetAnswer& facet, std::size_t columns) {
  std::string whole = heading(facet);
  if (visible_width(whole) <= columns) return whole;
  return fmt::format("{} ({})", upper(shown(facet.field)), with_thousands(facet.values_total));
}

std::uint64_t values_left(const FacetAnswer& facet) {
  const std::uint64_t shown_so_far = facet.values_shown_before + facet.buckets.size();
  return facet.values_total > shown_so_far ? facet.values_total - shown_so_far : 0;
}

// "32 more values in 120 articles", "1,199 more; none named in 188 articles", "" when the table says all.
std::string rest_line(const FacetAnswer& facet) {
  const std::uint64_t left = values_left(facet);
  const std::string none = fmt::format("{} in {}", is_name_field(facet.field) ? "none named" : "none", articles_text(facet.missing));
  if (left > 0 && facet.missing > 0) return fmt::format("{} more; {}", with_thousands(left), none);
  if (left > 0) {
    // No article of its own: each has a value that is shown as well.
    const std::string where = facet.other == 0 ? "" : " in " + articles_text(facet.other);
    return fmt::format("{} more {}{}", with_thousands(left), left == 1 ? "value" : "values", where);
  }
  return facet.missing > 0 ? none : std::string();
}

// A facet filtered by option counts as if that option were off, and then says so.
std::string basis_line(const FacetAnswer& facet, const Answer& answer) {
  const auto& filters = answer.request.filters;
  if (std::ranges::find(filters, facet.field, &OptionFilter::field) == filters.end()) return {};
  return fmt::format("of {} with any {}", articles_text(facet.articles), shown(facet.field));
}

std::string lift_text(const std::optional<double>& lift) {
  if (!lift) return "–";
  return fmt::format("{:.{}f}", *lift, *lift < 999.95 ? 1 : 0);
}

std::size_t count_width(const FacetAnswer& facet) {
  std::size_t width = std::string_view("arts").size();
  for (const FacetBucket& bucket : facet.buckets) width = std::max(width, with_thousands(bucket.articles).size());
  return width;
}

// The width that cuts no value, from kLeastNameWidth on.
std::size_t natural_width(const FacetAnswer& facet) {
  std::size_t name = std::max(kLeastNameWidth, visible_width(heading(facet)) + 1);
  for (const FacetBucket& bucket : facet.buckets) name = std::max(name, visible_width(shown(bucket.value)) + 1);
  return name + count_width(facet) + kShareWidth + kLiftWidth;
}

Block table(const FacetAnswer& facet, const Answer& answer, std::size_t width) {
  const std::size_t count = count_width(facet);
  const std::size_t name = width - count - kShareWidth - kLiftWidth;
  const auto row = [&](std::string_view value, std::string_view articles, std::string_view share, std::string_view lift) {
    return pad_right(fit_width(value, name - 1), name) + pad_left(articles, count) + pad_left(share, kShareWidth) +
           pad_left(lift, kLiftWidth);
  };
  Block lines{row(heading_within(facet, name - 1), "arts", "share", "lift")};
  for (const FacetBucket& bucket : facet.buckets) {
    lines.push_back(row(shown(bucket.value), with_thousands(bucket.articles), percent(bucket.share, true), lift_text(bucket.lift)));
  }
  append_lines(lines, wrap_lines(rest_line(facet), width));
  append_lines(lines, wrap_lines(basis_line(facet, answer), width));
  return lines;
}

Block side_by_side(const Block& left, const Block& right, std::size_t left_width) {
  Block lines;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string_view left_line = i < left.size() ? std::string_view(left[i]) : std::string_view();
    if (i < right.size()) {
      lines.push_back(pad_right(left_line, left_width + kGap) + right[i]);
    } else {
      lines.emplace_back(left_line);
    }
  }
  return lines;
}

}  // namespace

std::vector<Block> facet_blocks(const Answer& answer, std::size_t columns) {
  std::vector<FacetAnswer> facets = answer.facets;
  std::erase_if(facets, [](const FacetAnswer& facet) { return facet.articles == 0; });
  if (facets.size() == 1) return {table(facets[0], answer, std::min(natural_width(facets[0]), columns))};
  const std::size_t left_width = columns / 2 - kGap;
  const std::size_t right_width = columns - left_width - kGap;
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < facets.size(); i += 2) {
    Block left = table(facets[i], answer, left_width);
    if (i + 1 == facets.size()) {
      blocks.push_back(std::move(left));
    } else {
      blocks.push_back(side_by_side(left, table(facets[i + 1], answer, right_width), left_width));
    }
  }
  return blocks;
}

}  // namespace broadsheet
