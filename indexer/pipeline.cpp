#include "indexer/pipeline.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "common/article_codec.h"
#include "common/files.h"
#include "common/lock.h"
#include "common/log.h"
#include "common/text.h"
#include "common/version.h"
#include "indexer/canaries.h"
#include "indexer/commands.h"
#include "indexer/derivation.h"
#include "indexer/derive.h"
#include "indexer/disk_need.h"
#include "indexer/freed_memory.h"
#include "indexer/guard.h"
#include "indexer/hand_files.h"
#include "indexer/index_pass.h"
#include "indexer/last_run.h"
#include "indexer/ordered_parallel.h"
#include "indexer/pins.h"
#include "indexer/publish.h"
#include "indexer/rejects.h"
#include "indexer/report.h"
#include "indexer/seams.h"

namespace broadsheet {
namespace {

namespace fs = std::filesystem;

// The folder of unfinished work; gone with the object unless it was published or kept.
class Staging {
 public:
  Staging(Path folder, std::string generation) : folder_(std::move(folder)), generation_(std::move(generation)) {}
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging() {
    std::error_code ignored;  // what is left is swept by the next run
    fs::remove_all(folder_, ignored);
  }
  const Path& folder() const { return folder_; }
  // Laid out as an archive, so that broadsheet-search can be asked before anything is published.
  ArchivePaths archive() const { return {folder_}; }
  Path generation() const { return archive().generation(generation_); }
  Path scratch() const { return folder_ / "scratch"; }
  Path spool() const { return folder_ / "spool"; }

 private:
  Path folder_;
  std::string generation_;
};

// Says how long a stage took, one line each, and notes it for the record of the run.
class Stage {
 public:
  Stage(std::string_view name, std::vector<StageTime>& times) : name_(name), times_(times), start_(std::chrono::steady_clock::now()) {}
  void done(std::string_view what) const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start_;
    times_.push_back({std::string(name_), took.count()});
    log_note(fmt::format("{}: {} in {:.1f} s", name_, what, took.count()));
  }

 private:
  std::string_view name_;
  std::vector<StageTime>& times_;
  std::chrono::steady_clock::time_point start_;
};

// The published generation before this build; nullopt in a new archive. A damaged archive is an error: nothing is built over it.
Result<std::optional<Manifest>> previous_manifest(const ArchivePaths& archive) {
  if (!fs::exists(archive.current()) && list_generations(archive).empty()) return std::nullopt;
  const auto name = read_current(archive);
  if (!name) return std::unexpected(name.error());
  auto manifest = read_manifest(archive.generation(*name));
  if (!manifest) return std::unexpected(manifest.error());
  return std::move(*manifest);
}

// A folder with other people's files is no place for an archive.
Result<void> check_archive_folder(const ArchivePaths& archive) {
  if (!fs::exists(archive.root) || fs::is_empty(archive.root)) return make_folder(archive.root);
  if (fs::exists(archive.generations()) || fs::exists(archive.lock())) return {};
  return fail(Status::cannot_create,
              fmt::format("{} is not empty and holds no archive; give an empty or new folder with --archive", archive.root.string()));
}

std::string version_lines(const Manifest& manifest) {
  std::string lines =
      fmt::format("feature\t{}\nanalysis\t{} {}\n", manifest.feature_version, manifest.analysis.version, manifest.analysis.stemmer);
  for (const auto& [name, version] : manifest.versions) lines += fmt::format("{}\t{}\n", name, version);
  // entities.conf and sources.conf are among the versions.
  for (const std::string& field : manifest.facet_fields) lines += fmt::format("facet-field\t{}\n", field);
  return lines;
}

Result<std::vector<Article>> read_articles(const Spool& spool, std::span<const SpoolEntry> entries) {
  std::vector<Article> articles;
  for (const SpoolEntry& entry : entries) {
    const auto record = spool.read(entry);
    if (!record) return std::unexpected(record.error());
    auto article = decode_article(*record);
    if (!article) return std::unexpected(article.error());
    articles.push_back(std::move(*article));
  }
  return articles;
}

Result<Knowledge> learn(const Schema& schema, const BuildOptions& options, const Spool& spool) {
  Knowledge knowledge(schema, options.name_rules, options.source_rules);
  constexpr std::size_t kBatch = 64, kBatchesInFlight = 4;
  const std::span<const SpoolEntry> entries = spool.entries();
  std::optional<Error> failure;
  using Batches = OrderedParallel<std::span<const SpoolEntry>, Result<std::vector<Article>>>;
  Batches::run(  // what is read by one thread is learnt by this one
      1, kBatchesInFlight,
      [&](const Batches::Push& push) {
        for (std::size_t i = 0; i < entries.size(); i += kBatch) {
          if (!push(entries.subspan(i, std::min(kBatch, entries.size() - i)))) return;
        }
      },
      [&](unsigned /*worker*/, std::span<const SpoolEntry> batch) { return read_articles(spool, batch); },
      [&](Result<std::vector<Article>>&& articles) {
        if (!articles) failure = articles.error();
        if (!articles) return false;
        for (Article& article : *articles) knowledge.learn(std::move(article));
        return true;
      });
  if (failure) return std::unexpected(*failure);
  knowledge.finish();
  return knowledge;
}

bool too_many_rejects(const BuildOptions& options, const RunCounts& counts) {
  if (counts.indexed == 0) return true;
  if (options.max_rejects) return counts.rejected > *options.max_rejects;
  return static_cast<double>(counts.rejected) > options.max_rejects_share * static_cast<double>(counts.read);
}

// One build, stage by stage; each stage fills in the manifest.
class Build {
 public:
  Build(const BuildOptions& options, std::string name, std::optional<Manifest> previous, std::vector<Canary> canaries)
      : options_(options),
        canaries_(std::move(canaries)),
        archive_{options.archive},
        schema_(all_facet_fields(options)),
        previous_(std::move(previous)),
        staging_(archive_.staging(name), name),
        rejects_(options.rejects.value_or(archive_.rejects(name))) {
    manifest_.format_version = kIndexFormatVersion;
    manifest_.feature_version = kFeatureVersion;
    manifest_.generation = std::move(name);
    manifest_.parent = previous_ ? previous_->generation : "";
    manifest_.created = instant_text(options.now);
    manifest_.tool_version = std::string(kVersion);
    manifest_.analysis = options.analysis;
    manifest_.versions = seam_versions();
    manifest_.versions.insert(options.conf_hashes.begin(), options.conf_hashes.end());
    manifest_.facet_fields = all_facet_fields(options);
  }

  Result<BuildResult> run() {
    for (const Path& folder : {staging_.generation(), staging_.scratch()}) {
      if (const auto made = make_folder(folder); !made) return std::unexpected(made.error());
    }
    auto spool = derive_all();
    if (!spool) return std::unexpected(spool.error());
    if (too_many_rejects(options_, manifest_.run)) {
      return result(Status::bad_data, false, too_many_rejects_sentence(options_, manifest_.run, rejects_.path()));
    }
    if (const auto indexed = learn_and_index(*spool); !indexed) return std::unexpected(indexed.error());
    if (const auto checked = complete_manifest(); !checked) return std::unexpected(checked.error());
    return publish();
  }

 private:
  Result<Spool> derive_all() {
    const Stage stage("derive", stages_);
    auto spool = Spool::create(staging_.spool());
    if (!spool) return spool;
    const auto reuse = open_reuse();
    if (reuse) spool->take_over_from(reuse->generation().text_store());
    auto derived = derive(options_, reuse ? &*reuse : nullptr, *spool, rejects_);
    release_derivation_memory();
    give_back_freed_memory();
    if (!derived) return std::unexpected(derived.error());
    // A dry run leaves nothing in the archive, but what was asked for elsewhere.
    if (!options_.dry_run || options_.rejects) {
      if (const auto written = rejects_.commit(); !written) return std::unexpected(written.error());
    }
    manifest_.inputs = std::move(derived->inputs);
    manifest_.run = std::move(derived->counts);
    reused_ = derived->reused;
    manifest_.articles = spool->entries().size();
    const std::string taken_over = reuse ? fmt::format(", {} of them reused from {}", with_thousands(reused_), previous_->generation) : "";
    stage.done(fmt::format("{} records{}", manifest_.run.read, taken_over));
    return spool;
  }

  // What --reuse can start from. When it is nothing the build takes longer, and that is all.
  std::optional<Derivation> open_reuse() const {
    if (!options_.reuse || !previous_) return std::nullopt;
    auto reuse = Derivation::open(GenerationPaths{archive_.generation(previous_->generation)}, derivation_key(options_));
    if (reuse) return std::move(*reuse);
    log_warning("reuse", fmt::format("--reuse: nothing can be taken over from {}: {}; every article is derived anew", previous_->generation,
                                     reuse.error().message));
    return std::nullopt;
  }

  Result<void> learn_and_index(Spool& spool) {
    const Stage learning("learn", stages_);
    spool.sort();
    const auto knowledge = learn(schema_, options_, spool);
    if (!knowledge) return std::unexpected(knowledge.error());
    manifest_.content_sha256 =
        spool.content_sha256(version_lines(manifest_) + fmt::format("names\t{}\n", sha256_hex(knowledge->names().bytes())));
    manifest_.by_source = knowledge->articles_by_value(*schema_.index_of("source"));
    manifest_.by_month = knowledge->articles_by_month();
    if (const auto undated = manifest_.by_month.find(""); undated != manifest_.by_month.end()) manifest_.run.undated = undated->second;
    learning.done(fmt::format("{} articles", manifest_.articles));
    const Stage indexing("index", stages_);
    const Path previous = previous_ ? archive_.generation(previous_->generation) : Path{};
    const auto number = generation_number(manifest_.generation);
    if (!number) return std::unexpected(number.error());
    const auto indexed = index_articles({schema_, *knowledge, spool, options_.analysis, options_.jobs, options_.memory,
                                         GenerationPaths{staging_.generation()}, staging_.scratch(), previous, *number,
                                         derivation_key(options_), options_.open_files});
    if (indexed) indexing.done(fmt::format("{} articles", manifest_.articles));
    return indexed;
  }

  Result<void> complete_manifest() {
    const Stage stage("check", stages_);
    const GenerationPaths paths{staging_.generation()};
    if (const auto agree = check_parts_agree(paths, manifest_.articles); !agree) return agree;
    auto files = list_files(paths.root);
    if (!files) return std::unexpected(files.error());
    manifest_.files = std::move(*files);
    const auto written = atomic_write(paths.manifest(), manifest_to_json(manifest_));
    if (written) stage.done(fmt::format("{} files", manifest_.files.size()));
    return written;
  }

  // Why this build is not to be published; "" = it is.
  Result<std::string> refusal() {
    const auto sound = check_new_parts(staging_.generation(), manifest_);
    if (!sound && sound.error().status == Status::bad_data) return sound.error().message;
    if (!sound) return std::unexpected(sound.error());
    std::string shrunk = previous_ ? shrink_refusal(manifest_, *previous_, options_.max_shrink) : "";
    if (!shrunk.empty()) return shrunk;
    auto failed = failed_canaries();
    if (!failed) return std::unexpected(failed.error());
    if (!failed->empty()) return fmt::format("{}; {}", against_previous(), *failed);
    const auto hold = read_hold(archive_);
    if (!hold) return std::unexpected(hold.error());
    return *hold ? fmt::format("{}; publishing is on hold since {}", against_previous(), (*hold)->since) : std::string{};
  }

  std::string against_previous() const {
    return previous_ ? comparison_text(manifest_, *previous_) : counted(manifest_.articles, "article");
  }

  // "2 of 14 canaries failed: …", each of them as a warning; "" = none.
  Result<std::string> failed_canaries() {
    if (canaries_.empty()) return std::string{};
    const Stage stage("canaries", stages_);
    if (const auto named = atomic_write(staging_.archive().current(), manifest_.generation + "\n"); !named)
      return std::unexpected(named.error());
    const auto faults = ask_canaries(canaries_, *options_.canaries, {options_.search_program, staging_.folder(), staging_.scratch()});
    if (!faults) return std::unexpected(faults.error());
    stage.done(counted(canaries_.size(), "question"));
    for (const std::string& fault : *faults) log_warning("canary", fault);
    if (faults->empty()) return std::string{};
    return fmt::format("{} of {} failed: {}", faults->size(), counted(canaries_.size(), "canary question"), faults->front());
  }

  Result<BuildResult> publish() {
    if (stop_signal != 0) return std::unexpected(stopped_by_signal());
    const auto refused = refusal();
    if (stop_signal != 0) return std::unexpected(stopped_by_signal());
    if (!refused) return std::unexpected(refused.error());
    if (options_.dry_run) {
      const Status status = refused->empty() ? published_status() : Status::not_published;
      return result(status, false, dry_run_sentence(options_, manifest_, *refused));
    }
    if (!refused->empty()) return keep_refused(*refused);
    const Stage stage("publish", stages_);
    if (const auto done = publish_generation(archive_, staging_.generation(), manifest_.generation); !done)
      return std::unexpected(done.error());
    if (const auto pruned = prune_generations(archive_, options_.keep_generations); !pruned) {
      log_warning("prune", pruned.error().message);  // the new generation is published all the same
    }
    stage.done(manifest_.generation);
    return result(published_status(), true, published_sentence(options_, manifest_));
  }

  Result<BuildResult> keep_refused(const std::string& reason) {
    if (const auto kept = keep_candidate(archive_, staging_.generation(), manifest_.generation); !kept)
      return std::unexpected(kept.error());
    if (const auto pruned = prune_candidates(archive_, options_.keep_generations); !pruned) log_warning("prune", pruned.error().message);
    return result(Status::not_published, false, refused_sentence(options_, manifest_, previous_, reason));
  }

  Status published_status() const { return options_.fail_on_rejects && manifest_.run.rejected > 0 ? Status::partial : Status::ok; }

  BuildResult result(Status status, bool published, std::string message) const {
    return {status, manifest_, published, reused_, stages_, std::move(message)};
  }

  const BuildOptions& options_;
  std::vector<Canary> canaries_;
  ArchivePaths archive_;
  Schema schema_;
  std::optional<Manifest> previous_;
  Staging staging_;
  RejectsFile rejects_;
  Manifest manifest_;
  std::vector<StageTime> stages_;
  std::uint64_t reused_ = 0;
};

// Before any work: an error when the disk is certain to become full, a warning when it may.
Result<void> check_room(const BuildOptions& options, const ArchivePaths& archive, const std::optional<Manifest>& previous) {
  const auto need = estimate_need(measure_inputs(options.inputs, options.reader.format), previous);
  const auto free_bytes = free_space(archive.root);
  if (!need || !free_bytes) return {};
  if (auto refusal = space_refusal(*need, *free_bytes, archive.root)) return std::unexpected(std::move(*refusal));
  if (const std::string warning = space_warning(*need, *free_bytes, archive.root); !warning.empty()) log_warning("disk", warning);
  return {};
}

// What a build does while it has the lock. `record` is told the generation's name.
Result<BuildResult> build_locked(const BuildOptions& options, const ArchivePaths& archive, std::vector<Canary> canaries,
                                 RunRecord* record) {
  auto previous = previous_manifest(archive);
  if (!previous) return std::unexpected(previous.error());
  if (const auto room = check_room(options, archive, *previous); !room) return std::unexpected(room.error());
  auto name = next_generation_name(archive);
  if (!name) return std::unexpected(name.error());
  if (record != nullptr) record->set_generation(*name);
  std::error_code ignored;
  fs::remove(archive.rejects(*name), ignored);  // of a run of this number that came to nothing
  return Build(options, std::move(*name), std::move(*previous), std::move(canaries)).run();
}

// Surprises become errors here, so that the record of the run has them.
Result<BuildResult> build_caught(const BuildOptions& options, const ArchivePaths& archive, std::vector<Canary> canaries,
                                 RunRecord* record) {
  try {
    return build_locked(options, archive, std::move(canaries), record);
  } catch (...) {
    return std::unexpected(current_surprise());
  }
}

// A night that ended before it began, for `status`. Nothing is made or waited for on its account.
void record_failure(const BuildOptions& options, const ArchivePaths& archive, const Error& error) {
  std::error_code ignored;
  if (options.dry_run || !fs::exists(archive.lock(), ignored)) return;
  const auto lock = WriterLock::acquire(archive.lock(), std::chrono::seconds(0), instant_text(options.now));
  if (lock) RunRecord(archive, options.now).finish(std::unexpected(error), 0);
}

// The files that a person writes: a canary that cannot be asked is found out now, not at the end of the night.
Result<std::vector<Canary>> read_hand_written(BuildOptions& options) {
  if (const auto read = read_hand_files(options); !read) return std::unexpected(read.error());
  return options.canaries ? read_canaries(*options.canaries, options.search_program) : Result<std::vector<Canary>>{};
}

}  // namespace

Error stopped_by_signal() {
  constexpr int kSigint = 2;
  return {stop_signal == kSigint ? Status::interrupted : Status::terminated,
          "stopped by a signal; nothing was published, the same command starts again"};
}

Result<BuildResult> run_build(BuildOptions options) {
  const ArchivePaths archive{options.archive};
  auto canaries = read_hand_written(options);
  if (!canaries) {
    record_failure(options, archive, canaries.error());
    return std::unexpected(canaries.error());
  }
  if (const auto usable = check_archive_folder(archive); !usable) return std::unexpected(usable.error());
  const auto lock = WriterLock::acquire(archive.lock(), std::chrono::seconds(options.wait_seconds), instant_text(options.now));
  if (!lock) return std::unexpected(lock.error());
  sweep_staging(archive);
  // A dry run is no run that anybody waits for.
  std::optional<RunRecord> record;
  if (!options.dry_run) record.emplace(archive, options.now);
  const auto start = std::chrono::steady_clock::now();
  auto result = build_caught(options, archive, std::move(*canaries), record ? &*record : nullptr);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (record) record->finish(result, took.count());
  return result;
}

}  // namespace broadsheet
