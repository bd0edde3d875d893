#include "common/text_store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "common/generation.h"
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

std::vector<std::string> made_records(std::uint32_t seed) {
  Random random(seed);
  std::vector<std::string> records;
  for (int i = 0; i < 200; ++i) records.push_back(std::to_string(i) + std::string(random.below(6000), static_cast<char>('a' + i % 26)));
  return records;
}

// `taken[i]`: the document of `from` that record i is.
std::string written(const Path& path, const std::vector<std::string>& records, const Path& from = {},
                    const std::vector<std::uint32_t>& taken = {}) {
  auto writer = TextStoreWriter::create(path);
  EXPECT_TRUE(writer);
  if (!from.empty()) writer->take_blocks_from(*TextStore::open(from));
  for (std::size_t i = 0; i < records.size(); ++i) writer->add(records[i], taken.empty() ? 0 : taken[i]);
  EXPECT_TRUE(writer->finish());
  return *read_file(path);
}

TEST(TextStore, WithBlocksOfAnotherHasTheBytesOfOneWithout) {
  const TempFolder folder;
  std::vector<std::string> records = made_records(3);
  written(folder / "old", records);
  std::vector<std::uint32_t> taken;
  for (std::uint32_t docid = 1; docid <= records.size(); ++docid) taken.push_back(docid);
  const auto change = [&](std::size_t i, std::string record) {
    records[i] = std::move(record);
    taken[i] = 0;
  };
  change(0, "another first one");
  change(90, records[90] + " and more");
  records.erase(records.begin() + 120);
  taken.erase(taken.begin() + 120);
  std::swap(records[150], records[151]);
  std::swap(taken[150], taken[151]);
  records.emplace_back("a new one");
  taken.push_back(0);
  EXPECT_EQ(written(folder / "new", records, folder / "old", taken), written(folder / "scratch", records));
}

TEST(TextStore, ABlockIsTakenWhereAllItsDocumentsAre) {
  const TempFolder folder;
  const std::vector<std::string> records(40, std::string(5'000, 'r'));  // four a block
  written(folder / "old", records);
  std::vector<std::string> others(40, std::string(5'000, 'o'));  // were they compared, no block would be taken
  std::vector<std::uint32_t> taken(40, 0);
  for (std::uint32_t i = 8; i < 19; ++i) taken[i] = i + 1;
  written(folder / "new", others, folder / "old", taken);
  auto store = TextStore::open(folder / "new");
  ASSERT_TRUE(store);
  for (std::uint32_t docid = 1; docid <= 40; ++docid) {
    EXPECT_EQ(store->get(docid)->front(), docid >= 9 && docid <= 16 ? 'r' : 'o') << docid;
  }
  auto old = TextStore::open(folder / "old");
  struct Row {
    std::uint32_t first, last;
    bool whole;
  };
  for (const Row row :
       {Row{1, 4, true}, {5, 8, true}, {37, 40, true}, {1, 3, false}, {2, 4, false}, {1, 8, false}, {0, 3, false}, {38, 41, false}}) {
    EXPECT_EQ(old->packed_block(row.first, row.last).has_value(), row.whole) << row.first << "-" << row.last;
  }
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
