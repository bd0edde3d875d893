// How surprising is a difference between two counts? The formulae of terms, cooccur and compare. Pure; each names its source.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace broadsheet {

// Something stands in `a` of `n1` articles here, and in `b` of `n2` there. a <= n1, b <= n2.
struct TwoCounts {
  std::uint64_t a = 0, n1 = 0, b = 0, n2 = 0;
};

// G2 of the 2x2 table, with the sign of the difference: positive when the share here is higher. 0 when a row or column is empty.
// Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics 19 (1993), section 4.
double log_likelihood(const TwoCounts& counts);

// log2 of (a / n1) / (b / n2): how many times the share doubles. A count of 0 is taken as 0.5. n1 and n2 over 0.
// Hardie, Log Ratio: an informal introduction (2014).
double log_ratio(const TwoCounts& counts);

// The end nearer to 0 of the 95 % confidence interval of the log ratio (exact, two-sided, from the conditional distribution of a given
// a + b; Bonferroni-corrected for `tests` terms looked at); 0 when the interval has 0 inside. Ranks by strength what is also certain.
// Evert, Measuring Keyness (2022), LRC. a + b over 0.
double conservative_log_ratio(const TwoCounts& counts, std::uint64_t tests);

// Probability of a difference of shares as large as this, or larger, when there is none: two-sided z test with the pooled share.
// Armitage, Berry and Matthews, Statistical Methods in Medical Research (4th edition, 2002), section 4.5. -1 when an expected
// count is under 5 (Cochran's rule): the test does not hold there.
double two_proportion_p(const TwoCounts& counts);

// The same probabilities corrected for looking at many, in the order given; negative ones are no tests and stay as they are.
// Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6 (1979).
std::vector<double> holm_adjusted(std::span<const double> probabilities);

// I_x(a, b), the regularised incomplete beta function: continued fraction by Lentz's method (Abramowitz and Stegun 26.5.8).
double incomplete_beta(double a, double b, double x);

// The exact interval of a share k / n that `alpha` / 2 lies below of and `alpha` / 2 above: Clopper and Pearson, Biometrika 26 (1934).
std::pair<double, double> clopper_pearson(std::uint64_t k, std::uint64_t n, double alpha);

}  // namespace broadsheet
