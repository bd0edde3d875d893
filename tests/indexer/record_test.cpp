// One record to one article: what each key, shape and oddity comes to. Rows are an input and the article as `clean` prints it.
#include "indexer/record.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/article_json.h"
#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/article_id.h"
#include "indexer/rejects.h"

namespace broadsheet {
namespace {

namespace fs = std::filesystem;

RawRecord raw(std::string bytes) { return {{"my.jsonl", 1, 0}, std::move(bytes), std::nullopt}; }

std::string notes_text(const ParsedRecord& parsed) {
  std::string text;
  for (const auto& [note, count] : parsed.notes) text += ' ' + note + '=' + std::to_string(count);
  return text;
}

// The article and the notes, or REASON and message.
std::string told(const std::string& record, const RecordSettings& settings = {}) {
  const auto parsed = parse_record(raw(record), settings);
  if (!parsed) return parsed.error().reason + ' ' + parsed.error().message;
  return article_to_json(parsed->article) + notes_text(*parsed);
}

ParsedRecord parsed(const std::string& record, const RecordSettings& settings = {}) {
  auto result = parse_record(raw(record), settings);
  EXPECT_TRUE(result.has_value()) << record << '\n' << (result ? "" : result.error().message);
  return result ? *result : ParsedRecord();
}

struct Row {
  std::string record;
  std::string told;
};

void check(const std::vector<Row>& rows, const RecordSettings& settings = {}) {
  for (const Row& row : rows) EXPECT_EQ(told(row.record, settings), row.told) << row.record;
}

// Every row gives id and source, so that only what it is about is new.
TEST(Record, UnderstandsEverySynonymOfAKey) {
  struct {
    std::vector<std::string> keys;
    std::string value;
    std::string printed;
  } const table[] = {
      {{"title", "headline"}, R"("x")", R"("title":"x","text":"t","access":"full")"},
      {{"deck", "summary", "description", "subtitle", "abstract"}, R"("x")", R"("deck":"x","text":"t","access":"full")"},
      {{"date", "published", "publish_date", "pubDate", "published_at", "publishedAt", "date_published", "publication_date", "created_at"},
       R"("2024-02-21")",
       R"("date":"2024-02-21","text":"t","access":"full","date_source":"input")"},
      {{"authors", "author", "byline"}, R"("Ann Lee")", R"("text":"t","authors":["Ann Lee"],"access":"full")"},
      {{"section", "category"}, R"("x")", R"("text":"t","section":"x","access":"full")"},
      {{"topics", "topic", "tags", "tag", "keywords", "subject"}, R"(["x","y"])", R"("text":"t","topics":["x","y"],"access":"full")"},
      {{"language", "lang"}, R"("EN")", R"("text":"t","language":"en","access":"full")"},
      {{"persons", "people", "person"}, R"(["x"])", R"("text":"t","access":"full","entities":[{"type":"person","name":"x","count":1}])"},
      {{"orgs", "organizations", "org"}, R"(["x"])", R"("text":"t","access":"full","entities":[{"type":"org","name":"x","count":1}])"},
      {{"places", "locations", "place"}, R"("x")", R"("text":"t","access":"full","entities":[{"type":"place","name":"x","count":1}])"},
  };
  for (const auto& row : table) {
    for (const std::string& key : row.keys) {
      EXPECT_EQ(told(R"({"id":"a","source":"s","text":"t",")" + key + "\":" + row.value + "}"),
                R"({"id":"a","source":"s",)" + row.printed + "}")
          << key;
    }
  }
  for (const std::string key : {"text", "body", "content", "article", "full_text", "maintext"}) {
    EXPECT_EQ(parsed("{\"" + key + "\":\"x\"}").article.text, "x") << key;
  }
  for (const std::string key : {"source", "outlet", "publisher", "media_name", "site_name", "newspaper"}) {
    EXPECT_EQ(parsed("{\"text\":\"t\",\"" + key + "\":\"x\"}").article.source, "x") << key;
  }
  for (const std::string key : {"id", "guid", "_id"}) EXPECT_EQ(parsed("{\"text\":\"t\",\"" + key + "\":\"x\"}").article.id, "x") << key;
  for (const std::string key : {"url", "link"}) EXPECT_EQ(parsed("{\"text\":\"t\",\"" + key + "\":\"x\"}").article.url, "x") << key;
}

TEST(Record, PrefersMappedThenExactThenOtherKeysAndLosesNone) {
  const RecordSettings mapped{{{"title", "head"}, {"text", "doc.story"}}, "", {}};
  check({{R"({"id":"a","source":"s","headline":"y","title":"x"})",
          R"({"id":"a","source":"s","title":"x","access":"headline","headline":"y"})"},
         {R"({"id":"a","source":"s","title":" ","headline":"y"})", R"({"id":"a","source":"s","title":"y","access":"headline"})"},
         {R"({"id":"a","source":"s","title":null,"headline":"y"})", R"({"id":"a","source":"s","title":"y","access":"headline"})"},
         {R"({"id":"a","source":"s","title":{"x":1},"headline":"y"})",
          R"({"id":"a","source":"s","title":"y","access":"headline","title_raw":{"x":1}})"}});
  check(
      {{R"({"id":"a","source":"s","title":"x","head":"y"})", R"({"id":"a","source":"s","title":"y","access":"headline","title_raw":"x"})"},
       {R"({"id":"a","source":"s","title":"x"})", R"({"id":"a","source":"s","title":"x","access":"headline"})"},
       {R"({"id":"a","source":"s","doc":{"story":"z","n":1}})",
        R"({"id":"a","source":"s","text":"z","access":"full","doc":{"story":"z","n":1}})"},
       {R"({"id":"a","source":"s","doc.story":"y","doc":{"story":"z"}})",
        R"({"id":"a","source":"s","text":"y","access":"full","doc":{"story":"z"}})"}},
      mapped);
}

TEST(Record, TakesTheShapesThatValuesComeIn) {
  check({{R"({"id":7,"source":{"id":null,"name":"CNN"},"title":1984})", R"({"id":"7","source":"CNN","title":"1984","access":"headline"})"},
         {R"({"id":123456789012345678901234567890,"source":"s","text":["one","two"," "]})",
          R"({"id":"123456789012345678901234567890","source":"s","text":"one\n\ntwo","access":"full"})"},
         {R"({"id":"a","source":["s","s2"],"text":"t","authors":[{"name":"Ann Lee"},{"x":1},"Bo Ray"]})",
          R"({"id":"a","source":"s","text":"t","authors":["Ann Lee","Bo Ray"],"access":"full"})"},
         {R"({"id":"a","source":"s","text":"t","topics":"a, b; c"})",
          R"({"id":"a","source":"s","text":"t","topics":["a, b; c"],"access":"full"})"},
         {R"({"id":"a","source":"s","text":"t","keywords":"a, b; c,"})",
          R"({"id":"a","source":"s","text":"t","topics":["a","b","c"],"access":"full"})"},
         {R"({"id":"a","source":"s","text":"t","topics":[1,true,"x"]})",
          R"({"id":"a","source":"s","text":"t","topics":["1","x"],"access":"full"})"}});
}

TEST(Record, SplitsABylineOnlyWhereItIsSafe) {
  struct {
    const char* byline;
    std::vector<std::string> authors;
  } const table[] = {
      {"Ann Lee", {"Ann Lee"}},
      {"By Ann Lee", {"Ann Lee"}},
      {"by  Ann   Lee ", {"Ann Lee"}},
      {"BY ANN LEE", {"ANN LEE"}},
      {"Byron Lee", {"Byron Lee"}},
      {"By Ann Lee and Bo Ray", {"Ann Lee", "Bo Ray"}},
      {"Ann Lee, Bo Ray and Cy Poe", {"Ann Lee", "Bo Ray", "Cy Poe"}},
      {"Ann Lee, Bo Ray, and Cy Poe", {"Ann Lee", "Bo Ray", "Cy Poe"}},
      {"Ann Lee & Bo Ray", {"Ann Lee", "Bo Ray"}},
      {"Lee, Ann; Ray, Bo", {"Lee, Ann", "Ray, Bo"}},
      {"Lee, Ann", {"Lee, Ann"}},
      {"Martin King, Jr.", {"Martin King, Jr."}},
      {"Ann Lee, Staff Writer", {"Ann Lee, Staff Writer"}},
      {"Ann Lee, The Associated Press", {"Ann Lee, The Associated Press"}},
      {"Food and Drug Administration", {"Food and Drug Administration"}},
      {"Ann Lee and Reuters staff", {"Ann Lee and Reuters staff"}},
      {"Ann Lee and agencies", {"Ann Lee and agencies"}},
      {"Alessandro Brandt", {"Alessandro Brandt"}},
  };
  for (const auto& row : table) {
    EXPECT_EQ(parsed(R"({"text":"t","byline":")" + std::string(row.byline) + "\"}").article.authors, row.authors) << row.byline;
  }
  EXPECT_EQ(parsed(R"({"text":"t","authors":["By Ann Lee and Bo Ray"]})").article.authors, (std::vector<std::string>{"Ann Lee and Bo Ray"}))
      << "a list is taken at its word";
}

TEST(Record, TakesEntitiesInEveryShape) {
  struct {
    const char* members;
    const char* entities;
    const char* notes = "";
  } const table[] = {
      {R"("entities":["Quarry"])", R"([{"type":"misc","name":"Quarry","count":1}])"},
      {R"("entities":"Quarry")", R"([{"type":"misc","name":"Quarry","count":1}])"},
      {R"("entities":[{"type":"organization","name":"01.AI","count":3}])", R"([{"type":"org","name":"01.AI","count":3}])"},
      {R"("entities":[{"label":"GPE","text":"Beijing"}])", R"([{"type":"place","name":"Beijing","count":1}])"},
      {R"("entities":[{"type":"ship","name":"Ever Given"}])", R"([{"type":"misc","name":"Ever Given","count":1}])",
       " unknown-entity-type=1"},
      {R"("entities":{"person":["Ann Lee"],"org":[{"name":"01.AI","count":2}]})",
       R"([{"type":"person","name":"Ann Lee","count":1},{"type":"org","name":"01.AI","count":2}])"},
      {R"("entities":[{"text":"Meta","label":"ORG"},{"text":"Meta","label":"ORG"}],"orgs":["Meta"])",
       R"([{"type":"org","name":"Meta","count":3}])"},
      {R"("entities":[{"type":"org","name":"Meta","mentions":["Meta","Meta Inc."]}])",
       R"([{"type":"org","name":"Meta","count":2,"mentions":[{"text":"Meta","field":"","start":0,"end":0},{"text":"Meta Inc.","field":"","start":0,"end":0}]}])"},
      {R"("entities":[{"type":"org","name":"Meta","count":5,"mentions":[{"text":"Meta","field":"title","start":3,"end":7},{"text":"M","start":9,"end":10}]}])",
       R"([{"type":"org","name":"Meta","count":5,"mentions":[{"text":"Meta","field":"title","start":3,"end":7},{"text":"M","field":"text","start":9,"end":10}]}])"},
      {R"("entities":[{"name":"x","count":-1},{"name":"y","count":1e3},{"name":"z","count":"4"}])",
       R"([{"type":"misc","name":"x","count":1},{"type":"misc","name":"y","count":1},{"type":"misc","name":"z","count":1}])"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(told(std::string(R"({"id":"a","source":"s","text":"t",)") + row.members + "}"),
              std::string(R"({"id":"a","source":"s","text":"t","access":"full","entities":)") + row.entities + "}" + row.notes);
  }
  EXPECT_EQ(told(R"({"id":"a","source":"s","text":"t","entities":[1,{},[],{"name":5}]})"),
            R"({"id":"a","source":"s","text":"t","access":"full","entities_raw":[1,{},[],{"name":5}]})");
}

TEST(Record, KeepsUnknownKeysAsTheyAre) {
  check(
      {{R"({"id":"a","source":"s","text":"t","license":"CC0","n":1.50,"big":123456789012345678901234567890,"o":{"z":[1, 2],"a":null},"nil":null})",
        R"({"id":"a","source":"s","text":"t","access":"full","big":123456789012345678901234567890,"license":"CC0","n":1.50,"nil":null,"o":{"z":[1,2],"a":null}})"},
       {R"({"id":"a","source":"s","text":"t","access":"open","language":"","section":[],"authors":5.5,"content_hash":"x"})",
        R"({"id":"a","source":"s","text":"t","authors":["5.5"],"access":"full","access_raw":"open"} bad-access=1)"}});
}

TEST(Record, TakesFacetFieldsAsTextsFromKeysAndPaths) {
  const RecordSettings settings{{}, "", {"country", "meta.desk", "paid", "n", "missing", "object"}};
  const ParsedRecord got = parsed(
      R"({"text":"t","country":["fr"," de "],"meta":{"desk":"World"},"paid":true,"n":[7,2.50],"object":{"a":1},"other":"x"})", settings);
  const std::map<std::string, std::vector<std::string>> facets = {
      {"country", {"fr", "de"}}, {"meta.desk", {"World"}}, {"paid", {"true"}}, {"n", {"7", "2.50"}}};
  EXPECT_EQ(got.article.facet_fields, facets);
  const std::map<std::string, std::string> extra = {{"meta", R"({"desk":"World"})"}, {"object", R"({"a":1})"}, {"other", R"("x")"}};
  EXPECT_EQ(got.article.extra, extra);
}

TEST(Record, ReadsDatesAndSaysWhichWereNone) {
  check({{R"({"id":"a","source":"s","text":"t","date":1708509600})",
          R"({"id":"a","source":"s","date":"2024-02-21T10:00:00Z","text":"t","access":"full","date_source":"input"})"},
         {R"({"id":"a","source":"s","text":"t","pubDate":"Wed, 21 Feb 2024 10:00:00 -0500"})",
          R"({"id":"a","source":"s","date":"2024-02-21T10:00:00-05:00","text":"t","access":"full","date_source":"input"})"},
         {R"({"id":"a","source":"s","text":"t","date":"yesterday"})",
          R"({"id":"a","source":"s","text":"t","access":"full","date_raw":"yesterday"} bad-date=1)"},
         {R"({"id":"a","source":"s","text":"t","published":"2023-02-31"})",
          R"({"id":"a","source":"s","text":"t","access":"full","date_raw":"2023-02-31"} bad-date=1)"},
         {R"({"id":"a","source":"s","text":"t","date":"n/a","published":"2024"})",
          R"({"id":"a","source":"s","date":"2024","text":"t","access":"full","date_source":"input","date_raw":"n/a"})"},
         {R"({"id":"a","source":"s","text":"t","date":""})", R"({"id":"a","source":"s","text":"t","access":"full"})"}});
}

TEST(Record, NamesTheSourceByKeyOptionOrHost) {
  struct {
    const char* members;
    const char* default_source;
    const char* source;
    const char* notes = "";
  } const table[] = {
      {R"("source":" The  Times ")", "AP", "The Times"},
      {R"("url":"https://www.example.org/a")", "AP", "AP"},
      {R"("url":"https://www.Example.org:8443/a")", "", "example.org"},
      {R"("url":"http://[::1]:80/a")", "", "[::1]"},
      {R"("url":"http://[2001:db8::1]/a")", "", "[2001:db8::1]"},
      {R"("url":"not a url")", "", "", " no-source=1"},
      {R"("source":"")", "", "", " no-source=1"},
  };
  for (const auto& row : table) {
    const ParsedRecord got = parsed(std::string(R"({"text":"t",)") + row.members + "}", {{}, row.default_source, {}});
    EXPECT_EQ(got.article.source, row.source) << row.members;
    EXPECT_EQ(notes_text(got), row.notes) << row.members;
  }
}

TEST(Record, RepairsText) {
  struct {
    const char* json;
    const char* text;
  } const table[] = {
      {R"(cafe\u0301)", "caf\u00e9"},
      {R"(a\u0000b\u001bc)", "a b c"},
      {R"(half \ud83d pair)", "half \uFFFD pair"},
      {R"(\ud83d\ude00)", "\U0001F600"},
  };
  for (const auto& row : table) EXPECT_EQ(parsed(R"({"text":")" + std::string(row.json) + "\"}").article.text, row.text) << row.json;
  const ParsedRecord got = parsed(R"({"text":"t","title":" one\n two\u0000\tthree ","deck":["a\nb","c"]})");
  EXPECT_EQ(got.article.title, "one two three");
  EXPECT_EQ(got.article.deck, "a b c");
}

TEST(Record, RepairsBrokenUtf8AndCountsIt) {
  const ParsedRecord got = parsed("{\"id\":\"a\",\"source\":\"s\",\"text\":\"caf\xe9 \xed\xa0\x80\"}");
  EXPECT_TRUE(is_valid_utf8(got.article.text));
  EXPECT_TRUE(got.article.text.starts_with("caf\uFFFD "));
  EXPECT_EQ(notes_text(got), " repaired-utf8=1");
}

TEST(Record, CutsWhatIsTooLongBetweenCodePointsAndCountsIt) {
  std::string title;
  while (title.size() <= kMaxTitleBytes) title += "é";
  std::string topics = "[\"t\"";
  for (std::size_t i = 0; i < kMaxFieldValues; ++i) topics += ",\"" + std::to_string(i) + "\"";
  const ParsedRecord got =
      parsed(R"({"text":"t","title":"x)" + title + R"(","source":")" + std::string(5000, 's') + R"(","topics":)" + topics + "]}");
  EXPECT_EQ(got.article.title.size(), kMaxTitleBytes - 1);
  EXPECT_TRUE(is_valid_utf8(got.article.title));
  EXPECT_EQ(got.article.source.size(), kMaxFieldValueBytes);
  EXPECT_EQ(got.article.topics.size(), kMaxFieldValues);
  EXPECT_EQ(got.notes.at("cut-field"), 3U);

  std::string names = "[\"n\"";
  for (std::size_t i = 0; i < kMaxFieldValues; ++i) names += ",\"" + std::to_string(i) + "\"";
  const ParsedRecord many = parsed(R"({"text":"t","source":"s","entities":)" + names + "]}");
  EXPECT_EQ(many.article.entities.size(), kMaxFieldValues);
  EXPECT_EQ(notes_text(many), " cut-field=1");
}

TEST(Record, DerivesAnIdFromRawValues) {
  EXPECT_EQ(parsed(R"({"link":"https://Example.org/a?utm_source=x","text":"t"})").article.id,
            derive_id("https://example.org/a", "", "", "", ""));
  EXPECT_EQ(parsed(R"({"outlet":" AP ","pubDate":"n/a","headline":"x\n y","body":["one","two"]})").article.id,
            derive_id("", " AP ", "n/a", "x\n y", "one\n\ntwo"));
  EXPECT_EQ(parsed(R"({"text":"t"})", {{}, "Reuters", {}}).article.id, parsed(R"({"text":"t"})").article.id) << "options do not change ids";
  EXPECT_EQ(parsed(R"({"id":"","text":"t"})").article.id, derive_id("", "", "", "", "t"));
  EXPECT_EQ(parsed(R"({"id":null,"guid":"g","text":"t"})").article.id, "g");
}

TEST(Record, OfAnArticleThatCleanPrintedIsTheSameArticle) {
  const std::string record =
      R"({"id":"a","url":"https://example.org/a","source":"AP","date":"2024-02-21T10:00:00-05:00","title":"x","deck":"y",)"
      R"("text":"one\n\ntwo","authors":["Ann Lee"],"section":"World","topics":["t"],"language":"en","access":"truncated",)"
      R"("entities":[{"type":"org","name":"Meta","count":2,"mentions":[{"text":"Meta","field":"text","start":1,"end":5}]}],)"
      R"("date_source":"json-ld","removed":[{"rule":"notice","start":9,"text":"Log in."}],"other":[1]})";
  EXPECT_EQ(told(record), record);
}

// ---- what cannot be used

TEST(Rejects, SayWhatIsWrongAndWhatHelps) {
  const std::string deep = R"({"title":"x","deep":)" + std::string(101, '[') + std::string(101, ']') + "}";
  check({
      {R"({"head":"A headline","story":"A story","day":"2024"})",
       R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: head, story, day. Try: --map title=head --map text=story)"},
      {R"({"x":"short","y":")" + std::string(80, 'w') + R"("})",
       R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: x, y. Try: --map text=y)"},
      {R"({"x":"short","day":"2024"})", R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: x, day.)"},
      {R"({"doc":{"headline":"x","plaintext":"y"},"url":"https://example.org/text"})",
       R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: doc, url. Try: --map title=doc.headline --map text=doc.plaintext)"},
      {R"({"The Head'line":"x"})",
       R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: The Head'line. Try: --map 'title=The Head'\''line')"},
      {R"({"title":" ","text":"\n\n "})",
       R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: title (empty), text (empty).)"},
      {R"({"title":"\u0000"})", R"(no-text my.jsonl:1: no "text", "html" or "title"; the keys are: title.)"},
      {"{}", R"(no-text my.jsonl:1: no "text", "html" or "title"; the record has no keys)"},
      {R"({"html":"<p>x</p>"})", R"(html-unsupported my.jsonl:1: only "html", which is not read yet; put the plain text into "text")"},
      {R"({"title":})", R"(bad-json my.jsonl:1: bad JSON: no JSON value here, at byte 9)"},
      {R"({"title":"x")", R"(bad-json my.jsonl:1: bad JSON: missing a comma or } after an object member (the text ends here), at byte 12)"},
      {deep, "bad-json my.jsonl:1: bad JSON: nested deeper than 100, at byte 119"},
      {"[{}]", R"(not-an-object my.jsonl:1: this is a list; a record is an object: {"title":"…","text":"…"})"},
      {"42", R"(not-an-object my.jsonl:1: this is a number; a record is an object: {"title":"…","text":"…"})"},
      {"null", R"(not-an-object my.jsonl:1: this is null; a record is an object: {"title":"…","text":"…"})"},
      {R"({"id":")" + std::string(201, 'x') + R"(","text":"t"})",
       "bad-id my.jsonl:1: the id has 201 bytes, at most 200 are allowed; give a shorter one, or none"},
      {R"({"id":"a\nb","text":"t"})", "bad-id my.jsonl:1: the id a\\u{0a}b has control characters; give one without, or none"},
      {R"({"id":"a\u0000","text":"t"})", "bad-id my.jsonl:1: the id a  has control characters; give one without, or none"},
  });
  EXPECT_EQ(parsed(R"({"html":"<p>x</p>","title":"y"})").article.extra.at("html"), R"("<p>x</p>")");
  EXPECT_EQ(parsed(R"({"id":")" + std::string(200, 'x') + R"(","text":"t"})").article.id.size(), kMaxIdBytes);
}

TEST(Rejects, HoldTheRecordAndItsPlace) {
  const RawRecord record{{"in.jsonl", 7, 99}, "{\"head\":\"\xff\"}", std::nullopt};
  const auto result = parse_record(record, {});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().record, record.bytes);
  EXPECT_EQ(result.error().origin.line, 7U);
  EXPECT_EQ(result.error().origin.offset, 99U);
}

TEST(Rejects, OfAReaderPassThrough) {
  RawRecord record = raw("{}");
  record.reject = make_reject("too-long", record.origin, "a record of 9 bytes", "{");
  EXPECT_EQ(parse_record(record, {}).error().message, "my.jsonl:1: a record of 9 bytes");
}

TEST(Rejects, AreWrittenAsOneLineOfValidJson) {
  const Reject reject = make_reject("bad-json", {"a\n\xff.jsonl", 3, 17}, "why", "{\"x\":\"\xff\n\x1b\"");
  EXPECT_EQ(reject_to_json(reject),
            "{\"reason\":\"bad-json\",\"message\":\"a\\\\u{0a}\uFFFD.jsonl:3: why\",\"file\":\"a\\n\uFFFD.jsonl\",\"line\":3,\"offset\":17,"
            "\"record\":\"{\\\"x\\\":\\\"\uFFFD\\n \\\"\"}");
  EXPECT_EQ(reject_to_json(make_reject("bomb", {"b.gz", 0, 0}, "b.gz: stopped")),
            R"({"reason":"bomb","message":"b.gz: stopped","file":"b.gz","line":0,"offset":0})");
}

class RejectsFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/broadsheet-rejects-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(folder_), {})); }

  fs::path folder_;
  const Reject reject_ = make_reject("no-text", {"in.jsonl", 1, 0}, "why", "{}");
};

TEST_F(RejectsFolder, GetsAFileOnlyWithRejectsAndACommit) {
  {
    RejectsFile none(folder_ / "none/x.jsonl");
    EXPECT_TRUE(none.commit().has_value());
    RejectsFile dropped(folder_ / "x.jsonl");
    EXPECT_TRUE(dropped.add(reject_).has_value());
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
  RejectsFile kept(folder_ / "a/x.jsonl");
  EXPECT_TRUE(kept.add(reject_) && kept.add(reject_));
  EXPECT_EQ(kept.count(), 2U);
  EXPECT_FALSE(fs::exists(kept.path()));
  EXPECT_TRUE(kept.commit().has_value());
  EXPECT_EQ(read_file(kept.path()).value(), reject_to_json(reject_) + "\n" + reject_to_json(reject_) + "\n");
  EXPECT_EQ(files(), 2U);
}

TEST_F(RejectsFolder, LosesWhatAKilledRunLeft) {
  ASSERT_TRUE(atomic_write(folder_ / "x.jsonl.unfinished", "old").has_value());
  RejectsFile file(folder_ / "x.jsonl");
  EXPECT_TRUE(file.add(reject_) && file.commit());
  EXPECT_EQ(files(), 1U);
}

TEST_F(RejectsFolder, IsNotReplacedItself) {
  RejectsFile file(folder_);
  const auto added = file.add(reject_);
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().status, Status::cannot_create);
}

TEST(MapOption, IsFieldAndKey) {
  EXPECT_EQ(parse_map_option("title=head").value(), (std::pair<std::string, std::string>("title", "head")));
  EXPECT_EQ(parse_map_option("date=meta.a=b").value(), (std::pair<std::string, std::string>("date", "meta.a=b")));
  EXPECT_EQ(parse_map_option("author=writers").value().first, "author");
  struct {
    const char* option;
    const char* message;
  } const table[] = {
      {"title", "--map 'title': FIELD=KEY is wanted, for example --map title=headline"},
      {"=x", "--map '=x': FIELD=KEY is wanted, for example --map title=headline"},
      {"title=", "--map 'title=': FIELD=KEY is wanted, for example --map title=headline"},
      {"colour=x",
       "--map 'colour=x': there is no field 'colour'; the fields are: id, url, source, date, title, deck, text, html, authors, section, "
       "topics, "
       "language, access, entities, persons, orgs, places, misc"},
  };
  for (const auto& row : table) {
    const auto parsed_option = parse_map_option(row.option);
    ASSERT_FALSE(parsed_option.has_value()) << row.option;
    EXPECT_EQ(parsed_option.error().status, Status::usage);
    EXPECT_EQ(parsed_option.error().message, row.message);
  }
  EXPECT_EQ(parsed(R"({"writers":"Ann Lee","text":"t"})", {{{"author", "writers"}}, "", {}}).article.authors.size(), 1U);
}

}  // namespace
}  // namespace broadsheet
