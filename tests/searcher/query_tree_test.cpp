// How a tree is printed for tests and described for people.
#include "searcher/query_tree.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "searcher/query_parser.h"

namespace broadsheet {
namespace {

QueryNode tree(std::string_view query, MatchMode match = MatchMode::all) {
  static const Schema kSchema;
  return parse_query(query, kSchema, {.match = match, .now = 1'764'028'800}).value().root;
}

struct Row {
  std::string_view query;
  std::string_view description;
};

TEST(QueryTree, IsDescribedForPeople) {
  constexpr Row kRows[] = {
      {"", "all articles"},
      {"model", "model"},
      {"open-source model reuse", "all of: \"open source\" (hyphenated) · model · reuse"},
      {"中国", "\"中 国\" (side by side)"},
      {"x OR y", "any of: x · y"},
      {"x y OR z", "any of: (all of: x · y) · z"},
      {"-\"white house\"", "without \"white house\" (exact)"},
      {"x -y", "all of: x · without y"},
      {"x -(y OR z)", "all of: x · without (any of: y · z)"},
      {"\"model reuse\"~5", "\"model reuse\" (at most 5 apart)"},
      {"x NEAR/5 \"y z\"", "at most 5 apart: x · \"y z\" (exact)"},
      {"w x ADJ y", "all of: w · (at most 10 apart, in this order: x · y)"},
      {"open* reuse~", "all of: open* · reuse (or one letter off)"},
      {"model^2 (x y)^0.5", "all of: model^2 · (all of: x · y)^0.5"},
      {"(x OR y)^2", "(any of: x · y)^2"},
      {"U.S. economy", "all of: U.S. (in capitals) · economy"},
      {"title:model title:\"white house\"", "all of: title: model · title: \"white house\" (exact)"},
      {"source:\"The New York Times\"", "source: The New York Times"},
      {"person:lee", "person: any name with lee"},
      {"person:\"Kai-Fu Lee\"", "person: Kai-Fu Lee"},
      {"date:2023-11", "date: 2023-11"},
      {"date:2023-01..2023-06", "date: 2023-01..2023-06"},
      {"date:30d..", "date: 2025-10-26.."},
      {"date:..2023", "date: ..2023"},
      {"id:abc", "id: abc"},
  };
  for (const Row& row : kRows) EXPECT_EQ(describe(tree(row.query)), row.description) << "query: " << row.query;
  EXPECT_EQ(describe(tree("source:AP model reuse -x", MatchMode::any)), "all of: source: AP · (any of: model · reuse) · without x");
}

TEST(QueryTree, IsPrintedForTests) {
  QueryNode value;
  value.kind = NodeKind::value;
  value.field = "source";
  value.text = R"(a "b" \c)";
  value.whole = true;
  EXPECT_EQ(print_tree(value), R"((value source "a \"b\" \\c"))");
  EXPECT_EQ(print_tree(value, true), R"((value@1 source "a \"b\" \\c"))");
  EXPECT_EQ(print_tree(QueryNode{}), "(everything)");
  EXPECT_EQ(print_tree(tree("x^2 \"y z\"~3^0.5 w NEAR/4 v"), true),
            "(all@1 (word^2@1 x) (phrase~3^0.5@5 y z) (near/4@17 (word@17 w) (word@26 v)))");
}

TEST(QueryTree, NodesKnowTheirColumnsInCodePoints) {
  const auto columns = [](std::string_view query) { return print_tree(tree(query), true); };
  EXPECT_EQ(columns("open-source model"), "(all@1 (hyphen@1 open source) (word@13 model))");
  EXPECT_EQ(columns("“é” model"), "(all@1 (phrase@1 e) (word@5 model))");
  EXPECT_EQ(columns("x -title:y"), "(all@1 (word@1 x) (not@3 (word@4 title:y)))");
  EXPECT_EQ(columns("x (y OR z)"), "(all@1 (word@1 x) (any@3 (word@4 y) (word@9 z)))");
  EXPECT_EQ(columns("x NOT  source:AP"), "(all@1 (word@1 x) (not@3 (value@8 source \"AP\")))");
  EXPECT_EQ(columns("foo/bar^2"), "(all@1 (word^2@1 foo) (word^2@5 bar))");
}

TEST(QueryTree, NodesKnowWhatWasTyped) {
  const QueryNode root = tree("Open-Source “White  House” U.S. Caf\u00E9~ source:\" A  P \"");
  std::vector<std::string> typed;
  for (const QueryNode& node : root.children) typed.push_back(node.text);
  EXPECT_EQ(typed, (std::vector<std::string>{"Open-Source", "White House", "U.S.", "Caf\u00E9", "A P"}));
}

TEST(QueryTree, CountsWordsAndValues) {
  EXPECT_EQ(count_terms(tree("")), 1U);
  EXPECT_EQ(count_terms(tree("open-source \"x y z\" source:\"a b\" -date:2023 w")), 8U);
}

}  // namespace
}  // namespace broadsheet
