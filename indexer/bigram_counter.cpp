#include "indexer/bigram_counter.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <queue>

#include <fmt/format.h>

#include "common/encoding.h"
#include "common/files.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMostRuns = 64;  // open at a time
constexpr std::size_t kReadBytes = 64U << 10;
constexpr std::size_t kMostEntryBytes = 20;  // two varints

// A run on disk: pairs ascending, each as the difference to the one before, with its count; two varints.
class RunWriter {
 public:
  explicit RunWriter(FileWriter file) : file_(std::move(file)) {}
  void add(WordPair pair, std::uint64_t count) {
    std::string bytes;
    append_varint(bytes, pair - last_);
    append_varint(bytes, count);
    file_.write(bytes);
    last_ = pair;
  }
  Result<void> close() { return file_.close(false); }

 private:
  FileWriter file_;
  WordPair last_ = 0;
};

class RunReader {
 public:
  explicit RunReader(const std::filesystem::path& path) : file_(path, std::ios::binary), failed_(!file_) {}
  // Moves to the next pair; false: there is none, or the file is not what was written (then failed()).
  bool advance() {
    fill();
    if (used_ == piece_.size()) return false;
    ByteReader reader(std::string_view(piece_).substr(used_));
    pair += reader.varint();
    count = reader.varint();
    failed_ = failed_ || !reader.ok();
    used_ += reader.position();
    return !failed_;
  }
  bool failed() const { return failed_; }
  WordPair pair = 0;
  std::uint64_t count = 0;

 private:
  // A whole entry from used_ on, unless the file ends.
  void fill() {
    if (piece_.size() - used_ >= kMostEntryBytes || !file_) return;
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

// Each pair of these runs once, ascending, with the sum of its counts.
Result<void> merge_runs(const std::vector<std::filesystem::path>& paths, const std::function<void(WordPair, std::uint64_t)>& use) {
  std::vector<std::unique_ptr<RunReader>> runs;
  const auto later = [&runs](std::size_t a, std::size_t b) { return runs[a]->pair > runs[b]->pair; };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  for (const auto& path : paths) {
    runs.push_back(std::make_unique<RunReader>(path));
    if (runs.back()->advance()) queue.push(runs.size() - 1);
  }
  while (!queue.empty()) {
    const WordPair pair = runs[queue.top()]->pair;
    std::uint64_t count = 0;
    while (!queue.empty() && runs[queue.top()]->pair == pair) {
      const std::size_t run = queue.top();
      queue.pop();
      count += runs[run]->count;
      if (runs[run]->advance()) queue.push(run);
    }
    use(pair, count);
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

}  // namespace

BigramCounter::BigramCounter(std::filesystem::path scratch, std::vector<bool> is_stop, std::size_t pairs_in_memory)
    : scratch_(std::move(scratch)), is_stop_(std::move(is_stop)), pairs_in_memory_(pairs_in_memory) {}

Result<void> BigramCounter::add(const DocumentTokens& tokens) {
  ++documents_;
  document_.clear();
  for (const auto& field : tokens.words) add_pairs(field, is_stop_, document_);
  make_distinct(document_);
  if (!pairs_.empty() && pairs_.size() + document_.size() > pairs_in_memory_) {
    if (const auto spilt = spill(); !spilt) return spilt;
  }
  pairs_.insert(pairs_.end(), document_.begin(), document_.end());
  return {};
}

std::filesystem::path BigramCounter::next_run() { return scratch_ / fmt::format("bigrams-{}", runs_made_++); }

Result<void> BigramCounter::spill() {
  std::ranges::sort(pairs_);
  const std::filesystem::path path = next_run();
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  RunWriter run(std::move(*file));
  for (std::size_t i = 0; i < pairs_.size();) {
    std::size_t end = i + 1;
    while (end < pairs_.size() && pairs_[end] == pairs_[i]) ++end;
    run.add(pairs_[i], end - i);
    i = end;
  }
  pairs_.clear();
  if (const auto closed = run.close(); !closed) return closed;
  runs_.push_back(path);
  return runs_.size() < kMostRuns ? Result<void>{} : merge_many();
}

// All runs into one.
Result<void> BigramCounter::merge_many() {
  const std::filesystem::path path = next_run();
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  RunWriter merged(std::move(*file));
  const auto done = merge_runs(runs_, [&merged](WordPair pair, std::uint64_t count) { merged.add(pair, count); });
  if (!done) return done;
  if (const auto closed = merged.close(); !closed) return closed;
  remove_runs(runs_);
  runs_ = {path};
  return {};
}

Result<void> BigramCounter::write(const std::filesystem::path& target) {
  auto table = BigramWriter::create(target, documents_, static_cast<std::uint32_t>(is_stop_.size()));
  if (!table) return std::unexpected(table.error());
  if (const auto spilt = spill(); !spilt) return spilt;
  pairs_ = {};
  if (const auto merged = merge_runs(runs_, [&table](WordPair pair, std::uint64_t count) { table->add(pair, count); }); !merged)
    return merged;
  remove_runs(runs_);
  return table->finish();
}

}  // namespace broadsheet
