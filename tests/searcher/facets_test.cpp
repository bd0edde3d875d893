#include "searcher/facets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

// Counted by hand over the same rows: every number of a facet.
TEST(Facets, AgreeWithASlowCount) {
  Random random(9);
  for (int round = 0; round < 100; ++round) {
    const std::uint32_t values = random.below(12) + 1, documents = random.below(60) + 1;
    std::vector<ColumnValue> dictionary;
    for (std::uint32_t i = 0; i < values; ++i)
      dictionary.push_back({std::string(1, static_cast<char>('a' + i)), std::string(1, static_cast<char>('A' + i)), 0});
    KeywordColumnWriter writer(dictionary);
    std::vector<std::vector<std::uint32_t>> rows(documents);
    DocSet counted(documents), frame(documents);
    for (std::uint32_t docid = 1; docid <= documents; ++docid) {
      auto& row = rows[docid - 1];
      for (std::uint32_t i = 0; i < values; ++i) {
        if (random.one_in(4)) row.push_back(i);
      }
      writer.add(row);
      if (!random.one_in(3)) frame.add(docid);
      if (frame.has(docid) && random.one_in(2)) counted.add(docid);
    }
    const TempFolder folder;
    ASSERT_TRUE(writer.write(folder / "c"));
    const auto column = KeywordColumn::open(folder / "c");
    ASSERT_TRUE(column);
    const std::size_t limit = random.below(5) + 1, offset = random.below(3);
    const FacetAnswer answer = count_facet({"source", &*column, &counted, &frame, limit, offset, ""});

    std::map<std::uint32_t, std::uint64_t> by_value, by_value_in_frame;
    std::uint64_t missing = 0;
    counted.for_each([&](std::uint32_t docid) {
      if (rows[docid - 1].empty()) ++missing;
      for (const auto o : rows[docid - 1]) ++by_value[o];
    });
    frame.for_each([&](std::uint32_t docid) {
      for (const auto o : rows[docid - 1]) ++by_value_in_frame[o];
    });
    std::vector<std::pair<std::uint32_t, std::uint64_t>> ranked(by_value.begin(), by_value.end());
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    EXPECT_EQ(answer.articles, counted.count());
    EXPECT_EQ(answer.values_total, ranked.size());
    EXPECT_EQ(answer.missing, missing);
    const std::size_t end = std::min(ranked.size(), offset + limit);
    ASSERT_EQ(answer.buckets.size(), end > offset ? end - offset : 0);
    for (std::size_t i = 0; i < answer.buckets.size(); ++i) {
      const auto& [ordinal, articles] = ranked[offset + i];
      EXPECT_EQ(answer.buckets[i].value, dictionary[ordinal].display);
      EXPECT_EQ(answer.buckets[i].articles, articles);
      EXPECT_EQ(answer.buckets[i].lift.has_value(), articles >= 5);
      if (articles < 5) continue;
      const double expected =
          (static_cast<double>(articles) / counted.count()) / (static_cast<double>(by_value_in_frame[ordinal]) / frame.count());
      EXPECT_NEAR(*answer.buckets[i].lift, expected, 1e-12);
    }
    std::uint64_t other = 0;
    counted.for_each([&](std::uint32_t docid) {
      bool shown = false;
      for (std::size_t i = 0; i < end; ++i) shown = shown || std::ranges::find(rows[docid - 1], ranked[i].first) != rows[docid - 1].end();
      if (!rows[docid - 1].empty() && !shown) ++other;
    });
    EXPECT_EQ(answer.other, other);
  }
}

}  // namespace
}  // namespace broadsheet
