#include "indexer/pipeline.h"

#include <chrono>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "common/article_codec.h"
#include "common/files.h"
#include "common/lock.h"
#include "common/log.h"
#include "common/version.h"
#include "indexer/derive.h"
#include "indexer/hand_files.h"
#include "indexer/index_pass.h"
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
  explicit Staging(Path folder) : folder_(std::move(folder)) {}
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging() {
    std::error_code ignored;  // what is left is swept by the next run
    fs::remove_all(folder_, ignored);
  }
  const Path& folder() const { return folder_; }
  Path generation() const { return folder_ / "generation"; }
  Path scratch() const { return folder_ / "scratch"; }
  Path spool() const { return folder_ / "spool"; }

 private:
  Path folder_;
};

// Says how long a stage took, one line each.
class Stage {
 public:
  explicit Stage(std::string_view name) : name_(name), start_(std::chrono::steady_clock::now()) {}
  void done(std::string_view what) const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start_;
    log_note(fmt::format("{}: {} in {:.1f} s", name_, what, took.count()));
  }

 private:
  std::string_view name_;
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

Result<Knowledge> learn(const Schema& schema, const BuildOptions& options, const Spool& spool) {
  Knowledge knowledge(schema, options.name_rules, options.source_rules);
  for (const SpoolEntry& entry : spool.entries()) {
    const auto record = spool.read(entry);
    if (!record) return std::unexpected(record.error());
    auto article = decode_article(*record);
    if (!article) return std::unexpected(article.error());
    knowledge.learn(std::move(*article));
  }
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
  Build(const BuildOptions& options, std::string name, std::optional<Manifest> previous)
      : options_(options),
        archive_{options.archive},
        schema_(all_facet_fields(options)),
        previous_(std::move(previous)),
        staging_(archive_.staging(name)),
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
    const Stage stage("derive");
    auto spool = Spool::create(staging_.spool());
    if (!spool) return spool;
    auto derived = derive(options_, *spool, rejects_);
    if (!derived) return std::unexpected(derived.error());
    if (const auto written = rejects_.commit(); !written) return std::unexpected(written.error());
    manifest_.inputs = std::move(derived->inputs);
    manifest_.run = std::move(derived->counts);
    manifest_.articles = spool->entries().size();
    stage.done(fmt::format("{} records", manifest_.run.read));
    return spool;
  }

  Result<void> learn_and_index(Spool& spool) {
    const Stage learning("learn");
    spool.sort();
    const auto knowledge = learn(schema_, options_, spool);
    if (!knowledge) return std::unexpected(knowledge.error());
    manifest_.content_sha256 =
        spool.content_sha256(version_lines(manifest_) + fmt::format("names\t{}\n", sha256_hex(knowledge->names().bytes())));
    manifest_.by_source = knowledge->articles_by_value(*schema_.index_of("source"));
    manifest_.by_month = knowledge->articles_by_month();
    if (const auto undated = manifest_.by_month.find(""); undated != manifest_.by_month.end()) manifest_.run.undated = undated->second;
    learning.done(fmt::format("{} articles", manifest_.articles));
    const Stage indexing("index");
    const Path previous = previous_ ? archive_.generation(previous_->generation) : Path{};
    const auto number = generation_number(manifest_.generation);
    if (!number) return std::unexpected(number.error());
    const auto indexed = index_articles({schema_, *knowledge, spool, options_.analysis, options_.jobs, options_.memory,
                                         GenerationPaths{staging_.generation()}, staging_.scratch(), previous, *number});
    if (indexed) indexing.done(fmt::format("{} articles", manifest_.articles));
    return indexed;
  }

  Result<void> complete_manifest() {
    const Stage stage("check");
    const GenerationPaths paths{staging_.generation()};
    if (const auto agree = check_parts_agree(paths, manifest_.articles); !agree) return agree;
    auto files = list_files(paths.root);
    if (!files) return std::unexpected(files.error());
    manifest_.files = std::move(*files);
    const auto written = atomic_write(paths.manifest(), manifest_to_json(manifest_));
    if (written) stage.done(fmt::format("{} files", manifest_.files.size()));
    return written;
  }

  Result<BuildResult> publish() {
    if (stop_signal != 0) return std::unexpected(stopped_by_signal());
    const std::string refusal = previous_ ? shrink_refusal(manifest_, *previous_, options_.max_shrink) : "";
    if (!refusal.empty()) {
      if (const auto kept = keep_candidate(archive_, staging_.generation(), manifest_.generation); !kept)
        return std::unexpected(kept.error());
      return result(Status::not_published, false, refused_sentence(options_, manifest_, refusal));
    }
    if (const auto done = publish_generation(archive_, staging_.generation(), manifest_.generation); !done)
      return std::unexpected(done.error());
    if (const auto pruned = prune_generations(archive_, options_.keep_generations); !pruned) {
      log_warning("prune", pruned.error().message);  // the new generation is published all the same
    }
    const bool complain = options_.fail_on_rejects && manifest_.run.rejected > 0;
    return result(complain ? Status::partial : Status::ok, true, published_sentence(options_, manifest_));
  }

  BuildResult result(Status status, bool published, std::string message) const {
    return {status, manifest_, published, std::move(message)};
  }

  const BuildOptions& options_;
  ArchivePaths archive_;
  Schema schema_;
  std::optional<Manifest> previous_;
  Staging staging_;
  RejectsFile rejects_;
  Manifest manifest_;
};

}  // namespace

Error stopped_by_signal() {
  constexpr int kSigint = 2;
  return {stop_signal == kSigint ? Status::interrupted : Status::terminated,
          "stopped by a signal; nothing was published, the same command starts again"};
}

Result<BuildResult> run_build(const BuildOptions& options) {
  const ArchivePaths archive{options.archive};
  if (const auto usable = check_archive_folder(archive); !usable) return std::unexpected(usable.error());
  const auto lock = WriterLock::acquire(archive.lock(), std::chrono::seconds(options.wait_seconds), instant_text(options.now));
  if (!lock) return std::unexpected(lock.error());
  sweep_staging(archive);
  auto previous = previous_manifest(archive);
  if (!previous) return std::unexpected(previous.error());
  auto name = next_generation_name(archive);
  if (!name) return std::unexpected(name.error());
  return Build(options, std::move(*name), std::move(*previous)).run();
}

}  // namespace broadsheet
