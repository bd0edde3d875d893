#include "searcher/ranking.h"

#include <algorithm>
#include <cmath>

namespace broadsheet {
namespace {

const Xapian::BM25Weight& weighting() {
  static const Xapian::BM25Weight weight(1.6, 0, 8, 0.5, 0.5);
  return weight;
}

constexpr std::size_t kMargin = 10;  // looked at beyond the page, for scores that become equal by rounding

}  // namespace

double round_score(double score) {
  if (score <= 0) return 0;
  const double scale = std::pow(10.0, 5 - std::floor(std::log10(score)));
  return std::round(score * scale) / scale;
}

std::vector<RankedDocument> rank(const Xapian::Database& database, const Xapian::Query& query, std::size_t wanted, std::size_t total) {
  wanted = std::min(wanted, total);
  std::vector<RankedDocument> ranked;
  if (wanted == 0) return ranked;
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(weighting());
  enquire.set_docid_order(Xapian::Enquire::ASCENDING);
  // The page is complete once something with a lower rounded score lies behind it.
  for (std::size_t look = wanted + kMargin;; look *= 4) {
    look = std::min(look, total);
    const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(look));
    ranked.clear();
    for (Xapian::MSetIterator i = found.begin(); i != found.end(); ++i) ranked.push_back({*i, round_score(i.get_weight())});
    if (ranked.size() < look || look == total || ranked.back().score < ranked[wanted - 1].score) break;
  }
  std::ranges::sort(ranked, [](const RankedDocument& a, const RankedDocument& b) { return a.score != b.score ? a.score > b.score : a.docid < b.docid; });
  ranked.resize(std::min(ranked.size(), wanted));
  return ranked;
}

}  // namespace broadsheet
