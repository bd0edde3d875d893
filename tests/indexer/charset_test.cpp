// Which set bytes are in, what they are in UTF-8, and where each character stood.
#include "indexer/readers/charset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/text.h"

namespace broadsheet {
namespace {

using namespace std::string_literals;

class PieceSource : public ByteSource {
 public:
  PieceSource(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t n = bytes_.copy(buffer, std::min(size, piece_), at_);
    at_ += n;
    return n;
  }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

struct Converted {
  std::string text, charset;
};

Converted convert(const std::string& bytes, std::size_t piece, const std::string& charset = "", std::size_t room = 7) {
  PieceSource source(bytes, piece);
  Utf8Source utf8(source, charset);
  std::string text, buffer(room, '\0');
  while (true) {
    const auto got = utf8.read(buffer.data(), buffer.size());
    if (!got || *got == 0) break;
    text.append(buffer, 0, *got);
  }
  return {text, utf8.charset()};
}

struct Row {
  const char* what;
  std::string bytes;
  std::string text;
  std::string charset;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"nothing", "", "", ""},
      {"ASCII", "plain\n", "plain\n", ""},
      {"UTF-8", "caf\xC3\xA9 \xE6\xA9\x8B", "caf\xC3\xA9 \xE6\xA9\x8B", ""},
      {"a mark of UTF-8", "\xEF\xBB\xBF\xFF\xFF\xFF\xE9", "\xEF\xBB\xBF\xFF\xFF\xFF\xE9", ""},
      {"one bad byte", "caf\xE9", "caf\xE9", ""},
      {"bad bytes among UTF-8", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xE9\xE8\xE0", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xE9\xE8\xE0", ""},
      {"letters that stand in no word", "{\"title\":\"\xFF\xFE\x80", "{\"title\":\"\xFF\xFE\x80", ""},
      {"bytes that are no text", "\x80\x81\x8D\x90\xFF\xFE\xA7\xD7", "\x80\x81\x8D\x90\xFF\xFE\xA7\xD7", ""},
      {"UTF-16 with a mark", "\xFF\xFE\x61\0\x4B\x6A\x3D\xD8\0\xDE"s, "\xEF\xBB\xBF\x61\xE6\xA9\x8B\xF0\x9F\x98\x80", "UTF-16LE"},
      {"UTF-16BE with a mark", "\xFE\xFF\0\x61\x6A\x4B"s, "\xEF\xBB\xBF\x61\xE6\xA9\x8B", "UTF-16BE"},
      {"UTF-16, half a pair", "\xFE\xFF\0\x61\xD8\x3D\0\x62"s, "\xEF\xBB\xBF\x61\xEF\xBF\xBD\x62", "UTF-16BE"},
      {"UTF-16 without a mark", "h\0e\0l\0l\0o\0"s, "hello", "UTF-16LE"},
      {"UTF-32 with a mark", "\xFF\xFE\0\0\x61\0\0\0"s, "\xEF\xBB\xBF\x61", "UTF-32LE"},
      {"NULs in a text", "a\0b, c and d\n"s, "a\0b, c and d\n"s, ""},
  };
  return table;
}

TEST(Charset, ConvertsEveryRowOfTheTableInAnyPieces) {
  for (const Row& row : rows()) {
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{3}}) {
      const Converted got = convert(row.bytes, piece);
      EXPECT_EQ(got.text, row.text) << row.what;
      EXPECT_EQ(got.charset, row.charset) << row.what;
    }
  }
}

TEST(Charset, DecidesWhereTheFirstByteBeyondAsciiComes) {
  const std::string plain(3'000'000, 'x'), french =
                                               " l\xE9t\xE9 \xE0 l\x92\xE9"
                                               "cole, d\xE9j\xE0 pr\xE8s du ch\xE2teau ";
  std::string bytes = plain;
  for (int i = 0; i < 50; ++i) bytes += french;
  const Converted got = convert(bytes, SIZE_MAX, "", 100'000);
  EXPECT_EQ(got.charset, "windows-1252");
  EXPECT_TRUE(got.text.starts_with(plain + " l\xC3\xA9t\xC3\xA9 \xC3\xA0 l\xE2\x80\x99\xC3\xA9"
                                           "cole"))
      << got.text.substr(plain.size(), 40);
}

TEST(Charset, KnowsSetsByTheirManyNames) {
  struct {
    const char* name;
    const char* charset;
  } const table[] = {
      {"latin1", "windows-1252"}, {"ISO-8859-1", "windows-1252"}, {"EUC-KR", "windows-949"}, {"GBK", "gb18030"}, {"KOI8-R", "KOI8-R"}};
  for (const auto& row : table) EXPECT_EQ(find_charset(row.name), row.charset);
  for (const char* name : {"", "klingon", "utf-8,x"}) EXPECT_EQ(find_charset(name), std::nullopt) << name;
}

TEST(Charset, TellsWhereEveryCharacterStood) {
  // a é я 橋 in GB18030, then a line end, again and again.
  const std::string unit = "a\xA8\xA6\xA7\xF1\x98\xF2\n";
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += unit;
  PieceSource source(bytes, 1013);
  Utf8Source utf8(source, "gb18030");
  std::string text, buffer(4096, '\0');
  std::uint64_t at = 0;
  while (const auto got = utf8.read(buffer.data(), buffer.size()).value_or(0)) {
    text.append(buffer, 0, got);
    for (; at + 16 < text.size();) {
      const std::uint64_t characters = count_code_points(std::string_view(text).substr(at / 9 * 9, at % 9));
      constexpr std::uint64_t kStands[] = {0, 1, 3, 5, 7};
      ASSERT_EQ(utf8.original_offset(at), at / 9 * unit.size() + kStands[characters]) << at;
      std::size_t next = at;
      next_code_point(text, next);
      at = next;
    }
  }
  EXPECT_EQ(text.size(), 20'000U * 9);
}

}  // namespace
}  // namespace broadsheet
