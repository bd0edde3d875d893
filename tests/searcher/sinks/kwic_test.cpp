#include "searcher/sinks/kwic.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

KwicLine line(std::string left, std::string match, std::string right) {
  KwicLine line{"id-1",
                "AP",
                "2024-02-21",
                "2024-02-21",
                "T",
                TextField::text,
                OccurrenceKind::near,
                std::move(left),
                std::move(match),
                std::move(right),
                false,
                false,
                10,
                20,
                {}};
  line.marks = {{0, 5}, {line.match.size() - 5, line.match.size()}};
  return line;
}

TEST(KwicSink, LinesStandUnderTheirArticle) {
  KwicSink sink(SinkSettings{}, {false, 12});
  const auto written = [&sink](const KwicLine& l, std::uint64_t n) { return sink.numbered(sink.render(l), n); };
  EXPECT_EQ(written(line("one two three four", "model of reuse", ", they say"), 1),
            "\nAP · 2024-02-21 · id-1\n  three four  **model** of **reuse**, they say\n");
  EXPECT_EQ(written(line("日本語の", "model of reuse", "x"), 2), "    日本語の  **model** of **reuse** x\n");
  EXPECT_EQ(written(line("", "model " + std::string(30, 'a') + " b c d e reuse", ""), 3), "              **model** … b c d e **reuse**\n");
}

TEST(KwicSink, WhatGoesOnWithTheWordStandsAtIt) {
  KwicSink sink(SinkSettings{}, {true, 4});
  struct Row {
    std::string right, shown;
  };
  for (const Row& row : {Row{"-coded headers", "-coded headers"}, Row{"’s own", "’s own"}, Row{"/or", "/or"}, Row{"”, he", "”, he"},
                         Row{"- as before", " - as before"}, Row{"-- as before", " -- as before"}, Row{"— as before", " — as before"},
                         Row{"“so”", " “so”"}, Row{"next", " next"}}) {
    EXPECT_EQ(sink.render(line("", "model reuse", row.right)), "2024-02-21        **model** **reuse**" + row.shown + "\n");
  }
}

TEST(KwicSink, SortedByWordsEachLineSaysItsDay) {
  KwicSink sink(SinkSettings{}, {true, 12});
  EXPECT_EQ(sink.numbered(sink.render(line("four", "model reuse", "x")), 1), "\n2024-02-21          four  **model** **reuse** x\n");
}

TEST(KwicSink, TheNumberComesFirst) {
  SinkSettings settings;
  settings.format = OutputFormat::csv;
  KwicSink csv(settings, {});
  EXPECT_EQ(csv.numbered(csv.render(line("a, b", "model reuse", "=c")), 7),
            "7,id-1,AP,2024-02-21,2024-02-21,T,text,near,\"a, b\",model reuse,\"'=c\",10,20\r\n");
  settings.format = OutputFormat::json;
  KwicSink json(settings, {});
  const std::string first = json.numbered(json.render(line("", "model reuse", "")), 1);
  EXPECT_EQ(
      first,
      R"({"number":1,"id":"id-1","source":"AP","date":"2024-02-21","day":"2024-02-21","title":"T","field":"text","kind":"near","left":"",)"
      R"("match":"model reuse","right":"","start":10,"end":20,"marks":[[0,5],[6,11]]})");
  EXPECT_EQ(json.numbered(json.render(line("", "model reuse", "")), 2), "," + std::string(first).replace(10, 1, "2"));
}

}  // namespace
}  // namespace broadsheet
