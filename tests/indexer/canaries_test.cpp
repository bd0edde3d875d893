// Canary files: rows of text -> what is asked, or the message that names the line; and answers of batch -> what does not hold.
#include "indexer/canaries.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace broadsheet {
namespace {

using Words = std::vector<std::string>;

std::string described(const std::string& text) {
  const auto canaries = parse_canaries(text, "c.tsv");
  if (!canaries) {
    EXPECT_EQ(canaries.error().status, Status::bad_config);
    return canaries.error().message;
  }
  std::string out;
  for (const Canary& canary : *canaries) {
    out += std::to_string(canary.line) + " " + std::to_string(canary.minimum);
    for (const std::string& id : canary.ids) out += " " + id;
    out += " " + canary.request + "\n";
  }
  return out;
}

TEST(Canaries, LinesAreReadAsWritten) {
  struct Row {
    const char* text;
    const char* expected;
  };
  const Row rows[] = {
      {"", ""},
      {"# a remark\n\n \t \n", ""},
      {"100\topen source\r\n",
       "1 100 {\"qid\":\"1\",\"query\":\"open source\",\"match\":\"all\",\"limit\":1,\"snippet\":0,\"time-limit\":60000}\n"},
      {"\n0\t\"a phrase\"\tid one\tid-2\t",
       "2 0 id one id-2 {\"qid\":\"2\",\"query\":\"\\\"a "
       "phrase\\\"\",\"match\":\"all\",\"limit\":1000,\"snippet\":0,\"time-limit\":60000}\n"},
      {R"({"query":"x","minimum":3,"source":["AP"],"match":"any","qid":"mine"})",
       "1 3 {\"qid\":\"1\",\"query\":\"x\",\"source\":[\"AP\"],\"match\":\"any\",\"limit\":1,\"snippet\":0,\"time-limit\":60000}\n"},
      {R"({"ids":["a"],"limit":5,"sort":"newest"})",
       "1 0 a {\"qid\":\"1\",\"query\":\"\",\"match\":\"all\",\"limit\":5,\"sort\":\"newest\",\"snippet\":0,\"time-limit\":60000}\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(described(row.text), row.expected) << row.text;
}

TEST(Canaries, ALineThatCannotBeReadIsNamed) {
  constexpr const char* kShape = "; a line is MINIMUM<TAB>QUERY[<TAB>ID]…, or a JSON object with \"query\", \"minimum\" and \"ids\"";
  struct Row {
    std::string text;
    const char* expected;
  };
  const Row rows[] = {
      {"1\tfine\nopen source\n", "c.tsv:2: no tab stands between a number and a query"},
      {"many\topen source", "c.tsv:1: 'many' is not a number of articles"},
      {"-1\topen source", "c.tsv:1: '-1' is not a number of articles"},
      {"{\"query\":1}", "c.tsv:1: \"query\" is not a string"},
      {"{\"query\":\"a\",\"minimum\":1.5}", "c.tsv:1: \"minimum\" is not a whole number"},
      {"{\"query\":\"a\",\"limit\":\"2\"}", "c.tsv:1: \"limit\" is not a whole number"},
      {"{\"query\":\"a\",\"ids\":\"x\"}", "c.tsv:1: \"ids\" is not an array of strings"},
      {"{\"query\":\"a\",\"ids\":[1]}", "c.tsv:1: \"ids\" is not an array of strings"},
      {"1\t\xff", "c.tsv:1: not UTF-8"},
  };
  for (const Row& row : rows) EXPECT_EQ(described(row.text), std::string(row.expected) + kShape) << row.text;
  EXPECT_TRUE(described("{\"query\":").starts_with("c.tsv:1: not JSON: ")) << described("{\"query\":");
}

TEST(Canaries, AnswersAreCompared) {
  const auto canaries = parse_canaries("2\tone\n0\ttwo\tb\n1\tthree\n1\tfour\n{\"minimum\":9}\n2\tsix\ta\tb\n", "c.tsv");
  ASSERT_TRUE(canaries);
  const char* answers =
      "{\"qid\":\"1\",\"total\":{\"articles\":1},\"hits\":[]}\n"
      "{\"qid\":\"2\",\"total\":{\"articles\":1},\"hits\":[{\"id\":\"a\"}]}\n"
      "{\"qid\":\"3\",\"error\":{\"status\":2,\"message\":\"no such field\"}}\n"
      "no JSON\n"
      "{\"qid\":\"5\",\"total\":{\"articles\":8},\"hits\":[]}\n"
      "{\"qid\":\"6\",\"total\":{\"articles\":2},\"hits\":[{\"id\":\"b\"},{\"id\":\"a\"}]}\n";
  EXPECT_EQ(failed_canaries(*canaries, "c.tsv", answers),
            (Words{"c.tsv:1: 'one' finds 1 article, expected 2 or more", "c.tsv:2: 'two' does not have b among its first 1,000 hits",
                   "c.tsv:3: 'three' cannot be asked: no such field", "c.tsv:4: 'four' was not answered",
                   "c.tsv:5: the query for all articles finds 8 articles, expected 9 or more"}));
}

}  // namespace
}  // namespace broadsheet
