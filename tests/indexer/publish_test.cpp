// Publishing, rolling back and pruning, in real folders. The generations hold a few files of any content: what parts hold is checked
// by `check --deep`, which the e2e tests try on real ones.
#include "indexer/publish.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <optional>
#include <string>

#include "common/files.h"
#include "common/lock.h"
#include "common/schema.h"
#include "indexer/pins.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

using Names = std::vector<std::string>;

Manifest manifest_of(const std::string& name, std::uint64_t articles, std::map<std::string, std::uint64_t> by_source) {
  Manifest manifest;
  manifest.format_version = kIndexFormatVersion;
  manifest.generation = name;
  manifest.articles = articles;
  manifest.by_source = std::move(by_source);
  return manifest;
}

class Publish : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_folder(archive_.root)); }

  // A finished build in its staging folder.
  Path stage(const std::string& name) {
    const Path folder = archive_.staging(name);
    EXPECT_TRUE(make_folder(folder / "columns"));
    EXPECT_TRUE(atomic_write(folder / "tokens.bin", "tokens of " + name));
    EXPECT_TRUE(atomic_write(folder / "columns" / "a.col", "column"));
    Manifest manifest = manifest_of(name, 1, {});
    manifest.files = *list_files(folder);
    EXPECT_TRUE(atomic_write(GenerationPaths{folder}.manifest(), manifest_to_json(manifest)));
    return folder;
  }
  void publish(const std::string& name) {
    const auto published = publish_generation(archive_, stage(name), name);
    ASSERT_TRUE(published) << published.error().message;
  }
  // "" = intact; the message behind the generations' folder otherwise.
  std::string fault(const std::string& name) {
    const auto sound = check_generation(archive_.generation(name), false);
    if (sound) return "";
    EXPECT_EQ(sound.error().status, Status::bad_data);
    const std::string folder = archive_.generation(name).string() + "/";
    EXPECT_TRUE(sound.error().message.starts_with(folder)) << sound.error().message;
    return sound.error().message.substr(folder.size());
  }
  Names entries() {
    Names names;
    for (const auto& entry : std::filesystem::directory_iterator(archive_.root)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  TempFolder folder_;
  ArchivePaths archive_{folder_.path() / "archive"};
};

TEST_F(Publish, NamesGoOnFromTheHighestOfAll) {
  EXPECT_EQ(*next_generation_name(archive_), "000001");
  publish("000007");
  EXPECT_EQ(*next_generation_name(archive_), "000008");
  ASSERT_TRUE(keep_candidate(archive_, stage("000011"), "000011"));
  EXPECT_EQ(*next_generation_name(archive_), "000012");
}

TEST_F(Publish, WhatIsPublishedIsWhatSearchesUseAndNothingElseIsLeft) {
  publish("000001");
  EXPECT_EQ(*read_current(archive_), "000001");
  publish("000002");
  EXPECT_EQ(*read_current(archive_), "000002");
  EXPECT_EQ(entries(), (Names{"CURRENT", "generations"}));
  EXPECT_EQ(fault("000002"), "");
}

TEST_F(Publish, WhenCurrentCannotBeWrittenTheOldGenerationStaysAndTheNewIsWhereItWas) {
  publish("000001");
  const Path staging = stage("000002");
  // A folder in the way of the temporary file: as good as a full disk, and it works as root, too.
  ASSERT_TRUE(make_folder(temporary_name(archive_.current()) / "x"));
  const auto published = publish_generation(archive_, staging, "000002");
  ASSERT_FALSE(published);
  EXPECT_EQ(*read_current(archive_), "000001");
  EXPECT_EQ(list_generations(archive_), Names{"000001"});
  EXPECT_TRUE(std::filesystem::exists(staging / "tokens.bin"));
  sweep_staging(archive_);
  publish("000002");
}

TEST_F(Publish, AGenerationThatIsInTheWayIsNotTouched) {
  publish("000001");
  EXPECT_FALSE(publish_generation(archive_, stage("000001"), "000001"));
  EXPECT_EQ(fault("000001"), "");
  EXPECT_EQ(*read_current(archive_), "000001");
}

TEST_F(Publish, SweepingTakesWhatAKilledRunLeft) {
  publish("000001");
  stage("000002");
  ASSERT_TRUE(make_folder(archive_.staging("removed-000000") / "deep"));
  ASSERT_TRUE(atomic_write(temporary_name(archive_.current()), "0000"));
  ASSERT_TRUE(make_folder(archive_.rejects("x").parent_path()));
  ASSERT_TRUE(atomic_write(archive_.rejects("000001"), "{}"));
  ASSERT_TRUE(atomic_write(archive_.rejects("000002").string() + ".unfinished", "{"));
  sweep_staging(archive_);
  EXPECT_EQ(entries(), (Names{"CURRENT", "generations", "rejects"}));
  EXPECT_TRUE(std::filesystem::exists(archive_.rejects("000001")));
  EXPECT_FALSE(std::filesystem::exists(archive_.rejects("000002").string() + ".unfinished"));
}

TEST_F(Publish, SweepingFollowsNoLinks) {
  const Path outside = folder_.path() / "outside";
  ASSERT_TRUE(make_folder(outside / "precious"));
  std::filesystem::create_directory_symlink(outside, archive_.staging("000009"));
  sweep_staging(archive_);
  EXPECT_TRUE(entries().empty());
  EXPECT_TRUE(std::filesystem::exists(outside / "precious"));
}

TEST_F(Publish, EveryKindOfDamageIsFoundAndNamed) {
  publish("000001");
  const Path folder = archive_.generation("000001");
  const std::string manifest = *read_file(folder / "manifest.json");
  const std::string nothing_older = "; no older generation is there: build the archive again";
  const auto damage_file = [&](const std::string& content) { ASSERT_TRUE(atomic_write(folder / "tokens.bin", content)); };
  damage_file("tokens of 000002");
  EXPECT_EQ(fault("000001"), "tokens.bin: damaged: its content does not match its SHA-256 in the manifest" + nothing_older);
  damage_file("tokens");
  EXPECT_EQ(fault("000001"), "tokens.bin: damaged: 6 bytes, the manifest says 16" + nothing_older);
  std::filesystem::remove(folder / "tokens.bin");
  EXPECT_EQ(fault("000001"), "tokens.bin: damaged: missing" + nothing_older);
  std::filesystem::create_symlink("/etc/passwd", folder / "tokens.bin");
  EXPECT_EQ(fault("000001"), "tokens.bin: damaged: not a regular file" + nothing_older);
  std::filesystem::remove(folder / "tokens.bin");
  damage_file("tokens of 000001");
  for (const char* stranger : {"columns/0", "stranger", "zzz"}) {
    ASSERT_TRUE(atomic_write(folder / stranger, ""));
    EXPECT_EQ(fault("000001"), std::string(stranger) + ": damaged: not in the manifest" + nothing_older);
    std::filesystem::remove(folder / stranger);
  }
  std::filesystem::remove(folder / "manifest.json");
  EXPECT_EQ(fault("000001"), "manifest.json: cannot open: No such file or directory" + nothing_older);
  ASSERT_TRUE(atomic_write(folder / "manifest.json", manifest));
  EXPECT_EQ(fault("000001"), "");
}

TEST_F(Publish, DamageNamesTheNewestOlderGeneration) {
  for (const char* name : {"000001", "000002", "000003", "000004"}) publish(name);
  std::filesystem::remove(archive_.generation("000003") / "tokens.bin");
  EXPECT_EQ(fault("000003"),
            "tokens.bin: damaged: missing; an older generation is there: broadsheet rollback 000002 --archive " + archive_.root.string());
}

TEST_F(Publish, AGenerationUnderAnotherNameIsDamaged) {
  publish("000001");
  std::filesystem::rename(archive_.generation("000001"), archive_.generation("000002"));
  EXPECT_EQ(fault("000002"),
            "manifest.json: damaged: it is that of generation 000001; no older generation is there: build the archive again");
}

TEST_F(Publish, PruningLeavesTheNewest) {
  for (const char* name : {"000001", "000002", "000003", "000004"}) publish(name);
  EXPECT_EQ(*prune_generations(archive_, 2), (Names{"000001", "000002"}));
  EXPECT_EQ(list_generations(archive_), (Names{"000003", "000004"}));
  EXPECT_TRUE(prune_generations(archive_, 2)->empty());
  EXPECT_EQ(entries(), (Names{"CURRENT", "generations"}));
}

TEST_F(Publish, PruningNeverTakesTheCurrentThePinnedOrTheRead) {
  for (const char* name : {"000001", "000002", "000003", "000004", "000005"}) publish(name);
  ASSERT_TRUE(switch_current(archive_, "000002"));
  ASSERT_TRUE(atomic_write(archive_.pins(), "000003 the paper of 2026\n"));
  auto reader = std::optional(ReaderLock::acquire(GenerationPaths{archive_.generation("000001")}.manifest()));
  ASSERT_TRUE(*reader);
  EXPECT_EQ(*prune_generations(archive_, 1), (Names{"000004", "000005"}));
  EXPECT_EQ(list_generations(archive_), (Names{"000001", "000002", "000003"}));
  reader.reset();
  EXPECT_EQ(*prune_generations(archive_, 1), Names{"000001"});
}

TEST_F(Publish, PruningTakesTheRejectsOfWhatGoesAndCandidatesOlderThanTheCurrent) {
  publish("000001");
  ASSERT_TRUE(make_folder(archive_.rejects("x").parent_path()));
  for (const char* name : {"000001", "000003"}) ASSERT_TRUE(atomic_write(archive_.rejects(name), "{}"));
  ASSERT_TRUE(keep_candidate(archive_, stage("000002"), "000002"));
  publish("000003");
  ASSERT_TRUE(keep_candidate(archive_, stage("000004"), "000004"));
  EXPECT_EQ(*prune_generations(archive_, 1), (Names{"000001", "000002"}));
  EXPECT_EQ(list_generations_in(archive_.candidates()), Names{"000004"});
  EXPECT_FALSE(std::filesystem::exists(archive_.rejects("000001")));
  EXPECT_TRUE(std::filesystem::exists(archive_.rejects("000003")));
}

TEST_F(Publish, AKilledPublicationOfABuildIsTakenBack) {
  publish("000001");
  // As the pipeline lays it out, killed between the two renames.
  const Path staging = archive_.staging("000002");
  stage("000002");
  ASSERT_TRUE(rename_path(staging, archive_.generation("000002")));
  ASSERT_TRUE(make_folder(staging / "scratch"));
  sweep_staging(archive_);
  EXPECT_EQ(list_generations(archive_), Names{"000001"});
  EXPECT_EQ(entries(), (Names{"CURRENT", "generations"}));
  EXPECT_EQ(*next_generation_name(archive_), "000002");
}

TEST_F(Publish, AKilledFirstPublicationIsTakenBackSoThatTheSameCommandStartsAgain) {
  ASSERT_TRUE(make_folder(archive_.generations()));
  ASSERT_TRUE(rename_path(stage("000001"), archive_.generation("000001")));
  ASSERT_TRUE(make_folder(archive_.staging("000001")));
  sweep_staging(archive_);
  EXPECT_TRUE(list_generations(archive_).empty());
}

TEST_F(Publish, AKilledPublicationOfACandidateMakesItACandidateAgain) {
  publish("000001");
  ASSERT_TRUE(keep_candidate(archive_, stage("000002"), "000002"));
  ASSERT_TRUE(make_folder(archive_.staging("000002") / "candidate"));
  ASSERT_TRUE(rename_path(archive_.candidates() / "000002", archive_.generation("000002")));
  sweep_staging(archive_);
  EXPECT_EQ(list_generations(archive_), Names{"000001"});
  EXPECT_EQ(list_generations_in(archive_.candidates()), Names{"000002"});
  EXPECT_EQ(entries(), (Names{"CURRENT", "candidates", "generations"}));
}

TEST_F(Publish, WhatIsPublishedStaysWhenTheRunWasKilledJustAfter) {
  publish("000001");
  publish("000002");
  ASSERT_TRUE(make_folder(archive_.staging("000002") / "scratch"));
  sweep_staging(archive_);
  EXPECT_EQ(*read_current(archive_), "000002");
  EXPECT_EQ(list_generations(archive_), (Names{"000001", "000002"}));
}

TEST_F(Publish, ALostCurrentTakesNothingBack) {
  publish("000001");
  publish("000002");
  std::filesystem::remove(archive_.current());
  ASSERT_TRUE(make_folder(archive_.staging("000002")));
  sweep_staging(archive_);
  EXPECT_EQ(list_generations(archive_), (Names{"000001", "000002"}));
}

TEST_F(Publish, ACandidateIsPublished) {
  publish("000001");
  ASSERT_TRUE(keep_candidate(archive_, stage("000002"), "000002"));
  ASSERT_TRUE(publish_candidate(archive_, "000002"));
  EXPECT_EQ(*read_current(archive_), "000002");
  EXPECT_EQ(fault("000002"), "");
  EXPECT_EQ(entries(), (Names{"CURRENT", "candidates", "generations"}));
}

TEST_F(Publish, TheOldestCandidatesThatNobodyReadsGo) {
  publish("000001");
  for (const char* name : {"000002", "000003", "000004"}) ASSERT_TRUE(keep_candidate(archive_, stage(name), name));
  const auto reader = ReaderLock::acquire(GenerationPaths{archive_.candidates() / "000003"}.manifest());
  ASSERT_TRUE(reader);
  EXPECT_EQ(*prune_candidates(archive_, 1), Names{"000002"});
  EXPECT_EQ(list_generations_in(archive_.candidates()), (Names{"000003", "000004"}));
}

TEST_F(Publish, PinsAreReadAndWritten) {
  ASSERT_TRUE(atomic_write(archive_.pins(), "000003\tthe paper of 2026\n\n000001\n000002  two  blanks\n"));
  auto pins = *read_pins(archive_);
  ASSERT_EQ(pins.size(), 3U);
  EXPECT_EQ(pins[0].note, "the paper of 2026");
  EXPECT_EQ(pins[2].note, "two  blanks");
  EXPECT_TRUE(is_pinned(pins, "000001"));
  ASSERT_TRUE(write_pins(archive_, pins));
  EXPECT_EQ(*read_file(archive_.pins()), "000003 the paper of 2026\n000001\n000002 two  blanks\n");
  ASSERT_TRUE(write_pins(archive_, {}));
  EXPECT_FALSE(std::filesystem::exists(archive_.pins()));
  EXPECT_TRUE(read_pins(archive_)->empty());
}

TEST_F(Publish, PinsThatCannotBeReadStopPruning) {
  publish("000001");
  publish("000002");
  ASSERT_TRUE(make_folder(archive_.pins()));  // a folder: as good as a bad sector
  EXPECT_FALSE(prune_generations(archive_, 1));
  EXPECT_EQ(list_generations(archive_), (Names{"000001", "000002"}));
}

TEST_F(Publish, AHoldIsWrittenAndLifted) {
  EXPECT_FALSE(*read_hold(archive_));
  ASSERT_TRUE(write_hold(archive_, {"000041", "2026-11-25T12:00:00Z"}));
  EXPECT_EQ((*read_hold(archive_))->generation, "000041");
  EXPECT_EQ((*read_hold(archive_))->since, "2026-11-25T12:00:00Z");
  ASSERT_TRUE(lift_hold(archive_));
  ASSERT_TRUE(lift_hold(archive_));
  EXPECT_FALSE(*read_hold(archive_));
}

}  // namespace
}  // namespace broadsheet
