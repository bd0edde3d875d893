// A file in the frame of part.h around fuzzed bytes, with the right magic, length and hash, so that the fuzzer reaches what lies behind.
#pragma once

#include <unistd.h>
#include <xxhash.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "common/encoding.h"

namespace broadsheet {

inline std::filesystem::path write_part_file(std::string_view magic, std::string_view payload) {
  static const std::filesystem::path path = std::filesystem::temp_directory_path() / ("broadsheet-fuzz-" + std::to_string(::getpid()));
  std::string header(magic);
  append_u32(header, 1);
  append_u32(header, 0);
  append_u64(header, payload.size());
  append_u64(header, XXH3_64bits(payload.data(), payload.size()));
  std::ofstream(path, std::ios::binary | std::ios::trunc) << header << payload;
  return path;
}

}  // namespace broadsheet
