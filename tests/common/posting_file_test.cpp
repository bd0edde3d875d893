#include "common/posting_file.h"

#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "common/bm25.h"
#include "tests/support/damage.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

constexpr std::uint32_t kDocuments = 5000;

std::vector<std::uint32_t> some_lengths(Random& random) {
  std::vector<std::uint32_t> lengths(kDocuments);
  for (std::uint32_t& length : lengths) length = 1 + random.below(900);
  return lengths;
}

// One document in `gap`, on average; counts below `counts`.
std::vector<Posting> some_postings(Random& random, std::uint32_t gap, std::uint32_t counts) {
  std::vector<Posting> postings;
  for (std::uint32_t docid = 1 + random.below(gap); docid <= kDocuments; docid += 1 + random.below(2 * gap - 1)) {
    postings.push_back({docid, random.below(counts)});
  }
  return postings;
}

using Lists = std::map<std::string, std::vector<Posting>>;

Lists some_lists(Random& random) {
  return {{"alone", {{kDocuments, 3}}},
          {"every", some_postings(random, 1, 40)},
          {"filter", some_postings(random, 3, 1)},
          {"long counts", some_postings(random, 7, 1U << 25U)},
          {"rare", some_postings(random, 400, 9)},
          {"usual", some_postings(random, 20, 5)}};
}

void write(const std::filesystem::path& path, const std::vector<std::uint32_t>& lengths, const Lists& lists) {
  auto writer = PostingFileWriter::create(path, lengths);
  ASSERT_TRUE(writer);
  for (const auto& [term, postings] : lists) writer->add(term, postings);
  ASSERT_TRUE(writer->finish());
}

TEST(PostingFile, ListsComeBackWholeAndInPart) {
  const TempFolder folder;
  Random random(3);
  const auto lengths = some_lengths(random);
  const Lists lists = some_lists(random);
  write(folder / "postings.bin", lengths, lists);
  const auto file = PostingFile::open(folder / "postings.bin");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->verify());
  EXPECT_EQ(file->documents(), kDocuments);
  const double average = std::accumulate(lengths.begin(), lengths.end(), 0.0) / kDocuments;
  EXPECT_EQ(file->average_length(), average);
  EXPECT_FALSE(file->find("none"));
  for (const auto& [term, postings] : lists) {
    SCOPED_TRACE(term);
    auto list = file->find(term);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->frequency(), postings.size());
    // Some docids are skipped: every posting from the one asked for on is there, and blocks end where they say.
    std::vector<Posting> block;
    for (std::uint32_t docid = 1; list->advance(docid);) {
      list->read(block);
      ASSERT_FALSE(block.empty());
      EXPECT_EQ(block.back().docid, list->last());
      const auto first = std::ranges::lower_bound(postings, docid, {}, &Posting::docid);
      ASSERT_NE(first, postings.end());
      EXPECT_TRUE(std::ranges::find(block, *first) != block.end());
      const auto begin = std::ranges::lower_bound(postings, block.front().docid, {}, &Posting::docid);
      EXPECT_TRUE(std::equal(block.begin(), block.end(), begin));
      std::vector<std::uint32_t> docids;
      list->for_each_docid([&docids](std::uint32_t d) { docids.push_back(d); });
      ASSERT_EQ(docids.size(), block.size());
      for (std::size_t i = 0; i < block.size(); ++i) {
        EXPECT_EQ(docids[i], block[i].docid);
        EXPECT_LE(bm25_share(block[i].count, lengths[block[i].docid - 1], bm25_length_factor(average)), list->highest_share());
      }
      docid = list->last() + 1 + random.below(3) * random.below(1000);
    }
    EXPECT_TRUE(list->ok());
  }
}

TEST(PostingFile, AnArchiveWithoutLongListsHasAFile) {
  const TempFolder folder;
  write(folder / "postings.bin", {}, {});
  const auto file = PostingFile::open(folder / "postings.bin");
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->verify());
  EXPECT_FALSE(file->find(""));
}

// Whatever byte is changed: an error, or docids within the archive; what reads on is told that the list is damaged.
TEST(PostingFile, DamageNeverLeadsOutside) {
  const TempFolder folder;
  Random random(8);
  const auto lengths = some_lengths(random);
  write(folder / "postings.bin", lengths, {{"a", some_postings(random, 20, 5)}, {"b", some_postings(random, 60, 1)}});
  int refused = 0;
  const std::size_t bytes = for_each_flipped_byte(folder / "postings.bin", folder / "changed.bin", random, [&] {
    const auto file = PostingFile::open(folder / "changed.bin");
    if (!file || !file->verify()) ++refused;
    if (!file || file->documents() != kDocuments) return;
    for (const std::string term : {"a", "b"}) {
      auto list = file->find(term);
      std::vector<Posting> block;
      for (std::uint32_t docid = 1; list && list->advance(docid); docid = list->last() + 1) {
        list->for_each_docid([](std::uint32_t d) { EXPECT_TRUE(d >= 1 && d <= kDocuments); });
        list->read(block);
        for (const Posting& posting : block) EXPECT_TRUE(posting.docid >= 1 && posting.docid <= kDocuments);
      }
    }
  });
  EXPECT_GT(refused, static_cast<int>(bytes / 5));  // a changed count is found by the hash of the part alone
}

}  // namespace
}  // namespace broadsheet
