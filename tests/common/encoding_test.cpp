#include "common/encoding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "common/limits.h"
#include "common/text.h"

namespace broadsheet {
namespace {

std::size_t stored_length(std::string_view term) { return term.size() + static_cast<std::size_t>(std::ranges::count(term, '\0')); }

TEST(Encoding, MakesTerms) {
  EXPECT_EQ(word_term("", "model"), "model");
  EXPECT_EQ(word_term("S", "model"), "Smodel");
  EXPECT_EQ(value_term("XSOURCE", fold("The New York TIMES")), "XSOURCEthe new york times");
  EXPECT_EQ(id_term("Q", "Nyt-1"), "QNyt-1");
  EXPECT_EQ(name_word_term("XPERSON", "lee"), "XPERSONWlee");
  EXPECT_EQ(id_term("XY", "Abc"), "XY:Abc") << "a term that begins with a capital is set apart from a longer prefix";
}

TEST(Encoding, CutsTermsThatXapianWouldRefuse) {
  const std::string longer(1000, 'x');
  const std::string term = value_term("XORG", longer);
  EXPECT_EQ(stored_length(term), kMaxTermBytes);
  EXPECT_NE(term, value_term("XORG", longer + "y")) << "the hash tells long values apart";
  EXPECT_EQ(term, value_term("XORG", longer));
  EXPECT_LE(stored_length(id_term("Q", std::string(130, '\0'))), kMaxTermBytes) << "NUL bytes count twice";
}

TEST(Encoding, VarintsSurviveTheRoundTrip) {
  std::mt19937_64 random(1);
  std::string bytes;
  std::vector<std::uint64_t> values = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
  for (int i = 0; i < 1000; ++i) values.push_back(random() >> (random() % 64));
  for (const auto value : values) append_varint(bytes, value);
  ByteReader reader(bytes);
  for (const auto value : values) EXPECT_EQ(reader.varint(), value);
  EXPECT_TRUE(reader.ok() && reader.at_end());
}

TEST(Encoding, ReaderStopsForGoodAtTheEnd) {
  ByteReader reader(
      std::string_view("\x05"
                       "abc",
                       4));
  EXPECT_EQ(reader.string(), "");
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.u32(), 0U);
  EXPECT_FALSE(reader.ok());
}

HitRecord example() {
  return {"id-1",        "https://example.org/1", "AP", "2024-02-21", "A title", "", "World", "en", "full",
          {"A. Writer"}, {"Kai-Fu Lee", "X"},     {},   {"Beijing"},  {}};
}

TEST(Encoding, HitRecordsSurviveTheRoundTrip) {
  const HitRecord hit = example();
  HitRecord back;
  ASSERT_TRUE(decode_hit(encode_hit(hit), back));
  EXPECT_EQ(back.id, hit.id);
  EXPECT_EQ(back.title, hit.title);
  EXPECT_EQ(back.persons, hit.persons);
  EXPECT_EQ(back.orgs, hit.orgs);
  EXPECT_EQ(back.places, hit.places);
}

TEST(Encoding, DamagedHitRecordsAreRefused) {
  const std::string bytes = encode_hit(example());
  HitRecord back;
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(decode_hit(bytes.substr(0, n), back)) << n;
  EXPECT_FALSE(decode_hit(bytes + "x", back));
  EXPECT_FALSE(decode_hit("\x02" + bytes.substr(1), back));
}

}  // namespace
}  // namespace broadsheet
