#include "searcher/timeline_peaks.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "searcher/timeline.h"

namespace broadsheet {
namespace {

// ln(n!). Not std::lgamma, which writes a global.
double log_factorial(std::uint64_t n) {
  int sign = 0;
  return ::lgamma_r(static_cast<double>(n) + 1, &sign);
}

struct Neighbours {
  std::uint64_t articles = 0, archive_articles = 0;
  std::size_t periods = 0;  // with articles in the frame
};

Neighbours neighbours_of(const std::vector<TimelineBucket>& buckets, std::size_t i) {
  Neighbours sum;
  const std::size_t first = i > kPeakNeighbours ? i - kPeakNeighbours : 0;
  const std::size_t last = std::min(i + kPeakNeighbours, buckets.size() - 1);
  for (std::size_t j = first; j <= last; ++j) {
    if (j == i || buckets[j].archive_articles == 0) continue;
    sum.articles += buckets[j].articles;
    sum.archive_articles += buckets[j].archive_articles;
    ++sum.periods;
  }
  return sum;
}

// Dunning's log-likelihood of a in n articles against b in m others.
double log_likelihood(double a, double n, double b, double m) {
  const auto part = [](double count, double expected) { return count > 0 ? count * std::log(count / expected) : 0; };
  const double share = (a + b) / (n + m);
  return 2 * (part(a, n * share) + part(b, m * share) + part(n - a, n * (1 - share)) + part(m - b, m * (1 - share)));
}

struct Candidate {
  double score = 0;
  const NamedColumn* column = nullptr;
  std::uint32_t ordinal = 0;
  std::uint64_t articles = 0;
};

using Counts = std::unordered_map<std::uint32_t, std::uint64_t>;

// Names of one column that the peak's articles have more often than the others.
void add_candidates(std::vector<Candidate>& candidates, const NamedColumn& column, const Counts& in_peak,
                    const std::vector<std::uint64_t>& in_all, double peak_articles, double other_articles) {
  constexpr std::uint64_t kLeastArticles = 2;
  for (const auto& [ordinal, count] : in_peak) {
    const auto a = static_cast<double>(count), b = static_cast<double>(in_all[ordinal] - count);
    if (count < kLeastArticles || a * other_articles <= b * peak_articles) continue;
    candidates.push_back({log_likelihood(a, peak_articles, b, other_articles), &column, ordinal, count});
  }
}

void keep_best(TimelinePeak& peak, std::vector<Candidate> candidates) {
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.column != b.column) return a.column < b.column;
    return a.ordinal < b.ordinal;
  });
  candidates.resize(std::min(candidates.size(), kPeakEntities));
  for (const Candidate& best : candidates) {
    peak.entities.push_back({best.column->field, std::string(best.column->column->display(best.ordinal)), best.articles});
  }
}

}  // namespace

double binomial_upper_tail(std::uint64_t x, std::uint64_t n, double p) {
  const auto count = static_cast<double>(x), trials = static_cast<double>(n);
  const double log_first =
      log_factorial(n) - log_factorial(x) - log_factorial(n - x) + count * std::log(p) + (trials - count) * std::log1p(-p);
  // The terms behind the first, each from the one before: ever smaller, since x lies above the mean.
  double sum = 1, term = 1;
  for (std::uint64_t k = x; k < n && term > sum * 1e-12; ++k) {
    term *= static_cast<double>(n - k) / static_cast<double>(k + 1) * (p / (1 - p));
    sum += term;
  }
  return std::exp(log_first) * sum;
}

std::vector<TimelinePeak> find_peaks(const std::vector<TimelineBucket>& buckets) {
  std::vector<TimelinePeak> peaks;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    const TimelineBucket& bucket = buckets[i];
    if (bucket.articles < kPeakLeastArticles || bucket.archive_articles == 0) continue;
    const Neighbours around = neighbours_of(buckets, i);
    if (around.periods < kPeakLeastNeighbours) continue;
    const auto n = static_cast<double>(bucket.archive_articles), all = static_cast<double>(around.archive_articles);
    const double expected = n * static_cast<double>(around.articles) / all;
    if (static_cast<double>(bucket.articles) < kPeakLeastRatio * expected) continue;
    const double p = binomial_upper_tail(bucket.articles, bucket.articles + around.articles, n / (n + all));
    if (p < kPeakLevel / static_cast<double>(buckets.size())) {
      peaks.push_back({bucket.start, bucket.end, bucket.articles, expected, p, {}});
    }
  }
  return peaks;
}

void name_peaks(std::vector<TimelinePeak>& peaks, const TimelineAnswer& timeline, const std::vector<NamedColumn>& columns,
                const FactsColumn& facts, const DocSet& documents) {
  if (peaks.empty()) return;
  std::vector<std::size_t> peak_of(timeline.buckets.size(), peaks.size());
  for (std::size_t i = 0; i < timeline.buckets.size(); ++i) {
    const auto peak = std::ranges::find(peaks, timeline.buckets[i].start, &TimelinePeak::start);
    peak_of[i] = static_cast<std::size_t>(peak - peaks.begin());
  }
  const BucketFinder bucket_of(timeline.buckets, timeline.by);
  const std::uint32_t all = documents.count();
  std::vector<std::vector<Candidate>> candidates(peaks.size());
  for (const NamedColumn& column : columns) {
    std::vector<std::uint64_t> in_all(column.column->values());
    std::vector<Counts> in_peak(peaks.size());
    documents.for_each([&](std::uint32_t docid) {
      const auto bucket = bucket_of(facts[docid]);
      const std::size_t peak = bucket ? peak_of[*bucket] : peaks.size();
      for (const std::uint32_t ordinal : column.column->ordinals(docid)) {
        ++in_all[ordinal];
        if (peak < peaks.size()) ++in_peak[peak][ordinal];
      }
    });
    for (std::size_t i = 0; i < peaks.size(); ++i) {
      const auto articles = static_cast<double>(peaks[i].articles);
      add_candidates(candidates[i], column, in_peak[i], in_all, articles, static_cast<double>(all) - articles);
    }
  }
  for (std::size_t i = 0; i < peaks.size(); ++i) keep_best(peaks[i], std::move(candidates[i]));
}

}  // namespace broadsheet
