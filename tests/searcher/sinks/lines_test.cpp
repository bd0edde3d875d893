// What do trec_eval and a list of ids get?
#include "searcher/sinks/sink.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/searcher/sinks/sample_answer.h"

namespace broadsheet {
namespace {

TEST(LineSinks, WriteARunThatKeepsTheOrder) {
  Answer answer = plain_answer();
  answer.hits.push_back(sample_hit());
  answer.hits[1].rank = 2;
  answer.hits[1].score.reset();
  answer.hits[1].record.id = "b c\td";
  SinkSettings settings;
  settings.format = OutputFormat::trec;
  settings.qid = "301";
  EXPECT_EQ(render(answer, AnswerPart::hits, settings),
            "301 Q0 nyt-2024-02-21-open-weights 1 12.34 broadsheet\n301 Q0 b%20c%09d 2 999998 broadsheet\n");
  EXPECT_EQ(render_as(OutputFormat::ids, answer), "nyt-2024-02-21-open-weights\nb c\td\n");
  answer.hits.clear();
  EXPECT_EQ(render_as(OutputFormat::ids, answer), "");
}

}  // namespace
}  // namespace broadsheet
