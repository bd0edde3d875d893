// A Xapian database (glass, without term lists and positions), written by us from sorted postings: document data, lengths, posting lists.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/generation.h"
#include "indexer/glass_table.h"
#include "indexer/postings.h"

namespace broadsheet {

// A term as the keys of the database have it: they sort as the terms do, whatever bytes those have.
std::string glass_key(std::string_view term);
std::string term_of_glass_key(std::string_view key);

// A document's data as the database keeps it, packed where that makes it smaller. Thread-safe.
struct GlassData {
  std::string bytes;
  bool packed = false;
};
GlassData glass_data(std::string_view data);

// In this order: data of documents 1, 2, …; lengths; terms ascending by key. Not thread-safe.
class GlassDatabaseWriter {
 public:
  // Makes the folder.
  static Result<GlassDatabaseWriter> create(const Path& folder);
  void add_data(const GlassData& data);
  // The sum of the wdf of each document, in docid order. `most_wdf`: the highest of any term in any document.
  void add_lengths(const std::vector<std::uint32_t>& lengths, std::uint32_t most_wdf);
  void add_postings(const PostingList& list) { add_list(list.key, list.key + '\0', list); }
  Result<void> finish();

 private:
  GlassDatabaseWriter(Path folder, GlassTableWriter data, GlassTableWriter lists)
      : folder_(std::move(folder)), data_(std::move(data)), lists_(std::move(lists)) {}
  // `key` of the list's first piece; the others' begin with `key_of_more`, then comes their first docid.
  void add_list(const std::string& key, const std::string& key_of_more, const PostingList& list);
  std::string version_file(const GlassRoot& data, const GlassRoot& lists) const;

  Path folder_;
  GlassTableWriter data_, lists_;
  std::uint32_t documents_ = 0;
  std::uint32_t shortest_ = 0, longest_ = 0, most_wdf_ = 0;  // shortest: of those that are not empty
  std::uint64_t total_length_ = 0;
};

}  // namespace broadsheet
