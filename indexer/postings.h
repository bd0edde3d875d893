// Posting lists on their way to the database: those of a run are inverted in memory, sorted by term and kept in a file; files are merged
// list by list. A list's postings are bytes that the database keeps as they are, so that merging copies them.
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/files.h"
#include "common/generation.h"
#include "common/posting_file.h"
#include "indexer/string_ids.h"

namespace broadsheet {

// `postings`: varint wdf of the first document; then for each other one varint documents left out since the last, varint wdf.
struct PostingList {
  std::string key;  // glass_key() of the term
  std::uint32_t documents = 0;
  std::uint64_t occurrences = 0;  // the sum of wdf
  std::uint32_t first = 0, last = 0;  // docids
  std::string postings;
  // Joins the list of the same term in later documents.
  void append(const PostingList& later);
};

// What the bytes of the list say.
std::vector<Posting> postings_of(const PostingList& list);

// The terms of a run's documents. One a thread; its memory is used again.
class RunPostings {
 public:
  // The next document; docids ascend.
  void begin_document(std::uint32_t docid);
  // A number for this term until take().
  std::uint32_t id_of(std::string_view term) { return terms_.id_of(term); }
  // Of this document; what comes again in one document changes nothing.
  void add(std::uint32_t term, std::uint32_t wdf);
  // All lists by key, encoded for a file. Begins the next run.
  std::string take();
  std::uint32_t most_wdf() const { return most_wdf_; }  // of all runs

 private:
  struct Entry {
    std::uint32_t term, docid, wdf;
  };
  std::vector<std::uint32_t> ends_by_term();
  std::vector<std::uint32_t> sorted_terms() const;
  StringIds terms_;
  std::vector<std::uint32_t> last_document_;  // by term
  std::vector<Entry> entries_;                // by document
  std::uint32_t docid_ = 0, most_wdf_ = 0;
};

// Writes lists in ascending order of their keys.
class PostingRunWriter {
 public:
  static Result<PostingRunWriter> create(const Path& path);
  void add(const PostingList& list);
  Result<void> finish() { return file_.close(false); }

 private:
  explicit PostingRunWriter(FileWriter file) : file_(std::move(file)) {}
  FileWriter file_;
  std::string last_key_;
};

// Reads them again, a piece of the file at a time.
class PostingRunReader {
 public:
  explicit PostingRunReader(const Path& path) : file_(path, std::ios::binary), path_(path) {}
  // Moves to the next list; false: there is none. Throws Failure when the file is not what was written.
  bool next();
  const PostingList& list() const { return list_; }

 private:
  bool fill(std::size_t bytes);
  std::ifstream file_;
  Path path_;
  std::string piece_;
  std::size_t used_ = 0;
  PostingList list_;
};

// All lists of these files, ascending by key, those of one term joined in the order of the files. Throws Failure.
void merge_postings(const std::vector<Path>& files, const std::function<void(const PostingList&)>& use);

}  // namespace broadsheet
