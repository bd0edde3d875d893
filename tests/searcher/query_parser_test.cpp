// Rows of query -> printed tree, query -> warnings, query -> error. What a row shows is the language: docs/query-language.md.
#include "searcher/query_parser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/limits.h"

namespace broadsheet {
namespace {

constexpr std::int64_t kNow = 1'764'028'800;  // 2025-11-25T00:00:00Z: 30d is 2025-10-26

struct Row {
  std::string_view query;
  std::string_view tree;
};

// An archive with one --facet-field.
const Schema& test_schema() {
  static const Schema kSchema({"desk"});
  return kSchema;
}

Result<ParsedQuery> parse(std::string_view query, MatchMode match = MatchMode::all, bool strict = false) {
  return parse_query(query, test_schema(), {.match = match, .strict = strict, .now = kNow});
}

std::string tree_of(std::string_view query, MatchMode match = MatchMode::all) {
  const Result<ParsedQuery> parsed = parse(query, match);
  return parsed ? print_tree(parsed->root) : "error: " + parsed.error().message;
}

void expect_trees(std::span<const Row> rows, MatchMode match = MatchMode::all) {
  for (const Row& row : rows) EXPECT_EQ(tree_of(row.query, match), row.tree) << "query: " << row.query;
}

// "code code …", "" for none.
std::string codes_of(std::string_view query, MatchMode match = MatchMode::all) {
  const Result<ParsedQuery> parsed = parse(query, match);
  if (!parsed) return "error: " + parsed.error().message;
  std::string codes;
  for (const Warning& warning : parsed->warnings) codes += (codes.empty() ? "" : " ") + warning.code;
  return codes;
}

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

TEST(QueryParser, WordsSideBySideAreAllWanted) {
  constexpr Row kRows[] = {
      {"model", "(word model)"},
      {"open-source model reuse", "(all (hyphen open source) (word model) (word reuse))"},
      {"  model\treuse\n", "(all (word model) (word reuse))"},
      {"model\u00A0reuse\u3000weights", "(all (word model) (word reuse) (word weights))"},
      {"Café MODELS", "(all (word cafe) (word models))"},
      {"Cafe\u0301", "(word cafe)"},
      {"Lab's model", "(all (word lab) (word model))"},
      {"Lab’s model", "(all (word lab) (word model))"},
      {"1,000 models", "(all (word 1000) (word models))"},
      {"foo/bar baz", "(all (word foo) (word bar) (word baz))"},
      {"model,reuse", "(all (word model) (word reuse))"},
      {"c’est", "(word c'est)"},
      {"state-of-the-art", "(hyphen state of the art)"},
      {"open\u2010source", "(hyphen open source)"},
      {"open\u2011source", "(hyphen open source)"},
      {"open\u2013source", "(all (word open) (word source))"},
      {"GPT-4", "(hyphen gpt 4)"},
      {"open-source/free", "(all (hyphen open source) (word free))"},
      {"model … reuse — !!!", "(all (word model) (word reuse))"},
      {"中国 model", "(all (hyphen 中 国) (word model))"},
      {"model model reuse MODEL", "(all (word model) (word reuse))"},
      {"open-source open-source", "(hyphen open source)"},
      {"model model^2", "(all (word model) (word^2 model))"},
      {"model AND model", "(all (word model) (word model))"},
      {"bad \xff\xfe bytes", "(all (word bad) (word bytes))"},
      {"", "(everything)"},
      {"   ", "(everything)"},
      {"*", "(everything)"},
      {"* model", "(word model)"},
      {"???", "(everything)"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, StopWordsGoOnlyWhereOtherWordsOfTheirGroupRemain) {
  constexpr Row kRows[] = {
      {"the white house and the senate", "(all (word white) (word house) (word senate))"},
      {"to be or not to be", "(all (word to) (word be) (word or) (word not))"},
      {"the", "(word the)"},
      {"the source:AP", "(all (word the) (value source \"AP\"))"},
      {"the -china", "(all (word the) (not (word china)))"},
      {"the open-source", "(hyphen open source)"},
      {"the \"white house\"", "(phrase white house)"},
      {"the title:house", "(word title:house)"},
      {"title:the house", "(all (word title:the) (word house))"},
      {"title:(the house)", "(word title:house)"},
      {"the (cat OR dog)", "(any (word cat) (word dog))"},
      {"(the) cat", "(all (word the) (word cat))"},
      {"\"the\" cat", "(all (phrase the) (word cat))"},
      {"\"the white house\"", "(phrase the white house)"},
      {"the AND cat", "(all (word the) (word cat))"},
      {"the OR cat", "(any (word the) (word cat))"},
      {"cat NOT the", "(all (word cat) (not (word the)))"},
      {"cat -the", "(all (word cat) (not (word the)))"},
      {"the NEAR/3 cat", "(near/3 (word the) (word cat))"},
      {"the cat OR dog", "(any (word cat) (word dog))"},
      {"and/or cat", "(word cat)"},
      {"at&t outage", "(all (typed at &t) (word outage))"},
      {"the c++ of it", "(typed c++)"},
  };
  expect_trees(kRows);
  EXPECT_EQ(tree_of("the white house", MatchMode::any), "(any (word white) (word house))");
  const Result<ParsedQuery> parsed = parse("the cat and the dog");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->dropped_stop_words, (std::vector<std::string>{"the", "and"}));
  ASSERT_EQ(parsed->warnings.size(), 1U);
  EXPECT_EQ(parsed->warnings[0].message, "left out as too common: the, and (in quotes they count)");
}

TEST(QueryParser, CapitalsCountWhereTheirSmallLettersAreAStopWord) {
  constexpr Row kRows[] = {
      {"the US economy", "(all (capitals us) (word economy))"},
      {"U.S. economy", "(all (capitals us) (word economy))"},
      {"WHO guidelines", "(all (capitals who) (word guidelines))"},
      {"jobs in IT", "(all (word jobs) (capitals it))"},
      {"NATO summit", "(all (word nato) (word summit))"},
      {"A.I. models", "(all (word ai) (word models))"},
      {"AT&T outage", "(all (typed at &t) (word outage))"},
      {"US", "(word us)"},
      {"THE US ECONOMY", "(word economy)"},
      {"\"US economy\"", "(phrase us economy)"},
      {"title:US", "(capitals title:us)"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, QuotesAreExactPhrases) {
  constexpr Row kRows[] = {
      {"\"white house\"", "(phrase white house)"},
      {"“white house”", "(phrase white house)"},
      {"„white house“", "(phrase white house)"},
      {"”white house‟", "(phrase white house)"},
      {"“white house\"", "(phrase white house)"},
      {"\"White House\" Senate", "(all (phrase white house) (word senate))"},
      {"\"open-source model\"", "(phrase open source model)"},
      {"\"reuse\"", "(phrase reuse)"},
      {"\"a OR b (c\"", "(phrase a or b c)"},
      {"\"open* title:x -y\"", "(phrase open title x y)"},
      {"\"two\nlines\"", "(phrase two lines)"},
      {"x\"white house\"y", "(all (word x) (phrase white house) (word y))"},
      {"\"model reuse\"~5", "(phrase~5 model reuse)"},
      {"\"model reuse\"~0", "(phrase model reuse)"},
      {"\"model\"~5", "(phrase model)"},
      {"\"model reuse\"~5^2", "(phrase~5^2 model reuse)"},
      {"\"model reuse\"^0.5", "(phrase^0.5 model reuse)"},
      {"\"model reuse\"~", "(phrase model reuse)"},
      {"\"model reuse\"~x", "(all (phrase model reuse) (word x))"},
      {"\"model reuse\"~5000", "(phrase~1000 model reuse)"},
      {"\"white house", "(all (word white) (word house))"},
      {"white house\"", "(all (word white) (word house))"},
      {R"("a b" c "d)", "(all (phrase a b) (word c) (word d))"},
      {R"(a 6" gun "white house")", "(all (word 6) (word gun) (phrase white house))"},
      {"\"\"", "(everything)"},
      {"\"\" model", "(word model)"},
      {"\"!!\" model", "(word model)"},
      {"'white house'", "(all (word white) (word house))"},
      {"«white house»", "(all (word white) (word house))"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, NotBindsBeforeAndBeforeOr) {
  constexpr Row kRows[] = {
      {"a AND b", "(all (word a) (word b))"},
      {"a OR b", "(any (word a) (word b))"},
      {"a AND b OR c AND NOT d", "(any (all (word a) (word b)) (all (word c) (not (word d))))"},
      {"a OR b AND c", "(any (word a) (all (word b) (word c)))"},
      {"x y OR z w", "(any (all (word x) (word y)) (all (word z) (word w)))"},
      {"x NOT y z", "(all (word x) (not (word y)) (word z))"},
      {"x OR NOT y z", "(any (word x) (all (not (word y)) (word z)))"},
      {"NOT x", "(not (word x))"},
      {"NOT NOT x", "(word x)"},
      {"NOT NOT NOT x", "(not (word x))"},
      {"NOT (NOT x)", "(word x)"},
      {"NOT -x", "(word x)"},
      {"NOT (x OR y)", "(not (any (word x) (word y)))"},
      {"NOT x y", "(all (not (word x)) (word y))"},
      {"NOT foo/bar", "(not (all (word foo) (word bar)))"},
      {"(a OR b) AND (c OR d)", "(all (any (word a) (word b)) (any (word c) (word d)))"},
      {"((x))", "(word x)"},
      {"x (y (z w))", "(all (word x) (word y) (word z) (word w))"},
      {"x OR (y OR (z OR w))", "(any (word x) (word y) (word z) (word w))"},
      {"(x y)^2 z", "(all (all^2 (word x) (word y)) (word z))"},
      {"(x)^2", "(word^2 x)"},
      {"(x^3)^2", "(word^6 x)"},
      {"(x^100)^100", "(word^100 x)"},
      {"x NOT *", "(all (word x) (not (everything)))"},
      {"* NOT x", "(not (word x))"},
      {"x OR *", "(any (word x) (everything))"},
      {"x AND(y OR z)", "(all (word x) (any (word y) (word z)))"},
      {R"("x"OR"y")", "(any (phrase x) (phrase y))"},
      {"(x)OR(y)", "(any (word x) (word y))"},
      {"f(x) y", "(all (word f) (word x) (word y))"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, OperatorsAreUpperCaseInAQueryThatHasLowerCaseToo) {
  constexpr Row kRows[] = {
      {"x or y", "(all (word x) (word y))"},
      {"x And y", "(all (word x) (word y))"},
      {"NATO OR EU", "(all (word nato) (word eu))"},
      {"TRUMP AND BIDEN MEET", "(all (word trump) (word biden) (word meet))"},
      {"NATO OR EU summit", "(any (word nato) (all (word eu) (word summit)))"},
      {"source:AP AND NATO", "(all (value source \"AP\") (word nato))"},
      {"NOT", "(word not)"},
      {"AND OR", "(all (word and) (word or))"},
      {"SHOOTING NEAR SCHOOL", "(all (word shooting) (word near) (word school))"},
      {"x AND, y", "(all (word x) (capitals and) (word y))"},
      {"x NEAR/y z", "(all (word x) (word near) (word y) (word z))"},
      {"x AND/5 y", "(all (word x) (capitals and) (word 5) (word y))"},
      {"x && y || !z", "(all (word x) (word y) (word z))"},
      {"+x +y", "(all (word x) (word y))"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, AMinusNegatesOnlyBeforeSomethingAndAfterABlank) {
  constexpr Row kRows[] = {
      {"model -china", "(all (word model) (not (word china)))"},
      {"-china", "(not (word china))"},
      {"(-china model)", "(all (not (word china)) (word model))"},
      {"model -\"white house\"", "(all (word model) (not (phrase white house)))"},
      {"model -(x OR y)", "(all (word model) (not (any (word x) (word y))))"},
      {"model -(-x)", "(all (word model) (word x))"},
      {"model -source:AP", "(all (word model) (not (value source \"AP\")))"},
      {"-title:(x y)", "(not (all (word title:x) (word title:y)))"},
      {"-open-source x", "(all (not (hyphen open source)) (word x))"},
      {"-é x", "(all (not (word e)) (word x))"},
      {"x - y", "(all (word x) (word y))"},
      {"x-y", "(hyphen x y)"},
      {"x- y", "(all (word x) (word y))"},
      {"--x", "(word x)"},
      {"x —y", "(all (word x) (word y))"},
      {"x −y", "(all (word x) (word y))"},
      {"x \u2010y", "(all (word x) (word y))"},
      {"\"x\"-y", "(all (phrase x) (word y))"},
      {"x -AND y", "(all (word x) (not (capitals and)) (word y))"},
      {"x -\"y\" AND z", "(all (word x) (not (phrase y)) (word z))"},
      {"x OR -y", "(any (word x) (not (word y)))"},
      {"x -\"y", "(all (word x) (not (word y)))"},
      {"x -*", "(word x)"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, FieldsAreNamesOfTheArchiveBeforeAColon) {
  constexpr Row kRows[] = {
      {"title:model", "(word title:model)"},
      {"headline:model", "(word title:model)"},
      {"title:open-source", "(hyphen title:open source)"},
      {"title:foo/bar", "(all (word title:foo) (word title:bar))"},
      {"title:\"a phrase\"", "(phrase title:a phrase)"},
      {"title:“a phrase”~3", "(phrase~3 title:a phrase)"},
      {"title:(x OR y)", "(any (word title:x) (word title:y))"},
      {"title:(x source:AP)", "(all (word title:x) (value source \"AP\"))"},
      {"title:(x (y OR \"z w\"))", "(all (word title:x) (any (word title:y) (phrase title:z w)))"},
      {"title:(x)^2", "(word^2 title:x)"},
      {"title:open*", "(wildcard title:open)"},
      {"summary:reuse~", "(fuzzy deck:reuse)"},
      {"text:model", "(word model)"},
      {"body:(x OR y)", "(any (word x) (word y))"},
      {"source:AP", "(value source \"AP\")"},
      {"outlet:AP", "(value source \"AP\")"},
      {"source:\"The New York Times\"", "(value source \"The New York Times\")"},
      {"source:“The  New York Times ”", "(value source \"The New York Times\")"},
      {"source:(AP OR Reuters)", R"((any (value source "AP") (value source "Reuters")))"},
      {"topic:machine-learning", "(value topic \"machine-learning\")"},
      {"desk:World", "(value desk \"World\")"},
      {"section:AT&T", "(value section \"AT&T\")"},
      {"language:en access:full", R"((all (value language "en") (value access "full")))"},
      {"person:lee", "(value person word \"lee\")"},
      {"person:Lee", "(value person word \"lee\")"},
      {"people:\"Kai-Fu Lee\"", "(value person \"Kai-Fu Lee\")"},
      {"person:(lee OR wang)", R"((any (value person word "lee") (value person word "wang")))"},
      {"person:(kai lee)", R"((all (value person word "kai") (value person word "lee")))"},
      {"person:kai-fu", R"((all (value person word "kai") (value person word "fu")))"},
      {"org:meta place:paris misc:euro author:kim",
       R"((all (value org word "meta") (value place word "paris") (value misc word "euro") (value author word "kim")))"},
      {"id:nyt-2024:x(1),\"y\"", R"((value id "nyt-2024:x(1),\"y\""))"},
      {"id:\"two words\"", "(value id \"two words\")"},
      {"url:https://x.org/a_(b)?q=-1^2 c", "(all (value url \"https://x.org/a_(b)?q=-1^2\") (word c))"},
      {"(url:https://x.org/a_(b)) c", "(all (value url \"https://x.org/a_(b)\") (word c))"},
      {"title: model", "(all (word title) (word model))"},
      {"title:", "(word title)"},
      {"title:)", "(word title)"},
      {"(title:)", "(word title)"},
      {"Title:model", "(all (word title) (word model))"},
      {"sorce:AP", "(all (word sorce) (word ap))"},
      {"sorce:\"The Hill\"", "(all (word sorce) (phrase the hill))"},
      {"http://x.org/a-b 10:30 std::string", "(all (word http) (typed x .org) (hyphen a b) (word 10) (word 30) (word std) (word string))"},
      {"title:\"white house", "(all (word title:white) (word house))"},
      {"title:(white house", "(all (word title) (word white) (word house))"},
      {"title:\"\" x", "(word x)"},
      {"title:!! x", "(word x)"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, DatesAreSpansWithBothEndsIn) {
  constexpr Row kRows[] = {
      {"date:2023", "(date 2023)"},
      {"date:2023-11", "(date 2023-11)"},
      {"date:2023-11-05", "(date 2023-11-05)"},
      {"published:2023-11", "(date 2023-11)"},
      {"date:2023-01-01..2023-06-30", "(date 2023-01-01..2023-06-30)"},
      {"date:2023..", "(date 2023..)"},
      {"date:..2023-06", "(date ..2023-06)"},
      {"date:2023..2023", "(date 2023)"},
      {"date:2023-06..2023", "(date 2023-06..2023)"},
      {"date:30d..", "(date 2025-10-26..)"},
      {"date:\"January 2, 2024\"", "(date 2024-01-02)"},
      {"date:\"2 Jan 2024 .. 5 Jan 2024\"", "(date 2024-01-02..2024-01-05)"},
      {"date:(2021 OR 2023)", "(any (date 2021) (date 2023))"},
      {"model -date:2023", "(all (word model) (not (date 2023)))"},
      {"date:soon", "(all (word date) (word soon))"},
      {"date:\"next week\"", "(all (word date) (word next) (word week))"},
      {"date:2023-02-31", "(all (word date) (hyphen 2023 02 31))"},
      {"date:2024..2023", "(all (word date) (word 2024) (word 2023))"},
      {"date:.. x", "(all (word date) (word x))"},
      {"date:2023..soon", "(all (word date) (word 2023) (word soon))"},
  };
  expect_trees(kRows);
  EXPECT_EQ(tree_of("date:2024-02-21T10:00:00-05:00.."), "(date 2024-02-21T10:00:00-05:00..)");
}

TEST(QueryParser, WildcardsFuzzyWordsAndWeights) {
  constexpr Row kRows[] = {
      {"open*", "(wildcard open)"},
      {"Open* model", "(all (wildcard open) (word model))"},
      {"open*^2", "(wildcard^2 open)"},
      {"op*", "(word op)"},
      {"o*en", "(all (word o) (word en))"},
      {"*open", "(word open)"},
      {"open-sour*", "(hyphen open sour)"},
      {"foo/bar*", "(all (word foo) (word bar))"},
      {"open**", "(word open)"},
      {"open*~", "(word open)"},
      {"reuse~", "(fuzzy reuse)"},
      {"reuse~1", "(fuzzy reuse)"},
      {"reuse~2", "(fuzzy reuse)"},
      {"reuse~0.8", "(fuzzy reuse)"},
      {"reuse~^2", "(fuzzy^2 reuse)"},
      {"re-use~", "(hyphen re use)"},
      {"~50", "(word 50)"},
      {"100~200", "(all (word 100) (word 200))"},
      {"model^2", "(word^2 model)"},
      {"model^0.1 reuse^100", "(all (word^0.1 model) (word^100 reuse))"},
      {"model^+2", "(word^2 model)"},
      {"model^0.05", "(word model)"},
      {"model^101", "(word model)"},
      {"model^", "(word model)"},
      {"model^-1", "(word model)"},
      {"model^1.2.3", "(word model)"},
      {"x^y", "(all (word x) (word y))"},
      {"open-source^3", "(hyphen^3 open source)"},
      {"^2", "(word 2)"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, NearAndAdjJoinWordsPhrasesAndGroupsOfThem) {
  constexpr Row kRows[] = {
      {"x NEAR/5 y", "(near/5 (word x) (word y))"},
      {"x NEAR y", "(near/10 (word x) (word y))"},
      {"x ADJ/3 y", "(adj/3 (word x) (word y))"},
      {"x ADJ y", "(adj/10 (word x) (word y))"},
      {"x NEAR/5 y NEAR/5 z", "(near/5 (word x) (word y) (word z))"},
      {"x NEAR/5 y ADJ/5 z", "(all (near/5 (word x) (word y)) (adj/5 (word y) (word z)))"},
      {"x NEAR/0 y", "(near/1 (word x) (word y))"},
      {"x NEAR/999999999999 y", "(near/1000 (word x) (word y))"},
      {"(x OR y) NEAR/2 \"z w\"", "(near/2 (any (word x) (word y)) (phrase z w))"},
      {"x* y open* NEAR reuse~", "(all (word x) (word y) (near/10 (wildcard open) (fuzzy reuse)))"},
      {"x NEAR open-source", "(near/10 (word x) (hyphen open source))"},
      {"w x NEAR y z", "(all (word w) (near/10 (word x) (word y)) (word z))"},
      {"NOT x NEAR y", "(not (near/10 (word x) (word y)))"},
      {"x NEAR y OR z", "(any (near/10 (word x) (word y)) (word z))"},
      {"title:(x NEAR y)", "(near/10 (word title:x) (word title:y))"},
      {"title:x NEAR title:y", "(near/10 (word title:x) (word title:y))"},
      {"x NEAR title:y", "(all (word x) (word title:y))"},
      {"(x y) NEAR z", "(all (word x) (word y) (word z))"},
      {"x NEAR source:AP", "(all (word x) (value source \"AP\"))"},
      {"x NEAR \"y z\"~3", "(near/10 (word x) (phrase~3 y z))"},
      {"(x ADJ/2 y) NEAR/5 (z OR \"v w\"~4)", "(near/5 (adj/2 (word x) (word y)) (any (word z) (phrase~4 v w)))"},
      {"(x NEAR y NOT z) NEAR v", "(all (near/10 (word x) (word y)) (not (word z)) (word v))"},
      {"x NEAR NOT y", "(all (word x) (not (word y)))"},
      {"(x NEAR y)^2", "(near/10^2 (word x) (word y))"},
      {"x NEAR", "(word x)"},
      {"NEAR x", "(word x)"},
      {"x NEAR/5 NEAR/6 y", "(near/6 (word x) (word y))"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, WhatCannotBeUnderstoodIsLeftOutOrSearchedAsWords) {
  constexpr Row kRows[] = {
      {"x AND", "(word x)"},
      {"OR x", "(word x)"},
      {"x NOT", "(word x)"},
      {"x AND OR y", "(any (word x) (word y))"},
      {"x OR OR y", "(any (word x) (word y))"},
      {"x AND NOT AND y", "(all (word x) (word y))"},
      {"x AND ()", "(word x)"},
      {"(OR) x", "(word x)"},
      {"() x", "(word x)"},
      {"((())) x", "(word x)"},
      {"(x OR y", "(any (word x) (word y))"},
      {"x) y", "(all (word x) (word y))"},
      {")x( y", "(all (word x) (word y))"},
      {"x)^2 y", "(all (word x) (word y))"},
      {"(x y)~3", "(all (word x) (word y))"},
      {"x AND — y", "(all (word x) (word y))"},
      {"NOT \"\" x", "(word x)"},
      {"news :) x", "(all (word news) (word x))"},
  };
  expect_trees(kRows);
}

TEST(QueryParser, MatchAnyKeepsFieldTermsAndNegationsAsConditions) {
  constexpr Row kRows[] = {
      {"model reuse", "(any (word model) (word reuse))"},
      {"model", "(word model)"},
      {"model reuse source:AP -china", "(all (value source \"AP\") (any (word model) (word reuse)) (not (word china)))"},
      {"source:AP model date:2023", "(all (value source \"AP\") (date 2023) (word model))"},
      {"source:(AP OR Reuters) model x", R"((all (any (value source "AP") (value source "Reuters")) (any (word model) (word x))))"},
      {"person:kai-fu model", R"((all (value person word "kai") (value person word "fu") (word model)))"},
      {"title:x model", "(any (word title:x) (word model))"},
      {"title:(x y) z", "(any (word title:x) (word title:y) (word z))"},
      {"(model source:AP)", "(any (word model) (value source \"AP\"))"},
      {"model source:AP OR reuse", "(any (word model) (value source \"AP\") (word reuse))"},
      {"model source:AP AND reuse", "(all (value source \"AP\") (word model) (word reuse))"},
      {"x y AND z w", "(all (any (word x) (word y)) (any (word z) (word w)))"},
      {"(x -y) z", "(any (all (word x) (not (word y))) (word z))"},
      {"x OR -y", "(any (word x) (not (word y)))"},
      {"-x -y", "(all (not (word x)) (not (word y)))"},
      {"-source:AP x y", "(all (any (word x) (word y)) (not (value source \"AP\")))"},
      {"foo/bar NOT x/y", "(all (any (word foo) (word bar)) (not (any (word x) (word y))))"},
      {"* model", "(word model)"},
      {"source:AP", "(value source \"AP\")"},
      {"the model reuse model", "(any (word model) (word reuse))"},
      {"x NEAR y z", "(any (near/10 (word x) (word y)) (word z))"},
  };
  expect_trees(kRows, MatchMode::any);
}

TEST(QueryParser, MarksThatMakeANameMeanItAsTyped) {
  constexpr Row rows[] = {
      {"C++ code", "(all (typed c++) (word code))"},
      {"01.AI", "(typed 01 .ai)"},
      {"www.nytimes.com", "(typed www .nytimes .com)"},
      {"a .NET app", "(all (typed .net) (word app))"},
      {"\"AT&T deal\"", "(phrase at &t deal)"},
      {"AT&T NEAR/3 deal", "(near/3 (typed at &t) (word deal))"},
      {"title:AT&T", "(typed title:at &t)"},
      {"org:AT&T", "(all (value org word \"at\") (value org word \"t\"))"},
      {"AT&T-owned x", "(all (hyphen at &t owned) (word x))"},
      {"open-source.Next x", "(all (hyphen open source .next) (word x))"},
      {"foo+bar x", "(all (word foo) (word bar) (word x))"},
      {"-C# x", "(all (not (typed c#)) (word x))"},
      {"C++^2 x", "(all (typed^2 c++) (word x))"},
  };
  expect_trees(rows);
}

TEST(QueryParser, AsksAnArchiveOfAnalysis1WithoutMarks) {
  const auto tree = [](std::string_view query) {
    return print_tree(parse_query(query, test_schema(), {.now = kNow, .analysis = 1}).value().root);
  };
  EXPECT_EQ(tree("C++ code at&t v2.0"), "(all (word c) (word code) (word at) (word t) (word v20))");
  EXPECT_EQ(tree("\"01.AI\""), "(phrase 01 ai)");
}

struct CodeRow {
  std::string_view query;
  std::string_view codes;
};

TEST(QueryParser, WarningsSayWhatWasNotUnderstood) {
  constexpr CodeRow kRows[] = {
      {"open-source model \"white house\" -china", ""},
      {"*", ""},
      {"", ""},
      {"model — reuse…", ""},
      {"http://x.org/q mailto:x@y.org 10:30 C:\\x std::string doi:10.1/x", ""},
      {"title: model", ""},
      {"the cat", "dropped-stop-words"},
      {"the", ""},
      {"\"white house", "syntax"},
      {"6\" gun", "syntax"},
      {"\"\" x", "syntax"},
      {"() x", "syntax"},
      {"(x", "syntax"},
      {"x)", "syntax"},
      {"x AND", "syntax"},
      {"OR x", "syntax"},
      {"x NOT", "syntax"},
      {"x NEAR", "syntax"},
      {"(x y) NEAR z", "syntax"},
      {"(x y)~2", "syntax"},
      {"\"x y\"~", "syntax"},
      {"source:\"AP\"~2", "syntax"},
      {"source:\"\" x", "syntax"},
      {"person:!! x", "syntax"},
      {"\"\"", "syntax no-words"},
      {"???", "no-words"},
      {"sorce:AP", "unknown-field"},
      {"re:x Title:y", "unknown-field unknown-field"},
      {"date:soon", "bad-date"},
      {"date:2024..2023", "bad-date"},
      {"model^0", "weight"},
      {"(x y)^1000", "weight"},
      {"op*", "wildcard"},
      {"f*** x", "wildcard"},
      {"person:lee*", "wildcard"},
      {"re-use~", "fuzzy"},
      {"reuse~2", "fuzzy"},
      {"x NEAR/0 y", "distance"},
      {"\"x y\"~9999", "distance"},
      {"NATO OR EU", "operators-as-words dropped-stop-words"},
      {"tariff w/5 steel", "other-syntax"},
      {"tariff pre/5 steel", "other-syntax"},
      {"tariff near5 steel", "other-syntax"},
      {"tariff ADJ5 steel", "other-syntax"},
      {"tariff w/p steel", "other-syntax"},
      {"tariff AROUND(5) steel", "other-syntax"},
      {"tariff && steel", "other-syntax"},
      {"tariff || steel", "other-syntax"},
      {"econom! steel", "other-syntax"},
      {"wom?n", "other-syntax"},
      {"headline(tariff)", "other-syntax"},
      {"atleast5(tariff)", "other-syntax"},
      {"hd=tariff", "other-syntax"},
      {"\"open sourc*\"", "wildcard"},
      {"site:example.org", "unknown-field"},
      // what people may well mean as words
      {"near", ""},
      {"w/5", ""},
      {"tariff near steel", ""},
      {"Yahoo! and Jeopardy! tonight", "dropped-stop-words"},
      {"What now? Nothing", "dropped-stop-words"},
      {"http://example.org/x?y=z", ""},
      {"caps (blue)", ""},
      {"around the world | Reuters", "dropped-stop-words"},
      {"x+y=z", ""},
      {"OR", ""},
  };
  for (const CodeRow& row : kRows) EXPECT_EQ(codes_of(row.query), row.codes) << "query: " << row.query;
  EXPECT_EQ(codes_of(repeat("x", 65) + " y"), "long-word");
}

TEST(QueryParser, WarningsNameTheColumnAndWhatWasDone) {
  const auto first = [](std::string_view query) { return parse(query).value().warnings.at(0).message; };
  EXPECT_EQ(first("é \"white house"), "column 3: this quote mark has no partner; taken as text");
  EXPECT_EQ(first("tariff w/5 steel"), "column 8: w/5 means nothing here; write a NEAR/5 b; searched as words");
  EXPECT_EQ(first("tariff ONEAR/3 steel"), "column 8: ONEAR/3 means nothing here; write a ADJ/3 b; searched as words");
  EXPECT_EQ(first("econom! x"), "column 1: econom! means nothing here; write econom*; searched as words");
  EXPECT_EQ(first("(x) || y"), "column 5: || means nothing here; write a OR b; left out");
  EXPECT_EQ(first("site:x.org"), "column 1: no field \"site\"; write source:\"The New York Times\"; searched as words");
  EXPECT_EQ(first("x or y"), "left out as too common: or (in quotes they count; operators are written OR, NOT)");
  EXPECT_EQ(first("x AND"), "column 3: nothing stands behind AND; ignored");
  EXPECT_EQ(first("sorce:AP"), "column 1: no field \"sorce\"; close: source (all: broadsheet fields); searched as words");
  EXPECT_EQ(first("zzz:AP"),
            "column 1: no field \"zzz\"; the fields are: title, deck, text, author, source, section, topic, language, access, person, "
            "org, place, misc, date, id, url, desk; searched as words");
  EXPECT_EQ(first("x date:soon"),
            "column 3: date:soon is no date; dates are written date:2023-11, date:2023-01..2023-06, date:2023.., date:30d..; "
            "searched as words");
  EXPECT_EQ(first("x op*"), "column 3: op*: * needs 3 letters or more before it; searched as words");
  EXPECT_EQ(first("x^500"), "column 2: ^500 is no weight from 0.1 to 100; taken as ^1");
  EXPECT_EQ(first("x NEAR/0 y"), "column 3: 0 is no distance from 1 to 1000; taken as 1");
  EXPECT_EQ(first("x NEAR source:AP"),
            "column 3: NEAR joins only words, phrases, NEAR and OR-groups of these, all in one field; taken as AND");
  EXPECT_EQ(first("NATO OR EU"), "column 6: OR is a word here; operators count only where the query has a lower-case letter too");
}

TEST(QueryParser, WarningsStandInTheOrderOfTheQueryAndAreNotEndless) {
  const Result<ParsedQuery> mixed = parse("x^0 (y the \"z");
  ASSERT_TRUE(mixed);
  std::vector<std::string> starts;
  for (const Warning& warning : mixed->warnings) starts.push_back(warning.message.substr(0, 9));
  EXPECT_EQ(starts, (std::vector<std::string>{"column 2:", "column 5:", "column 12", "left out "}));
  const Result<ParsedQuery> many = parse(repeat(") ", 1'000) + "x");
  ASSERT_TRUE(many);
  EXPECT_EQ(many->warnings.size(), 51U);
  EXPECT_EQ(many->warnings.back().message, "950 more warnings of this kind left out");
}

TEST(QueryParser, StrictMakesTheLeftmostFaultAnError) {
  constexpr Row kRows[] = {
      {"é \"white house", "query, column 3: this quote mark has no partner"},
      {"(x OR y", "query, column 1: this opening parenthesis has no partner"},
      {"x y)", "query, column 4: this closing parenthesis has no partner"},
      {"x AND", "query, column 3: nothing stands behind AND"},
      {"x OR ()", "query, column 3: nothing stands behind OR"},
      {"x sorce:AP", "query, column 3: no field \"sorce\"; close: source (all: broadsheet fields)"},
      {"x^500 (y", "query, column 2: ^500 is no weight from 0.1 to 100"},
      {"op*", "query, column 1: op*: * needs 3 letters or more before it"},
      {"x NEAR/0 y", "query, column 3: 0 is no distance from 1 to 1000"},
  };
  for (const Row& row : kRows) {
    const Result<ParsedQuery> parsed = parse(row.query, MatchMode::all, true);
    ASSERT_FALSE(parsed) << "query: " << row.query;
    EXPECT_EQ(parsed.error().status, Status::usage);
    EXPECT_EQ(parsed.error().message, row.tree) << "query: " << row.query;
  }
  for (const std::string_view fine : {"the cat", "NATO OR EU", "???", "http://x.org/a 10:30", "the US (economy OR \"white house\"~3)"}) {
    EXPECT_TRUE(parse(fine, MatchMode::all, true)) << "query: " << fine;
  }
}

TEST(QueryParser, LimitsAreNamed) {
  const auto message = [](const std::string& query) { return parse(query).error().message; };
  EXPECT_EQ(message(std::string(kMaxQueryBytes + 1, 'x')),
            "the query is 100001 bytes long; the limit is 100000 (long lists of ids: --ids-from)");
  EXPECT_EQ(message(repeat("(", 101) + "x" + repeat(")", 101)),
            "query, column 101: parentheses are nested deeper than the limit of 100; write the query flatter");
  std::string words;
  for (std::size_t i = 0; i <= kMaxQueryTerms; ++i) words += fmt::format("w{} ", i);
  constexpr std::string_view kTooMany =
      "the query asks for more than the limit of 1000 terms (words and values); ask for fewer, and give long lists of ids by --ids-from";
  EXPECT_EQ(message(words), kTooMany);
  EXPECT_EQ(message("(" + words + ") x"), kTooMany);
  EXPECT_EQ(message("\"" + words + "\""), kTooMany);
  EXPECT_EQ(parse(words).error().status, Status::usage);
  EXPECT_TRUE(parse(words.substr(words.find(' '))));
  EXPECT_EQ(message("a NEAR/5 b" + repeat(" NEAR/5 b", 9)),
            "query, column 1: NEAR joins 11 words, phrases or groups; the limit is 10: join fewer, or some of them by AND");
  EXPECT_TRUE(parse("a NEAR/5 b" + repeat(" NEAR/5 b", 8)));
  EXPECT_EQ(message("x OR \"a b c d e f g h i j k\"~20"),
            "query, column 6: \"…\"~20 has 11 words; the limit is 10: leave some out; without ~ a phrase may be long");
  EXPECT_TRUE(parse("\"a b c d e f g h i j k\""));
  EXPECT_EQ(message("a" + repeat(" OR abc* OR abc~", 33)),
            "query, column 518: this is wildcard or near spelling number 65; the limit is 64: "
            "write words without * and ~ where they will do");
  EXPECT_TRUE(parse(repeat("(", 100) + "x" + repeat(")", 100)));
  EXPECT_EQ(tree_of(repeat("the model ", 9'000)), "(word model)");
  EXPECT_EQ(tree_of(repeat("(", 50'000) + "x"), "(word x)");
  EXPECT_EQ(tree_of(repeat("NOT ", 20'001) + "x"), "(not (word x))");
}

TEST(QueryParser, AMillionParenthesesAreRefusedAtOnce) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(parse(std::string(1'000'000, '(')));
  EXPECT_FALSE(parse(repeat("(", 49'999) + "x" + repeat(")", 49'999)));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));  // 0.03 s on a quiet machine
}

}  // namespace
}  // namespace broadsheet
