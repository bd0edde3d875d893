#include "common/part.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <new>
#include <optional>

#include "common/encoding.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMagicBytes = 8;

struct PartHeader {
  std::string magic;
  std::uint32_t version = 0;
  std::uint32_t reserved = 0;
  std::uint64_t payload = 0;
  std::uint64_t hash = 0;
};

XXH3_state_t* hash_state(void* state) { return static_cast<XXH3_state_t*>(state); }

std::string padded(std::string_view magic) {
  std::string text(magic.substr(0, kMagicBytes));
  text.resize(kMagicBytes, '\0');
  return text;
}

std::string encode_header(const PartHeader& header) {
  std::string bytes = padded(header.magic);
  append_u32(bytes, header.version);
  append_u32(bytes, header.reserved);
  append_u64(bytes, header.payload);
  append_u64(bytes, header.hash);
  return bytes;
}

std::optional<PartHeader> decode_header(std::string_view bytes) {
  if (bytes.size() < kPartHeaderBytes) return std::nullopt;
  ByteReader reader(bytes.substr(kMagicBytes, kPartHeaderBytes - kMagicBytes));
  PartHeader header{.magic = std::string(bytes.substr(0, kMagicBytes))};
  header.version = reader.u32();
  header.reserved = reader.u32();
  header.payload = reader.u64();
  header.hash = reader.u64();
  return header;
}

}  // namespace

PartWriter::PartWriter(PartWriter&& other) noexcept
    : file_(std::move(other.file_)),
      magic_(std::move(other.magic_)),
      version_(other.version_),
      payload_(other.payload_),
      hash_(std::exchange(other.hash_, nullptr)) {}

PartWriter& PartWriter::operator=(PartWriter&& other) noexcept {
  file_ = std::move(other.file_);
  magic_ = std::move(other.magic_);
  version_ = other.version_;
  payload_ = other.payload_;
  std::swap(hash_, other.hash_);
  return *this;
}

PartWriter::~PartWriter() { XXH3_freeState(hash_state(hash_)); }

Result<PartWriter> PartWriter::create(const std::filesystem::path& path, std::string_view magic, std::uint32_t version) {
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  PartWriter part;
  part.hash_ = XXH3_createState();
  if (part.hash_ == nullptr) throw std::bad_alloc();
  XXH3_64bits_reset(hash_state(part.hash_));
  part.file_ = std::move(*file);
  part.magic_ = magic;
  part.version_ = version;
  // All zero until finish(): a file that was never finished has no magic.
  part.file_.write(std::string(kPartHeaderBytes, '\0'));
  return part;
}

void PartWriter::write(std::string_view bytes) {
  XXH3_64bits_update(hash_state(hash_), bytes.data(), bytes.size());
  payload_ += bytes.size();
  file_.write(bytes);
}

std::uint64_t PartWriter::payload_bytes() const { return payload_; }

Result<void> PartWriter::finish() {
  const std::uint64_t hash = XXH3_64bits_digest(hash_state(hash_));
  file_.rewrite(0, encode_header({.magic = magic_, .version = version_, .payload = payload_, .hash = hash}));
  return file_.close(false);
}

Result<std::string_view> part_payload(const MappedFile& file, const std::filesystem::path& path, std::string_view magic,
                                      std::uint32_t version) {
  const auto header = decode_header(file.bytes());
  if (!header) return damaged(path, fmt::format("{} bytes, too short for its header", file.bytes().size()));
  if (header->magic != padded(magic)) return damaged(path, fmt::format("it does not begin with {}", magic));
  if (header->version > version) {
    return fail(Status::bad_data, fmt::format("{}: version {}, written by a newer Broadsheet (this one reads up to {}): update, or "
                                              "`rollback`",
                                              path.string(), header->version, version));
  }
  if (header->version != version) {
    return fail(Status::bad_data, fmt::format("{}: version {}, too old (this program reads {}): build the archive again", path.string(),
                                              header->version, version));
  }
  const std::string_view payload = file.bytes().substr(kPartHeaderBytes);
  if (header->reserved != 0) return damaged(path, "its header has bits that this version does not know");
  if (header->payload != payload.size()) {
    return damaged(path, fmt::format("{} bytes after its header, which promises {}", payload.size(), header->payload));
  }
  return payload;
}

Result<std::string_view> verified_payload(const MappedFile& file, const std::filesystem::path& path, std::string_view magic,
                                          std::uint32_t version) {
  auto payload = part_payload(file, path, magic, version);
  if (!payload || XXH3_64bits(payload->data(), payload->size()) == decode_header(file.bytes())->hash) return payload;
  return damaged(path, "its hash does not fit its content");
}

// Reads instead of mapping: a failing disk is then an error and not a signal.
Result<void> verify_part(const std::filesystem::path& path) {
  std::string head;
  std::uint64_t payload = 0;
  XXH3_state_t* state = XXH3_createState();
  if (state == nullptr) throw std::bad_alloc();
  XXH3_64bits_reset(state);
  const auto done = read_in_blocks(path, [&](std::string_view bytes) {
    const std::string_view of_head = bytes.substr(0, kPartHeaderBytes - head.size());
    head += of_head;
    bytes.remove_prefix(of_head.size());
    payload += bytes.size();
    XXH3_64bits_update(state, bytes.data(), bytes.size());
  });
  const std::uint64_t hash = XXH3_64bits_digest(state);
  XXH3_freeState(state);
  if (!done) return std::unexpected(done.error());
  const auto header = decode_header(head);
  if (!header) return damaged(path, fmt::format("{} bytes, too short for its header", head.size()));
  if (header->payload != payload) {
    return damaged(path, fmt::format("{} bytes after its header, which promises {}", payload, header->payload));
  }
  if (header->hash != hash) return damaged(path, "its content does not match its hash");
  return {};
}

}  // namespace broadsheet
