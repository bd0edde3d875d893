#include "indexer/index_pass.h"

#include <fstream>
#include <future>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "common/columns.h"
#include "common/encoding.h"
#include "common/log.h"
#include "common/pair_lists.h"
#include "common/posting_file.h"
#include "common/text.h"
#include "common/text_store.h"
#include "indexer/bigram_counter.h"
#include "indexer/derivation.h"
#include "indexer/freed_memory.h"
#include "indexer/glass_database.h"
#include "indexer/merge.h"
#include "indexer/ordered_parallel.h"
#include "indexer/progress.h"
#include "indexer/runs.h"
#include "indexer/string_ids.h"

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
      const std::uint32_t id = ids_.id_of(word.word);
      append_varint(out, id);
      if (id == counts_.size()) counts_.emplace_back();
      counts_[id].occurrences += word.occurrences;
      counts_[id].articles += word.articles;
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
    const std::vector<std::uint32_t> ranks = ranks_by_id(writer->words());
    const std::uint32_t least = least_articles_of_common_words(documents);
    BigramCounter bigrams(path_.parent_path(), stop_words(writer->words()), common_words(writer->words(), least));
    std::ifstream runs(path_, std::ios::binary);  // run by run: a mapped file would count as memory of the build
    std::uint64_t length = 0;
    std::string bytes;
    while (runs.read(reinterpret_cast<char*>(&length), sizeof length)) {
      bytes.resize(length);
      if (!runs.read(bytes.data(), static_cast<std::streamsize>(length))) break;
      if (const auto done = rewrite_run(bytes, ranks, *writer, bigrams); !done) return done;
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
  static Result<void> rewrite_run(std::string_view bytes, const std::vector<std::uint32_t>& ranks, TokenFileWriter& writer,
                                  BigramCounter& bigrams) {
    ByteReader reader(bytes);
    std::vector<std::uint32_t> rank(reader.varint());
    for (std::uint32_t& id : rank) id = ranks[reader.varint()];
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
  // A word with marks is as common as the commonest with the same letters, so that a phrase of them has the pairs of all.
  static std::vector<bool> common_words(const std::vector<WordCount>& words, std::uint32_t least) {
    std::unordered_map<std::string_view, bool> common;  // by bare word; the commonest comes first
    std::vector<bool> out;
    out.reserve(words.size());
    for (const WordCount& word : words) out.push_back(common.try_emplace(bare_word(word.word), word.articles >= least).first->second);
    return out;
  }
  static std::vector<std::string> stems(const std::vector<WordCount>& words, const AnalysisSettings& analysis) {
    Stemmer stemmer(analysis.stemmer);
    std::vector<std::string> out;
    out.reserve(words.size());
    for (const WordCount& word : words) out.push_back(stemmer(bare_word(word.word)));
    return out;
  }
  std::vector<WordCount> take_counts() {
    for (std::uint32_t id = 0; id < counts_.size(); ++id) counts_[id].word = ids_[id];
    return std::exchange(counts_, {});
  }
  std::vector<std::uint32_t> ranks_by_id(const std::vector<WordCount>& words) {
    std::vector<std::uint32_t> ranks(words.size());
    for (std::uint32_t rank = 0; rank < words.size(); ++rank) ranks[ids_.id_of(words[rank].word)] = rank;
    ids_ = StringIds();
    return ranks;
  }

  FileWriter file_;
  Path path_;
  StringIds ids_;                   // of all words so far
  std::vector<WordCount> counts_;  // by id
};

// Everything that is written in docid order.
class Assembler {
 public:
  Assembler(const IndexTask& task, TextStoreWriter store, TokenRuns tokens, GlassDatabaseWriter database)
      : task_(task), store_(std::move(store)), tokens_(std::move(tokens)), database_(std::move(database)), merge_(task.scratch) {
    for (std::size_t i = 0; i < task.schema.fields().size(); ++i) columns_.emplace_back(task.knowledge.values(i));
  }
  void add(RunOutput&& run) {
    const std::size_t all = task_.spool.entries().size();
    progress_.show(facts_.size(), static_cast<double>(facts_.size()) / static_cast<double>(all));
    merge_.add(run.postings);
    most_wdf_ = std::max(most_wdf_, run.most_wdf);
    tokens_.add(run);
    for (std::size_t i = 0; i < run.records.size(); ++i) {
      store_.add(run.records[i], task_.spool.entries()[facts_.size()].stored);
      database_.add_data(run.data[i]);
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
    log_progress("merge", "merge: the last postings, and the token file");
    // The last merge and the token file are the two long steps at the end, and share nothing.
    auto database = std::async(std::launch::async, [this] { return write_database(); });
    const auto done = tokens_.write(task_.target, task_.analysis, static_cast<std::uint32_t>(facts_.size()));
    const auto written = database.get();
    return done ? written : done;
  }

 private:
  Result<void> write_database() {
    std::vector<std::uint32_t> lengths;
    lengths.reserve(facts_.size());
    for (const DocumentFacts& facts : facts_) lengths.push_back(facts.length);
    database_.add_lengths(lengths, most_wdf_);
    auto long_lists = PostingFileWriter::create(task_.target.postings(), lengths);
    if (!long_lists) return std::unexpected(long_lists.error());
    merge_.finish([&](const PostingList& list) {
      database_.add_postings(list);
      if (list.documents >= kLeastListed) long_lists->add(term_of_glass_key(list.key), postings_of(list));
    });
    if (const auto done = long_lists->finish(); !done) return done;
    return database_.finish();
  }

  const IndexTask& task_;
  Progress progress_{"index", "articles"};
  TextStoreWriter store_;
  TokenRuns tokens_;
  GlassDatabaseWriter database_;
  MergeTree merge_;
  std::uint32_t most_wdf_ = 0;
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
  if (!task.spool.taken_over_from().empty()) {
    auto taken = TextStore::open(task.spool.taken_over_from());
    if (!taken) return std::unexpected(taken.error());
    store->take_blocks_from(std::move(*taken));
  }
  auto tokens = TokenRuns::create(task.scratch / "tokens");
  if (!tokens) return std::unexpected(tokens.error());
  auto database = GlassDatabaseWriter::create(task.target.database());
  if (!database) return std::unexpected(database.error());
  Assembler assembler(task, std::move(*store), std::move(*tokens), std::move(*database));
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
  workers.clear();
  give_back_freed_memory();
  if (const auto done = task.knowledge.write(task.target, task.schema); !done) return done;
  return assembler.finish();
}

}  // namespace broadsheet
