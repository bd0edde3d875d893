// Bytes to records: where inputs are cut, and what is said of what cannot be.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "common/limits.h"
#include "indexer/readers/reader.h"

namespace broadsheet {
namespace {

// Gives its bytes in pieces, so that every border of a block is tried; then its error, if it has one.
class PieceSource : public ByteSource {
 public:
  explicit PieceSource(std::string bytes, std::size_t piece = SIZE_MAX, std::string error = "")
      : bytes_(std::move(bytes)), piece_(piece), error_(std::move(error)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t n = std::min({size, piece_, bytes_.size() - pos_});
    if (n == 0 && !error_.empty()) return fail(Status::bad_data, error_);
    bytes_.copy(buffer, n, pos_);
    pos_ += n;
    return n;
  }
  std::string_view failure_reason() const override { return "damaged"; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::string error_;
  std::size_t pos_ = 0;
};

std::vector<RawRecord> read_all(ByteSource& source, InputFormat format = InputFormat::automatic, const std::string& file = "in.x") {
  std::vector<RawRecord> records;
  read_records(source, file, {format, "", ""}, [&](RawRecord&& record) {
    records.push_back(std::move(record));
    return true;
  });
  return records;
}

// "LINE+OFFSET BYTES" for each record, "REASON MESSAGE" for each reject.
std::vector<std::string> told(const std::vector<RawRecord>& records) {
  std::vector<std::string> lines;
  for (const RawRecord& record : records) {
    const auto& [file, line, offset] = record.origin;
    if (record.reject)
      lines.push_back(record.reject->reason + ' ' + record.reject->message);
    else
      lines.push_back(std::to_string(line) + '+' + std::to_string(offset) + ' ' + record.bytes);
  }
  return lines;
}

std::vector<std::string> read_text(const std::string& text, InputFormat format = InputFormat::automatic, const std::string& file = "in.x") {
  PieceSource source(text);
  return told(read_all(source, format, file));
}

using Told = std::vector<std::string>;
struct Row {
  const char* what;
  std::string text;
  Told told;
  InputFormat format = InputFormat::automatic;
  std::string file = "in.x";
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kTable = {
      {"nothing", "", {}},
      {"only blanks", " \r\n\t\n", {}},
      {"only a BOM", "\xEF\xBB\xBF", {}},
      {"lines", "{\"a\":1}\n{\"a\":2}\n", {"1+0 {\"a\":1}", "2+8 {\"a\":2}"}},
      {"a last line without end", "{\"a\":1}\n{\"a\":2}", {"1+0 {\"a\":1}", "2+8 {\"a\":2}"}},
      {"lines of DOS", "{\"a\":1}\r\n\r\n{\"a\":2}\r\n", {"1+0 {\"a\":1}", "3+11 {\"a\":2}"}},
      {"blank lines", "\n \n{}\n\t\n{}\n\n", {"3+3 {}", "5+8 {}"}},
      {"a BOM", "\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n", {"1+3 {\"a\":1}", "2+11 {\"a\":2}"}},
      {"a bad line among lines", "{\"a\":1}\n{oops\n{\"a\":2}\n", {"1+0 {\"a\":1}", "2+8 {oops", "3+14 {\"a\":2}"}},
      {"a bad line first", "{\"a\":\"x\n{\"a\":2}\n", {R"(1+0 {"a":"x)", "2+8 {\"a\":2}"}},
      {"bad lines first, by the name", "{oops\nworse\n", {"1+0 {oops", "2+6 worse"}, InputFormat::automatic, "in.jsonl.gz"},
      {"text in front of lines, by the name", "oops\n{}\n", {"1+0 oops", "2+5 {}"}, InputFormat::automatic, "a/in.ndjson"},
      {"lists on lines, forced", "[1]\n[2]\n", {"1+0 [1]", "2+4 [2]"}, InputFormat::jsonl},
      {"NUL bytes", std::string("{\"a\":\"\0\"}\n{}\n", 13), {std::string("1+0 {\"a\":\"\0\"}", 13), "2+10 {}"}},

      {"a list", R"([{"a":1},{"a":2}])", {"1+1 {\"a\":1}", "1+9 {\"a\":2}"}},
      {"an empty list", "[ ]", {}},
      {"a list over lines", "[\n {\"a\":1},\r\n {\"a\":\n2}\n]\n", {"2+3 {\"a\":1}", "3+14 {\"a\":\n2}"}},
      {"brackets and quotes in strings", R"([{"a":"]}\"[{,"},{"b":"\\"}])", {R"(1+1 {"a":"]}\"[{,"})", R"(1+17 {"b":"\\"})"}},
      {"elements that are no objects", "[1, \"a,]\" ,[{}],null]", {"1+1 1", "1+4 \"a,]\"", "1+11 [{}]", "1+16 null"}},
      {"a list without end",
       "[{}\n,{}\n",
       {"1+1 {}", "2+5 {}", "bad-json in.x:1: the file ends inside the list that begins here: its ] is missing"}},
      {"a list that ends inside a record", "[{},{\"a\":", {"1+1 {}", "1+4 {\"a\":"}},
      {"a stray bracket in a list", "[{}},{}]", {"1+1 {}", "1+3 }", "1+5 {}"}},
      {"a list behind a list", "[{}]\n[{}]\n", {"1+1 {}", "2+6 {}"}},

      {"one object over lines", "{\n \"a\": {\"b\": [1]}\n}\n", {"1+0 {\n \"a\": {\"b\": [1]}\n}"}},
      {"objects over lines", "{\n\"a\":1\n}\n{\n\"a\":2\n}", {"1+0 {\n\"a\":1\n}", "4+10 {\n\"a\":2\n}"}},
      {"objects side by side, forced", "{}{},{\"a\":[{}]}", {"1+0 {}", "1+2 {}", "1+5 {\"a\":[{}]}"}, InputFormat::json},
      {"lines, forced to be JSON", "{\"a\":1}\n{\"a\":2}\n", {"1+0 {\"a\":1}", "2+8 {\"a\":2}"}, InputFormat::json},
      {"an object without end", "{\n\"a\":1,\n", {"1+0 {\n\"a\":1,\n"}},
      {"text, forced to be JSON", "Dear reader\n{}\n", {"1+0 Dear reader", "2+12 {}"}, InputFormat::json},
      {"a document of RFC 7464", "\x1e{\"a\":1}\n\x1e{\"a\":2}\n", {"1+1 {\"a\":1}", "2+10 {\"a\":2}"}, InputFormat::json},

      {"a wrapped list", R"({"articles":[{"a":1},{"a":2}]})", {"1+13 {\"a\":1}", "1+21 {\"a\":2}"}},
      {"a wrapped list with company", R"({"status":"ok","n":[1],"items" : [ {"text":"x"} ],"next":null})", {R"(1+35 {"text":"x"})"}},
      {"a feed with a title", R"({"version":"1","title":"Feed","items":[{"id":"1"}]})", {R"(1+39 {"id":"1"})"}},
      {"a wrapped list over lines", "{\n\"data\": [\n{\"a\":1},\n{\"a\":2}\n]\n}\n", {"3+12 {\"a\":1}", "4+21 {\"a\":2}"}},
      {"wrapped lists on lines", "{\"data\":[{}]}\n{\"data\":[{}]}\n", {"1+9 {}", "2+23 {}"}},
      {"a wrapped list without end",
       "{\"data\":[{}",
       {"1+9 {}", "bad-json in.x:1: the file ends inside the list that begins here: its ] is missing"}},
      {"a wrapper without end",
       "{\"data\":[{}],\n",
       {"1+9 {}", "bad-json in.x:1: the file ends inside the object that begins here: its } is missing"}},
      {"an article with a list of objects",
       R"({"title":"x","entities":[{"name":"y"}]})",
       {R"(1+0 {"title":"x","entities":[{"name":"y"}]})"}},
      {"an article with items behind its text", "{\"text\":\"x\",\n\"items\":[{}]}", {"1+0 {\"text\":\"x\",\n\"items\":[{}]}"}},
      {"a line with items before its text", "{\"items\":[{}],\"text\":\"x\"}\n", {R"(1+0 {"items":[{}],"text":"x"})"}},
      {"a list of numbers under a list's name",
       "{\"data\":[1,[2]],\n\"b\":{\"data\":[{}]}}",
       {"1+0 {\"data\":[1,[2]],\n\"b\":{\"data\":[{}]}}"}},

      {"text",
       "Dear reader,\nthis is a letter\x1b[31m of some length",
       {"unknown-format in.x: neither JSON nor a table with a \"text\" or \"title\" in its first line; it begins: Dear reader, this is a "
        "letter [31m of so …; --format csv or --format text reads it as a table or as plain text; docs/input.md shows all formats"}},
      {"HTML", " <html>", {"unknown-format in.x: this is HTML or XML, which is not read yet"}},
      {"a zip", "PK\x03\x04...", {"unknown-format in.x: this is a zip archive; unpack it first"}, InputFormat::automatic, "in.x"},
      {"packed twice", "\x1f\x8b\x08", {"unknown-format stdin: this is packed twice; unpack it once first"}, InputFormat::automatic, "-"},
  };
  return kTable;
}

TEST(JsonReader, CutsEveryInputOfTheTable) {
  for (const Row& row : rows()) EXPECT_EQ(read_text(row.text, row.format, row.file), row.told) << row.what;
}

TEST(JsonReader, CutsTheSameWhereverBlocksEnd) {
  for (const Row& row : rows()) {
    for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
      PieceSource source(row.text, piece);
      const auto got = told(read_all(source, row.format, row.file));
      if (row.told.size() == 1 && row.told[0].starts_with("unknown-format")) {
        EXPECT_EQ(got.size(), 1U) << row.what;  // how much of it is shown is up to the first block
      } else {
        EXPECT_EQ(got, row.told) << row.what << " in pieces of " << piece;
      }
    }
  }
}

TEST(JsonReader, GivesEveryRecordAsItStandsAtItsOffset) {
  for (const Row& row : rows()) {
    PieceSource source(row.text);
    for (const RawRecord& record : read_all(source, row.format, row.file)) {
      if (record.reject) continue;
      EXPECT_EQ(row.text.substr(record.origin.offset, record.bytes.size()), record.bytes) << row.what;
      const auto lines = 1 + std::count(row.text.begin(), row.text.begin() + static_cast<std::ptrdiff_t>(record.origin.offset), '\n');
      EXPECT_EQ(record.origin.line, static_cast<std::uint64_t>(lines)) << row.what;
    }
  }
}

TEST(JsonReader, StopsWhenItsReaderHasEnough) {
  for (const std::string text : {"{}\n{}\n{}\n", "[{},{},{}]", "{\"data\":[{},{},{}]}"}) {
    PieceSource source(text);
    int seen = 0;
    read_records(source, "in", {}, [&](RawRecord&&) { return ++seen < 2; });
    EXPECT_EQ(seen, 2) << text;
  }
}

// A source of the given beginning, then `fill` bytes, then the end: far more than anyone wants in memory.
class LongSource : public ByteSource {
 public:
  LongSource(std::string begin, char fill, std::size_t count, std::string end)
      : parts_{std::move(begin), "", std::move(end)}, fill_(fill), left_(count) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    if (parts_[0].empty() && left_ > 0) {
      const std::size_t n = std::min(size, left_);
      std::fill_n(buffer, n, fill_);
      left_ -= n;
      return n;
    }
    std::string& part = parts_[0].empty() ? parts_[2] : parts_[0];
    const std::size_t n = part.copy(buffer, size);
    part.erase(0, n);
    return n;
  }

 private:
  std::array<std::string, 3> parts_;
  char fill_;
  std::size_t left_;
};

struct LongRow {
  const char* begin;
  const char* end;
  InputFormat format;
  std::uint64_t length;  // without the filling
};

TEST(JsonReader, RejectsARecordThatIsTooLongAndReadsOnBehindIt) {
  constexpr std::size_t kFill = 40U << 20;
  for (const LongRow& row : {
           LongRow{"{}\n{\"a\":\"", "\"}\n{}\n", InputFormat::automatic, 8},
           LongRow{R"({"a":")", "\"}\n{\"b\":1}\n{}", InputFormat::jsonl, 8},
           LongRow{R"({"a":")", "\"}\n{}\n", InputFormat::automatic, 8},
           LongRow{R"([{"a":")", "\"},{}]", InputFormat::automatic, 8},
           LongRow{R"({"data":[{"a":")", "\"},{}]}", InputFormat::automatic, 8},
       }) {
    LongSource source(row.begin, '{', kFill, row.end);
    const auto records = read_all(source, row.format);
    const auto found = std::ranges::find_if(records, [](const RawRecord& record) { return record.reject.has_value(); });
    ASSERT_NE(found, records.end()) << row.begin;
    EXPECT_EQ(found->reject->reason, "too-long");
    EXPECT_EQ(found->reject->record->size(), 64U << 10) << row.begin;
    const std::string want = std::to_string(kFill + row.length) + " bytes, at most 16777216 are read; its first 65536 bytes are kept here";
    EXPECT_TRUE(found->reject->message.ends_with(want)) << found->reject->message;
    EXPECT_EQ(records.back().bytes, "{}") << row.begin;
  }
}

TEST(JsonReader, TakesARecordOfJustTheGreatestLength) {
  for (const std::size_t size : {kMaxRecordBytes, kMaxRecordBytes + 1}) {
    PieceSource source("{}\n{\"a\":\"" + std::string(size - 8, 'x') + "\"}\n");
    const auto records = read_all(source);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[1].reject.has_value(), size > kMaxRecordBytes);
  }
}

TEST(JsonReader, FollowsAMillionOpenBracketsWithoutRecursion) {
  PieceSource source("[" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + ",{}]");
  const auto records = read_all(source);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].bytes.size(), 2'000'000U);
}

TEST(JsonReader, KeepsTheRecordsBeforeAnErrorAndDropsTheOneItCuts) {
  struct {
    std::string text;
    Told told;
  } const table[] = {
      {"{\"a\":1}\n{\"a\"", {"1+0 {\"a\":1}", "damaged in.x:2: cut off"}},
      {"[{},{\"a\"", {"1+1 {}", "damaged in.x:1: cut off"}},
      {"[{},", {"1+1 {}", "damaged in.x:1: cut off"}},
      {"{\"data\":[{},{", {"1+9 {}", "damaged in.x:1: cut off"}},
      {"{\n\"a\":", {"damaged in.x:2: cut off"}},
      {"", {"damaged in.x:1: cut off"}},
  };
  for (const auto& row : table) {
    PieceSource source(row.text, 5, "in.x: cut off");
    const auto records = read_all(source);
    EXPECT_EQ(told(records), row.told) << row.text;
    EXPECT_FALSE(records.back().reject->record.has_value());
  }
}

TEST(Place, IsOneLineWhateverTheNameOfTheFile) {
  EXPECT_EQ(place({"my.jsonl", 7, 0}), "my.jsonl:7:");
  EXPECT_EQ(place({"my.jsonl", 0, 0}), "my.jsonl:");
  EXPECT_EQ(place({"-", 1, 0}), "stdin:1:");
  EXPECT_EQ(place({"a\nb\x1b[31m\xff", 1, 0}), "a\\u{0a}b [31m\xEF\xBF\xBD:1:");
}

}  // namespace
}  // namespace broadsheet
