// When a build is kept aside: every row is a pair of archives and what is allowed between them.
#include "indexer/guard.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace broadsheet {
namespace {

using Sources = std::map<std::string, std::uint64_t>;

Manifest manifest_of(const std::string& name, std::uint64_t articles, Sources by_source) {
  Manifest manifest;
  manifest.generation = name;
  manifest.articles = articles;
  manifest.by_source = std::move(by_source);
  return manifest;
}

TEST(ShrinkGuard, RefusesWhatIsSmallerByMoreThanTheShare) {
  const Manifest before = manifest_of("000041", 123'456, {{"AP", 64'556}, {"Reuters", 58'900}});
  EXPECT_EQ(shrink_refusal(manifest_of("000042", 61'204, {{"AP", 61'204}}), before, {}),
            "61,204 articles, 50.4 % fewer than 000041 (123,456), allowed 5 %; largest loss: Reuters 58,900 -> 0");
}

TEST(ShrinkGuard, LetsThroughUpToTheShareItself) {
  struct Row {
    std::uint64_t before, now;
    double share;
    bool refused;
  };
  const Row rows[] = {{100, 95, 0.05, false}, {100, 94, 0.05, true}, {200, 186, 0.07, false}, {1000, 999, 0, true},
                      {100, 100, 0, false},   {100, 200, 0, false},  {0, 0, 0, false},        {100, 0, 1, false}};
  for (const Row& row : rows) {
    const std::string refusal = shrink_refusal(manifest_of("b", row.now, {}), manifest_of("a", row.before, {}), {row.share, {}});
    EXPECT_EQ(!refusal.empty(), row.refused) << row.before << " " << row.now << ": " << refusal;
  }
}

TEST(ShrinkGuard, LooksAtEachSource) {
  struct Row {
    const char* why;
    Sources before, now;
    ShrinkLimits limits;
    std::string refusal;
  };
  const Row rows[] = {
      {"others make up for the one that is gone",
       {{"AP", 100}, {"Reuters", 12}},
       {{"AP", 120}},
       {},
       "120 articles, 7.1 % more than a (112); largest loss: Reuters 12 -> 0, 100 % fewer, allowed 5 % of a source"},
      {"two sources",
       {{"AP", 100}, {"DPA", 50}, {"Reuters", 60}},
       {{"AP", 170}, {"Reuters", 40}},
       {},
       "210 articles, as many as a; largest loss: DPA 50 -> 0, 100 % fewer, allowed 5 % of a source, and 1 source more"},
      {"nine articles of many are no fault of a feed", {{"AP", 100}, {"Reuters", 60}}, {{"AP", 109}, {"Reuters", 51}}, {}, ""},
      {"ten are",
       {{"AP", 100}, {"Reuters", 60}},
       {{"AP", 110}, {"Reuters", 50}},
       {},
       "160 articles, as many as a; largest loss: Reuters 60 -> 50, 16.7 % fewer, allowed 5 % of a source"},
      {"a small source that is gone", {{"AP", 100}, {"", 9}}, {{"AP", 109}}, {}, ""},
      {"a larger one",
       {{"AP", 10}, {"", 10}},
       {{"AP", 50}},
       {},
       "50 articles, 2.5 times as many as a (20); largest loss: articles without a source 10 -> 0, 100 % fewer, allowed 5 % of a source"},
      {"its own limit lets it pass", {{"AP", 100}, {"Reuters", 60}}, {{"AP", 160}}, {0.05, {{"Reuters", 1}}}, ""},
      {"its own limit is narrower",
       {{"AP", 1000}, {"Reuters", 1000}},
       {{"AP", 1020}, {"Reuters", 980}},
       {0.05, {{"Reuters", 0.01}}},
       "2,000 articles, as many as a; largest loss: Reuters 1,000 -> 980, 2 % fewer, allowed 1 % of a source"},
      {"0 % allows no loss at all",
       {{"AP", 10}, {"Reuters", 10}},
       {{"AP", 11}, {"Reuters", 9}},
       {0, {}},
       "20 articles, as many as a; largest loss: Reuters 10 -> 9, 10 % fewer, allowed 0 % of a source"},
      {"new sources and growth", {{"AP", 10}}, {{"AP", 11}, {"Reuters", 9}}, {}, ""},
  };
  const auto sum = [](const Sources& sources) {
    std::uint64_t articles = 0;
    for (const auto& [source, count] : sources) articles += count;
    return articles;
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shrink_refusal(manifest_of("b", sum(row.now), row.now), manifest_of("a", sum(row.before), row.before), row.limits),
              row.refusal)
        << row.why;
  }
}

}  // namespace
}  // namespace broadsheet
