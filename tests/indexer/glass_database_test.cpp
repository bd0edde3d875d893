#include "indexer/glass_database.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <map>

#include "indexer/failure.h"
#include "indexer/merge.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

std::string sortable(std::uint32_t number) {
  std::string key;
  append_sortable(key, number);
  return key;
}

TEST(Glass, NumbersSortAsTheirBytesDo) {
  struct Row {
    std::uint32_t number;
    std::string bytes;
  };
  const std::vector<Row> rows = {{0, {"\0\0", 2}},
                                 {1, {"\0\1", 2}},
                                 {0x7FFF, "\x7F\xFF"},
                                 {0x8000, {"\x80\x80\0", 3}},
                                 {0x3F'FFFF, "\xBF\xFF\xFF"},
                                 {0x40'0000, {"\xC0\x40\0\0", 4}},
                                 {0x1FFF'FFFF, "\xDF\xFF\xFF\xFF"},
                                 {0x2000'0000, {"\xE0\x20\0\0\0", 5}},
                                 {UINT32_MAX, "\xE0\xFF\xFF\xFF\xFF"}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(sortable(rows[i].number), rows[i].bytes) << rows[i].number;
    if (i > 0) {
      EXPECT_LT(rows[i - 1].bytes, rows[i].bytes);
    }
  }
}

TEST(Glass, KeysDoubleNulBytes) {
  EXPECT_EQ(glass_key("word"), "word");
  EXPECT_EQ(glass_key(std::string_view("\0a\0", 3)), std::string("\0\xFF"
                                                                 "a\0\xFF",
                                                                 5));
}

struct Document {
  std::map<std::string, std::uint32_t> terms;
  std::string data;
};

std::string noise(Random& random, std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) bytes += static_cast<char>(random.below(256));
  return bytes;
}

// Terms in all documents, in some, in one; with NUL bytes, of the greatest length, beginning alike; data that pack and that do not, of
// no byte and of many blocks.
std::vector<Document> made_documents(std::uint32_t count) {
  Random random(3);
  std::vector<Document> documents(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Document& document = documents[i];
    if (i % 97 == 5) continue;  // no term, no data
    document.terms["all"] = 1 + random.below(300);
    document.terms["half" + std::to_string(random.below(2))] = random.below(3);
    document.terms["w" + std::to_string(random.below(500))] = 1;
    document.terms["Q" + std::to_string(i)] = 0;
    document.terms[std::string("nul\0", 4) + std::string(random.below(3), '\0')] = 2;
    document.terms[std::string(244, 'l') + static_cast<char>('a' + random.below(20))] = 1;
    document.data = i % 50 == 7 ? noise(random, random.below(40'000)) : std::string(random.below(3'000), 'd');
  }
  return documents;
}

std::size_t write_runs(const std::vector<Document>& documents, std::size_t run_size, MergeTree& merge, const Path& folder) {
  std::uint32_t most = 0;
  RunPostings postings;
  for (std::size_t begin = 0; begin < documents.size(); begin += run_size) {
    for (std::size_t i = begin; i < std::min(documents.size(), begin + run_size); ++i) {
      postings.begin_document(static_cast<std::uint32_t>(i) + 1);
      for (const auto& [term, wdf] : documents[i].terms) postings.add(postings.id_of(glass_key(term)), wdf);
      for (const auto& [term, wdf] : documents[i].terms) postings.add(postings.id_of(glass_key(term)), 7);  // again: nothing
    }
    const Path path = folder / ("run" + std::to_string(begin));
    auto file = FileWriter::create(path);
    file->write(postings.take());
    EXPECT_TRUE(file->close(false));
    merge.add(path);
    most = std::max(most, postings.most_wdf());
  }
  return most;
}

void write_database(const std::vector<Document>& documents, std::size_t run_size, const Path& target) {
  const TempFolder scratch;
  MergeTree merge(scratch.path());
  const auto most_wdf = static_cast<std::uint32_t>(write_runs(documents, run_size, merge, scratch.path()));
  auto writer = GlassDatabaseWriter::create(target);
  ASSERT_TRUE(writer);
  std::vector<std::uint32_t> lengths;
  for (const Document& document : documents) {
    writer->add_data(glass_data(document.data));
    lengths.push_back(0);
    for (const auto& [term, wdf] : document.terms) lengths.back() += wdf;
  }
  writer->add_lengths(lengths, most_wdf);
  merge.finish([&writer](const PostingList& list) { writer->add_postings(list); });
  ASSERT_TRUE(writer->finish());
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
}

Xapian::WritableDatabase by_xapian(const std::vector<Document>& documents) {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  for (const Document& document : documents) {
    Xapian::Document made;
    for (const auto& [term, wdf] : document.terms) made.add_term(term, wdf);
    made.set_data(document.data);
    database.add_document(made);
  }
  return database;
}

void expect_same_list(const Xapian::Database& ours, const Xapian::Database& theirs, const std::string& term) {
  ASSERT_EQ(ours.get_termfreq(term), theirs.get_termfreq(term)) << term;
  ASSERT_EQ(ours.get_collection_freq(term), theirs.get_collection_freq(term)) << term;
  auto a = ours.postlist_begin(term), b = theirs.postlist_begin(term);
  for (; b != theirs.postlist_end(term); ++a, ++b) {
    ASSERT_FALSE(a == ours.postlist_end(term)) << term;
    ASSERT_EQ(*a, *b) << term;
    ASSERT_EQ(a.get_wdf(), b.get_wdf()) << term;
    ASSERT_EQ(a.get_doclength(), b.get_doclength()) << term;
  }
  EXPECT_TRUE(a == ours.postlist_end(term)) << term;
}

TEST(Glass, XapianReadsWhatItsOwnWriterWouldHaveKept) {
  const TempFolder folder;
  const std::vector<Document> documents = made_documents(7'000);
  write_database(documents, 30, folder / "db");  // 234 runs: groups of 64, and a rest
  EXPECT_EQ(Xapian::Database::check((folder / "db").string()), 0U);
  const Xapian::Database ours((folder / "db").string());
  const Xapian::WritableDatabase theirs = by_xapian(documents);
  EXPECT_EQ(ours.get_doccount(), documents.size());
  EXPECT_EQ(ours.get_lastdocid(), documents.size());
  EXPECT_EQ(ours.get_total_length(), theirs.get_total_length());
  EXPECT_GE(ours.get_wdf_upper_bound("all"), 300U);
  Xapian::termcount shortest = UINT32_MAX, longest = 0;
  for (Xapian::docid docid = 1; docid <= documents.size(); ++docid) {
    const Xapian::termcount length = theirs.get_doclength(docid);
    if (length > 0) shortest = std::min(shortest, length);
    longest = std::max(longest, length);
  }
  EXPECT_EQ(ours.get_doclength_lower_bound(), shortest);
  EXPECT_EQ(ours.get_doclength_upper_bound(), longest);
  std::size_t terms = 0;
  for (auto a = ours.allterms_begin(), b = theirs.allterms_begin(); b != theirs.allterms_end(); ++a, ++b, ++terms) {
    ASSERT_FALSE(a == ours.allterms_end());
    ASSERT_EQ(*a, *b);
    expect_same_list(ours, theirs, *b);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(terms, documents.size());
  for (Xapian::docid docid = 1; docid <= documents.size(); ++docid) {
    ASSERT_EQ(ours.get_document(docid).get_data(), documents[docid - 1].data) << docid;
  }
  auto all = ours.postlist_begin("all");
  all.skip_to(6'500);
  EXPECT_GE(*all, 6'500U);
  EXPECT_LE(*all, 6'501U);
}

std::map<std::string, std::string> files_of(const Path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files[entry.path().filename()] = *read_file(entry.path());
  return files;
}

TEST(Glass, TheBytesDependOnTheDocumentsAlone) {
  const TempFolder folder;
  const std::vector<Document> documents = made_documents(900);
  write_database(documents, 7, folder / "a");
  write_database(documents, 900, folder / "b");
  EXPECT_EQ(files_of(folder / "a"), files_of(folder / "b"));
}

TEST(Glass, FewDocumentsAndNone) {
  for (const std::uint32_t count : {0U, 1U, 3U}) {
    const TempFolder folder;
    write_database(made_documents(count), 2, folder / "db");
    EXPECT_EQ(Xapian::Database::check((folder / "db").string()), 0U) << count;
    EXPECT_EQ(Xapian::Database((folder / "db").string()).get_doccount(), count);
  }
}

TEST(Postings, AFileThatIsCutShortIsAnError) {
  const TempFolder folder;
  const Path path = folder / "run";
  RunPostings postings;
  for (std::uint32_t docid = 1; docid <= 100; ++docid) {
    postings.begin_document(docid);
    for (const char* term : {"a", "ab", "b"}) postings.add(postings.id_of(term), docid);
  }
  const std::string bytes = postings.take();
  auto file = FileWriter::create(path);
  file->write(std::string_view(bytes).substr(0, bytes.size() - 1));
  ASSERT_TRUE(file->close(false));
  std::vector<std::string> keys;
  EXPECT_THROW(merge_postings({path}, [&keys](const PostingList& list) { keys.push_back(list.key); }), Failure);
  EXPECT_THROW(merge_postings({folder / "none"}, [](const PostingList& /*list*/) {}), Failure);
}

}  // namespace
}  // namespace broadsheet
