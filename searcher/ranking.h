// Which matches come first? BM25 and the order of equal scores, in one place for every entry.
//
// BM25Weight(k1 1.6, k2 0, k3 8, b 0.5, min_normlen 0.5): Robertson et al., Okapi at TREC-3 (1994), with the parameters that were best on
// news (docs/ranking.md). Scores are rounded to 6 significant digits; equal ones go newest first, then by id, which is docid order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/columns.h"

namespace broadsheet {

// What BM25 asks of an archive: from one database today, summed over segments later.
struct ArchiveStatistics {
  double documents = 0;
  double average_length = 0;
  std::uint32_t shortest_length = 0;
};
ArchiveStatistics archive_statistics(const Xapian::Database& database);

// What one posting of a word gives to a document's score.
class Bm25Weight {
 public:
  Bm25Weight(double term_frequency, const ArchiveStatistics& statistics);
  double operator()(double wdf, double length) const;
  // No posting gives more.
  double most() const { return term_weight_; }

 private:
  double term_weight_ = 0, length_factor_ = 0;
};

// One word's postings with their BM25 weights, as Xapian's matcher wants them. Lengths come from the facts column: Xapian's own look-up
// of a document's length cost four times as much as all the rest (ARCHITECTURE.md).
class Bm25Source : public Xapian::PostingSource {
 public:
  // Database and facts must outlive it.
  Bm25Source(const Xapian::Database& database, const FactsColumn& facts, std::string term, const ArchiveStatistics& statistics);
  Xapian::doccount get_termfreq_min() const override { return frequency_; }
  Xapian::doccount get_termfreq_est() const override { return frequency_; }
  Xapian::doccount get_termfreq_max() const override { return frequency_; }
  void init(const Xapian::Database&) override;
  void next(double) override;
  void skip_to(Xapian::docid docid, double) override;
  bool at_end() const override { return posting_ == end_; }
  Xapian::docid get_docid() const override { return *posting_; }
  double get_weight() const override;
  std::string get_description() const override { return "Bm25(" + term_ + ")"; }

 private:
  const Xapian::Database& database_;
  const FactsColumn& facts_;
  std::string term_;
  Xapian::doccount frequency_;
  Bm25Weight weight_;
  Xapian::PostingIterator posting_, end_;
  bool started_ = false;
};

struct RankedDocument {
  std::uint32_t docid = 0;
  double score = 0;  // rounded
};

// The order of hits: by score, equal ones by docid.
inline bool comes_before(const RankedDocument& a, const RankedDocument& b) {
  return a.score != b.score ? a.score > b.score : a.docid < b.docid;
}

// The first `wanted` matches of a scoring query, best first. `total`: how many it matches.
std::vector<RankedDocument> rank(const Xapian::Database& database, const Xapian::Query& query, std::size_t wanted, std::size_t total);

// The weight of a query's best match, not rounded; 0 without one.
double weight_of_first(const Xapian::Database& database, const Xapian::Query& query);

double round_score(double score);

}  // namespace broadsheet
