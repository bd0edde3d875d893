#include "common/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "common/text.h"

namespace broadsheet {
namespace {

using namespace std::string_literals;

constexpr int kDepth = 100;

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string nested(int depth) { return repeated("[", depth) + repeated("]", depth); }

// Of the kinds that JSONTestSuite calls y_: every reader must take them.
TEST(ParseJson, TakesWhatIsJson) {
  struct Row {
    std::string in;
    std::string out;  // compact, numbers as written
  };
  const std::vector<Row> rows = {
      {"null", "null"},
      {"true", "true"},
      {" false ", "false"},
      {"\t\n\r [ ] \n", "[]"},
      {"{}", "{}"},
      {"42", "42"},
      {"-0", "-0"},
      {"0", "0"},
      {"0e1", "0e1"},
      {"0e+1", "0e+1"},
      {"1E22", "1E22"},
      {"1e-2", "1e-2"},
      {"1.5E+2", "1.5E+2"},
      {"-123.456e-7", "-123.456e-7"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"-9223372036854775809", "-9223372036854775809"},
      {"0.1000000000000000055511151231257827021181583404541015625", "0.1000000000000000055511151231257827021181583404541015625"},
      {"1e400", "1e400"},
      {"[1e-400,-1E+9999]", "[1e-400,-1E+9999]"},
      {R"([1, 1e400, {"1e400":-1.5e999, "b\"2":3}])", R"([1,1e400,{"1e400":-1.5e999,"b\"2":3}])"},
      {repeated("9", 1000), repeated("9", 1000)},
      {"1" + repeated("0", 308) + ".25", "1" + repeated("0", 308) + ".25"},
      {"0." + repeated("0", 400) + "1", "0." + repeated("0", 400) + "1"},
      {"\"\"", "\"\""},
      {"\"a\"", "\"a\""},
      {R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\b\f\n\r\t")"},
      {R"("\u0041\u00e9\u4E2d")", "\"Aé中\""},
      {R"("\ud83d\ude42")", "\"🙂\""},
      {R"("\uD801\udc37")", "\"𐐷\""},
      {R"("\u0000")", R"("\u0000")"},
      {R"("a\u0000b")", R"("a\u0000b")"},
      {R"("\u2028\u2029")", R"("\u2028\u2029")"},
      {"\"\x7F\"", R"("\u007f")"},
      {R"("\uFFFF")", "\"\uFFFF\""},
      {R"("\\u0000")", R"("\\u0000")"},
      {R"(["a","b" , "c"])", R"(["a","b","c"])"},
      {R"({"":0})", R"({"":0})"},
      {R"({"a" : [1 ,{"b":null}], "c":"d"})", R"({"a":[1,{"b":null}],"c":"d"})"},
      {"{\"é\":\"中\"}", "{\"é\":\"中\"}"},
      {R"({"b":1,"a":2,"b":3})", R"({"b":3,"a":2})"},
      {R"({"a":1,"a":2,"a":3,"b":0,"c":{"x":1,"x":[]}})", R"({"a":3,"b":0,"c":{"x":[]}})"},
      {R"({"title":"x","\u0074itle":"y"})", R"({"title":"y"})"},
      {nested(kDepth), nested(kDepth)},
      // Lone surrogates become U+FFFD (JSONTestSuite leaves them open).
      {R"("\ud800")", "\"\uFFFD\""},
      {R"("\udc00")", "\"\uFFFD\""},
      {R"("\ud800\ud800\udc00")", "\"\uFFFD𐀀\""},
      {R"("\udc00\ud800")", "\"\uFFFD\uFFFD\""},
      {R"("\uD83Dx\uDE42")", "\"\uFFFDx\uFFFD\""},
      {R"("\ud800\n")", "\"\uFFFD\\n\""},
      {R"("\ud800\u0041")", "\"\uFFFDA\""},
      {R"("\\ud800")", R"("\\ud800")"},
      {R"("\\\ud800")", "\"\\\\\uFFFD\""},
      {R"({"\udead":"\ud83d\ude42"})", "{\"\uFFFD\":\"🙂\"}"},
  };
  for (const Row& row : rows) {
    const auto value = parse_json(row.in, kDepth);
    ASSERT_TRUE(value) << row.in << ": " << value.error().message;
    EXPECT_EQ(to_json(*value), row.out) << row.in;
    EXPECT_EQ(to_json(*parse_json(row.out, kDepth)), row.out);
  }
}

// Of the kinds that JSONTestSuite calls n_: no reader may take them. The message and its place are what a person sees.
TEST(ParseJson, RefusesWhatIsNotAndSaysWhyAndWhere) {
  const std::string value = "no JSON value here";
  const std::string comma = "missing a comma or ] after an array element";
  const std::string member_comma = "missing a comma or } after an object member";
  const std::string name = "missing the name of an object member, in double quotes";
  const std::string colon = "missing a : after the name of an object member";
  const std::string more = "something follows the end of the JSON value";
  const std::string quote = "missing the closing quote of a string (the text ends here)";
  const std::string escape = "an unknown \\ escape in a string";
  const std::string hex = "\\u without four hexadecimal digits in a string";
  const std::string control = "a line end or another control character in a string: it must be written as an escape such as \\n";
  const std::string fraction = "missing a digit after the decimal point of a number";
  const std::string exponent = "missing a digit in the exponent of a number";
  const std::string utf8 = "bytes that are not UTF-8";
  const std::string ends = " (the text ends here)";
  struct Row {
    std::string in;
    std::size_t offset;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"", 0, "no JSON value"},
      {" ", 1, "no JSON value" + ends},
      {"[", 1, value + ends},
      {"{", 1, name + ends},
      {"[1", 2, comma + ends},
      {"[1,", 3, value + ends},
      {"[1,]", 3, value},
      {"[,1]", 1, value},
      {"[1,,2]", 3, value},
      {"[1 2]", 3, comma},
      {"[1:2]", 2, comma},
      {"[]]", 2, more},
      {"]", 0, "no JSON value"},
      {"[1}", 2, comma},
      {"{]", 1, name},
      {"{}}", 2, more},
      {"{\"a\"", 4, colon + ends},
      {"{\"a\":", 5, value + ends},
      {"{\"a\":1", 6, member_comma + ends},
      {"{\"a\":1,", 7, name + ends},
      {"{\"a\":1,}", 7, name},
      {"{,\"a\":1}", 1, name},
      {"{\"a\" 1}", 5, colon},
      {"{\"a\",1}", 4, colon},
      {R"({"a":1 "b":2})", 7, member_comma},
      {"{\"a\":1;}", 6, member_comma},
      {"{\"a\"::1}", 5, value},
      {"{a:1}", 1, name},
      {"{'a':1}", 1, name},
      {"{1:1}", 1, name},
      {"{null:1}", 1, name},
      {"{[]:1}", 1, name},
      {"{\"a\":1}{}", 7, more},
      {"{\"a\":1}#", 7, more},
      {"1 2", 2, more},
      {"tru", 3, value + ends},
      {"True", 0, value},
      {"nulL", 3, value},
      {"[nul]", 4, value},
      {"NaN", 0, value},
      {"[NaN]", 1, value},
      {"[-Infinity]", 2, value},
      {"Infinity", 0, value},
      {"+1", 0, value},
      {"-", 1, value + ends},
      {"--1", 1, value},
      {".5", 0, value},
      {"1.", 2, fraction + ends},
      {"[2.e3]", 3, fraction},
      {"[-.5]", 2, value},
      {"[1e]", 3, exponent},
      {"[1e+]", 4, exponent},
      {"[1eE2]", 3, exponent},
      {"[01]", 2, comma},
      {"[-012]", 3, comma},
      {"[0x1]", 2, comma},
      {"[1_000]", 2, comma},
      {"[1e400,--1]", 8, value},
      {"[1e400,1.-2]", 9, fraction},
      {"[1e400 1]", 7, comma},
      {"[1e400.5]", 1, "a number out of range"},
      {"1e400x", 5, more},
      {"\"a", 2, quote},
      {"[\"", 2, quote},
      {"'a'", 0, value},
      {R"(["a\"])", 6, quote},
      {R"(["\x00"])", 2, escape},
      {R"(["\a"])", 2, escape},
      {"[\"\\\u00E9\"]", 2, escape},
      {R"(["\u00A"])", 2, hex},
      {R"(["\u"])", 2, hex},
      {R"(["\uD834\uDd"])", 8, hex},
      {R"(["\uD800\u1x"])", 8, hex},
      {R"(["\uD800\"])", 11, quote},
      {"[\"a\nb\"]", 3, control},
      {"[\"\t\"]", 2, control},
      {"[\"\x1F\"]", 2, control},
      {"[\"a\0\"]"s, 3, "a NUL byte"},
      {"1\0"s, 1, "a NUL byte"},
      {"[\"\x80\"]", 2, utf8},
      {"[\"\xC0\xAF\"]", 2, utf8},
      {"[\"\xED\xA0\x80\"]", 2, utf8},
      {"[\"\xE9\"]", 2, utf8},
      {"\xEF\xBB\xBF{}", 0, value},
      {"[1]\xE2\x81\xA0", 3, more},
      {"[\f]", 1, value},
      {"[\xC2\xA0]", 1, value},
      {"/* c */ 1", 0, value},
      {"1 // c", 2, more},
      {"<null>", 0, value},
      {"\\u0031", 0, value},
      {"\\ud800", 0, value},
      {nested(kDepth + 1), kDepth, "nested deeper than 100"},
      {repeated("[", 100'000), kDepth, "nested deeper than 100"},
      {repeated("{\"a\":", 100'000), kDepth * 5, "nested deeper than 100"},
      {repeated("[{\"\":", 50'000), kDepth / 2 * 5, "nested deeper than 100"},
  };
  for (const Row& row : rows) {
    const auto value_or_fault = parse_json(row.in, kDepth);
    ASSERT_FALSE(value_or_fault) << row.in;
    EXPECT_EQ(value_or_fault.error().message, row.message) << row.in.substr(0, 100);
    EXPECT_EQ(value_or_fault.error().offset, row.offset) << row.in.substr(0, 100);
  }
}

TEST(ParseJson, ReadsOnlyTheViewItIsGiven) {
  const std::string text = "[1,2]]]]";
  EXPECT_TRUE(parse_json(std::string_view(text).substr(0, 5), kDepth));
  EXPECT_FALSE(parse_json(std::string_view(text).substr(0, 4), kDepth));
  EXPECT_TRUE(parse_json(std::string_view("123456").substr(0, 3), kDepth));
}

TEST(ParseJson, SurvivesEveryTruncation) {
  const std::string text = R"({"a":[1,-2.5e3,"x\ud83d\ude42\n",{"b":null,"c":[true,false]}],"d":"é","e":1e400})";
  ASSERT_TRUE(parse_json(text, kDepth));
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto value = parse_json(text.substr(0, length), kDepth);
    ASSERT_FALSE(value) << length;
    ASSERT_LE(value.error().offset, length);
  }
}

TEST(ParseJson, IsLinearInDoubledKeysAndHugeNumbers) {
  std::string object = "{";
  for (int i = 0; i < 100'000; ++i) object += "\"k" + std::to_string(i % 1000) + "\":1e999,";
  object += "\"k0\":true}";
  const auto value = parse_json(object, kDepth);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->object()->size(), 1000U);
  EXPECT_TRUE(*value->find("k0")->boolean());
  EXPECT_EQ(value->find("k999")->number()->text, "1e999");
  EXPECT_EQ(value->object()->front().first, "k0");
}

TEST(JsonValue, GivesItsParts) {
  const auto value = parse_json(R"({"s":"x","n":1.50,"b":true,"z":null,"a":[1],"o":{}})", kDepth);
  ASSERT_TRUE(value);
  EXPECT_EQ(*value->find("s")->string(), "x");
  EXPECT_EQ(value->find("n")->number()->text, "1.50");
  EXPECT_TRUE(*value->find("b")->boolean());
  EXPECT_TRUE(value->find("z")->is_null());
  EXPECT_EQ(value->find("a")->array()->size(), 1U);
  EXPECT_TRUE(value->find("o")->object()->empty());
  EXPECT_EQ(value->find("none"), nullptr);
  EXPECT_EQ(value->find("s")->find("s"), nullptr);
  EXPECT_EQ(value->find("s")->number(), nullptr);
}

TEST(JsonWriter, WritesWhatItIsTold) {
  JsonWriter writer;
  writer.begin_object();
  writer.field("name", "a \"quoted\" \\ text\n");
  writer.key("list");
  writer.begin_array();
  writer.integer(-9'223'372'036'854'775'807);
  writer.number("1e400");
  writer.decimal(0.383'333'333);
  writer.boolean(true);
  writer.null();
  writer.raw(R"({"x":[1]})");
  writer.value(*parse_json(R"({"b":1,"a":"2"})", kDepth));
  writer.end_array();
  writer.end_object();
  EXPECT_EQ(writer.take(),
            R"({"name":"a \"quoted\" \\ text\n","list":[-9223372036854775807,1e400,0.383333,true,null,{"x":[1]},{"b":1,"a":"2"}]})");
  writer.string("again");
  EXPECT_EQ(writer.take(), "\"again\"");
  EXPECT_EQ(writer.take(), "");
}

TEST(JsonWriter, EscapesControlAndBidiCharacters) {
  JsonWriter writer;
  writer.begin_object();
  // NOLINTNEXTLINE(misc-misleading-bidirectional): these characters are what is tested
  writer.field("k\u0085", "\x1B[31m \x7F \u0080\u009F\u00A0 \u2027\u2028\u2029\u202A\u202E \u2066\u2069\u206A \u200E\u061C “é”"s + '\0');
  writer.key("raw");
  writer.raw("\"\u2028\"");
  writer.end_object();
  EXPECT_EQ(writer.take(),
            "{\"k\\u0085\":\"\\u001B[31m \\u007f \\u0080\\u009f\u00A0 \u2027\\u2028\\u2029\\u202a\\u202e "
            "\\u2066\\u2069\u206A \\u200e\\u061c “é”\\u0000\",\"raw\":\"\\u2028\"}");
}

TEST(JsonWriter, WritesEveryCodePointSoThatItComesBack) {
  std::string text;
  for (char32_t c = 0; c < 0x3000; ++c) append_code_point(text, c);
  JsonWriter writer;
  writer.string(text);
  const auto value = parse_json(writer.take(), kDepth);
  ASSERT_TRUE(value);
  EXPECT_EQ(*value->string(), text);
}

TEST(CanonicalJson, SortsTheKeysOfEveryObjectByBytes) {
  const auto canonical = [](std::string_view json) { return to_canonical_json(*parse_json(json, kDepth)); };
  EXPECT_EQ(canonical(R"({"b":[{"z":1,"A":2}],"a":1.0,"é":0,"Z":0})"), R"({"Z":0,"a":1.0,"b":[{"A":2,"z":1}],"é":0})");
  EXPECT_EQ(canonical(R"( { "x" : { "c":1, "b":2 } , "a":[] } )"), canonical(R"({"a":[],"x":{"b":2,"c":1}})"));
}

TEST(FormatDecimal, HasAtMostSixDigitsAndIsAJsonNumber) {
  struct Row {
    double value;
    std::string text;
  };
  const std::vector<Row> rows = {{0, "0"},
                                 {-0.0, "0"},
                                 {1, "1"},
                                 {12.34, "12.34"},
                                 {0.004'554'44, "0.00455444"},
                                 {1.0 / 3, "0.333333"},
                                 {1e-7, "1e-07"},
                                 {1'234'567, "1.23457e+06"},
                                 {123'456, "123456"},
                                 {-2.5, "-2.5"},
                                 {std::nan(""), "null"},
                                 {std::numeric_limits<double>::infinity(), "null"}};
  for (const Row& row : rows) {
    EXPECT_EQ(format_decimal(row.value), row.text);
    EXPECT_TRUE(parse_json(format_decimal(row.value), 1));
  }
}

}  // namespace
}  // namespace broadsheet
