#include "indexer/readers/decompress.h"

#include <bzlib.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <lzma.h>
#include <poll.h>
#include <unistd.h>
#include <zstd.h>
#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "common/files.h"
#include "common/limits.h"
#include "indexer/build.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kBlockBytes = 128U << 10;
constexpr std::uint64_t kRatioFreeBytes = 64U << 20;     // up to here any ratio is fine
constexpr std::uint64_t kMaxXzMemory = 256U << 20;       // xz -9 needs 65 MB
constexpr std::size_t kMaxChunk = 1U << 30;              // the libraries count a call's bytes in 32 bits

enum class Step { more, stream_end, failed };

// One stream (member, frame) after the other. Owns the library's state.
class Codec {
 public:
  Codec() = default;
  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;
  virtual ~Codec() = default;
  // Gets ready for the next stream; false: no memory.
  virtual bool begin() = 0;
  // Takes from the front of `in`, writes to the front of `out`, and leaves what is left of both. No progress: more.
  virtual Step step(std::string_view& in, std::span<char>& out) = 0;
  const std::string& fault() const { return fault_; }

 protected:
  Step failed(std::string_view why) {
    fault_ = why;
    return Step::failed;
  }

 private:
  std::string fault_;
};

unsigned chunk(std::size_t size) { return static_cast<unsigned>(std::min(size, kMaxChunk)); }

class GzipCodec : public Codec {
 public:
  ~GzipCodec() override {
    if (ready_) inflateEnd(&stream_);
  }
  bool begin() override {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (!ready_)
      ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
    else
      inflateReset(&stream_);
    return ready_;
  }
  Step step(std::string_view& in, std::span<char>& out) override {
    const unsigned in_size = chunk(in.size()), out_size = chunk(out.size());
    stream_.next_in = reinterpret_cast<const Bytef*>(in.data());
    stream_.avail_in = in_size;
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = out_size;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    in.remove_prefix(in_size - stream_.avail_in);
    out = out.subspan(out_size - stream_.avail_out);
    if (result == Z_STREAM_END) return Step::stream_end;
    if (result == Z_OK || result == Z_BUF_ERROR) return Step::more;
    return failed(stream_.msg != nullptr ? stream_.msg : "damaged data");
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

class ZstdCodec : public Codec {
 public:
  ~ZstdCodec() override { ZSTD_freeDCtx(context_); }
  bool begin() override {
    if (context_ == nullptr) context_ = ZSTD_createDCtx();
    if (context_ == nullptr) return false;
    return ZSTD_isError(ZSTD_DCtx_reset(context_, ZSTD_reset_session_only)) == 0;
  }
  Step step(std::string_view& in, std::span<char>& out) override {
    ZSTD_inBuffer source{in.data(), in.size(), 0};
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    const std::size_t result = ZSTD_decompressStream(context_, &target, &source);
    in.remove_prefix(source.pos);
    out = out.subspan(target.pos);
    if (ZSTD_isError(result) != 0) return failed(ZSTD_getErrorName(result));
    return result == 0 ? Step::stream_end : Step::more;
  }

 private:
  ZSTD_DCtx* context_ = nullptr;
};

std::string_view xz_fault(lzma_ret result) {
  switch (result) {
    case LZMA_MEM_ERROR:
      return "no memory";
    case LZMA_MEMLIMIT_ERROR:
      return "unpacking it takes more than 256 MB of memory";
    case LZMA_FORMAT_ERROR:
      return "not xz data";
    case LZMA_OPTIONS_ERROR:
      return "packed in a way this liblzma does not know";
    default:
      return "damaged data";
  }
}

class XzCodec : public Codec {
 public:
  ~XzCodec() override { lzma_end(&stream_); }
  bool begin() override { return lzma_stream_decoder(&stream_, kMaxXzMemory, 0) == LZMA_OK; }
  Step step(std::string_view& in, std::span<char>& out) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret result = lzma_code(&stream_, LZMA_RUN);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.subspan(out.size() - stream_.avail_out);
    if (result == LZMA_STREAM_END) return Step::stream_end;
    if (result == LZMA_OK || result == LZMA_BUF_ERROR) return Step::more;
    return failed(xz_fault(result));
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

class Bzip2Codec : public Codec {
 public:
  ~Bzip2Codec() override { end(); }
  bool begin() override {
    end();
    ready_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    return ready_;
  }
  Step step(std::string_view& in, std::span<char>& out) override {
    const unsigned in_size = chunk(in.size()), out_size = chunk(out.size());
    stream_.next_in = const_cast<char*>(in.data());  // only read
    stream_.avail_in = in_size;
    stream_.next_out = out.data();
    stream_.avail_out = out_size;
    const int result = BZ2_bzDecompress(&stream_);
    in.remove_prefix(in_size - stream_.avail_in);
    out = out.subspan(out_size - stream_.avail_out);
    if (result == BZ_STREAM_END) return Step::stream_end;
    return result == BZ_OK ? Step::more : failed(result == BZ_MEM_ERROR ? "no memory" : "damaged data");
  }

 private:
  void end() {
    if (ready_) BZ2_bzDecompressEnd(&stream_);
    ready_ = false;
    stream_ = {};
  }
  bz_stream stream_{};
  bool ready_ = false;
};

struct Packing {
  std::string_view name;
  std::string_view magic;
  std::unique_ptr<Codec> (*make)();
};

template <class T>
std::unique_ptr<Codec> make_codec() {
  return std::make_unique<T>();
}

constexpr std::array kPackings = {
    Packing{"gzip", "\x1f\x8b"sv, make_codec<GzipCodec>},
    Packing{"Zstandard", "\x28\xb5\x2f\xfd"sv, make_codec<ZstdCodec>},
    Packing{"xz", "\xfd\x37\x7a\x58\x5a\x00"sv, make_codec<XzCodec>},
    Packing{"bzip2", "BZh"sv, make_codec<Bzip2Codec>},
};
constexpr std::size_t kLongestMagic = 6;

// Returns when there is something to read; false: a signal has ended the run meanwhile (a pipe may stay silent for ever).
bool wait_for_input(int fd) {
  constexpr int kLookAgainMs = 200;
  while (stop_signal == 0) {
    pollfd wait{fd, POLLIN, 0};
    const int ready = ::poll(&wait, 1, kLookAgainMs);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
  }
  return false;
}

// The packed bytes, counted and hashed as they come by.
class PackedFile {
 public:
  PackedFile(std::string path, Descriptor fd) : path_(std::move(path)), fd_(std::move(fd)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) {
    if (!wait_for_input(fd_.get())) return 0;
    ssize_t got = 0;
    do got = ::read(fd_.get(), buffer, std::min(size, kMaxChunk));
    while (got < 0 && errno == EINTR);
    if (got < 0) return std::unexpected(system_error(errno, "read", path_));
    const auto n = static_cast<std::size_t>(got);
    hash_.update({buffer, n});
    bytes_ += n;
    return n;
  }
  const std::string& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }
  std::string sha256() { return hash_.hex(); }

 private:
  std::string path_;
  Descriptor fd_;
  std::uint64_t bytes_ = 0;
  Sha256 hash_;
};

class Unpacker : public UnpackedFile {
 public:
  Unpacker(const std::string& path, Descriptor fd) : file_(path, std::move(fd)), block_(kBlockBytes) {}

  // Reads as many bytes as the longest magic has and chooses the codec.
  Result<void> recognise() {
    while (in_.size() < kLongestMagic && !ended_) {
      const std::size_t have = in_.size();
      auto got = file_.read(block_.data() + have, block_.size() - have);
      if (!got) return std::unexpected(got.error());
      ended_ = *got == 0;
      in_ = {block_.data(), have + *got};
    }
    for (const Packing& packing : kPackings) {
      if (!in_.starts_with(packing.magic)) continue;
      packing_ = packing.name;
      codec_ = packing.make();
    }
    return {};
  }

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    if (failure_) return std::unexpected(*failure_);
    auto got = codec_ ? unpack({buffer, size}) : copy({buffer, size});
    if (!got) failure_ = got.error();
    return got;
  }
  std::string_view failure_reason() const override { return reason_; }
  std::uint64_t packed_bytes() const override { return file_.bytes(); }
  std::string packed_sha256() override { return file_.sha256(); }

 private:
  Result<std::size_t> copy(std::span<char> out) {
    if (in_.empty()) return file_.read(out.data(), out.size());
    const std::size_t n = in_.copy(out.data(), out.size());
    in_.remove_prefix(n);
    return n;
  }

  Result<std::size_t> unpack(const std::span<char> out) {
    if (pending_) return std::unexpected(*pending_);
    while (true) {
      auto going = refill();
      if (!going) return std::unexpected(going.error());
      if (!begin_stream()) return 0;
      if (between_streams_) continue;
      std::span<char> room = out;
      const Step step = codec_->step(in_, room);
      const std::size_t got = out.size() - room.size();
      unpacked_ += got;
      between_streams_ = step == Step::stream_end;
      const bool cut_off = step == Step::more && got == 0 && in_.empty() && ended_;
      if (step == Step::failed || cut_off)
        pending_ = damage(cut_off ? "the file is cut off" : codec_->fault());
      else if (is_bomb())
        return std::unexpected(bomb());
      if (got > 0) return got;
      if (pending_) return std::unexpected(*pending_);
    }
  }

  Result<void> refill() {
    if (!in_.empty() || ended_) return {};
    auto got = file_.read(block_.data(), block_.size());
    if (!got) return std::unexpected(got.error());
    ended_ = *got == 0;
    in_ = {block_.data(), *got};
    return {};
  }

  // false: the file has ended, and well. Stays between streams while only padding came.
  bool begin_stream() {
    if (!between_streams_) return true;
    in_.remove_prefix(std::min(in_.find_first_not_of('\0'), in_.size()));
    if (in_.empty()) return !ended_;
    if (!codec_->begin()) throw std::bad_alloc();
    between_streams_ = false;
    return true;
  }

  bool is_bomb() const { return unpacked_ > kRatioFreeBytes && unpacked_ / kMaxUnpackedRatio > file_.bytes(); }

  Error damage(std::string_view what) {
    reason_ = "damaged";
    return {Status::bad_data,
            fmt::format("{}: damaged {} data: {}, after {} bytes read and {} unpacked; get the file again, or unpack it by hand",
                        file_.path(), packing_, what, file_.bytes(), unpacked_)};
  }

  Error bomb() {
    reason_ = "bomb";
    return {
        Status::bad_data,
        fmt::format("{}: stopped: {} bytes of {} data unpack to more than {}, over {} times as many; if that is right, unpack it by hand",
                    file_.path(), file_.bytes(), packing_, unpacked_, kMaxUnpackedRatio)};
  }

  PackedFile file_;
  std::vector<char> block_;
  std::string_view in_;  // what is left of block_
  bool ended_ = false;
  std::string_view packing_;
  std::unique_ptr<Codec> codec_;
  bool between_streams_ = true;
  std::uint64_t unpacked_ = 0;
  std::optional<Error> pending_;  // found behind bytes that were still good
  std::optional<Error> failure_;
  std::string_view reason_ = "unreadable";
};

Descriptor open_input(const std::string& path) {
  if (path == "-") return Descriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
  int fd = -1;
  do fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  while (fd < 0 && errno == EINTR);
  return Descriptor(fd);
}

}  // namespace

Result<std::unique_ptr<UnpackedFile>> UnpackedFile::open(const std::string& path) {
  Descriptor fd = open_input(path);
  if (!fd) return std::unexpected(system_error(errno, "open", path));
  auto unpacker = std::make_unique<Unpacker>(path, std::move(fd));
  if (auto known = unpacker->recognise(); !known) return std::unexpected(known.error());
  return unpacker;
}

}  // namespace broadsheet
