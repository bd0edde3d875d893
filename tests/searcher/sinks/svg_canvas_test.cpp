// How is a chart drawn? Escapes, and the marks of its axes.
#include "searcher/sinks/svg_canvas.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "searcher/sinks/xml.h"

namespace broadsheet {
namespace {

TEST(SvgCanvas, EscapesAllThatXmlForbids) {
  const std::pair<std::string, std::string> rows[] = {
      {"a < b & c > \"d\" 'e'", "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;"},
      {"bell\x07"
       "esc\x1b"
       "del\x7f",
       "bell\uFFFDesc\uFFFDdel\uFFFD"},
      {"tab\tand\nline", "tab\tand\nline"},
      {"\uFFFE\uFFFF\U0001FFFE", "\uFFFD\uFFFD\uFFFD"},
      {"right-to-left \u202Egnp.exe", "right-to-left \uFFFDgnp.exe"},
      {"“größer” 李", "“größer” 李"},
  };
  for (const auto& [text, escaped] : rows) EXPECT_EQ(xml_text(text), escaped) << text;
}

TEST(SvgCanvas, TicksAreRoundNumbersUpToTheHighest) {
  using Ticks = std::vector<double>;
  EXPECT_EQ(axis_ticks(7, 4, true), (Ticks{0, 2, 4, 6, 8}));
  EXPECT_EQ(axis_ticks(1, 4, true), (Ticks{0, 1}));
  EXPECT_EQ(axis_ticks(0, 4, true), (Ticks{0, 1}));
  EXPECT_EQ(axis_ticks(100, 4, true), (Ticks{0, 50, 100}));
  EXPECT_EQ(axis_ticks(1e9, 4, true).size(), 3U);
  EXPECT_EQ(axis_ticks(0.0063, 4, false).size(), 5U);
  EXPECT_DOUBLE_EQ(axis_ticks(0.0063, 4, false).back(), 0.008);
}

}  // namespace
}  // namespace broadsheet
