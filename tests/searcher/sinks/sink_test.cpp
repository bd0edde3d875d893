// What all sinks share: their names and the texts of snippets.
#include "searcher/sinks/sink.h"

#include <gtest/gtest.h>

#include <string>

#include "common/text.h"

namespace broadsheet {
namespace {

TEST(Sinks, KnowTheirNames) {
  for (const std::string_view name : {"text", "json", "jsonl", "csv", "tsv", "trec", "ids"}) EXPECT_TRUE(parse_output_format(name)) << name;
  EXPECT_EQ(parse_output_format("jsonl"), OutputFormat::jsonl);
  EXPECT_EQ(parse_output_format("JSON"), std::nullopt);
  EXPECT_EQ(parse_output_format("xml"), std::nullopt);
}

TEST(Sinks, PartThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
}

TEST(Sinks, UndoTheEscapesOfSnippets) {
  EXPECT_EQ(plain_snippet("a &lt;em&gt; <em>b &amp;amp; c</em> &quot;d&#39;", "[", "]"), "a <em> [b &amp; c] \"d'");
  EXPECT_EQ(snippet_text(html_escape("<em>&\"'") + "<em>x</em>"), "<em>&\"'x");
  EXPECT_EQ(plain_snippet("<em>never closed", "[", "]"), "[never closed]");
}

}  // namespace
}  // namespace broadsheet
