#include "indexer/ordered_parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

#include "indexer/build.h"

namespace broadsheet {
namespace {

using Squares = OrderedParallel<int, long>;

Squares::Produce up_to(int n) {
  return [n](const Squares::Push& push) {
    for (int i = 0; i < n && push(int{i}); ++i) {
    }
  };
}
long square(unsigned, int&& i) { return long{i} * i; }

TEST(OrderedParallel, GivesResultsInTheOrderOfTheItems) {
  for (const unsigned jobs : {1U, 2U, 7U}) {
    for (const std::size_t in_flight : {1U, 3U, 100U}) {
      std::vector<long> results;
      Squares::run(jobs, in_flight, up_to(500), square, [&results](long&& r) {
        results.push_back(r);
        return true;
      });
      ASSERT_EQ(results.size(), 500U);
      for (int i = 0; i < 500; ++i) EXPECT_EQ(results[static_cast<std::size_t>(i)], long{i} * i);
    }
  }
}

TEST(OrderedParallel, KeepsNoMoreThanAllowedInFlight) {
  std::atomic<int> in_flight{0}, most{0};
  Squares::run(
      4, 5,
      [&](const Squares::Push& push) {
        for (int i = 0; i < 300; ++i) {
          push(int{i});
          most = std::max(most.load(), ++in_flight);
        }
      },
      square,
      [&](long&&) {
        --in_flight;
        return true;
      });
  EXPECT_LE(most.load(), 5 + 1);  // one may be counted after its result was used
}

TEST(OrderedParallel, StopsWhenTheConsumerHasEnough) {
  int used = 0;
  Squares::run(3, 4, up_to(1'000'000), square, [&used](long&&) { return ++used < 10; });
  EXPECT_EQ(used, 10);
}

TEST(OrderedParallel, ThrowsWhatAnyOfItsPartsThrows) {
  const auto fail_at = [](int n) {
    return [n](unsigned, int&& i) {
      if (i == n) throw std::runtime_error("work");
      return long{i};
    };
  };
  const auto all = [](long&&) { return true; };
  EXPECT_THROW(Squares::run(2, 4, up_to(100), fail_at(50), all), std::runtime_error);
  EXPECT_THROW(Squares::run(2, 4, [](const Squares::Push&) { throw std::runtime_error("produce"); }, square, all), std::runtime_error);
  EXPECT_THROW(Squares::run(2, 4, up_to(100), square, [](long&&) -> bool { throw std::runtime_error("use"); }), std::runtime_error);
}

TEST(OrderedParallel, OfNothingEnds) {
  Squares::run(2, 2, up_to(0), square, [](long&&) { return true; });
}

TEST(ParallelBounds, ShrinkInProportionBelowTheUsualMemory) {
  struct Row {
    unsigned jobs;
    std::uint64_t memory;
    unsigned threads;
    std::size_t in_flight;
  };
  constexpr std::uint64_t kMegabyte = 1U << 20;
  for (const Row& row :
       {Row{2, 256 * kMegabyte, 2, 4}, Row{2, 1024 * kMegabyte, 2, 4}, Row{2, UINT64_MAX, 2, 4}, Row{2, 128 * kMegabyte, 2, 2},
        Row{2, 64 * kMegabyte, 1, 1}, Row{2, 16 * kMegabyte, 1, 1}, Row{16, 64 * kMegabyte, 8, 8}, Row{1, 255 * kMegabyte, 1, 1}}) {
    const ParallelBounds bounds = parallel_bounds(row.jobs, 2, row.memory);
    EXPECT_EQ(bounds.jobs, row.threads) << row.jobs << " jobs, " << row.memory;
    EXPECT_EQ(bounds.in_flight, row.in_flight) << row.jobs << " jobs, " << row.memory;
  }
}

}  // namespace
}  // namespace broadsheet
