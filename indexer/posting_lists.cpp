#include "indexer/posting_lists.h"

#include <vector>

#include <xapian.h>

#include "common/posting_file.h"

namespace broadsheet {

Result<void> write_posting_file(const Path& database, std::span<const std::uint32_t> lengths, const Path& target) {
  const Xapian::Database source(database.string());
  auto writer = PostingFileWriter::create(target, lengths, source.get_avlength());
  if (!writer) return std::unexpected(writer.error());
  std::vector<Posting> postings;
  for (auto term = source.allterms_begin(); term != source.allterms_end(); ++term) {
    if (term.get_termfreq() < kLeastListed) continue;
    const std::string name = *term;
    postings.clear();
    for (auto posting = source.postlist_begin(name); posting != source.postlist_end(name); ++posting) {
      postings.push_back({*posting, posting.get_wdf()});
    }
    writer->add(name, postings);
  }
  return writer->finish();
}

}  // namespace broadsheet
