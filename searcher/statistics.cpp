#include "searcher/statistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace broadsheet {
namespace {

constexpr double kAlpha = 0.05;  // of all intervals
constexpr int kMostFractionSteps = 100'000;
constexpr int kBisections = 60;

double as_double(std::uint64_t n) { return static_cast<double>(n); }

// One cell of G2.
double information(double observed, double expected) { return observed > 0 ? observed * std::log(observed / expected) : 0; }

double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

// log of x^a (1-x)^b / B(a, b)
double log_front(double a, double b, double x) {
  return log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) + b * std::log1p(-x);
}

double away_from_zero(double x) {
  constexpr double kTiny = 1e-300;
  return std::abs(x) < kTiny ? kTiny : x;
}

// The continued fraction; converges quickly for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double kClose = 1e-15;
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double value = d;
  for (int m = 1; m <= kMostFractionSteps; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    value *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    value *= d * c;
    if (std::abs(d * c - 1) < kClose) break;
  }
  return value;
}

double logistic(double logit) { return 1 / (1 + std::exp(-logit)); }

// The logit of the x at which I_x(a, b) is `probability`. In logits, so that small shares are as precise as others.
double beta_quantile_logit(double a, double b, double probability) {
  double low = -700, high = 36;  // beyond these x is 0 and 1 as a double
  for (int i = 0; i < kBisections; ++i) {
    const double middle = (low + high) / 2;
    if (incomplete_beta(a, b, logistic(middle)) < probability) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

// Ends of the interval of Clopper and Pearson, as logits; 0 < k for the lower, k < n for the upper.
double lower_logit(std::uint64_t k, std::uint64_t n, double alpha) {
  return beta_quantile_logit(as_double(k), as_double(n - k) + 1, alpha / 2);
}
double upper_logit(std::uint64_t k, std::uint64_t n, double alpha) {
  return -beta_quantile_logit(as_double(n - k), as_double(k) + 1, alpha / 2);
}

// The lower end of the log ratio, at least 0, where the share here is the higher one.
double lower_log_ratio(const TwoCounts& counts, double alpha) {
  const std::uint64_t n = counts.a + counts.b;
  const double equal = as_double(counts.n1) / as_double(counts.n1 + counts.n2);  // of a in a + b when the shares are the same
  // P(A >= a) when there is no difference: over alpha / 2 the interval has 0 inside. One look instead of a search.
  if (incomplete_beta(as_double(counts.a), as_double(n - counts.a) + 1, equal) > alpha / 2) return 0;
  const double odds_to_one = std::log(as_double(counts.n2) / as_double(counts.n1));
  return std::max(0.0, (odds_to_one + lower_logit(counts.a, n, alpha)) / std::numbers::ln2);
}

}  // namespace

double log_likelihood(const TwoCounts& counts) {
  const double a = as_double(counts.a), b = as_double(counts.b), n1 = as_double(counts.n1), n2 = as_double(counts.n2);
  const double all = n1 + n2, with = a + b, without = all - with;
  if (n1 <= 0 || n2 <= 0 || with <= 0 || without <= 0) return 0;
  const double sum = information(a, with * n1 / all) + information(b, with * n2 / all) + information(n1 - a, without * n1 / all) +
                     information(n2 - b, without * n2 / all);
  const double g2 = std::max(0.0, 2 * sum);  // rounding may leave it just under 0
  return a * n2 < b * n1 ? -g2 : g2;
}

double log_ratio(const TwoCounts& counts) {
  constexpr double kInsteadOfZero = 0.5;
  const double a = counts.a > 0 ? as_double(counts.a) : kInsteadOfZero;
  const double b = counts.b > 0 ? as_double(counts.b) : kInsteadOfZero;
  return std::log2(a / as_double(counts.n1)) - std::log2(b / as_double(counts.n2));
}

double conservative_log_ratio(const TwoCounts& counts, std::uint64_t tests) {
  const double alpha = kAlpha / as_double(std::max<std::uint64_t>(tests, 1));
  const bool higher = as_double(counts.a) * as_double(counts.n2) >= as_double(counts.b) * as_double(counts.n1);
  if (higher) return lower_log_ratio(counts, alpha);
  return 0 - lower_log_ratio({counts.b, counts.n2, counts.a, counts.n1}, alpha);
}

double two_proportion_p(const TwoCounts& counts) {
  constexpr double kLeastExpected = 5;
  const double a = as_double(counts.a), b = as_double(counts.b), n1 = as_double(counts.n1), n2 = as_double(counts.n2);
  if (n1 <= 0 || n2 <= 0) return -1;
  const double pooled = (a + b) / (n1 + n2);
  const double rarer = std::min(pooled, 1 - pooled);
  if (std::min(n1, n2) * rarer < kLeastExpected) return -1;
  const double z = (a / n1 - b / n2) / std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

std::vector<double> holm_adjusted(std::span<const double> probabilities) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), 0U);
  std::erase_if(order, [&](std::size_t i) { return probabilities[i] < 0; });
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return probabilities[i]; });
  std::vector<double> adjusted(probabilities.begin(), probabilities.end());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    largest = std::max(largest, std::min(1.0, probabilities[order[rank]] * as_double(order.size() - rank)));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

double incomplete_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x < (a + 1) / (a + b + 2)) return std::exp(log_front(a, b, x)) * beta_fraction(a, b, x) / a;
  return 1 - std::exp(log_front(a, b, x)) * beta_fraction(b, a, 1 - x) / b;
}

std::pair<double, double> clopper_pearson(std::uint64_t k, std::uint64_t n, double alpha) {
  return {k == 0 ? 0 : logistic(lower_logit(k, n, alpha)), k == n ? 1 : logistic(upper_logit(k, n, alpha))};
}

}  // namespace broadsheet
