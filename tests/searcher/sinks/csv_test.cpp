// What does a spreadsheet get as csv and tsv?
#include "searcher/sinks/sink.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/searcher/sinks/sample_answer.h"

namespace broadsheet {
namespace {

// An independent reader of RFC 4180: the cells of all records.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> records{{""}};
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = records.back().back();
    if (text[i] == '"') {
      if (inside && i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[i++];
      } else {
        inside = !inside;
      }
    } else if (!inside && text[i] == ',') {
      records.back().emplace_back();
    } else if (!inside && text.compare(i, 2, "\r\n") == 0) {
      records.push_back({""});
      ++i;
    } else {
      cell += text[i];
    }
  }
  records.pop_back();
  return records;
}

TEST(CsvSink, WritesHitsFacetsAndTimelines) {
  Answer answer = sample_answer();
  answer.hits[0].record.title = "He said \"no\", then left";
  EXPECT_EQ(render_as(OutputFormat::csv, answer),
            "rank,score,id,source,date,day,title,url,access,language,authors,persons,orgs,places,snippet\r\n"
            "1,12.34,nyt-2024-02-21-open-weights,The New York Times,2024-02-21T10:00:00-05:00,2024-02-21,"
            "\"He said \"\"no\"\", then left\",https://example.com/a?b=1&c=2,truncated,en,Jane Doe; John Roe,Kai-Fu Lee,Meta,,"
            "… built on open-source models of a competitor; lawyers at AT&T ask whether …\r\n");
  EXPECT_EQ(render_as(OutputFormat::csv, answer, AnswerPart::facets),
            "field,value,articles,share,lift\r\nsource,The New York Times,311,0.383005,1.7\r\nperson,Kai-Fu Lee,54,0.0665025,21\r\n");
  EXPECT_EQ(render_as(OutputFormat::csv, answer, AnswerPart::timeline),
            "start,end,articles,archive_articles,share\r\n2023-11-01,2023-12-01,58,9204,0.00630161\r\n2023-12-01,2024-01-01,0,0,\r\n");
}

TEST(CsvSink, AlwaysHasItsHeader) {
  Answer answer = plain_answer();
  answer.hits.clear();
  answer.request.fields = {"id", "text"};
  EXPECT_EQ(render_as(OutputFormat::csv, answer), "id,text\r\n");
  EXPECT_EQ(render_as(OutputFormat::tsv, answer), "id\ttext\n");
}

// The cells that make a spreadsheet run something, and how they come out (read back by another CSV reader).
TEST(CsvSink, DisarmsFormulas) {
  static constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"=1+1", "'=1+1"},
      {"+1+1", "'+1+1"},
      {"-1+1", "'-1+1"},
      {"@SUM(1)", "'@SUM(1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "'\r'=1"},
      {"\n=1", "'\n'=1"},
      {" =1", "' =1"},
      {"   \t1", "'   \t1"},
      {"\u00a0=1", "'\u00a0=1"},
      {"\u200b=1", "'\u200b=1"},
      {"\ufeff=1", "'\ufeff=1"},
      {"\u3000@x", "'\u3000@x"},
      {"\uff1d1", "'\uff1d1"},
      {"\uff0b1", "'\uff0b1"},
      {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
      {R"(=HYPERLINK("http://x","y"))", R"('=HYPERLINK("http://x","y"))"},
      {"a\n=1", "a\n'=1"},
      {"a\r\n\t@1", "a\r\n'\t@1"},
      {"a\n\nb - c", "a\n\nb - c"},
      {"well-known", "well-known"},
      {"", ""},
  };
  Answer answer = plain_answer();
  answer.request.fields = {"title"};
  for (const auto& [title, expected] : kRows) {
    answer.hits[0].record.title = title;
    EXPECT_EQ(read_csv(render_as(OutputFormat::csv, answer)).at(1).at(0), expected);
    SinkSettings raw;
    raw.format = OutputFormat::csv;
    raw.raw_cells = true;
    EXPECT_EQ(read_csv(render(answer, AnswerPart::hits, raw)).at(1).at(0), title);
  }
  answer.hits[0].record.title = "=1+1";
  EXPECT_EQ(render_as(OutputFormat::csv, answer), "title\r\n\"'=1+1\"\r\n");
}

TEST(CsvSink, KeepsATabSeparatedRecordOnOneLine) {
  Answer answer = plain_answer();
  answer.request.fields = {"rank", "title", "source", "authors"};
  answer.hits[0].record.title = "a\tb\r\nc \"d\"";
  answer.hits[0].record.source = "=x";
  EXPECT_EQ(render_as(OutputFormat::tsv, answer), "rank\ttitle\tsource\tauthors\n1\ta b  c \"d\"\t'=x\tJane Doe; John Roe\n");
}

}  // namespace
}  // namespace broadsheet
