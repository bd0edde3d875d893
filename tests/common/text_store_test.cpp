#include "common/text_store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

TEST(TextStore, GivesBackEveryRecordInAnyOrder) {
  const TempFolder folder;
  Random random(3);
  std::vector<std::string> records = {"", std::string(100'000, 'x'), "short"};
  for (int i = 0; i < 300; ++i) records.push_back(std::to_string(i) + std::string(random.below(5000), static_cast<char>('a' + i % 26)));
  auto writer = TextStoreWriter::create(folder / "s");
  ASSERT_TRUE(writer);
  for (const std::string& record : records) writer->add(record);
  ASSERT_TRUE(writer->finish());
  auto store = TextStore::open(folder / "s");
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_EQ(store->documents(), records.size());
  EXPECT_TRUE(store->verify());
  for (int i = 0; i < 1000; ++i) {
    const std::uint32_t docid = random.below(static_cast<std::uint32_t>(records.size())) + 1;
    const auto record = store->get(docid);
    ASSERT_TRUE(record);
    EXPECT_EQ(*record, records[docid - 1]);
  }
  EXPECT_FALSE(store->get(0));
  EXPECT_FALSE(store->get(static_cast<std::uint32_t>(records.size() + 1)));
}

TEST(TextStore, ThatIsDamagedGivesErrorsAndNeverCrashes) {
  const TempFolder folder;
  auto writer = TextStoreWriter::create(folder / "s");
  ASSERT_TRUE(writer);
  for (int i = 0; i < 5; ++i) writer->add("record " + std::to_string(i));
  ASSERT_TRUE(writer->finish());
  const auto bytes = read_file(folder / "s");
  ASSERT_TRUE(bytes);
  for (std::size_t i = kPartHeaderBytes; i < bytes->size(); ++i) {
    std::string damaged = *bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    std::ofstream(folder / "d", std::ios::binary | std::ios::trunc) << damaged;
    EXPECT_FALSE(verify_part(folder / "d")) << "the hash tells, byte " << i;
    auto store = TextStore::open(folder / "d");
    if (store) static_cast<void>(store->verify());  // reads everything: must not crash, whatever it finds
  }
}

}  // namespace
}  // namespace broadsheet
