#include "common/text.h"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace broadsheet {
namespace {

using namespace std::string_literals;

struct Row {
  std::string in;
  std::string out;
};

std::string to_nfd(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::Normalizer2::getNFDInstance(status)->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
  EXPECT_TRUE(U_SUCCESS(status));
  return out;
}

// Code points from the scripts of news, their marks, invisible and wide characters: what folding has to tell apart.
std::string random_text(std::mt19937& random, std::size_t length) {
  struct Range {
    char32_t first, last;
  };
  static constexpr std::array<Range, 17> kRanges = {{{0x20, 0x7E},
                                                     {0xA0, 0x24F},
                                                     {0x1E00, 0x1EFF},
                                                     {0x300, 0x36F},
                                                     {0x370, 0x3FF},
                                                     {0x1F00, 0x1FFE},
                                                     {0x400, 0x52F},
                                                     {0x5D0, 0x5EA},
                                                     {0x621, 0x652},
                                                     {0x900, 0x97F},
                                                     {0x1100, 0x11FF},
                                                     {0x2000, 0x206F},
                                                     {0x3041, 0x309F},
                                                     {0x4E00, 0x4E40},
                                                     {0xAC00, 0xAC40},
                                                     {0xFB00, 0xFB06},
                                                     {0x1D400, 0x1D420}}};
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    const Range& range = kRanges[random() % kRanges.size()];
    append_code_point(text, range.first + static_cast<char32_t>(random() % (range.last - range.first + 1)));
  }
  return text;
}

TEST(Fold, FollowsTheTableOfTheInterface) {
  const std::vector<Row> rows = {
      {"", ""},
      {"Plain ASCII [\\]^_`{|}~ 09", "plain ascii [\\]^_`{|}~ 09"},
      {"Straße STRASSE ẞ", "strasse strasse ss"},
      {"Ørsted Łódź Đorđe", "orsted lodz dorde"},
      {"Æon Œuvre œuf", "aeon oeuvre oeuf"},
      {"Ǿ ǽ", "o ae"},
      {"ISTANBUL İstanbul ısı", "istanbul istanbul isi"},
      {"Café CAFÉ cafe\u0301", "cafe cafe cafe"},
      {"Škoda Nguyễn Ångström \u212B \u212A", "skoda nguyen angstrom a k"},
      {"Lab’s Lab‘s Labʼs Lab's ŉ", "lab's lab's lab's lab's 'n"},
      {"Οδυσσεύς ΟΔΥΣΣΕΎΣ", "οδυσσευσ οδυσσευσ"},
      {"ά Ά ΐ ᾳ ᾼ", "α α ι α α"},
      {"Чайковский ЙОД йод Ёлка", "чайковский йод йод ёлка"},
      {"и\u0306", "й"},
      {"Київ", "київ"},
      {"ガラス カ\u3099", "ガラス ガ"},
      {"हिन्दी क़लम", "हिन्दी क\u093Cलम"},
      {"한국어 \u1112\u1161\u11AB", "한국어 한"},
      {"中国 人民", "中国 人民"},
      {"ﬁnance ﬀ", "finance ff"},
      {"co\u00ADoperate zero\u200Bwidth join\u200Der \uFEFF\u2060", "cooperate zerowidth joiner "},
      {"e\u200D\u0301", "e"},
      {"Z\u0335\u0336\u0337a\u0301\u0301\u0301l", "zal"},
      {"שָׁלוֹם", to_nfc("שָׁלוֹם")},
      {"ð Þ ħ", "ð þ ħ"},
      {"\u0301x 5\u0301", "\u0301x 5\u0301"},
      {"ＡＢ", "ａｂ"},  // compatibility forms are other characters
      {"𝐀 🙂 𐐀", "𝐀 🙂 𐐨"},
  };
  for (const Row& row : rows) EXPECT_EQ(fold(row.in), row.out) << row.in;
}

TEST(Fold, IsTheSameForComposedAndDecomposedTextAndFoldsToItself) {
  std::mt19937 random(20261125);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_text(random, 1 + random() % 12);
    const std::string folded = fold(text);
    ASSERT_EQ(folded, fold(to_nfd(text))) << text;
    ASSERT_EQ(folded, fold(to_nfc(text))) << text;
    ASSERT_EQ(folded, fold(folded)) << text;
    ASSERT_EQ(folded, to_nfc(folded)) << text;
    ASSERT_TRUE(is_valid_utf8(folded)) << text;
  }
}

TEST(Fold, TreatsEachCodePointOfUnicodeTheSameComposedOrNot) {
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_code_point(text, c);
    const std::string folded = fold(text);
    ASSERT_EQ(folded, fold(to_nfd(text))) << static_cast<unsigned>(c);
    ASSERT_EQ(folded, fold(folded)) << static_cast<unsigned>(c);
  }
}

TEST(Fold, TreatsALetterTheSameBesideCharactersThatNeedTheSlowWay) {
  const std::string slow = "\u1E00";  // outside the table
  std::mt19937 random(7);
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    for (int n = 0; n < 5; ++n) append_code_point(text, 0xA0 + static_cast<char32_t>(random() % 0x160));
    ASSERT_EQ(fold(text + slow), fold(text) + "a") << text;
  }
}

TEST(Fold, CanBeCalledFromManyThreads) {
  std::vector<std::jthread> threads;
  std::array<std::string, 4> results;
  for (std::string& result : results) threads.emplace_back([&result] { result = fold("Ünïcödé Ελλάδα Ṽ"); });
  threads.clear();
  for (const std::string& result : results) EXPECT_EQ(result, "unicode ελλαδα v");
}

// The maximal subparts of Unicode 15, section 3.9, and what else arrives in place of UTF-8.
TEST(RepairUtf8, ReplacesEachMaximalIllFormedPart) {
  const std::string r = "\uFFFD";
  const std::vector<Row> rows = {
      {"", ""},
      {"plain", "plain"},
      {"tab\tline\nend\r\n", "tab\tline\nend\r\n"},
      {"gr\u00FC\u00DFe \u4E2D \U0001F642", "gr\u00FC\u00DFe \u4E2D \U0001F642"},
      {"\xEF\xBB\xBF{}", "{}"},
      {"\xEF\xBB\xBF", ""},
      {"x\xEF\xBB\xBF", "x\uFEFF"},
      {"\xEF\xBB\xBF\xEF\xBB\xBFx", "\uFEFFx"},
      {"\xEF\xBB", r},
      {"a\0b"s, "a b"},
      {"\x01\x02\x1F\x1B[31m", "   " + " [31m"s},
      {"\x7F", "\x7F"},
      {"\x80", r},
      {"\xBF\xBF", r + r},
      {"caf\xE9", "caf" + r},
      {"caf\xE9 au", "caf" + r + " au"},
      {"\xC0\xAF", r + r},
      {"\xC1\xBF", r + r},
      {"\xE0\x80\xAF", r + r + r},
      {"\xE0\x9F\xBF", r + r + r},
      {"\xF0\x80\x80\xAF", r + r + r + r},
      {"\xF0\x8F\xBF\xBF", r + r + r + r},
      {"\xED\xA0\x80", r + r + r},
      {"\xED\xBF\xBF", r + r + r},
      {"\xED\xA0\xBD\xED\xB8\x80", r + r + r + r + r + r},
      {"\xED\x9F\xBF", "\uD7FF"},
      {"\xEE\x80\x80", "\uE000"},
      {"\xEF\xBF\xBE\xEF\xBF\xBF", "\xEF\xBF\xBE\xEF\xBF\xBF"},
      {"\xF4\x8F\xBF\xBF", "\U0010FFFF"},
      {"\xF4\x90\x80\x80", r + r + r + r},
      {"\xF5\x80\x80\x80", r + r + r + r},
      {"\xF8\x88\x80\x80\x80", r + r + r + r + r},
      {"\xFE\xFF", r + r},
      {"\xFF\xFEh\0i\0"s, r + r + "h i "},
      {"\xC2", r},
      {"\xC2x", r + "x"},
      {"\xE2\x82", r},
      {"\xE2\x82x", r + "x"},
      {"\xE2x", r + "x"},
      {"\xF0\x9F", r},
      {"\xF0\x9F\x99", r},
      {"\xF0\x9F\x99x", r + "x"},
      {"\xF0\x9F\x99\xC3\xA9", r + "\u00E9"},
      {"\xE2\xE2\x82\xAC", r + "\u20AC"},
      {"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", "a" + r + r + r + "b" + r + "c" + r + r + "d"},  // table 3-8
      {"eight ok\x80"
       "eight ok",
       "eight ok" + r + "eight ok"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(repair_utf8(row.in), row.out) << testing::PrintToString(row.in);
    EXPECT_TRUE(is_valid_utf8(repair_utf8(row.in)));
    EXPECT_EQ(is_valid_utf8(row.in), row.out.find(r) == std::string::npos) << testing::PrintToString(row.in);
  }
}

TEST(RepairUtf8, GivesValidTextWithoutControlsForAnyBytes) {
  std::mt19937 random(3);
  for (int i = 0; i < 50'000; ++i) {
    std::string bytes;
    for (std::size_t n = random() % 24; n > 0; --n) bytes += static_cast<char>(random() % 3 == 0 ? random() % 128 : random());
    const std::string repaired = repair_utf8(bytes);
    ASSERT_TRUE(is_valid_utf8(repaired));
    for (const char c : repaired) ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r');
    // A second pass changes nothing, but for another byte order mark.
    if (!repaired.starts_with("\uFEFF")) {
      ASSERT_EQ(repair_utf8(repaired), repaired);
    }
    // ICU replaces by the same rule.
    std::string by_icu;
    icu::UnicodeString::fromUTF8(repaired).toUTF8String(by_icu);
    ASSERT_EQ(by_icu, repaired);
  }
}

TEST(ToNfc, Composes) {
  EXPECT_EQ(to_nfc("plain"), "plain");
  EXPECT_EQ(to_nfc("cafe\u0301"), "caf\u00E9");
  EXPECT_EQ(to_nfc("already café — “quoted”"), "already café — “quoted”");
  EXPECT_EQ(to_nfc("\u212B"), "\u00C5");
  EXPECT_EQ(to_nfc("q\u0307\u0323"), "q\u0323\u0307");
  EXPECT_EQ(to_nfc(""), "");
}

// A million marks in an order that is not canonical: sorting them would take minutes.
TEST(ToNfc, DropsMarksBeyondThirty) {
  std::string marks;
  for (int i = 0; i < 500'000; ++i) marks += "\u0301\u0323";
  const std::string expected = to_nfc("\u0436" + marks.substr(0, 60));
  EXPECT_EQ(count_code_points(expected), 31U);
  EXPECT_EQ(to_nfc("\u0436" + marks), expected);
  EXPECT_EQ(fold("\u0416" + marks), expected);
  EXPECT_EQ(fold("A" + marks), "a");
}

TEST(Squeeze, LeavesOneBlankForEachRunOfWhiteSpace) {
  const std::vector<Row> rows = {
      {"", ""},          {"  ", ""}, {" a  b\t\nc ", "a b c"}, {"a\u00A0b\u2003\u3000c\u2028", "a b c"}, {"a\u200Bb", "a\u200Bb"},
      {"\r\na\r\n", "a"}};
  for (const Row& row : rows) EXPECT_EQ(squeeze(row.in), row.out) << row.in;
}

TEST(CodePoints, ComeBackAsTheyWere) {
  for (const char32_t c : {U'\0', U'a', U'\x7F', U'\x80', U'\u07FF', U'\u0800', U'\uFFFF', U'\U00010000', U'\U0010FFFF'}) {
    std::string text;
    append_code_point(text, c);
    std::size_t pos = 0;
    EXPECT_EQ(next_code_point(text, pos), c);
    EXPECT_EQ(pos, text.size());
    EXPECT_EQ(count_code_points(text + text), 2U);
  }
}

TEST(CodePoints, CutOffAtTheEndAreNotReadBeyondIt) {
  const std::string cut = "\xF0\x9F";
  std::size_t pos = 0;
  next_code_point(cut, pos);
  EXPECT_EQ(pos, cut.size());
}

TEST(DisplayWidth, CountsColumns) {
  struct WidthRow {
    std::string text;
    std::size_t width;
  };
  const std::vector<WidthRow> rows = {{"", 0},   {"abc", 3},      {"é", 1}, {"e\u0301", 1}, {"中国", 4},       {"カﾅ", 3}, {"한", 2},
                                      {"🙂", 2}, {"a\u200Bb", 2}, {"й", 1}, {"ＡＢ", 4},    {"co\u00ADop", 4}, {"—…", 2}};
  for (const WidthRow& row : rows) EXPECT_EQ(display_width(row.text), row.width) << row.text;
}

TEST(FitWidth, CutsBetweenCodePointsWithAnEllipsis) {
  struct FitRow {
    std::string text;
    std::size_t columns;
    std::string out;
  };
  const std::vector<FitRow> rows = {{"short", 5, "short"},
                                    {"longer", 5, "long…"},
                                    {"longer", 1, "…"},
                                    {"longer", 0, ""},
                                    {"", 0, ""},
                                    {"中国人", 6, "中国人"},
                                    {"中国人", 5, "中国…"},
                                    {"中国人", 4, "中…"},
                                    {"cafe\u0301 x", 5, "cafe\u0301…"}};
  for (const FitRow& row : rows) EXPECT_EQ(fit_width(row.text, row.columns), row.out) << row.text << row.columns;
}

TEST(TerminalSafe, ShowsControlAndFormatCharacters) {
  const std::vector<Row> rows = {
      {"plain\n\ttext — “é”", "plain\n\ttext — “é”"},
      {"\x1B[31mred", "\\u{1b}[31mred"},
      {"\x1B]52;c;aGk=\x07", "\\u{1b}]52;c;aGk=\\u{07}"},
      {"over\rwrite\b\x7F", R"(over\u{0d}write\u{08}\u{7f})"},
      {"nul\0"s, "nul\\u{00}"},
      {"\u0085\u009B31m\u0080", R"(\u{85}\u{9b}31m\u{80})"},
      {"\u202Egnp.exe\u202C", "\\u{202e}gnp.exe\\u{202c}"},
      {"\u2066\u2069\u200E\u061C", R"(\u{2066}\u{2069}\u{200e}\u{61c})"},
      {"soft\u00ADhyphen \u200B \uFEFF \U000E0041", R"(soft\u{ad}hyphen \u{200b} \u{feff} \u{e0041})"},
      {"line\u2028par\u2029", "line\\u{2028}par\\u{2029}"},
      {"raw\x9B"
       "31m",
       "raw\uFFFD31m"},
      {"\xE2\x80", "\uFFFD"},
  };
  for (const Row& row : rows) EXPECT_EQ(terminal_safe(row.in), row.out) << testing::PrintToString(row.in);
}

TEST(HtmlEscape, EscapesMarkupAndQuotes) {
  EXPECT_EQ(html_escape("<a href=\"x\">Tom & 'Jerry'</a>"), "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;");
  EXPECT_EQ(html_escape("naïve"), "naïve");
}

}  // namespace
}  // namespace broadsheet
