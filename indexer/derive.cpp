#include "indexer/derive.h"

#include <fmt/format.h>

#include <atomic>
#include <filesystem>

#include "common/article_codec.h"
#include "common/article_json.h"
#include "common/log.h"
#include "common/text.h"
#include "indexer/failure.h"
#include "indexer/ordered_parallel.h"
#include "indexer/progress.h"
#include "indexer/readers/decompress.h"
#include "indexer/readers/walk.h"
#include "indexer/seams.h"

namespace broadsheet {
namespace {

constexpr std::size_t kBatchBytes = 256U << 10;
constexpr std::size_t kBatchRecords = 64;
constexpr std::size_t kBatchesInFlightPerJob = 4;

using Batch = std::vector<RawRecord>;
using DerivedBatch = std::vector<DerivedRecord>;
using Pipeline = OrderedParallel<Batch, DerivedBatch>;

// Gathers records to batches: a hand-over between threads costs more than most records.
class Batcher {
 public:
  explicit Batcher(const Pipeline::Push& push) : push_(push) {}
  // false: the run is ending.
  bool add(RawRecord&& record) {
    bytes_ += record.bytes.size();
    batch_.push_back(std::move(record));
    return batch_.size() < kBatchRecords && bytes_ < kBatchBytes ? true : flush();
  }
  bool flush() {
    if (batch_.empty()) return true;
    bytes_ = 0;
    return push_(std::exchange(batch_, {}));
  }

 private:
  const Pipeline::Push& push_;
  Batch batch_;
  std::size_t bytes_ = 0;
};

RawRecord as_record(Reject reject) { return {reject.origin, {}, std::move(reject)}; }

// Says of the first files what they were converted from, then that there are more: a guess is for a person to see.
class CharsetNotes {
 public:
  void add(const std::string& path, const std::string& charset, bool was_told) {
    if (charset.empty() || was_told || ++files_ > kShownFiles) return;
    log_note(fmt::format("{} read as {}, going by its bytes; --charset NAME forces another", place({path, 0, 0}), charset));
  }
  void finish() const {
    if (files_ > kShownFiles) log_note(fmt::format("{} more files were read in charsets other than UTF-8", files_ - kShownFiles));
  }

 private:
  static constexpr std::uint64_t kShownFiles = 10;
  std::uint64_t files_ = 0;
};

// Reads one file to its end; what cannot be read becomes a record with a reject.
// `read_bytes` counts up by what was read of the packed file.
FileEntry read_input(const std::string& path, const ReaderSettings& settings, Batcher& batcher, CharsetNotes& notes,
                     std::atomic<std::uint64_t>& read_bytes) {
  FileEntry entry{repair_utf8(path), 0, {}};  // the manifest is JSON, a name any bytes
  auto file = UnpackedFile::open(path);
  if (!file) {
    batcher.add(as_record(make_reject("unreadable", {path, 0, 0}, file.error().message)));
    return entry;
  }
  const std::uint64_t before = read_bytes;
  const std::string charset = read_records(**file, path, settings, [&](RawRecord&& record) {
    read_bytes = before + (*file)->packed_bytes();
    return stop_signal == 0 && batcher.add(std::move(record));
  });
  notes.add(path, charset, !settings.charset.empty());
  entry.bytes = (*file)->packed_bytes();
  entry.sha256 = (*file)->packed_sha256();
  return entry;
}

// Counts and keeps what the workers made, in input order.
class Keeper {
 public:
  Keeper(Spool& spool, RejectsFile& rejects, DeriveResult& result)
      : spool_(spool), rejects_(rejects), counts_(result.counts), reused_(result.reused) {}
  void keep(DerivedRecord&& record) {
    ++counts_.read;
    if (record.reject) return refuse(*record.reject);
    if (record.reused) ++reused_;
    for (const auto& [note, n] : record.article->notes) counts_.notes[note] += n;
    switch (spool_.add(*record.article)) {
      case SpoolOutcome::added:
        ++counts_.indexed;
        break;
      case SpoolOutcome::replaced:
        ++counts_.replaced;
        break;
      case SpoolOutcome::duplicate:
        ++counts_.duplicate;
        break;
    }
  }

 private:
  void refuse(const Reject& reject) {
    ++counts_.rejected;
    ++counts_.rejected_by_reason[reject.reason];
    if (const auto added = rejects_.add(reject); !added) throw Failure(added.error());
  }
  Spool& spool_;
  RejectsFile& rejects_;
  RunCounts& counts_;
  std::uint64_t& reused_;
};

// The article that the generation before made of the same record, or a new one.
DerivedRecord derive_or_reuse(RawRecord&& record, const BuildOptions& options, EncodeArticle encode, const ReusedArticles* reused) {
  const Digest digest = record.reject ? Digest{} : record_digest(record);
  if (reused != nullptr && !record.reject) {
    if (auto article = reused->find(digest)) return {std::move(article), std::nullopt, true};
  }
  DerivedRecord derived = derive_record(std::move(record), options, encode);
  if (derived.article) derived.article->record_digest = digest;
  return derived;
}

// nullopt: nothing is reused.
std::optional<ReusedArticles> open_reused(const Derivation* reuse, unsigned jobs) {
  if (reuse == nullptr) return std::nullopt;
  auto opened = ReusedArticles::open(*reuse, jobs);
  if (!opened) throw Failure({opened.error().status, opened.error().message + "; without --reuse every article is derived anew"});
  return std::move(*opened);
}

// The sum of the sizes of all inputs; 0: not all of them have one.
std::uint64_t known_bytes(const std::vector<InputFile>& files) {
  std::uint64_t bytes = 0;
  for (const InputFile& file : files) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file.path, error)) return 0;
    bytes += std::filesystem::file_size(file.path, error);
    if (error) return 0;
  }
  return bytes;
}

DerivedBatch derive_batch(Batch&& batch, const BuildOptions& options, EncodeArticle encode, const ReusedArticles* reused) {
  DerivedBatch out;
  out.reserve(batch.size());
  for (RawRecord& record : batch) out.push_back(derive_or_reuse(std::move(record), options, encode, reused));
  return out;
}

}  // namespace

DerivedRecord derive_record(RawRecord&& record, const BuildOptions& options, EncodeArticle encode) {
  DerivedRecord out;
  if (record.reject) {
    out.reject = std::move(record.reject);
    return out;
  }
  auto parsed = parse_record(record, options.record);
  if (!parsed) {
    out.reject = std::move(parsed.error());
    return out;
  }
  Article& article = parsed->article;
  clean_article(article, parsed->given);
  name_source(article, options.source_rules);
  find_entities(article, !options.no_entities, options.name_rules);
  apply_name_rules(article, options.name_rules);
  const std::string hash = content_hash(article);
  std::string bytes = encode(article, hash);
  out.article = DerivedArticle{
      article.id, digest_of_hex(hash),     std::move(bytes), order_of(article), static_cast<std::uint32_t>(article.text.size()),
      {},         std::move(parsed->notes)};
  return out;
}

Result<InputsRead> derive_records(const BuildOptions& options, EncodeArticle encode, const KeepRecord& keep, const Derivation* reuse) {
  auto walked = find_inputs(options.inputs, options.reader.format);
  if (!walked) return std::unexpected(walked.error());
  InputsRead result{{}, walked->skipped_files};
  std::uint64_t records = 0;
  const Progress progress("derive", "records");
  const std::uint64_t all_bytes = known_bytes(walked->files);
  std::atomic<std::uint64_t> read_bytes = 0;
  const ParallelBounds bounds = parallel_bounds(options.jobs, kBatchesInFlightPerJob, options.memory);
  const std::optional<ReusedArticles> reused = open_reused(reuse, bounds.jobs);
  Pipeline::run(
      bounds.jobs, bounds.in_flight,
      [&](const Pipeline::Push& push) {
        Batcher batcher(push);
        CharsetNotes notes;
        for (Reject& reject : walked->rejects) batcher.add(as_record(std::move(reject)));
        for (const InputFile& file : walked->files) {
          if (stop_signal != 0) return;
          result.inputs.push_back(read_input(file.path, options.reader, batcher, notes, read_bytes));
        }
        batcher.flush();
        notes.finish();
      },
      [&](unsigned /*worker*/, Batch&& batch) { return derive_batch(std::move(batch), options, encode, reused ? &*reused : nullptr); },
      [&](DerivedBatch&& batch) {
        for (DerivedRecord& record : batch) keep(std::move(record));
        records += batch.size();
        progress.show(records, all_bytes == 0 ? -1 : static_cast<double>(read_bytes) / static_cast<double>(all_bytes));
        return stop_signal == 0;
      });
  if (stop_signal != 0) return std::unexpected(stopped_by_signal());
  return result;
}

Result<DeriveResult> derive(const BuildOptions& options, const Derivation* reuse, Spool& spool, RejectsFile& rejects) {
  DeriveResult result;
  Keeper keeper(spool, rejects, result);
  const auto encode = [](const Article& article, const std::string& /*content_hash*/) { return encode_article(article); };
  auto read = derive_records(options, encode, [&](DerivedRecord&& record) { keeper.keep(std::move(record)); }, reuse);
  if (!read) return std::unexpected(read.error());
  result.inputs = std::move(read->inputs);
  result.counts.skipped_files = read->skipped_files;
  if (const auto finished = spool.finish_writing(); !finished) return std::unexpected(finished.error());
  return result;
}

}  // namespace broadsheet
