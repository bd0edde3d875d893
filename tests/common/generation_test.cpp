// The archive's folder as both programs see it: names, CURRENT, manifests and locks, in real folders.
#include "common/generation.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>

#include "common/files.h"
#include "common/lock.h"
#include "common/manifest.h"
#include "common/schema.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

class Archive : public testing::Test {
 protected:
  void add_generation(const std::string& name) { ASSERT_TRUE(make_folder(archive_.generation(name))); }
  void set_current(const std::string& content) { ASSERT_TRUE(atomic_write(archive_.current(), content)); }
  std::string current_error(Status status) {
    const auto current = read_current(archive_);
    if (current) return "no error: " + *current;
    EXPECT_EQ(current.error().status, status) << current.error().message;
    std::string message = current.error().message;
    for (std::size_t at = 0; (at = message.find(archive_.root.string())) != std::string::npos;) {
      message.replace(at, archive_.root.string().size(), "ARCHIVE");
    }
    return message;
  }

  TempFolder folder_;
  ArchivePaths archive_{folder_.path() / "archive"};
};

TEST(GenerationName, HasSixDigitsOrMoreAndOneSpelling) {
  EXPECT_EQ(generation_name(42), "000042");
  EXPECT_EQ(generation_name(1'234'567), "1234567");
  EXPECT_EQ(*generation_number("000042"), 42U);
  EXPECT_EQ(*generation_number("1234567"), 1'234'567U);
  for (const char* bad : {"", "42", "0000042", "00004x", "+00042", "-00042", " 00042", "99999999999", "../etc", "000042\n"}) {
    const auto number = generation_number(bad);
    ASSERT_FALSE(number) << bad;
    EXPECT_EQ(number.error().status, Status::usage);
  }
}

TEST_F(Archive, WithoutAFolderThereIsNoArchive) {
  EXPECT_EQ(current_error(Status::no_input),
            "no archive at ARCHIVE: there is no such folder. Make one: broadsheet build INPUT… --archive ARCHIVE; or say where it is: "
            "--archive DIR, or BROADSHEET_ARCHIVE in the environment");
}

TEST_F(Archive, WithoutAGenerationNothingWasPublished) {
  ASSERT_TRUE(make_folder(archive_.generations()));
  EXPECT_EQ(current_error(Status::no_input),
            "no archive at ARCHIVE: nothing was published there yet. Make one: broadsheet build INPUT… --archive ARCHIVE; or say where it "
            "is: --archive DIR, or BROADSHEET_ARCHIVE in the environment");
}

TEST_F(Archive, CurrentNamesTheGenerationThatSearchesUse) {
  add_generation("000041");
  add_generation("000042");
  set_current("000041\n");
  EXPECT_EQ(*read_current(archive_), "000041");
  set_current("000042");
  EXPECT_EQ(*read_current(archive_), "000042");
}

TEST_F(Archive, ALostOrDamagedCurrentIs65AndNamesWhatIsThere) {
  add_generation("000041");
  add_generation("000042");
  const std::string advice = "; generations that are there: 000041, 000042; choose one: broadsheet rollback 000042 --archive ARCHIVE";
  EXPECT_EQ(current_error(Status::bad_data), "ARCHIVE/CURRENT: missing" + advice);
  set_current("");
  EXPECT_EQ(current_error(Status::bad_data), "ARCHIVE/CURRENT: empty" + advice);
  set_current("000043\n");
  EXPECT_EQ(current_error(Status::bad_data), "ARCHIVE/CURRENT: names generation 000043, which is missing" + advice);
  for (const std::string& garbage : {std::string("garbage\n"), std::string("../../etc\n"), std::string(100'000, '0')}) {
    set_current(garbage);
    EXPECT_EQ(current_error(Status::bad_data), "ARCHIVE/CURRENT: damaged" + advice);
  }
}

TEST_F(Archive, ACurrentWithoutAnyGenerationSaysBuildAgain) {
  ASSERT_TRUE(make_folder(archive_.root));
  set_current("000001\n");
  EXPECT_EQ(current_error(Status::bad_data),
            "ARCHIVE/CURRENT: names generation 000001, which is missing; no generation is left: build the archive again");
}

TEST_F(Archive, GenerationsAreListedByNumberAndStrangersAreNot) {
  for (const char* name : {"1000000", "000002", "999999", "notes", "000003.old"}) add_generation(name);
  ASSERT_TRUE(atomic_write(archive_.generation("000004"), "a file"));
  EXPECT_EQ(list_generations(archive_), (std::vector<std::string>{"000002", "999999", "1000000"}));
}

TEST_F(Archive, AFaultInsideAGenerationIs65AndNamesTheWayOut) {
  for (const char* name : {"000001", "000002", "000003"}) add_generation(name);
  const std::string rollback = "rollback 000001 --archive " + archive_.root.string();
  const auto fault = [this](Status status, const std::string& name) { return generation_fault({status, "x"}, archive_.generation(name)); };
  EXPECT_EQ(fault(Status::no_input, "000002").status, Status::bad_data);
  EXPECT_EQ(fault(Status::bad_data, "000002").message, "x; an older generation is there: broadsheet " + rollback);
  EXPECT_EQ(fault(Status::bad_data, "000001").message, "x; no older generation is there: build the archive again");
  EXPECT_EQ(fault(Status::io_error, "000002").message, "x");
  EXPECT_EQ(generation_fault({Status::bad_data, "x"}, archive_.staging("000004")).message, "x");
}

// --- manifests

Manifest full_manifest() {
  Manifest manifest;
  manifest.format_version = kIndexFormatVersion;
  manifest.feature_version = kFeatureVersion;
  manifest.generation = "000042";
  manifest.parent = "000041";
  manifest.created = "2026-11-25T04:00:00Z";
  manifest.tool_version = "0.1.0";
  manifest.analysis = {"german", 7};
  manifest.versions = {{"cleaning", "0"}, {"entities", R"(model "3"\)"}};
  manifest.facet_fields = {"desk", "meta.kind"};
  manifest.inputs = {{"in put/ä.jsonl", 12, "aa"}, {"-", UINT32_MAX, "bb"}};
  manifest.articles = 123'456;
  manifest.by_source = {{"", 1}, {"The \"New\" {York}: [Times],", 9'011}};
  manifest.by_month = {{"", 3}, {"2024-02", 123'453}};
  manifest.run = {.read = 1,
                  .indexed = 2,
                  .replaced = 3,
                  .unchanged = 4,
                  .duplicate = 5,
                  .skipped_files = 6,
                  .undated = 7,
                  .rejected = 8,
                  .rejected_by_reason = {{"no-text", 8}},
                  .notes = {{"bad-date", 9}}};
  manifest.files = {{"columns/source.col", 99, "cc"}};
  manifest.content_sha256 = "dd";
  return manifest;
}

TEST(ManifestFile, IsReadAsItWasWritten) {
  const std::string json = manifest_to_json(full_manifest());
  const auto read = parse_manifest(json, "m.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(manifest_to_json(*read), json);
  EXPECT_EQ(read->analysis, full_manifest().analysis);
  EXPECT_EQ(read->by_source, full_manifest().by_source);
  EXPECT_EQ(read->run.rejected_by_reason, full_manifest().run.rejected_by_reason);
  EXPECT_EQ(read->inputs[1].bytes, UINT32_MAX);
}

TEST(ManifestFile, IsPrettyAndEndsWithItsChecksum) {
  const std::string json = manifest_to_json(full_manifest());
  EXPECT_TRUE(json.starts_with("{\n  \"format_version\": 1,\n  \"feature_version\": 1,\n  \"generation\": \"000042\",\n")) << json;
  EXPECT_NE(json.find("\n  \"facet_fields\": [\n    \"desk\",\n    \"meta.kind\"\n  ],\n"), std::string::npos) << json;
  EXPECT_NE(json.find("\n    \"The \\\"New\\\" {York}: [Times],\": 9011\n"), std::string::npos) << json;
  EXPECT_TRUE(json.ends_with("\"\n}\n"));
  EXPECT_GT(json.rfind("\n  \"checksum\": \""), json.rfind("\"content_sha256\""));
  Manifest empty;
  empty.format_version = kIndexFormatVersion;
  EXPECT_NE(manifest_to_json(empty).find("\n  \"inputs\": [],\n"), std::string::npos);
}

TEST(ManifestFile, EveryChangedDigitIsFound) {
  const std::string json = manifest_to_json(full_manifest());
  std::size_t tried = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] < '0' || json[i] > '9') continue;
    std::string damaged = json;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_EQ(parse_manifest(damaged, "m.json").error().status, Status::bad_data) << i;
    ++tried;
  }
  EXPECT_GT(tried, 100U);
}

TEST(ManifestFile, ACutOneIsDamagedWhereverItIsCut) {
  const std::string json = manifest_to_json(full_manifest());
  for (std::size_t size = 0; size < json.size(); ++size) {
    EXPECT_EQ(parse_manifest(json.substr(0, size), "m.json").error().status, Status::bad_data) << size;
  }
  EXPECT_EQ(parse_manifest(json + "\n", "m.json").error().message, "m.json: damaged: something stands behind its end");
}

TEST(ManifestFile, AnotherFormatIsNamedBeforeAllElse) {
  EXPECT_EQ(parse_manifest("{\"format_version\":7,\"new\":{}}\n", "A/manifest.json").error().message,
            "A/manifest.json was written by a newer Broadsheet (format 7; this one reads up to 1): update, or `rollback`");
  EXPECT_EQ(parse_manifest("{\"format_version\":0}\n", "A/manifest.json").error().message,
            "A/manifest.json was written by an older Broadsheet (format 0; this one reads 1): build the archive again");
  EXPECT_EQ(parse_manifest("{\"format_version\":1}\n", "A/manifest.json").error().message,
            "A/manifest.json: damaged: its content does not match its checksum");
  EXPECT_EQ(parse_manifest("[]\n", "A/manifest.json").error().message, "A/manifest.json: damaged: not a JSON object");
}

TEST_F(Archive, AGenerationWithoutItsManifestIsDamagedNotMissing) {
  add_generation("000001");
  EXPECT_EQ(read_manifest(archive_.generation("000001")).error().status, Status::bad_data);
}

// --- locks. A lock is held by another process here: within one process flock tells descriptors apart, but that is not what happens.

class OtherProcess {
 public:
  // Runs `hold` and keeps what it gives until finish() or kill().
  template <class Hold>
  explicit OtherProcess(const Hold& hold) {
    int ready[2];
    int done[2];
    if (::pipe(ready) != 0 || ::pipe(done) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(done[1]);
      const auto held = hold();
      char byte = held ? '+' : '-';
      if (::write(ready[1], &byte, 1) != 1 || ::read(done[0], &byte, 1) < 0) ::_exit(1);
      ::_exit(0);
    }
    ::close(ready[1]);
    ::close(done[0]);
    char byte = 0;
    holds_ = ::read(ready[0], &byte, 1) == 1 && byte == '+';
    ::close(ready[0]);
    done_ = Descriptor(done[1]);
  }
  ~OtherProcess() { kill(); }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  pid_t pid() const { return pid_; }
  bool holds() const { return holds_; }

 private:
  pid_t pid_ = 0;
  bool holds_ = false;
  Descriptor done_;
};

class Locks : public Archive {
 protected:
  void SetUp() override {
    add_generation("000001");
    ASSERT_TRUE(atomic_write(manifest_, "{}"));
  }
  Result<WriterLock> lock(std::chrono::seconds wait = {}) { return WriterLock::acquire(archive_.lock(), wait, "2026-11-25T04:00:00Z"); }

  Path manifest_ = GenerationPaths{archive_.generation("000001")}.manifest();
};

TEST_F(Locks, TheSecondWriterIsTold75AtOnceAndByWhom) {
  const OtherProcess other([this] { return lock(); });
  ASSERT_TRUE(other.holds());
  const auto second = lock();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().status, Status::busy);
  EXPECT_EQ(second.error().message, archive_.root.string() + ": the archive is being written by process " + std::to_string(other.pid()) +
                                        " since 2026-11-25T04:00:00Z; run the command again later, or wait for it: --wait SECONDS");
}

TEST_F(Locks, AKilledWritersLockFileStopsNobody) {
  OtherProcess other([this] { return lock(); });
  const std::string name = *read_file(archive_.lock());
  other.kill();
  EXPECT_EQ(*read_file(archive_.lock()), name);
  EXPECT_TRUE(lock());
}

TEST_F(Locks, AStaleFileOfAnyContentStopsNobody) {
  for (const std::string& content : {std::string("1 2001-01-01T00:00:00Z\n"), std::string("garbage"), std::string(10'000, '9')}) {
    ASSERT_TRUE(atomic_write(archive_.lock(), content));
    EXPECT_TRUE(lock());
  }
}

TEST_F(Locks, AHolderThatWroteNoNameIsAnotherProcess) {
  const OtherProcess other([this] {
    const int fd = ::open(archive_.lock().c_str(), O_RDWR | O_CREAT, 0644);
    return ::flock(fd, LOCK_EX) == 0;
  });
  EXPECT_NE(lock().error().message.find("is being written by another process;"), std::string::npos);
}

TEST_F(Locks, WaitingEndsWhenTheHolderDoes) {
  OtherProcess other([this] { return lock(); });
  std::jthread killer([&other] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    other.kill();
  });
  EXPECT_TRUE(lock(std::chrono::seconds(20)));
}

TEST_F(Locks, TheLockIsFreeAgainWhenItsOwnerIsGone) {
  {
    ASSERT_TRUE(lock());
  }
  EXPECT_EQ(*read_file(archive_.lock()), "");
  EXPECT_TRUE(lock());
}

TEST_F(Locks, AReaderKeepsAGenerationFromBeingRemovedUntilItIsDone) {
  EXPECT_TRUE(no_readers(manifest_));
  OtherProcess reader([this] { return ReaderLock::acquire(manifest_); });
  ASSERT_TRUE(reader.holds());
  EXPECT_FALSE(no_readers(manifest_));
  EXPECT_TRUE(ReaderLock::acquire(manifest_));
  reader.kill();
  EXPECT_TRUE(no_readers(manifest_));
}

TEST_F(Locks, AGenerationThatIsBeingRemovedTakesNoNewReaders) {
  const OtherProcess remover([this] { return RemovalLock::try_acquire(manifest_); });
  ASSERT_TRUE(remover.holds());
  EXPECT_EQ(ReaderLock::acquire(manifest_).error().status, Status::no_input);
}

TEST_F(Locks, AManifestThatIsMissingHasNoReaders) {
  EXPECT_TRUE(no_readers(archive_.root / "none"));
  EXPECT_EQ(ReaderLock::acquire(archive_.root / "none").error().status, Status::no_input);
}

TEST_F(Locks, AWriterLockNeedsItsFolder) {
  EXPECT_EQ(WriterLock::acquire(folder_.path() / "none" / "lock", {}, "").error().status, Status::cannot_create);
}

}  // namespace
}  // namespace broadsheet
