#include "indexer/spool.h"

#include <gtest/gtest.h>

#include "indexer/runs.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

DerivedArticle article(std::string id, const std::string& text, std::int64_t order) {
  return {std::move(id), digest_of_hex(sha256_hex(text)), text, order, static_cast<std::uint32_t>(text.size())};
}

TEST(Spool, KeepsTheLastOfTheSameIdAndSortsNewestFirst) {
  const TempFolder folder;
  auto spool = Spool::create(folder / "spool");
  ASSERT_TRUE(spool);
  EXPECT_EQ(spool->add(article("b", "one", 5)), SpoolOutcome::added);
  EXPECT_EQ(spool->add(article("a", "two", 5)), SpoolOutcome::added);
  EXPECT_EQ(spool->add(article("c", "old", 9)), SpoolOutcome::added);
  EXPECT_EQ(spool->add(article("undated", "u", INT64_MIN)), SpoolOutcome::added);
  EXPECT_EQ(spool->add(article("b", "one", 5)), SpoolOutcome::duplicate);
  EXPECT_EQ(spool->add(article("c", "new", 1)), SpoolOutcome::replaced);
  ASSERT_TRUE(spool->finish_writing());
  spool->sort();
  std::string order;
  for (const SpoolEntry& entry : spool->entries()) order += entry.id + "=" + *spool->read(entry) + " ";
  EXPECT_EQ(order, "a=two b=one c=new undated=u ");
}

TEST(Spool, ContentHashDependsOnTheArticlesNotOnTheirOrder) {
  const TempFolder folder;
  auto one = Spool::create(folder / "1"), two = Spool::create(folder / "2");
  one->add(article("a", "x", 1));
  one->add(article("b", "y", 2));
  two->add(article("b", "y", 2));
  two->add(article("a", "x", 1));
  EXPECT_EQ(one->content_sha256("v1"), two->content_sha256("v1"));
  EXPECT_EQ(one->content_sha256("v1"), sha256_hex("a\t" + sha256_hex("x") + "\nb\t" + sha256_hex("y") + "\nv1"));
  EXPECT_NE(one->content_sha256("v1"), one->content_sha256("v2"));
}

TEST(Runs, AreCutByTheSizeOfTextAlone) {
  std::vector<SpoolEntry> entries(10);
  for (SpoolEntry& entry : entries) entry.text_bytes = 200U << 10;
  const auto runs = cut_runs(entries);
  ASSERT_EQ(runs.size(), 4U);
  EXPECT_EQ(runs[0].begin, 0U);
  EXPECT_EQ(runs[0].end, 3U);
  EXPECT_EQ(runs[3].end, 10U);
  EXPECT_TRUE(cut_runs({}).empty());
}

}  // namespace
}  // namespace broadsheet
