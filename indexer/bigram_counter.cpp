#include "indexer/bigram_counter.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <queue>
#include <utility>

#include <fmt/format.h>

#include "common/encoding.h"
#include "common/files.h"
#include "common/pair_lists.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMostRuns = 64;  // open at a time
constexpr std::size_t kReadBytes = 64U << 10;
constexpr std::size_t kMostVarintBytes = 10;

// A pair with the number of its documents, and which they are when it gets a list.
struct PairDocuments {
  WordPair pair = 0;
  std::uint64_t count = 0;
  std::vector<std::uint32_t> docids;
};

// A run on disk: pairs ascending, each as varints: the difference to the one before, its count, how many docids follow, their differences.
class RunWriter {
 public:
  explicit RunWriter(FileWriter file) : file_(std::move(file)) {}
  void add(const PairDocuments& entry) {
    bytes_.clear();
    append_varint(bytes_, entry.pair - last_);
    append_varint(bytes_, entry.count);
    append_varint(bytes_, entry.docids.size());
    std::uint32_t docid = 0;
    for (const std::uint32_t d : entry.docids) append_varint(bytes_, d - std::exchange(docid, d));
    file_.write(bytes_);
    last_ = entry.pair;
  }
  Result<void> close() { return file_.close(false); }

 private:
  FileWriter file_;
  std::string bytes_;
  WordPair last_ = 0;
};

class RunReader {
 public:
  explicit RunReader(const std::filesystem::path& path) : file_(path, std::ios::binary), failed_(!file_) {}
  // Moves to the next pair; false: there is none, or the file is not what was written (then failed()).
  bool advance() {
    fill();
    if (used_ == piece_.size()) return false;
    entry.pair += number();
    entry.count = number();
    entry.docids.clear();
    std::uint32_t docid = 0;
    for (std::uint64_t left = number(); left > 0 && !failed_; --left) {
      docid += static_cast<std::uint32_t>(number());
      entry.docids.push_back(docid);
    }
    return !failed_;
  }
  bool failed() const { return failed_; }
  PairDocuments entry;

 private:
  std::uint64_t number() {
    fill();
    ByteReader reader(std::string_view(piece_).substr(used_));
    const std::uint64_t value = reader.varint();
    failed_ = failed_ || !reader.ok();
    used_ += reader.position();
    return value;
  }
  // A whole number from used_ on, unless the file ends.
  void fill() {
    if (piece_.size() - used_ >= kMostVarintBytes || !file_) return;
    piece_.erase(0, used_);
    used_ = 0;
    const std::size_t old = piece_.size();
    piece_.resize(old + kReadBytes);
    file_.read(piece_.data() + old, static_cast<std::streamsize>(kReadBytes));
    piece_.resize(old + static_cast<std::size_t>(file_.gcount()));
    failed_ = failed_ || file_.bad();
  }
  std::ifstream file_;
  std::string piece_;
  std::size_t used_ = 0;
  bool failed_ = false;
};

// Each pair of these runs once, ascending, with the sum of its counts and all its docids: runs are in docid order.
Result<void> merge_runs(const std::vector<std::filesystem::path>& paths, const std::function<void(const PairDocuments&)>& use) {
  std::vector<std::unique_ptr<RunReader>> runs;
  const auto later = [&runs](std::size_t a, std::size_t b) {
    return std::pair(runs[a]->entry.pair, a) > std::pair(runs[b]->entry.pair, b);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  for (const auto& path : paths) {
    runs.push_back(std::make_unique<RunReader>(path));
    if (runs.back()->advance()) queue.push(runs.size() - 1);
  }
  PairDocuments merged;
  while (!queue.empty()) {
    merged.pair = runs[queue.top()]->entry.pair;
    merged.count = 0;
    merged.docids.clear();
    while (!queue.empty() && runs[queue.top()]->entry.pair == merged.pair) {
      const std::size_t run = queue.top();
      queue.pop();
      const PairDocuments& entry = runs[run]->entry;
      merged.count += entry.count;
      merged.docids.insert(merged.docids.end(), entry.docids.begin(), entry.docids.end());
      if (runs[run]->advance()) queue.push(run);
    }
    use(merged);
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i]->failed()) return fail(Status::io_error, fmt::format("{}: cannot be read back", paths[i].string()));
  }
  return {};
}

void remove_runs(const std::vector<std::filesystem::path>& paths) {
  std::error_code ignored;
  for (const auto& path : paths) std::filesystem::remove(path, ignored);
}

// Sorts the pairs and writes a run; those of `is_listed` words with their docids.
template <class IsListed>
Result<void> write_run(std::vector<PairPosting> pairs, const std::filesystem::path& path, const IsListed& is_listed) {
  std::ranges::sort(pairs);
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  RunWriter run(std::move(*file));
  PairDocuments entry;
  for (std::size_t i = 0; i < pairs.size();) {
    entry.pair = pairs[i].pair;
    entry.docids.clear();
    const bool listed = is_listed(entry.pair);
    const std::size_t begin = i;
    for (; i < pairs.size() && pairs[i].pair == entry.pair; ++i) {
      if (listed) entry.docids.push_back(pairs[i].docid);
    }
    entry.count = i - begin;
    run.add(entry);
  }
  return run.close();
}

}  // namespace

BigramCounter::BigramCounter(std::filesystem::path scratch, std::vector<bool> is_stop, std::vector<bool> is_common,
                             std::size_t pairs_in_memory)
    : scratch_(std::move(scratch)), is_stop_(std::move(is_stop)), is_common_(std::move(is_common)), pairs_in_memory_(pairs_in_memory) {}

Result<void> BigramCounter::add(const DocumentTokens& tokens) {
  ++documents_;
  document_.clear();
  for (const auto& field : tokens.words) add_pairs(field, is_stop_, document_);
  make_distinct(document_);
  if (!pairs_.empty() && pairs_.size() + document_.size() > pairs_in_memory_) {
    if (const auto spilt = spill(); !spilt) return spilt;
  }
  for (const WordPair pair : document_) pairs_.push_back({pair, documents_});
  return {};
}

std::filesystem::path BigramCounter::next_run() { return scratch_ / fmt::format("bigrams-{}", runs_made_++); }

Result<void> BigramCounter::wait_for_run() { return writing_.valid() ? writing_.get() : Result<void>{}; }

Result<void> BigramCounter::spill() {
  if (const auto written = wait_for_run(); !written) return written;
  if (runs_.size() + 1 == kMostRuns) {
    if (const auto merged = merge_many(); !merged) return merged;
  }
  runs_.push_back(next_run());
  writing_ = std::async(std::launch::async, [this, pairs = std::exchange(pairs_, {}), path = runs_.back()]() mutable {
    return write_run(std::move(pairs), path, [this](WordPair pair) { return is_listed(pair); });
  });
  return {};
}

// All runs into one.
Result<void> BigramCounter::merge_many() {
  const std::filesystem::path path = next_run();
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  RunWriter merged(std::move(*file));
  if (const auto done = merge_runs(runs_, [&merged](const PairDocuments& entry) { merged.add(entry); }); !done) return done;
  if (const auto closed = merged.close(); !closed) return closed;
  remove_runs(runs_);
  runs_ = {path};
  return {};
}

Result<void> BigramCounter::write(const std::filesystem::path& counts, const std::filesystem::path& lists, std::uint32_t least_articles) {
  auto table = BigramWriter::create(counts, documents_, static_cast<std::uint32_t>(is_stop_.size()));
  if (!table) return std::unexpected(table.error());
  auto writer = PairListWriter::create(lists, documents_, least_articles);
  if (!writer) return std::unexpected(writer.error());
  if (const auto spilt = spill(); !spilt) return spilt;
  if (const auto written = wait_for_run(); !written) return written;
  const auto merged = merge_runs(runs_, [&](const PairDocuments& entry) {
    table->add(entry.pair, entry.count);
    if (!entry.docids.empty()) writer->add(entry.pair, entry.docids);
  });
  if (!merged) return merged;
  remove_runs(runs_);
  if (const auto done = table->finish(); !done) return done;
  return writer->finish();
}

}  // namespace broadsheet
