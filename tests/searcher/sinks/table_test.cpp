#include "searcher/sinks/table.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

TableAnswer sample() {
  TableAnswer answer;
  answer.name = "things";
  Answer head;
  head.archive = {"000001", "2026-11-25T00:00:00Z", "abc", 10};
  head.request.want_hits = false;
  head.request.query = "model";
  head.understood = "model";
  head.stems = false;
  head.sort = SortOrder::newest;
  head.total = 20;
  head.parameters = {{"sort", R"(["L1"])"}, {"pairs", "true"}};
  answer.heads = {head};
  answer.facts = {{"matches", std::uint64_t{4}}};
  answer.tables.push_back({"list",
                           "",
                           {{"name", CellStyle::text, "NAME"},
                            {"hidden", CellStyle::none, ""},
                            {"articles", CellStyle::count, "arts"},
                            {"share", CellStyle::percent, "share"},
                            {"difference", CellStyle::points, "A − B"},
                            {"p", CellStyle::probability, "p"},
                            {"ratio", CellStyle::decimal, "ratio"}},
                           {{std::string("東京"), true, std::uint64_t{1234}, 0.5, -0.25, 0.0001, 12.345},
                            {std::string("=1\x1b[1m"), false, std::uint64_t{2}, nullptr, 0.0, nullptr, -0.5}}});
  answer.text_notes = {"a note"};
  return answer;
}

std::string rendered(OutputFormat format) {
  SinkSettings settings;
  settings.format = format;
  return render_tables(sample(), settings);
}

TEST(TableSink, JsonHasHeadFactsAndRows) {
  EXPECT_EQ(
      rendered(OutputFormat::json),
      R"({"format_version":1,"archive":{"generation":"000001","created":"2026-11-25T00:00:00Z","articles":10,"content_sha256":"abc"},)"
      R"("query":{"text":"model","understood":"model","language_version":1,"parameters":{"match":"all","limit":10,"offset":0,"sort":["L1"],)"
      R"("pairs":true},"warnings":[],"did_you_mean":null},"total":{"articles":20,"exact":true},"things":{"matches":4,"list":[)"
      R"({"name":"東京","hidden":true,"articles":1234,"share":0.5,"difference":-0.25,"p":0.0001,"ratio":12.345},)"
      R"({"name":"=1\u001B[1m","hidden":false,"articles":2,"share":null,"difference":0,"p":null,"ratio":-0.5}]}})"
      "\n");
}

TEST(TableSink, LinesAndTablesHaveTheSameColumns) {
  EXPECT_EQ(
      rendered(OutputFormat::csv),
      "name,hidden,articles,share,difference,p,ratio\r\n東京,true,1234,0.5,-0.25,0.0001,12.345\r\n\"'=1\x1b[1m\",false,2,,0,,-0.5\r\n");
  EXPECT_EQ(rendered(OutputFormat::jsonl),
            R"({"name":"東京","hidden":true,"articles":1234,"share":0.5,"difference":-0.25,"p":0.0001,"ratio":12.345})"
            "\n"
            R"({"name":"=1\u001B[1m","hidden":false,"articles":2,"share":null,"difference":0,"p":null,"ratio":-0.5})"
            "\n");
}

TEST(TableSink, TextAlignsByDisplayWidthAndShowsNothingRaw) {
  EXPECT_EQ(rendered(OutputFormat::text),
            "20 of 10 articles (200 %)                                      generation 000001\n"
            "model · case ignored\n"
            "\n"
            "NAME          arts  share  A − B       p  ratio\n"
            "東京         1,234   50 %  −25 %  <0.001   12.3\n"
            "=1\\u{1b}[1m      2      –    0 %       –  −0.50\n"
            "\n"
            "a note\n");
}

}  // namespace
}  // namespace broadsheet
