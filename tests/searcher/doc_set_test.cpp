#include "searcher/doc_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/random.h"

namespace broadsheet {
namespace {

std::set<std::uint32_t> members(const DocSet& set) {
  std::set<std::uint32_t> out;
  set.for_each([&out](std::uint32_t docid) { out.insert(docid); });
  return out;
}

TEST(DocSet, BehavesLikeASet) {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    const std::uint32_t documents = random.below(300) + 1;
    std::set<std::uint32_t> a, b;
    DocSet left(documents), right(documents);
    for (std::uint32_t i = random.below(200); i > 0; --i) {
      const std::uint32_t docid = random.below(documents) + 1;
      (i % 2 == 0 ? a : b).insert(docid);
      (i % 2 == 0 ? left : right).add(docid);
    }
    EXPECT_EQ(members(left), a);
    EXPECT_EQ(left.count(), a.size());
    for (std::uint32_t docid = 1; docid <= documents + 70; ++docid) {
      EXPECT_EQ(left.has(docid), a.contains(docid));
      const auto next = a.lower_bound(docid);
      EXPECT_EQ(left.next(docid), next == a.end() ? 0 : *next);
    }
    const auto check = [&](auto operation, auto expected) {
      DocSet set = left;
      operation(set);
      std::set<std::uint32_t> wanted;
      expected(a.begin(), a.end(), b.begin(), b.end(), std::inserter(wanted, wanted.end()));
      EXPECT_EQ(members(set), wanted);
    };
    const auto algorithm = [](auto function) { return function; };
    check([&](DocSet& s) { s.unite(right); }, algorithm([](auto... args) { std::set_union(args...); }));
    check([&](DocSet& s) { s.intersect(right); }, algorithm([](auto... args) { std::set_intersection(args...); }));
    check([&](DocSet& s) { s.subtract(right); }, algorithm([](auto... args) { std::set_difference(args...); }));
  }
}

TEST(DocSet, OfAllHoldsEveryDocument) {
  for (const std::uint32_t documents : {0U, 1U, 63U, 64U, 65U, 1000U}) {
    EXPECT_EQ(DocSet::all(documents).count(), documents);
    EXPECT_FALSE(DocSet::all(documents).has(0));
    EXPECT_FALSE(DocSet::all(documents).has(documents + 1));
  }
}

}  // namespace
}  // namespace broadsheet
