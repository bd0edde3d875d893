#include "common/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "common/part.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

using Path = std::filesystem::path;

// Runs in a process of its own, where limits, signals and the umask hurt nobody else; true: `work` was content.
bool in_child(const std::function<bool()>& work) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Without the syncs of atomic_write, which a test of thousands of files has no use for.
void put_file(const Path& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

mode_t mode_of(const Path& path) {
  struct stat info{};
  ::stat(path.c_str(), &info);
  return info.st_mode & 07777;
}

class Files : public testing::Test {
 protected:
  TempFolder folder_;
  Path path_ = folder_.path() / "file";
};

TEST_F(Files, WhatIsWrittenInAnyPiecesIsReadBackAndMapped) {
  const std::string big(3'000'000, 'x');
  auto writer = FileWriter::create(path_);
  ASSERT_TRUE(writer);
  writer->write("head");
  writer->write(big);
  for (int i = 0; i < 100'000; ++i) writer->write("0123456789abcdef");
  writer->rewrite(0, "HEAD");
  writer->write("tail");
  EXPECT_EQ(writer->size(), 4 + big.size() + 1'600'000 + 4);
  ASSERT_TRUE(writer->close(true));
  const auto content = read_file(path_);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->size(), 4 + big.size() + 1'600'000 + 4);
  EXPECT_TRUE(content->starts_with("HEADxxx"));
  EXPECT_TRUE(content->ends_with("abcdeftail"));
  const auto mapped = MappedFile::open(path_);
  ASSERT_TRUE(mapped);
  EXPECT_EQ(mapped->bytes(), *content);
}

TEST_F(Files, AMovedWriterGoesOnWhereTheFirstStopped) {
  auto first = FileWriter::create(path_);
  ASSERT_TRUE(first);
  first->write("a");
  FileWriter second = std::move(*first);
  second.write("b");
  ASSERT_TRUE(second.close(false));
  EXPECT_EQ(*read_file(path_), "ab");
}

TEST_F(Files, CreateRefusesAFileThatExists) {
  ASSERT_TRUE(atomic_write(path_, "old"));
  const auto writer = FileWriter::create(path_);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().status, Status::cannot_create);
  EXPECT_EQ(writer.error().message, path_.string() + ": cannot create: File exists");
}

TEST_F(Files, AnEmptyFileMapsToNothing) {
  ASSERT_TRUE(atomic_write(path_, ""));
  const auto mapped = MappedFile::open(path_);
  ASSERT_TRUE(mapped);
  EXPECT_TRUE(mapped->bytes().empty());
}

TEST_F(Files, MappingAFolderIsAnErrorAndNoSignal) { EXPECT_EQ(MappedFile::open(folder_.path()).error().status, Status::bad_data); }

TEST_F(Files, AMissingFileIs66AndNamesItself) {
  const auto content = read_file(path_);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().status, Status::no_input);
  EXPECT_EQ(content.error().message, path_.string() + ": cannot open: No such file or directory");
}

TEST_F(Files, AFileBeyondTheCallersLimitIs65) {
  ASSERT_TRUE(atomic_write(path_, "12345"));
  EXPECT_TRUE(read_file(path_, 5));
  EXPECT_EQ(read_file(path_, 4).error().message, path_.string() + ": longer than 4 bytes");
}

// A fifo in a file's place would be waited for, and /dev/zero has no end.
TEST_F(Files, WithALimitOnlyARegularFileIsRead) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(read_file(path_, 100).error().message, path_.string() + ": not a regular file");
  EXPECT_FALSE(MappedFile::open(path_));
  EXPECT_EQ(read_file("/dev/zero", 100).error().message, "/dev/zero: not a regular file");
  EXPECT_EQ(*read_file("/dev/null", 100), "");
}

TEST_F(Files, AtomicWriteReplacesKeepsTheModeAndLeavesNoTemporaryFile) {
  ASSERT_TRUE(atomic_write(path_, "old"));
  ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
  ASSERT_TRUE(atomic_write(path_, "new"));
  EXPECT_EQ(*read_file(path_), "new");
  EXPECT_EQ(mode_of(path_), 0640U);
  EXPECT_FALSE(std::filesystem::exists(temporary_name(path_)));
}

TEST_F(Files, AtomicWriteReplacesATemporaryFileOfAKilledRun) {
  ASSERT_TRUE(atomic_write(temporary_name(path_), "half of a longer text"));
  ASSERT_TRUE(atomic_write(path_, "new"));
  EXPECT_EQ(*read_file(path_), "new");
}

TEST_F(Files, AtomicWriteFollowsNoLinkAtItsTemporaryName) {
  const Path victim = folder_.path() / "victim";
  ASSERT_TRUE(atomic_write(victim, "precious"));
  std::filesystem::create_symlink(victim, temporary_name(path_));
  EXPECT_FALSE(atomic_write(path_, "new"));
  EXPECT_EQ(*read_file(victim), "precious");
}

TEST_F(Files, AtomicWriteIntoAFolderThatIsNotThereIs73) {
  const auto written = atomic_write(folder_.path() / "none" / "file", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().status, Status::cannot_create);
}

TEST_F(Files, MakeFolderMakesParentsAndRefusesAFileInItsPlace) {
  EXPECT_TRUE(make_folder(folder_.path() / "a" / "b"));
  EXPECT_TRUE(make_folder(folder_.path() / "a" / "b"));
  ASSERT_TRUE(atomic_write(path_, ""));
  EXPECT_EQ(make_folder(path_).error().status, Status::cannot_create);
  EXPECT_EQ(make_folder(path_ / "below").error().status, Status::cannot_create);
}

TEST(SystemError, AFullDiskIs74WithPathAndReason) {
  EXPECT_EQ(system_error(ENOSPC, "write", "/a/b").message,
            "/a/b: cannot write: No space left on device; make room and run the same command again");
  EXPECT_EQ(creation_error(ENOSPC, "create", "/a/b").status, Status::io_error);
}

TEST_F(Files, AFileBeyondTheSystemsLimitIsAnErrorOfTheWriter) {
  EXPECT_TRUE(in_child([this] {
    static_cast<void>(::signal(SIGXFSZ, SIG_IGN));
    const rlimit limit{100'000, 100'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto writer = FileWriter::create(path_);
    for (int i = 0; i < 100; ++i) writer->write(std::string(50'000, 'x'));
    const auto closed = writer->close(true);
    return !closed && closed.error().status == Status::io_error && closed.error().message.starts_with(path_.string());
  }));
}

TEST_F(Files, RunningOutOfDescriptorsIs71) {
  EXPECT_TRUE(in_child([this] {
    const rlimit limit{3, 3};
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const auto content = read_file(path_);
    return !content && content.error().status == Status::system && content.error().message.find("ulimit -n") != std::string::npos;
  }));
}

// A pipe takes and gives 64 KiB at a time, so both sides meet short calls.
TEST_F(Files, ReadingAPipeGoesOnAfterShortReads) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  std::jthread other([this] {
    const Descriptor fd(::open(path_.c_str(), O_WRONLY));
    for (int i = 0; i < 1000; ++i) {
      if (::write(fd.get(), "0123456789", 10) != 10) return;
    }
  });
  EXPECT_EQ(read_file(path_)->size(), 10'000U);
}

TEST(Sha256, HasThePublishedValues) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 parts;
  parts.update("a");
  Sha256 moved = std::move(parts);
  moved.update("bc");
  EXPECT_EQ(moved.hex(), sha256_hex("abc"));
}

TEST_F(Files, TheHashOfAFileIsThatOfItsBytes) {
  const std::string content(2'500'000, 'y');
  ASSERT_TRUE(atomic_write(path_, content));
  EXPECT_EQ(*sha256_of_file(path_), sha256_hex(content));
}

TEST(SystemError, HasOneStatusForEachKindOfFailure) {
  struct Row {
    int number;
    Status plain;
    Status creating;
  };
  const Row rows[] = {
      {ENOENT, Status::no_input, Status::cannot_create},
      {EACCES, Status::no_input, Status::cannot_create},
      {EROFS, Status::cannot_create, Status::cannot_create},
      {EEXIST, Status::cannot_create, Status::cannot_create},
      {ENOSPC, Status::io_error, Status::io_error},
      {EIO, Status::io_error, Status::io_error},
      {EFBIG, Status::io_error, Status::io_error},
      {ENOMEM, Status::system, Status::system},
      {EMFILE, Status::system, Status::system},
      {EBUSY, Status::system, Status::system},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(system_error(row.number, "do", "/p").status, row.plain) << row.number;
    EXPECT_EQ(creation_error(row.number, "do", "/p").status, row.creating) << row.number;
  }
}

class Part : public Files {
 protected:
  void write_part(std::string_view payload) {
    auto part = PartWriter::create(path_, "BSTEST", 3);
    ASSERT_TRUE(part);
    part->write(payload.substr(0, 1));
    part->write(payload.substr(1));
    EXPECT_EQ(part->payload_bytes(), payload.size());
    ASSERT_TRUE(part->finish());
  }
  std::string payload_error(std::string_view magic, std::uint32_t version) {
    const auto file = MappedFile::open(path_);
    const auto payload = part_payload(*file, path_, magic, version);
    return payload ? "" : payload.error().message.substr(path_.string().size());
  }
};

TEST_F(Part, WhatWasWrittenIsThePayload) {
  write_part("hello part");
  const auto file = MappedFile::open(path_);
  EXPECT_EQ(*part_payload(*file, path_, "BSTEST", 3), "hello part");
  EXPECT_EQ(file->bytes().size(), kPartHeaderBytes + 10);
  EXPECT_TRUE(verify_part(path_));
}

TEST_F(Part, AnotherKindAndAnotherVersionAreRefused) {
  write_part("hello part");
  EXPECT_EQ(payload_error("BSOTHER", 3), ": damaged: it does not begin with BSOTHER");
  EXPECT_EQ(payload_error("BSTEST", 2), ": version 3, written by a newer Broadsheet (this one reads up to 2): update, or `rollback`");
  EXPECT_EQ(payload_error("BSTEST", 4), ": version 3, too old (this program reads 4): build the archive again");
}

TEST_F(Part, EveryFlippedBitAndEveryCutIsFound) {
  write_part("hello part");
  const std::string sound = *read_file(path_);
  // The kind and version are compared by part_payload, the rest by verify_part.
  for (std::size_t bit = 0; bit < sound.size() * 8; ++bit) {
    std::string damaged = sound;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    put_file(path_, damaged);
    EXPECT_TRUE(!verify_part(path_) || !payload_error("BSTEST", 3).empty()) << bit;
  }
  for (std::size_t size = 0; size < sound.size(); ++size) {
    put_file(path_, sound.substr(0, size));
    EXPECT_EQ(verify_part(path_).error().status, Status::bad_data) << size;
    EXPECT_NE(payload_error("BSTEST", 3), "") << size;
  }
}

TEST_F(Part, AnUnfinishedPartIsNoPart) {
  {
    auto part = PartWriter::create(path_, "BSTEST", 3);
    ASSERT_TRUE(part);
    part->write(std::string(2'000'000, 'x'));
  }
  EXPECT_NE(payload_error("BSTEST", 3), "");
}

}  // namespace
}  // namespace broadsheet
