#include "searcher/places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace broadsheet {
namespace {

using Spans = std::vector<WordSpan>;

// All ways to take one span of each list, then the shortest stretches among them: slow and plain.
std::set<std::pair<std::uint32_t, std::uint32_t>> brute_force(const std::vector<Spans>& lists, int distance, bool ordered) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> all;
  std::vector<std::size_t> choice(lists.size());
  if (std::ranges::any_of(lists, [](const Spans& list) { return list.empty(); })) return all;
  while (true) {
    std::vector<std::uint32_t> begins;
    for (std::size_t i = 0; i < lists.size(); ++i) begins.push_back(lists[i][choice[i]].first);
    const bool in_order = std::ranges::is_sorted(begins);
    std::vector<std::uint32_t> sorted = begins;
    std::ranges::sort(sorted);
    const bool different = std::ranges::adjacent_find(sorted) == sorted.end();
    if (different && (in_order || !ordered) && sorted.back() - sorted.front() <= static_cast<std::uint32_t>(distance)) {
      all.emplace(sorted.front(), sorted.back());
    }
    std::size_t i = 0;
    while (i < lists.size() && ++choice[i] == lists[i].size()) choice[i++] = 0;
    if (i == lists.size()) break;
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> shortest;
  for (const auto& stretch : all) {
    const auto inside = [&](const auto& other) {
      return other != stretch && other.first >= stretch.first && other.second <= stretch.second;
    };
    if (std::ranges::none_of(all, inside)) shortest.insert(stretch);
  }
  return shortest;
}

TEST(Places, NearStretchesAreTheShortestOnesOfBruteForce) {
  std::mt19937 random(7);
  const auto number = [&random](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); };
  for (int round = 0; round < 3000; ++round) {
    std::vector<Spans> lists(2 + number(2));
    for (Spans& list : lists) {
      std::set<std::uint32_t> begins;
      for (std::uint32_t i = 0; i < 1 + number(6); ++i) begins.insert(number(20));
      for (const std::uint32_t begin : begins) list.push_back({begin, begin + 1});
    }
    const int distance = static_cast<int>(number(12));
    const bool ordered = number(2) == 0;
    std::set<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const Spans& stretch : near_stretches(lists, distance, ordered)) {
      ASSERT_EQ(stretch.size(), lists.size());
      EXPECT_TRUE(found.emplace(stretch.front().first, stretch.back().first).second);
    }
    EXPECT_EQ(found, brute_force(lists, distance, ordered)) << "round " << round << " distance " << distance << " ordered " << ordered;
  }
}

TEST(Places, IndexedWordsAreThoseOfTheTokenFile) {
  const std::string text = "Re-use of " + std::string(70, 'x') + "-made A.I.";
  const std::vector<RawWord> words = indexed_words(text);
  std::vector<std::string> typed;
  for (const RawWord& word : words) typed.push_back(text.substr(word.begin, word.end - word.begin));
  EXPECT_EQ(typed, (std::vector<std::string>{"Re", "use", "of", "made", "A.I."}));
  EXPECT_TRUE(words[1].hyphenated);
  EXPECT_FALSE(words[3].hyphenated);  // the word before it is too long to be indexed
}

}  // namespace
}  // namespace broadsheet
