// What `timeline` adds to the timeline of the text format: its peaks, and a column for each value of --split.
#include <fmt/format.h>

#include <algorithm>

#include "common/text.h"
#include "searcher/period.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr std::size_t kPercentWidth = 8;  // " <0.01 %"
constexpr std::size_t kMostValueColumns = 24;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

// "2023-11: 58 articles, 21.3 expected · Ann Lee 12, Harbour Ledger 9"
Block peak_block(const TimelineAnswer& timeline, std::size_t columns) {
  Block lines;
  if (!timeline.peaks || timeline.peaks->empty()) return lines;
  lines.push_back(fmt::format("PEAKS (against the share in the {}s around)", time_unit_name(timeline.by)));
  for (const TimelinePeak& peak : *timeline.peaks) {
    std::string names;
    for (const PeakEntity& entity : peak.entities) {
      names += fmt::format("{}{} {}", names.empty() ? " · " : ", ", shown(entity.value), with_thousands(entity.articles));
    }
    append_lines(lines, wrap_lines(fmt::format("{}: {}, {:.1f} expected{}", period_label(peak.start, timeline.by),
                                               articles_text(peak.articles), peak.expected, names),
                                   columns, 2));
  }
  return lines;
}

std::string cell(const TimelineBucket& bucket) {
  const auto share = timeline_share(bucket);
  return with_thousands(bucket.articles) + pad_left(share ? percent(*share) : "–", kPercentWidth);
}

// As many series as fit side by side; how many columns each takes.
struct Layout {
  std::size_t series = 0, width = 0;
};
Layout layout_of(const std::vector<LabelledBuckets>& tables, std::size_t columns) {
  std::size_t width = kPercentWidth + 6;
  for (const LabelledBuckets& table : tables) {
    for (const TimelineBucket& row : table.rows) width = std::max(width, visible_width(cell(row)));
  }
  const std::size_t fitting = std::max<std::size_t>(1, columns / (width + 2));
  const std::size_t series = std::min(tables.size(), fitting);
  return {series, std::clamp(columns / std::max<std::size_t>(series, 1) - 2, width, std::max(width, kMostValueColumns))};
}

Block split_block(const TimelineAnswer& timeline, std::size_t columns) {
  const TimelineSplit& split = *timeline.split;
  std::vector<LabelledBuckets> tables;
  for (const TimelineSeries& series : split.series) tables.push_back(coarsened(series.buckets, timeline.by));
  Block lines;
  if (tables.empty()) return lines;
  const std::vector<std::string>& labels = tables.front().labels;
  std::size_t label_width = tables.front().unit.size();
  for (const std::string& label : labels) label_width = std::max(label_width, visible_width(label));
  const Layout layout = layout_of(tables, columns - label_width);
  std::string heading = pad_right(upper(tables.front().unit), label_width);
  for (std::size_t s = 0; s < layout.series; ++s)
    heading += "  " + pad_left(fit_width(shown(split.series[s].value), layout.width), layout.width);
  lines.push_back(heading);
  for (std::size_t row = 0; row < labels.size(); ++row) {
    std::string line = pad_right(labels[row], label_width);
    for (std::size_t s = 0; s < layout.series; ++s) line += "  " + pad_left(cell(tables[s].rows[row]), layout.width);
    lines.push_back(line);
  }
  append_lines(lines, wrap_lines(fmt::format("articles, and their share of the articles of that {} in {} {}", split.field,
                                             tables.front().unit.find(' ') == std::string::npos ? "that" : "those", tables.front().unit),
                                 columns, 2));
  if (layout.series < split.series.size()) {
    lines.push_back(fmt::format("{} more of the values asked for: --format csv", split.series.size() - layout.series));
  }
  return lines;
}

}  // namespace

std::vector<Block> timeline_extra_blocks(const TimelineAnswer& timeline, std::size_t columns) {
  std::vector<Block> blocks{peak_block(timeline, columns)};
  if (timeline.split) blocks.push_back(split_block(timeline, columns));
  return blocks;
}

}  // namespace broadsheet
