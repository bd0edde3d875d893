#include "common/packing.h"

#include <gtest/gtest.h>

#include <thread>

namespace broadsheet {
namespace {

constexpr std::size_t kMax = 1U << 20;

TEST(Packing, GivesBytesBackAsTheyWere) {
  const std::string texts[] = {"", "a", std::string(100'000, 'x'), std::string("a\0b\xff", 4)};
  for (const std::string& text : texts) {
    for (const int level : {1, 3}) {
      std::string out = "what stood there before";
      EXPECT_TRUE(unpack(pack(text, level), kMax, out));
      EXPECT_EQ(out, text);
    }
  }
}

// Archives of the same input are equal to the byte: a frame must not depend on what its thread packed before.
TEST(Packing, TheSameBytesGiveTheSameFrame) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::to_string(i * i % 977) + " ";
  const std::string frame = pack(text, 3);
  for (int i = 0; i < 50; ++i) {
    pack(std::string(static_cast<std::size_t>(i) * 1000, static_cast<char>('a' + i % 26)), 1 + i % 3);
    ASSERT_EQ(pack(text, 3), frame) << i;
  }
  std::string elsewhere;
  std::thread([&] { elsewhere = pack(text, 3); }).join();
  EXPECT_EQ(elsewhere, frame);
}

TEST(Packing, RefusesWhatIsDamagedCutOrTooLarge) {
  const std::string text(5000, 'x'), frame = pack(text, 1);
  std::string out;
  EXPECT_FALSE(unpack(frame, 4999, out));
  EXPECT_TRUE(unpack(frame, 5000, out));
  EXPECT_FALSE(unpack("", kMax, out));
  EXPECT_FALSE(unpack("no frame", kMax, out));
  EXPECT_FALSE(unpack(frame + "x", kMax, out));
  for (std::size_t i = 0; i < frame.size(); ++i) {
    EXPECT_FALSE(unpack(std::string_view(frame).substr(0, i), kMax, out)) << i;
    std::string flipped = frame;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    EXPECT_FALSE(unpack(flipped, kMax, out) && out != text) << i;
  }
}

TEST(Packing, FramesSayThatTheyHaveAChecksum) {
  std::string frame = pack("some bytes", 3);
  EXPECT_TRUE(has_checksum(frame));
  frame[4] = static_cast<char>(frame[4] & ~4);  // as frames of before 28 November 2026 have it
  EXPECT_FALSE(has_checksum(frame));
  EXPECT_FALSE(has_checksum("abcd"));
}

}  // namespace
}  // namespace broadsheet
