// How is a chart drawn as SVG 1.1? Text, lines and bars on a page that is readable on paper and on a dark screen. Knows nothing of answers;
// svg.cpp draws those. Pure; lengths are CSS pixels, y grows downwards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

enum class Anchor : std::uint8_t { start, middle, end };

// Marks between 0 and `highest` at 1, 2 or 5 times a power of ten, about `wanted` of them; the last is at or above `highest`.
// `whole`: whole numbers only.
std::vector<double> axis_ticks(double highest, std::size_t wanted, bool whole);

inline constexpr std::size_t kSeriesStyles = 8;  // colours with dashes that a reader without colours tells apart

class SvgCanvas {
 public:
  // Style classes: "title" "ink" "dim" "small".
  void text(double x, double y, std::string_view style, Anchor anchor, std::string_view text);
  void grid_line(double x1, double y1, double x2, double y2);
  void axis_line(double x1, double y1, double x2, double y2);
  // A bar with a tooltip; "" = none.
  void bar(double x, double y, double width, double height, std::string_view tooltip);
  // Points (x, y) joined; where `gap` is set a new line begins at that point. `series` from 0, its style repeats after kSeriesStyles.
  struct Point {
    double x = 0, y = 0;
    bool gap = false;
  };
  void line(const std::vector<Point>& points, std::size_t series, bool dots);
  void legend_sample(double x, double y, std::size_t series);
  // A triangle that points at (x, y) from above.
  void mark(double x, double y);
  // The whole file. `title` is what it shows, `description` what a screen reader says besides.
  std::string finish(double width, double height, std::string_view title, std::string_view description) const;

 private:
  std::string body_;
};

}  // namespace broadsheet
