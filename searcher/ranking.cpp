#include "searcher/ranking.h"
#include "common/bm25.h"
#include "searcher/xapian_fault.h"

#include <algorithm>
#include <cmath>

namespace broadsheet {
namespace {

// Expanded words (OP_SYNONYM) are weighted by Xapian itself, by the same formula.
const Xapian::BM25Weight& weighting() {
  static const Xapian::BM25Weight kWeighting(kBm25K1, 0, kBm25K3, kBm25B, kBm25LeastNormalisedLength);
  return kWeighting;
}

constexpr std::size_t kMargin = 10;  // looked at beyond the page, for scores that become equal by rounding

}  // namespace

ArchiveStatistics archive_statistics(const Xapian::Database& database) {
  return {static_cast<double>(database.get_doccount()), database.get_avlength(), database.get_doclength_lower_bound()};
}

// Xapian's BM25 (its BM25Weight, which the tests compare): idf = log((N - n + .5) / (n + .5)), kept positive for words in most documents.
Bm25Weight::Bm25Weight(double term_frequency, const ArchiveStatistics& statistics) {
  double rarity = (statistics.documents - term_frequency + 0.5) / (term_frequency + 0.5);
  if (rarity < 2) rarity = rarity * 0.5 + 1;
  term_weight_ = std::log(rarity) * (kBm25K1 + 1);
  length_factor_ = bm25_length_factor(statistics.average_length);
}

double Bm25Weight::operator()(double wdf, double length) const { return term_weight_ * bm25_share(wdf, length, length_factor_); }

Bm25Source::Bm25Source(const Xapian::Database& database, const FactsColumn& facts, std::string term, const ArchiveStatistics& statistics)
    : database_(database),
      facts_(facts),
      term_(std::move(term)),
      frequency_(database.get_termfreq(term_)),
      weight_(frequency_, statistics) {
  set_maxweight(frequency_ == 0 ? 0 : weight_(database.get_wdf_upper_bound(term_), statistics.shortest_length));
}

void Bm25Source::init(const Xapian::Database&) {
  posting_ = database_.postlist_begin(term_);
  end_ = database_.postlist_end(term_);
  started_ = false;
}

void Bm25Source::next(double) {
  if (started_) ++posting_;
  started_ = true;
}

void Bm25Source::skip_to(Xapian::docid docid, double) {
  started_ = true;
  posting_.skip_to(docid);
}

double Bm25Source::get_weight() const { return weight_(posting_.get_wdf(), facts_[checked_docid(*posting_, facts_.documents())].length); }

double round_score(double score) {
  if (score <= 0) return 0;
  const double scale = std::pow(10.0, 5 - std::floor(std::log10(score)));
  return std::round(score * scale) / scale;
}

double weight_of_first(const Xapian::Database& database, const Xapian::Query& query) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(weighting());
  const Xapian::MSet found = enquire.get_mset(0, 1);
  return found.empty() ? 0 : found.begin().get_weight();
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
  std::ranges::sort(ranked, comes_before);
  ranked.resize(std::min(ranked.size(), wanted));
  return ranked;
}

}  // namespace broadsheet
