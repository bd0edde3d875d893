// The frame that every part of a generation written by us has: magic, version, and a hash of what follows.
// 32 bytes: magic[8] | version u32 | reserved u32 = 0 | payload bytes u64 | XXH3-64 of the payload u64 | payload.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "common/error.h"
#include "common/files.h"

namespace broadsheet {

inline constexpr std::size_t kPartHeaderBytes = 32;

// Writes a part: the payload goes through write(); finish() fills in the header and closes.
// It does not sync: a generation's files are synced when it is published (indexer/publish.cpp), all at once.
class PartWriter {
 public:
  PartWriter(PartWriter&&) noexcept;
  PartWriter& operator=(PartWriter&&) noexcept;
  ~PartWriter();
  static Result<PartWriter> create(const std::filesystem::path& path, std::string_view magic, std::uint32_t version);
  void write(std::string_view bytes);
  std::uint64_t payload_bytes() const;
  Result<void> finish();

 private:
  PartWriter() = default;
  FileWriter file_;
  std::string magic_;
  std::uint32_t version_ = 0;
  std::uint64_t payload_ = 0;
  void* hash_ = nullptr;  // XXH3 state, owned
};

// Checks magic, version and length (not the hash: verify_part does) and gives the payload, borrowed from `file`.
Result<std::string_view> part_payload(const MappedFile& file, const std::filesystem::path& path, std::string_view magic,
                                      std::uint32_t version);
// The same with the hash compared: for parts that are read without a look at each bound. 0.1 ms a megabyte.
Result<std::string_view> verified_payload(const MappedFile& file, const std::filesystem::path& path, std::string_view magic,
                                          std::uint32_t version);
// Reads all of it and compares the hash.
Result<void> verify_part(const std::filesystem::path& path);

}  // namespace broadsheet
