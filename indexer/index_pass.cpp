#include "indexer/index_pass.h"

#include <fstream>
#include <future>
#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "common/columns.h"
#include "common/encoding.h"
#include "common/log.h"
#include "common/pair_lists.h"
#include "common/text.h"
#include "common/text_store.h"
#include "indexer/bigram_counter.h"
#include "indexer/derivation.h"
#include "indexer/merge.h"
#include "indexer/ordered_parallel.h"
#include "indexer/posting_lists.h"
#include "indexer/progress.h"
#include "indexer/runs.h"

namespace broadsheet {
namespace {

constexpr std::size_t kRunsInFlightPerJob = 2;

// The tokens of all runs on disk, in docid order, until the ranks of all words are known.
class TokenRuns {
 public:
  static Result<TokenRuns> create(const Path& path) {
    auto file = FileWriter::create(path);
    if (!file) return std::unexpected(file.error());
    return TokenRuns(std::move(*file), path);
  }
  void add(const RunOutput& run) {
    std::string out;
    append_varint(out, run.words.size());
    for (const WordCount& word : run.words) {
      append_string(out, word.word);
      WordCount& total = counts_[word.word];
      total.occurrences += word.occurrences;
      total.articles += word.articles;
    }
    append_varint(out, run.tokens.size());
    for (const DocumentTokens& document : run.tokens) {
      for (const auto& ids : document.words) append_numbers(out, ids);
      append_numbers(out, document.capitals);
    }
    std::string length;
    append_u64(length, out.size());
    file_.write(length + out);
  }
  // Reads the runs again and writes them with ids by rank; counts pairs of neighbouring words on the way.
  Result<void> write(const GenerationPaths& target, const AnalysisSettings& analysis, std::uint32_t documents) {
    if (const auto closed = file_.close(false); !closed) return closed;
    auto writer = TokenFileWriter::create(target.tokens(), take_counts());
    if (!writer) return std::unexpected(writer.error());
    const std::uint32_t least = least_articles_of_common_words(documents);
    BigramCounter bigrams(path_.parent_path(), stop_words(writer->words()), common_words(writer->words(), least));
    std::ifstream runs(path_, std::ios::binary);  // run by run: a mapped file would count as memory of the build
    std::uint64_t length = 0;
    std::string bytes;
    while (runs.read(reinterpret_cast<char*>(&length), sizeof length)) {
      bytes.resize(length);
      if (!runs.read(bytes.data(), static_cast<std::streamsize>(length))) break;
      if (const auto done = rewrite_run(bytes, *writer, bigrams); !done) return done;
    }
    if (!runs.eof()) return fail(Status::io_error, fmt::format("{}: cannot be read back", path_.string()));
    if (const auto done = writer->finish(stems(writer->words(), analysis)); !done) return done;
    return bigrams.write(target.bigrams(), target.pairs(), least);
  }

 private:
  TokenRuns(FileWriter file, Path path) : file_(std::move(file)), path_(std::move(path)) {}

  static void append_numbers(std::string& out, const std::vector<std::uint32_t>& numbers) {
    append_varint(out, numbers.size());
    for (const std::uint32_t n : numbers) append_varint(out, n);
  }
  static std::vector<std::uint32_t> read_numbers(ByteReader& reader) {
    std::vector<std::uint32_t> numbers(reader.varint());
    for (std::uint32_t& n : numbers) n = static_cast<std::uint32_t>(reader.varint());
    return numbers;
  }
  static Result<void> rewrite_run(std::string_view bytes, TokenFileWriter& writer, BigramCounter& bigrams) {
    ByteReader reader(bytes);
    std::vector<std::uint32_t> rank(reader.varint());
    for (std::uint32_t& id : rank) id = writer.id_of(reader.string());
    for (std::uint64_t n = reader.varint(); n > 0; --n) {
      DocumentTokens document;
      for (auto& ids : document.words) {
        ids = read_numbers(reader);
        for (std::uint32_t& id : ids) id = rank[id];
      }
      document.capitals = read_numbers(reader);
      writer.add(document);
      if (const auto counted = bigrams.add(document); !counted) return counted;
    }
    return {};
  }
  static std::vector<bool> stop_words(const std::vector<WordCount>& words) {
    std::vector<bool> stop;
    stop.reserve(words.size());
    for (const WordCount& word : words) stop.push_back(is_stop_word(bare_word(word.word)));
    return stop;
  }
  static std::vector<bool> common_words(const std::vector<WordCount>& words, std::uint32_t least) {
    std::vector<bool> common;
    common.reserve(words.size());
    for (const WordCount& word : words) common.push_back(word.articles >= least);
    return common;
  }
  static std::vector<std::string> stems(const std::vector<WordCount>& words, const AnalysisSettings& analysis) {
    Stemmer stemmer(analysis.stemmer);
    std::vector<std::string> out;
    out.reserve(words.size());
    for (const WordCount& word : words) out.push_back(stemmer(bare_word(word.word)));
    return out;
  }
  std::vector<WordCount> take_counts() {
    std::vector<WordCount> words;
    words.reserve(counts_.size());
    for (auto& [word, count] : counts_) words.push_back({word, count.occurrences, count.articles});
    counts_.clear();
    return words;
  }

  FileWriter file_;
  Path path_;
  std::unordered_map<std::string, WordCount, StringHash, std::equal_to<>> counts_;
};

// Everything that is written in docid order.
class Assembler {
 public:
  Assembler(const IndexTask& task, TextStoreWriter store, TokenRuns tokens)
      : task_(task), store_(std::move(store)), tokens_(std::move(tokens)), merge_(task.scratch) {
    for (std::size_t i = 0; i < task.schema.fields().size(); ++i) columns_.emplace_back(task.knowledge.values(i));
  }
  void add(RunOutput&& run) {
    const std::size_t all = task_.spool.entries().size();
    progress_.show(facts_.size(), static_cast<double>(facts_.size()) / static_cast<double>(all));
    merge_.add(run.database);
    tokens_.add(run);
    for (std::size_t i = 0; i < run.records.size(); ++i) {
      store_.add(run.records[i]);
      facts_.push_back(run.facts[i]);
      for (std::size_t field = 0; field < columns_.size(); ++field) columns_[field].add(std::move(run.ordinals[i][field]));
    }
  }
  Result<void> finish() {
    if (const auto done = store_.finish(); !done) return done;
    if (const auto done = write_derivation(task_.target.derivation(), task_.derivation_key, task_.spool); !done) return done;
    if (const auto done = write_facts_column(task_.target.facts(), facts_); !done) return done;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const ArchiveField& field = task_.schema.fields()[i];
      if (!field.facet) continue;
      if (const auto done = columns_[i].write(task_.target.column(field.name)); !done) return done;
    }
    log_progress("merge", "merge: the last databases, and the token file");
    // The last compaction and the token file are the two long steps at the end, and share nothing.
    auto merged = std::async(std::launch::async, [this] {
      merge_.finish(task_.target.database());
      std::vector<std::uint32_t> lengths;
      for (const DocumentFacts& facts : facts_) lengths.push_back(facts.length);
      return write_posting_file(task_.target.database(), lengths, task_.target.postings());
    });
    const auto done = tokens_.write(task_.target, task_.analysis, static_cast<std::uint32_t>(facts_.size()));
    const auto listed = merged.get();
    return done ? listed : done;
  }

 private:
  const IndexTask& task_;
  Progress progress_{"index", "articles"};
  TextStoreWriter store_;
  TokenRuns tokens_;
  MergeTree merge_;
  std::vector<KeywordColumnWriter> columns_;
  std::vector<DocumentFacts> facts_;
};

// What each thread has for itself.
struct Worker {
  DocumentBuilder builder;
  FirstSeen first_seen;
};

}  // namespace

Result<void> index_articles(const IndexTask& task) {
  auto store = TextStoreWriter::create(task.target.text_store());
  if (!store) return std::unexpected(store.error());
  auto tokens = TokenRuns::create(task.scratch / "tokens");
  if (!tokens) return std::unexpected(tokens.error());
  Assembler assembler(task, std::move(*store), std::move(*tokens));
  std::vector<std::unique_ptr<Worker>> workers;
  const ParallelBounds bounds = parallel_bounds(jobs_within_files(task.jobs, task.open_files), kRunsInFlightPerJob, task.memory);
  for (unsigned i = 0; i < bounds.jobs; ++i) {
    workers.push_back(
        std::make_unique<Worker>(DocumentBuilder(task.schema, task.knowledge, task.analysis), FirstSeen(task.previous, task.number)));
  }
  using Runs = OrderedParallel<RunRange, RunOutput>;
  Runs::run(
      bounds.jobs, bounds.in_flight,
      [&task](const Runs::Push& push) {
        for (RunRange range : cut_runs(task.spool.entries())) {
          if (stop_signal != 0 || !push(std::move(range))) return;
        }
      },
      [&](unsigned worker, RunRange&& range) {
        return build_run(range, task.spool, task.scratch, task.knowledge, workers[worker]->builder, workers[worker]->first_seen);
      },
      [&assembler](RunOutput&& run) {
        assembler.add(std::move(run));
        return stop_signal == 0;
      });
  if (stop_signal != 0) return std::unexpected(stopped_by_signal());
  task.spool.remove_records();
  if (const auto done = task.knowledge.write(task.target, task.schema); !done) return done;
  return assembler.finish();
}

}  // namespace broadsheet
