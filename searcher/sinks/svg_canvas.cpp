#include "searcher/sinks/svg_canvas.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "searcher/sinks/xml.h"

namespace broadsheet {
namespace {

// Okabe and Ito's colours, darkened where white paper asks for it, with a dash each; the second colour is for dark pages.
struct SeriesStyle {
  std::string_view light, dark, dashes;
};
constexpr std::array<SeriesStyle, kSeriesStyles> kStyles = {{
    {"#0060a0", "#56b4e9", "none"},
    {"#c04d00", "#ff9d5c", "7 3"},
    {"#00795a", "#3fd0a5", "2 3"},
    {"#a3407c", "#f0a3d0", "9 3 2 3"},
    {"#8a6d00", "#f0e442", "4 2"},
    {"#222222", "#eeeeee", "1 2"},
    {"#4b4bb0", "#b0b0ff", "12 4"},
    {"#9b1c1c", "#ff8a8a", "5 2 1 2 1 2"},
}};

// Paper is white however the screen is set; a dark screen gets a dark page of its own, so that the chart is readable on any page.
std::string style_sheet() {
  std::string light =
      ".paper{fill:#ffffff}.ink{fill:#1a1a1a}.dim{fill:#4d4d4d}.grid{stroke:#d9d9d9}.axis{stroke:#4d4d4d}.bar{fill:#0060a0}"
      ".mark{fill:#c04d00}";
  std::string dark =
      ".paper{fill:#15181d}.ink{fill:#f2f2f2}.dim{fill:#c4c4c4}.grid{stroke:#3a3f47}.axis{stroke:#c4c4c4}.bar{fill:#56b4e9}"
      ".mark{fill:#ff9d5c}";
  std::string shapes =
      "text{font-family:sans-serif;font-size:12px}.title{font-size:17px;font-weight:bold}.small{font-size:11px}"
      ".grid,.axis{stroke-width:1}.series{fill:none;stroke-width:2}";
  for (std::size_t i = 0; i < kStyles.size(); ++i) {
    light += fmt::format(".s{0}{{stroke:{1}}}.d{0}{{fill:{1}}}", i, kStyles[i].light);
    dark += fmt::format(".s{0}{{stroke:{1}}}.d{0}{{fill:{1}}}", i, kStyles[i].dark);
    shapes += fmt::format(".s{}{{stroke-dasharray:{}}}", i, kStyles[i].dashes);
  }
  return shapes + light + "@media screen and (prefers-color-scheme:dark){" + dark + "}";
}

std::string_view anchor_name(Anchor anchor) {
  if (anchor == Anchor::start) return "start";
  return anchor == Anchor::middle ? "middle" : "end";
}

}  // namespace

std::vector<double> axis_ticks(double highest, std::size_t wanted, bool whole) {
  if (!(highest > 0)) highest = 1;
  const double rough = highest / static_cast<double>(wanted);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = power * 10;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (power * factor >= rough * 0.999) {
      step = power * factor;
      break;
    }
  }
  if (whole && step < 1) step = 1;
  std::vector<double> ticks;
  for (std::size_t i = 0; ticks.empty() || ticks.back() < highest * 0.9999; ++i) ticks.push_back(step * static_cast<double>(i));
  return ticks;
}

void SvgCanvas::text(double x, double y, std::string_view style, Anchor anchor, std::string_view text) {
  // "ink" is the colour unless the style is another one.
  const std::string_view colour = style == "title" ? "ink title" : style == "small" ? "dim small" : style;
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, colour, anchor_name(anchor),
                       xml_text(text));
}

void SvgCanvas::grid_line(double x1, double y1, double x2, double y2) {
  body_ += fmt::format("<line class=\"grid\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x1, y1, x2, y2);
}

void SvgCanvas::axis_line(double x1, double y1, double x2, double y2) {
  body_ += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x1, y1, x2, y2);
}

void SvgCanvas::bar(double x, double y, double width, double height, std::string_view tooltip) {
  body_ += fmt::format(R"(<rect class="bar" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}")", x, y, width, height);
  body_ += tooltip.empty() ? "/>\n" : fmt::format("><title>{}</title></rect>\n", xml_text(tooltip));
}

void SvgCanvas::line(const std::vector<Point>& points, std::size_t series, bool dots) {
  const std::size_t style = series % kSeriesStyles;
  std::string path, circles;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point& point = points[i];
    const bool begins = i == 0 || point.gap;
    path += fmt::format("{}{:.2f} {:.2f}", begins ? "M" : "L", point.x, point.y);
    const bool alone = begins && (i + 1 == points.size() || points[i + 1].gap);  // a line of one point cannot be seen
    if (dots || alone) circles += fmt::format("<circle class=\"d{}\" cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"2.5\"/>\n", style, point.x, point.y);
  }
  if (!path.empty()) body_ += fmt::format("<path class=\"series s{}\" d=\"{}\"/>\n", style, path);
  body_ += circles;
}

void SvgCanvas::legend_sample(double x, double y, std::size_t series) {
  constexpr double kLength = 28;
  body_ += fmt::format("<path class=\"series s{}\" d=\"M{:.1f} {:.1f}h{:.1f}\"/>\n", series % kSeriesStyles, x, y, kLength);
}

void SvgCanvas::mark(double x, double y) { body_ += fmt::format("<path class=\"mark\" d=\"M{:.2f} {:.2f}l-4 -7h8z\"/>\n", x, y); }

std::string SvgCanvas::finish(double width, double height, std::string_view title, std::string_view description) const {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" "
      "aria-labelledby=\"title description\">\n",
      width, height);
  out += fmt::format("<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n", xml_text(title), xml_text(description));
  out += fmt::format("<style>{}</style>\n<rect class=\"paper\" width=\"{:.0f}\" height=\"{:.0f}\"/>\n", style_sheet(), width, height);
  return out + body_ + "</svg>\n";
}

}  // namespace broadsheet
