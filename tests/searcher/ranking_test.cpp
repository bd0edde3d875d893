#include "searcher/ranking.h"
#include "searcher/word_sum.h"

#include <gtest/gtest.h>

#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

constexpr std::uint32_t kDocuments = 1500;  // many blocks of a long list

// A database of random words with its facts column.
class Ranking : public testing::Test {
 protected:
  void SetUp() override {
    Random random(4);
    Xapian::WritableDatabase database((folder_ / "db").string(), Xapian::DB_CREATE);
    std::vector<DocumentFacts> facts;
    for (std::uint32_t i = 0; i < kDocuments; ++i) {
      Xapian::Document document;
      DocumentFacts row;
      for (std::uint32_t n = random.below(60) + 1; n > 0; --n) {
        const std::uint32_t wdf = random.below(3) + 1;
        document.add_term("w" + std::to_string(random.below(random.below(40) + 1)), wdf);
        row.length += wdf;
      }
      database.add_document(document);
      facts.push_back(row);
    }
    database.commit();
    database_ = Xapian::Database((folder_ / "db").string());
    ASSERT_TRUE(write_facts_column(folder_ / "facts", facts));
    auto column = FactsColumn::open(folder_ / "facts");
    ASSERT_TRUE(column);
    facts_ = std::move(*column);
    std::vector<std::uint32_t> lengths;
    for (const DocumentFacts& row : facts) lengths.push_back(row.length);
    auto lists = PostingFileWriter::create(folder_ / "postings", lengths);
    ASSERT_TRUE(lists);
    for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term) lists->add(*term, postings(*term));
    ASSERT_TRUE(lists->finish());
    auto opened = PostingFile::open(folder_ / "postings");
    ASSERT_TRUE(opened);
    lists_ = std::move(*opened);
    ASSERT_EQ(lists_.average_length(), database_.get_avlength());
  }

  Postings postings(const std::string& word) const {
    Postings list;
    for (auto i = database_.postlist_begin(word); i != database_.postlist_end(word); ++i) list.push_back({*i, i.get_wdf()});
    return list;
  }

  // All matches of an OR of these words, by our sources or by Xapian's own weights.
  std::vector<RankedDocument> ranked(const std::vector<std::string>& words, bool ours) {
    std::vector<std::unique_ptr<Bm25Source>> sources;
    std::vector<Xapian::Query> queries;
    for (const std::string& word : words) {
      sources.push_back(std::make_unique<Bm25Source>(database_, facts_, word, archive_statistics(database_)));
      queries.push_back(ours ? Xapian::Query(sources.back().get()) : Xapian::Query(word));
    }
    return rank(database_, Xapian::Query(Xapian::Query::OP_OR, queries.begin(), queries.end()), kDocuments, kDocuments);
  }

  // The same words by their kept postings or by their lists in the file; `all`: only documents that have every one of them.
  std::vector<RankedDocument> summed(const std::vector<std::string>& words, bool all, std::size_t wanted, bool from_file) {
    std::vector<Postings> kept;
    DocSet matches = all ? DocSet::all(kDocuments) : DocSet(kDocuments);
    for (const std::string& word : words) {
      kept.push_back(postings(word));
      DocSet has(kDocuments);
      for (const Posting& posting : kept.back()) has.add(posting.docid);
      all ? matches.intersect(has) : matches.unite(has);
    }
    std::vector<WeightedPostings> weighted;
    for (std::size_t i = 0; i < words.size(); ++i) {
      weighted.push_back({{}, &kept[i], database_.get_termfreq(words[i]), i == 1 ? 2.5 : 1});
      const auto list = lists_.find(words[i]);
      if (!from_file || !list) continue;
      weighted.back().list = *list;
      weighted.back().postings = nullptr;
      weighted.back().shares_hold = true;
    }
    return rank_sums(weighted, matches, facts_, archive_statistics(database_), wanted);
  }

  // By Xapian's matcher and weights, the second word 2.5 times.
  std::vector<RankedDocument> by_xapian(const std::vector<std::string>& words, bool all, std::size_t wanted) {
    std::vector<Xapian::Query> queries;
    for (const std::string& word : words) {
      queries.emplace_back(word);
      if (queries.size() == 2) queries[1] = Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, queries[1], 2.5);
    }
    return rank(database_, Xapian::Query(all ? Xapian::Query::OP_AND : Xapian::Query::OP_OR, queries.begin(), queries.end()), wanted,
                kDocuments);
  }

  TempFolder folder_;
  Xapian::Database database_;
  FactsColumn facts_;
  PostingFile lists_;
};

TEST_F(Ranking, ScoresAreThoseOfXapiansBm25) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"w0"}, {"w30"}, {"w1", "w20", "w39"}, {"nothing", "w5"}}) {
    const auto ours = ranked(words, true), theirs = ranked(words, false);
    ASSERT_EQ(ours.size(), theirs.size());
    ASSERT_FALSE(ours.empty());
    for (std::size_t i = 0; i < ours.size(); ++i) {
      EXPECT_EQ(ours[i].docid, theirs[i].docid) << i;
      EXPECT_DOUBLE_EQ(ours[i].score, theirs[i].score) << i;
    }
  }
}

TEST_F(Ranking, SumsOverPostingsAreXapiansAnswers) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"w0"}, {"w30"}, {"w1", "w20"}, {"w2", "w0", "w9"}, {"w5", "nothing"}}) {
    for (const bool all : {true, false}) {
      for (const std::size_t wanted : {0U, 1U, 10U, kDocuments}) {
        const auto theirs = by_xapian(words, all, wanted);
        const auto ours = summed(words, all, wanted, false), from_file = summed(words, all, wanted, true);
        ASSERT_EQ(ours.size(), theirs.size()) << words[0] << all << wanted;
        ASSERT_EQ(from_file.size(), theirs.size()) << words[0] << all << wanted;
        for (std::size_t i = 0; i < ours.size(); ++i) {
          EXPECT_EQ(ours[i].docid, theirs[i].docid) << words[0] << all << wanted << i;
          EXPECT_EQ(ours[i].score, theirs[i].score) << words[0] << all << wanted << i;
          EXPECT_EQ(from_file[i].docid, theirs[i].docid) << words[0] << all << wanted << i;
          EXPECT_EQ(from_file[i].score, theirs[i].score) << words[0] << all << wanted << i;
        }
      }
    }
  }
}

TEST_F(Ranking, PagesAreTheBeginningOfTheWholeOrder) {
  const Xapian::Query query(Xapian::Query::OP_OR, Xapian::Query("w3"), Xapian::Query("w17"));
  const auto all = rank(database_, query, kDocuments, kDocuments);
  for (std::size_t wanted = 0; wanted < all.size(); wanted += 7) {
    const auto page = rank(database_, query, wanted, all.size());
    ASSERT_EQ(page.size(), wanted);
    for (std::size_t i = 0; i < page.size(); ++i) EXPECT_EQ(page[i].docid, all[i].docid);
  }
}

TEST(RoundScore, KeepsSixSignificantDigits) {
  EXPECT_DOUBLE_EQ(round_score(12.3456789), 12.3457);
  EXPECT_DOUBLE_EQ(round_score(0.000123456789), 0.000123457);
  EXPECT_DOUBLE_EQ(round_score(123456.789), 123457);
  EXPECT_DOUBLE_EQ(round_score(0), 0);
}

}  // namespace
}  // namespace broadsheet
