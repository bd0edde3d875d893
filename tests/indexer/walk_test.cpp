// From INPUT to unpacked bytes: which files are meant, and what is in them once unpacked.
#include "indexer/readers/walk.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <lzma.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/files.h"
#include "indexer/readers/decompress.h"

namespace broadsheet {
namespace {

namespace fs = std::filesystem;

// A folder of its own for each test, removed at its end.
class Inputs : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/broadsheet-inputs-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view content = "{}\n") const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return path.string();
  }
  // Paths below the folder.
  std::vector<std::string> found(const WalkResult& walked) const {
    std::vector<std::string> names;
    for (const InputFile& file : walked.files) names.push_back(fs::path(file.path).lexically_relative(folder_).string());
    return names;
  }
  WalkResult walk(std::vector<std::string> inputs = {}) const {
    if (inputs.empty()) inputs.push_back(folder_.string());
    auto walked = find_inputs(inputs, InputFormat::automatic);
    EXPECT_TRUE(walked.has_value());
    return walked ? *walked : WalkResult();
  }

  fs::path folder_;
};

using Names = std::vector<std::string>;
class Walking : public Inputs {};

TEST_F(Walking, TakesTheKnownNamesOfAFolderInTheOrderOfTheirBytes) {
  for (const char* name : {"b.json", "a/z.jsonl", "a.jsonl", "B.ndjson", "a/b/c.JSONL.GZ", "é.json.zst", "x.jsonl.xz", "x.json.bz2"})
    write(name);
  for (const char* name : {"README.md", "x.jsonl.zip", "json", "x.gz", "x.jsonl.gz.gz", ".hidden.jsonl", ".git/x.jsonl"}) write(name);
  const WalkResult walked = walk();
  EXPECT_EQ(found(walked),
            (Names{"B.ndjson", "a.jsonl", "a/b/c.JSONL.GZ", "a/z.jsonl", "b.json", "x.json.bz2", "x.jsonl.xz", "é.json.zst"}));
  EXPECT_EQ(walked.skipped_files, 6U);  // what is in a hidden folder is not even counted
  EXPECT_TRUE(walked.rejects.empty());
}

TEST_F(Walking, TakesNamedFilesWhateverTheirNamesInTheOrderGiven) {
  const std::string second = write("z.log"), first = write(".a.txt");
  EXPECT_EQ(found(walk({second, first, second})), (Names{"z.log", ".a.txt", "z.log"}));
}

TEST_F(Walking, TakesNamesOfAnyBytes) {
  const Names names = {"-rf.jsonl", "esc\x1b[31m.jsonl", "line\nend.jsonl", "not\xffutf8.jsonl", "two words.jsonl"};
  for (const std::string& name : names) write(name);
  EXPECT_EQ(found(walk()), names);
}

TEST_F(Walking, FollowsLinksToFilesButNotToFolders) {
  write("in/a.jsonl");
  write("elsewhere/b.jsonl");
  fs::create_directory_symlink(folder_ / "elsewhere", folder_ / "in/folder.jsonl");
  fs::create_directory_symlink(folder_ / "in", folder_ / "in/loop");
  fs::create_symlink(folder_ / "elsewhere/b.jsonl", folder_ / "in/link.jsonl");
  fs::create_symlink(folder_ / "elsewhere/b.jsonl", folder_ / "in/link.md");
  fs::create_symlink(folder_ / "nowhere", folder_ / "in/broken.md");
  const WalkResult walked = walk({(folder_ / "in").string()});
  EXPECT_EQ(found(walked), (Names{"in/a.jsonl", "in/link.jsonl"}));
  EXPECT_EQ(walked.skipped_files, 4U);
  EXPECT_EQ(found(walk({(folder_ / "in/loop").string()})).size(), 2U) << "a link that is named itself is followed";
}

TEST_F(Walking, SkipsFifosSocketsAndDevicesOfAFolderWithoutOpeningThem) {
  write("a.jsonl");
  ASSERT_EQ(::mkfifo((folder_ / "fifo.jsonl").c_str(), 0600), 0);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder_ / "socket.json").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(fd);
  fs::create_symlink("/dev/zero", folder_ / "zero.jsonl");
  const WalkResult walked = walk();
  EXPECT_EQ(found(walked), (Names{"a.jsonl"}));
  EXPECT_EQ(walked.skipped_files, 3U);
}

TEST_F(Walking, RejectsADeviceThatIsNamedButTakesAFifo) {
  const std::string fifo = (folder_ / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const WalkResult walked = walk({"/dev/zero", fifo});
  EXPECT_EQ(found(walked), (Names{"fifo"}));
  ASSERT_EQ(walked.rejects.size(), 1U);
  EXPECT_EQ(walked.rejects[0].reason, "unreadable");
  EXPECT_EQ(walked.rejects[0].message, "/dev/zero: neither a file nor a folder, but a device or socket");
}

TEST_F(Walking, RejectsWhatItCannotReadAndGoesOn) {
  write("a.jsonl");
  fs::create_symlink(folder_ / "nowhere", folder_ / "broken.jsonl");
  const std::string secret = write("secret.jsonl");
  write("shut/b.jsonl");
  ::chmod(secret.c_str(), 0);
  ::chmod((folder_ / "shut").c_str(), 0);
  const WalkResult walked = walk();
  ::chmod((folder_ / "shut").c_str(), 0700);
  const bool is_root = ::geteuid() == 0;  // who may read everything
  EXPECT_EQ(found(walked), is_root ? (Names{"a.jsonl", "secret.jsonl", "shut/b.jsonl"}) : Names{"a.jsonl"});
  ASSERT_EQ(walked.rejects.size(), is_root ? 1U : 3U);
  for (const Reject& reject : walked.rejects) {
    EXPECT_EQ(reject.reason, "unreadable");
    EXPECT_FALSE(reject.record.has_value());
    EXPECT_TRUE(reject.message.starts_with(reject.origin.file + ": cannot read: ")) << reject.message;
  }
}

TEST_F(Walking, OfWhatDoesNotExistEndsWith66) {
  const auto walked = find_inputs({write("a.jsonl"), (folder_ / "missing").string()}, InputFormat::automatic);
  ASSERT_FALSE(walked.has_value());
  EXPECT_EQ(walked.error().status, Status::no_input);
  EXPECT_EQ(walked.error().message, "there is no file or folder " + (folder_ / "missing").string() + "; nothing was read");
}

TEST_F(Walking, TakesStandardInputOnce) {
  EXPECT_EQ(walk({"-"}).files.at(0).path, "-");
  const auto twice = find_inputs({"-", "-"}, InputFormat::automatic);
  ASSERT_FALSE(twice.has_value());
  EXPECT_EQ(twice.error().status, Status::usage);
}

TEST(InputFormats, HaveTheirNames) {
  EXPECT_EQ(parse_input_format("jsonl"), InputFormat::jsonl);
  EXPECT_EQ(parse_input_format("json"), InputFormat::json);
  EXPECT_EQ(parse_input_format("parquet"), std::nullopt);
}

// ---- unpacking

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<unsigned>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(std::string_view text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

std::string xz(std::string_view text) {
  std::string packed(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size()),
            LZMA_OK);
  packed.resize(size);
  return packed;
}

std::string bzip2(std::string_view text) {
  std::string packed(text.size() + text.size() / 64 + 1024, '\0');
  auto size = static_cast<unsigned>(packed.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(packed.data(), &size, const_cast<char*>(text.data()), static_cast<unsigned>(text.size()), 1, 0, 0),
            BZ_OK);
  packed.resize(size);
  return packed;
}

struct Packer {
  const char* name;
  std::string (*pack)(std::string_view);
};
constexpr Packer kPackers[] = {{"gzip", gzip}, {"Zstandard", zstd}, {"xz", xz}, {"bzip2", bzip2}};

// Lines that do not pack too well, far longer than any buffer.
std::string long_text() {
  std::string text;
  std::uint64_t n = 1;
  while (text.size() < 1'000'000) {
    n = n * 6364136223846793005U + 1442695040888963407U;
    text += R"({"id":")" + std::to_string(n) + "\"}\n";
  }
  return text;
}

struct Unpacked {
  std::string bytes;
  std::string error;
  std::string reason;
  std::uint64_t packed = 0;
  std::string sha256;
};

Unpacked unpack(const std::string& path, std::size_t piece = 60'000, bool keep = true) {
  Unpacked out;
  auto file = UnpackedFile::open(path);
  if (!file) return {"", file.error().message, "", 0, ""};
  std::vector<char> buffer(piece);
  while (true) {
    auto got = (*file)->read(buffer.data(), buffer.size());
    if (!got) {
      out.error = got.error().message;
      out.reason = (*file)->failure_reason();
      EXPECT_EQ((*file)->read(buffer.data(), buffer.size()).error().message, out.error) << "an error stays";
    }
    if (!got || *got == 0) break;
    if (keep) out.bytes.append(buffer.data(), *got);
  }
  out.packed = (*file)->packed_bytes();
  out.sha256 = (*file)->packed_sha256();
  return out;
}

class Unpacking : public Inputs {
 protected:
  // The error's text without the path and the advice.
  static std::string fault(const Unpacked& unpacked, const std::string& path) {
    const std::string prefix = path + ": ";
    EXPECT_TRUE(unpacked.error.starts_with(prefix)) << unpacked.error;
    return unpacked.error.substr(prefix.size(), unpacked.error.find(", after") - prefix.size());
  }
};

TEST_F(Unpacking, GivesPlainFilesAsTheyAreWithCountAndHash) {
  for (const std::string& text : {std::string(), std::string("{"), std::string("BZ"), long_text()}) {
    const Unpacked unpacked = unpack(write("x", text));
    EXPECT_EQ(unpacked.bytes, text);
    EXPECT_EQ(unpacked.packed, text.size());
    EXPECT_EQ(unpacked.sha256, sha256_hex(text));
  }
}

TEST_F(Unpacking, RecognisesEveryPackingFromTheContent) {
  const std::string text = long_text();
  for (const auto& [name, pack] : kPackers) {
    const std::string packed = pack(text);
    for (const std::size_t piece : {1'000'000U, 4'099U}) {
      const Unpacked unpacked = unpack(write("x.txt", packed), piece);
      EXPECT_EQ(unpacked.bytes == text, true) << name;
      EXPECT_EQ(unpacked.error, "") << name;
      EXPECT_EQ(unpacked.packed, packed.size()) << name;
      EXPECT_EQ(unpacked.sha256, sha256_hex(packed)) << name;
    }
  }
}

TEST_F(Unpacking, GivesAnEmptyPackedFileAsEmpty) {
  for (const auto& [name, pack] : kPackers) {
    const Unpacked unpacked = unpack(write("x", pack("")));
    EXPECT_EQ(unpacked.bytes + unpacked.error, "") << name;
  }
}

TEST_F(Unpacking, ReadsMembersBehindEachOtherAsOneFile) {
  const std::string text = long_text();
  for (const auto& [name, pack] : kPackers) {
    const std::string packed = pack("one\n") + pack("") + pack(text) + std::string(512, '\0') + pack("last\n") + std::string(1024, '\0');
    const Unpacked unpacked = unpack(write("x", packed));
    EXPECT_EQ(unpacked.error, "") << name;
    EXPECT_EQ(unpacked.bytes == "one\n" + text + "last\n", true) << name;
    EXPECT_EQ(unpacked.packed, packed.size()) << name;
  }
}

TEST_F(Unpacking, DoesNotUnpackWhatIsPackedInside) {
  for (const auto& [name, pack] : kPackers) EXPECT_EQ(unpack(write("x", pack(pack("text")))).bytes, pack("text")) << name;
}

TEST_F(Unpacking, OfACutFileGivesWhatIsThereAndThenAnError) {
  const std::string text = long_text();
  for (const auto& [name, pack] : kPackers) {
    const std::string packed = pack(text);
    for (const std::size_t size : {std::size_t{6}, packed.size() / 2, packed.size() - 3, packed.size() - 1}) {
      const std::string path = write("x.gz", packed.substr(0, size));
      const Unpacked unpacked = unpack(path);
      EXPECT_EQ(fault(unpacked, path), std::string("damaged ") + name + " data: the file is cut off") << size;
      EXPECT_NE(
          unpacked.error.find("after " + std::to_string(size) + " bytes read and " + std::to_string(unpacked.bytes.size()) + " unpacked"),
          std::string::npos)
          << unpacked.error;
      EXPECT_EQ(unpacked.reason, "damaged");
      EXPECT_TRUE(text.starts_with(unpacked.bytes));
      if (size == packed.size() / 2) {
        EXPECT_GT(unpacked.bytes.size(), text.size() / 10) << name;
      }
    }
  }
}

TEST_F(Unpacking, OfADamagedFileGivesAnError) {
  const std::string text = long_text();
  for (const auto& [name, pack] : kPackers) {
    std::string packed = pack(text);
    for (std::size_t i = 0; i < 64; ++i) packed[packed.size() / 2 + i] ^= '\x55';
    const std::string path = write("x", packed);
    const Unpacked unpacked = unpack(path);
    EXPECT_TRUE(fault(unpacked, path).starts_with(std::string("damaged ") + name + " data: ")) << unpacked.error;
    EXPECT_EQ(unpacked.reason, "damaged");
  }
}

TEST_F(Unpacking, DoesNotPassOverWhatStandsBehindTheLastMember) {
  for (const auto& [name, pack] : kPackers) {
    const Unpacked unpacked = unpack(write("x", pack("good\n") + "{\"id\":\"not packed\"}\n"));
    EXPECT_EQ(unpacked.bytes, "good\n") << name;
    EXPECT_EQ(unpacked.reason, "damaged") << name;
  }
}

TEST_F(Unpacking, StopsABomb) {
  const std::string block(8U << 20, ' ');
  for (const auto& [name, pack] : kPackers) {
    const std::string member = pack(block);
    std::string packed;
    for (int i = 0; i < 64; ++i) packed += member;  // 512 MB, were it unpacked
    const std::string path = write("x", packed);
    const Unpacked unpacked = unpack(path, 1U << 20, false);
    EXPECT_EQ(unpacked.reason, "bomb") << name << ' ' << unpacked.error;
    EXPECT_TRUE(unpacked.error.starts_with(path + ": stopped: ")) << unpacked.error;
  }
}

TEST_F(Unpacking, LetsAFileThatPacksVeryWellPassWhileItIsSmall) {
  const std::string blanks(40U << 20, ' ');
  EXPECT_EQ(unpack(write("x", zstd(blanks))).bytes.size(), blanks.size());
}

TEST_F(Unpacking, OfWhatCannotBeOpenedOrReadSaysWhy) {
  const std::string missing = (folder_ / "missing").string();
  EXPECT_EQ(UnpackedFile::open(missing).error().status, Status::no_input);
  EXPECT_TRUE(UnpackedFile::open(missing).error().message.starts_with(missing + ": cannot open: No such file"));
  EXPECT_TRUE(UnpackedFile::open(folder_.string()).error().message.starts_with(folder_.string() + ": cannot read: Is a directory"));
}

}  // namespace
}  // namespace broadsheet
