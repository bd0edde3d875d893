#include "indexer/runs.h"

#include <filesystem>

#include <fmt/format.h>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/version_file.h"
#include "indexer/failure.h"
#include "indexer/seams.h"

namespace broadsheet {
namespace {

template <class T>
T value_or_throw(Result<T> result) {
  if (!result) throw Failure(result.error());
  return std::move(*result);
}

}  // namespace

std::vector<RunRange> cut_runs(const std::vector<SpoolEntry>& entries) {
  std::vector<RunRange> runs;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (runs.empty() || bytes >= kRunTextBytes) {
      runs.push_back({runs.size(), i, i});
      bytes = 0;
    }
    bytes += entries[i].text_bytes;
    runs.back().end = i + 1;
  }
  return runs;
}

FirstSeen::FirstSeen(const Path& previous, std::uint32_t number) : number_(number) {
  if (previous.empty()) return;
  const GenerationPaths paths{previous};
  facts_ = value_or_throw(FactsColumn::open(paths.facts()));
  if (auto sound = verify_version_file(paths, value_or_throw(read_manifest(previous))); !sound) throw Failure(sound.error());
  database_ = std::make_unique<Xapian::Database>(paths.database().string());
}

std::uint32_t FirstSeen::operator()(const std::string& id) const {
  if (database_ == nullptr) return number_;
  const std::string term = id_term(kFields[field_index("id")].prefix, id);
  const Xapian::PostingIterator posting = database_->postlist_begin(term);
  const bool known = posting != database_->postlist_end(term) && *posting <= facts_.documents();
  return known ? facts_[*posting].first_seen : number_;
}

RunOutput build_run(const RunRange& range, const Spool& spool, const Path& folder, const Knowledge& knowledge, DocumentBuilder& builder,
                    const FirstSeen& first_seen) {
  RunOutput out;
  out.postings = folder / fmt::format("run-{:08}", range.number);
  for (std::size_t i = range.begin; i < range.end; ++i) {
    std::string record = value_or_throw(spool.read(spool.entries()[i]));
    Article article = value_or_throw(decode_article(record));
    apply_knowledge(article, knowledge);
    BuiltDocument built = builder.build(article, static_cast<std::uint32_t>(i) + 1);
    built.facts.first_seen = first_seen(article.id);
    out.data.push_back(glass_data(built.data));
    out.records.push_back(std::move(record));
    out.tokens.push_back(std::move(built.tokens));
    out.ordinals.push_back(std::move(built.ordinals));
    out.facts.push_back(built.facts);
  }
  FileWriter file = value_or_throw(FileWriter::create(out.postings));
  file.write(builder.take_postings());
  if (const auto closed = file.close(false); !closed) throw Failure(closed.error());
  out.most_wdf = builder.most_wdf();
  out.words = builder.take_words();
  return out;
}

}  // namespace broadsheet
