// Which periods stand out, and who is named in them? Marks of `timeline`, stated in docs/output.md.
//
// The test of a period with x matches among n articles of the frame: up to kPeakNeighbours periods on each side have Y matches among N
// articles. If all had the same share, x of the x + Y matches would be binomial with probability n / (n + N) (the conditional test of two
// Poisson rates: Przyborowski and Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31, 1940). The
// period is a peak when so many or more have a probability under kPeakLevel divided by the number of periods (Bonferroni), x is
// kPeakLeastArticles or more, and x is kPeakLeastRatio times the number expected (n Y / N) or more: news comes in bursts, so that
// small differences are soon significant. The names: persons, organisations and places in two or more articles of the peak, by
// log-likelihood (Dunning 1993) of their being in its articles rather than in the other matches; the first kPeakEntities.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/columns.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"

namespace broadsheet {

inline constexpr std::size_t kPeakNeighbours = 6;
inline constexpr std::size_t kPeakLeastNeighbours = 2;  // with articles; else nothing can be said
inline constexpr std::uint64_t kPeakLeastArticles = 5;
inline constexpr double kPeakLeastRatio = 1.5;
inline constexpr double kPeakLevel = 0.01;
inline constexpr std::size_t kPeakEntities = 3;

// In the order of time, without entities. Pure.
std::vector<TimelinePeak> find_peaks(const std::vector<TimelineBucket>& buckets);

// P(X >= x) for X binomial with n trials of probability p, 0 < p < 1, x > n p. Relative error under 1e-9.
double binomial_upper_tail(std::uint64_t x, std::uint64_t n, double p);

struct NamedColumn {
  std::string field;
  const KeywordColumn* column = nullptr;
};

// Fills in the entities of the peaks of `timeline`.
void name_peaks(std::vector<TimelinePeak>& peaks, const TimelineAnswer& timeline, const std::vector<NamedColumn>& columns,
                const FactsColumn& facts, const DocSet& documents);

}  // namespace broadsheet
