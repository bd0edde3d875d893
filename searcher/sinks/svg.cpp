// The svg format: charts of a timeline (raw counts above, shares below) and of facets (a bar for each value).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "common/date.h"
#include "common/text.h"
#include "searcher/period.h"
#include "searcher/sinks/svg_canvas.h"
#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr double kWidth = 800;
constexpr double kLeft = 70, kRight = 780;  // of the plots
constexpr double kPlotHeight = 150;
constexpr double kLineHeight = 17;
constexpr std::size_t kTextColumns = 112;   // of a line of small text; wider ones are broken
constexpr std::size_t kMostDots = 60;
constexpr std::size_t kMostTooltips = 800;
constexpr std::size_t kMostListedPeaks = 12;

// --- what both charts say

bool asks_for_all(const Answer& answer) { return answer.request.query.empty() || answer.request.query == "*"; }

std::string question(const Answer& answer) {
  return asks_for_all(answer) ? std::string("All articles") : fmt::format("“{}”", squeeze(answer.request.query));
}

// Draws lines of small text and gives the y below them.
double paragraph(SvgCanvas& canvas, double y, std::string_view text) {
  for (const std::string& line : wrap_lines(squeeze(text), kTextColumns)) {
    canvas.text(20, y, "small", Anchor::start, line);
    y += kLineHeight;
  }
  return y;
}

std::string joined(const std::vector<std::string>& list, std::string_view between) { return fmt::format("{}", fmt::join(list, between)); }

std::string date_bound_text(const std::string& bound, std::int64_t now) {
  const auto date = parse_date_bound(bound, now);
  return date ? date->text : bound;
}

std::string frame_text(const SearchRequest& request) {
  std::vector<std::string> parts;
  for (const OptionFilter& filter : request.filters) parts.push_back(filter.field + " " + joined(filter.values, " or "));
  if (request.since) parts.push_back("since " + date_bound_text(*request.since, request.now));
  if (request.until) parts.push_back("until " + date_bound_text(*request.until, request.now));
  if (request.new_since) parts.push_back(fmt::format("new since generation {}", *request.new_since));
  if (request.ids) parts.push_back(fmt::format("a list of {} ids", with_thousands(request.ids->size())));
  return parts.empty() ? "" : " · within: " + joined(parts, " · ");
}

std::string counts_text(const Answer& answer) {
  if (!answer.total) return {};
  if (answer.sampled_from) {
    return fmt::format("{} articles drawn at random (seed {}) of {} that match", with_thousands(*answer.total),
                       answer.request.seed.value_or(kDefaultSeed), with_thousands(*answer.sampled_from));
  }
  return fmt::format("{}{} of {} match", answer.total_exact ? "" : "at least ", with_thousands(*answer.total),
                     articles_text(answer.archive.articles));
}

// Title, what was asked, how it was understood; the y below.
double heading(SvgCanvas& canvas, const Answer& answer, const std::string& title) {
  constexpr std::size_t kTitleColumns = 62;
  constexpr std::size_t kTitleLines = 3;
  constexpr double kTitleHeight = 22;
  const std::vector<std::string> lines = wrap_lines(squeeze(title), kTitleColumns);
  double y = 30;
  for (std::size_t i = 0; i < std::min(lines.size(), kTitleLines); ++i, y += kTitleHeight) {
    const bool cut = i + 1 == kTitleLines && lines.size() > kTitleLines;
    canvas.text(20, y, "title", Anchor::start, cut ? fit_width(lines[i], kTitleColumns - 2) + " …" : lines[i]);
  }
  y = paragraph(canvas, y - 2, counts_text(answer) + frame_text(answer.request));
  if (!asks_for_all(answer)) y = paragraph(canvas, y, "query understood as " + answer.understood);
  if (answer.partial) y = paragraph(canvas, y, "The time limit cut this answer: the counts are too low.");
  return y;
}

double origin(SvgCanvas& canvas, double y, const Answer& answer) {
  return paragraph(
      canvas, y,
      fmt::format("Broadsheet, archive generation {}, content SHA-256 {}", answer.archive.generation, answer.archive.content_sha256));
}

// --- the timeline

// What one panel draws: a value for each bucket, nullopt = none.
using Values = std::vector<std::optional<double>>;

Values counts_of(const std::vector<TimelineBucket>& buckets) {
  Values values;
  for (const TimelineBucket& bucket : buckets) values.emplace_back(static_cast<double>(bucket.articles));
  return values;
}

Values shares_of(const std::vector<TimelineBucket>& buckets) {
  Values values;
  for (const TimelineBucket& bucket : buckets) values.push_back(timeline_share(bucket));
  return values;
}

double highest(const std::vector<Values>& series) {
  double most = 0;
  for (const Values& values : series) {
    for (const auto& value : values) most = std::max(most, value.value_or(0));
  }
  return most;
}

std::string count_label(double value) { return with_thousands(static_cast<std::uint64_t>(std::llround(value))); }
std::string share_label(double value) { return fmt::format("{:.4g} %", value * 100); }

// One panel: its place and scale.
struct Plot {
  double top = 0;
  double scale = 1;  // pixels a unit
  double step = 1;   // pixels a bucket
  double bottom() const { return top + kPlotHeight; }
  double x(std::size_t bucket) const { return kLeft + (static_cast<double>(bucket) + 0.5) * step; }
  double y(double value) const { return bottom() - value * scale; }
};

Plot draw_axes(SvgCanvas& canvas, double top, double most, std::size_t buckets, bool whole, std::string (*label)(double)) {
  constexpr std::size_t kTicks = 4;
  const std::vector<double> ticks = axis_ticks(most, kTicks, whole);
  const Plot plot{top, kPlotHeight / ticks.back(), (kRight - kLeft) / static_cast<double>(std::max<std::size_t>(buckets, 1))};
  for (const double tick : ticks) {
    canvas.grid_line(kLeft, plot.y(tick), kRight, plot.y(tick));
    canvas.text(kLeft - 6, plot.y(tick) + 4, "small", Anchor::end, label(tick));
  }
  canvas.axis_line(kLeft, plot.top, kLeft, plot.bottom());
  canvas.axis_line(kLeft, plot.bottom(), kRight, plot.bottom());
  return plot;
}

void draw_line(SvgCanvas& canvas, const Plot& plot, const Values& values, std::size_t series) {
  std::vector<SvgCanvas::Point> points;
  bool gap = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) {
      gap = true;
      continue;
    }
    points.push_back({plot.x(i), plot.y(*values[i]), gap});
    gap = false;
  }
  canvas.line(points, series, values.size() <= kMostDots);
}

void draw_bars(SvgCanvas& canvas, const Plot& plot, const TimelineAnswer& timeline) {
  const double width = std::max(plot.step * 0.8, 0.5);
  for (std::size_t i = 0; i < timeline.buckets.size(); ++i) {
    const TimelineBucket& bucket = timeline.buckets[i];
    if (bucket.articles == 0) continue;
    const double y = plot.y(static_cast<double>(bucket.articles));
    const std::string tooltip = timeline.buckets.size() > kMostTooltips
                                    ? std::string()
                                    : fmt::format("{}: {} of {}", period_label(bucket.start, timeline.by), with_thousands(bucket.articles),
                                                  articles_text(bucket.archive_articles));
    canvas.bar(plot.x(i) - width / 2, y, width, plot.bottom() - y, tooltip);
  }
}

void draw_peak_marks(SvgCanvas& canvas, const Plot& plot, const TimelineAnswer& timeline) {
  if (!timeline.peaks) return;
  for (const TimelinePeak& peak : *timeline.peaks) {
    const auto bucket = std::ranges::find(timeline.buckets, peak.start, &TimelineBucket::start);
    const auto i = static_cast<std::size_t>(bucket - timeline.buckets.begin());
    canvas.mark(plot.x(i), plot.y(static_cast<double>(peak.articles)) - 2);
  }
}

// Labels under the lower panel, as many as fit.
void draw_periods(SvgCanvas& canvas, const Plot& plot, const TimelineAnswer& timeline) {
  constexpr double kLabelWidth = 72;
  const std::size_t n = timeline.buckets.size();
  const std::size_t every = static_cast<std::size_t>(kLabelWidth / plot.step) + 1;
  for (std::size_t i = 0; i < n; i += every) {
    canvas.axis_line(plot.x(i), plot.bottom(), plot.x(i), plot.bottom() + 4);
    canvas.text(plot.x(i), plot.bottom() + 17, "small", Anchor::middle, period_label(timeline.buckets[i].start, timeline.by));
  }
}

// Names beside samples of their lines; the y below.
double draw_legend(SvgCanvas& canvas, double y, const TimelineSplit& split, std::size_t shown) {
  constexpr std::size_t kNameColumns = 34;
  constexpr std::size_t kColumns = 3;
  constexpr double kColumnWidth = 245;
  for (std::size_t i = 0; i < shown; ++i) {
    const double x = kLeft + static_cast<double>(i % kColumns) * kColumnWidth;
    const std::size_t row = i / kColumns;
    const double line = y + static_cast<double>(row) * kLineHeight;
    canvas.legend_sample(x, line - 4, i);
    canvas.text(
        x + 34, line, "small", Anchor::start,
        fmt::format("{} ({})", fit_width(squeeze(split.series[i].value), kNameColumns - 8), with_thousands(split.series[i].articles)));
  }
  const std::size_t rows = (shown + kColumns - 1) / kColumns;
  return y + static_cast<double>(rows) * kLineHeight;
}

std::string peak_text(const TimelinePeak& peak, TimeUnit by) {
  std::string text = fmt::format("▼ {}: {}, {:.1f} expected", period_label(peak.start, by), articles_text(peak.articles), peak.expected);
  for (const PeakEntity& entity : peak.entities) {
    text += fmt::format("{}{} ({})", &entity == &peak.entities.front() ? "; named: " : ", ", entity.value, with_thousands(entity.articles));
  }
  return text;
}

double draw_notes(SvgCanvas& canvas, double y, const TimelineAnswer& timeline, bool marked) {
  if (timeline.undated + timeline.imprecise > 0) {
    y = paragraph(canvas, y,
                  fmt::format("Not drawn: {} undated, {} dated coarser than a {}.", with_thousands(timeline.undated),
                              with_thousands(timeline.imprecise), time_unit_name(timeline.by)));
  }
  if (!marked || !timeline.peaks || timeline.peaks->empty()) return y;
  const std::size_t listed = std::min(timeline.peaks->size(), kMostListedPeaks);
  for (std::size_t i = 0; i < listed; ++i) y = paragraph(canvas, y, peak_text((*timeline.peaks)[i], timeline.by));
  if (listed < timeline.peaks->size()) y = paragraph(canvas, y, fmt::format("▼ and {} more", timeline.peaks->size() - listed));
  return paragraph(
      canvas, y,
      fmt::format("▼ more than the share in the {}s around lets expect (binomial test; see the manual).", time_unit_name(timeline.by)));
}

std::string render_timeline_svg(const Answer& answer) {
  const TimelineAnswer& timeline = *answer.timeline;
  const TimelineSplit* split = timeline.split ? &*timeline.split : nullptr;
  const std::size_t series = split == nullptr ? 1 : std::min(split->series.size(), kSeriesStyles);
  const std::string unit(time_unit_name(timeline.by));
  const std::string title = question(answer) + " by " + unit + (split == nullptr ? "" : " and " + split->field);
  SvgCanvas canvas;
  double y = heading(canvas, answer, title) + 8;
  std::vector<Values> counts, shares;
  for (std::size_t i = 0; i < series; ++i) {
    const auto& buckets = split == nullptr ? timeline.buckets : split->series[i].buckets;
    counts.push_back(counts_of(buckets));
    shares.push_back(shares_of(buckets));
  }
  if (timeline.buckets.empty()) y = paragraph(canvas, y, "No article with a date matches.");
  if (!timeline.buckets.empty()) {
    canvas.text(20, y, "ink", Anchor::start, fmt::format("Articles in a {} (raw counts)", unit));
    if (split != nullptr) y = draw_legend(canvas, y + kLineHeight, *split, series) - 4;
    const Plot upper = draw_axes(canvas, y + 16, highest(counts), timeline.buckets.size(), true, count_label);
    if (split == nullptr) {
      draw_bars(canvas, upper, timeline);
      draw_peak_marks(canvas, upper, timeline);
    } else {
      for (std::size_t i = 0; i < series; ++i) draw_line(canvas, upper, counts[i], i);
    }
    y = upper.bottom() + 30;
    const bool filtered = !answer.request.filters.empty() || answer.request.ids || answer.request.new_since;
    canvas.text(20, y, "ink", Anchor::start,
                fmt::format("Share of {} {} articles{} in that {} (counts divided by these)", filtered ? "the" : "all",
                            filtered ? "filtered" : "the archive’s", split == nullptr ? "" : " of that " + split->field, unit));
    const Plot lower = draw_axes(canvas, y + 16, highest(shares), timeline.buckets.size(), false, share_label);
    for (std::size_t i = 0; i < series; ++i) draw_line(canvas, lower, shares[i], i);
    draw_periods(canvas, lower, timeline);
    y = lower.bottom() + 42;
  }
  if (split != nullptr && series < split->series.size()) {
    y = paragraph(canvas, y, fmt::format("{} more of the values asked for are not drawn.", split->series.size() - series));
  }
  y = draw_notes(canvas, y, timeline, split == nullptr);
  y = origin(canvas, y, answer);
  return canvas.finish(kWidth, y + 4, title, counts_text(answer) + frame_text(answer.request));
}

// --- facets

double draw_facet(SvgCanvas& canvas, double y, const FacetAnswer& facet) {
  constexpr double kLabels = 250, kBars = 640, kRow = 20;
  constexpr std::size_t kTicks = 4;
  constexpr std::size_t kLabelColumns = 36;
  canvas.text(20, y, "ink", Anchor::start,
              fmt::format("{}: articles (raw counts), share of {}, lift", facet.field, articles_text(facet.articles)));
  y += 10;
  double most = 0;
  for (const FacetBucket& bucket : facet.buckets) most = std::max(most, static_cast<double>(bucket.articles));
  const std::vector<double> ticks = axis_ticks(most, kTicks, true);
  const double scale = (kBars - kLabels) / ticks.back();
  const double bottom = y + kRow * static_cast<double>(facet.buckets.size()) + 4;
  for (const double tick : ticks) {
    canvas.grid_line(kLabels + tick * scale, y, kLabels + tick * scale, bottom);
    canvas.text(kLabels + tick * scale, bottom + 14, "small", Anchor::middle, count_label(tick));
  }
  for (const FacetBucket& bucket : facet.buckets) {
    const double width = static_cast<double>(bucket.articles) * scale;
    canvas.text(kLabels - 6, y + 14, "small", Anchor::end, fit_width(squeeze(bucket.value), kLabelColumns));
    canvas.bar(kLabels, y + 3, width, kRow - 6, bucket.value);
    std::string figures = fmt::format("{} · {}", with_thousands(bucket.articles), percent(bucket.share));
    if (bucket.lift) figures += fmt::format(" · ×{:.1f}", *bucket.lift);
    canvas.text(kLabels + width + 5, y + 14, "small", Anchor::start, figures);
    y += kRow;
  }
  canvas.axis_line(kLabels, y - kRow * static_cast<double>(facet.buckets.size()), kLabels, bottom);
  canvas.axis_line(kLabels, bottom, kBars, bottom);
  const std::uint64_t left =
      facet.values_total - std::min<std::uint64_t>(facet.values_total, facet.values_shown_before + facet.buckets.size());
  return paragraph(canvas, bottom + 34,
                   fmt::format("{} of {} values shown; {} with other values only, {} with none.", with_thousands(facet.values_total - left),
                               with_thousands(facet.values_total), articles_text(facet.other), with_thousands(facet.missing))) +
         12;
}

std::string render_facets_svg(const Answer& answer) {
  std::string fields;
  for (const FacetAnswer& facet : answer.facets) fields += (fields.empty() ? "" : ", ") + facet.field;
  const std::string title = question(answer) + " by " + fields;
  SvgCanvas canvas;
  double y = heading(canvas, answer, title) + 12;
  for (const FacetAnswer& facet : answer.facets) y = draw_facet(canvas, y, facet);
  const bool filtered = !answer.request.filters.empty() || answer.request.since || answer.request.until || answer.request.ids;
  y = paragraph(canvas, y,
                fmt::format("× lift: the share divided by the value’s share of all articles {}.",
                            filtered ? "within the filters" : "of the archive"));
  y = origin(canvas, y, answer);
  return canvas.finish(kWidth, y + 4, title, counts_text(answer) + frame_text(answer.request));
}

}  // namespace

std::string render_svg(const Answer& answer, AnswerPart part, const SinkSettings& /*settings*/) {
  if (part == AnswerPart::timeline && answer.timeline) return render_timeline_svg(answer);
  return render_facets_svg(answer);
}

}  // namespace broadsheet
