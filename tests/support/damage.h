// A part's file with one bit changed, again and again: for tests of what reads foreign bytes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "common/part.h"
#include "tests/support/random.h"

namespace broadsheet {

// For each byte behind the part's header: writes `changed`, a copy of `part` with a random bit of that byte flipped, and calls `use`.
// Gives the number of bytes of the file.
template <class Use>
std::size_t for_each_flipped_byte(const std::filesystem::path& part, const std::filesystem::path& changed, Random& random, const Use& use) {
  std::ifstream file(part, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  for (std::size_t i = kPartHeaderBytes; i < bytes.size(); ++i) {
    std::string copy = bytes;
    copy[i] = static_cast<char>(copy[i] ^ (1 << random.below(8)));
    std::ofstream(changed, std::ios::binary) << copy;
    use();
  }
  return bytes.size();
}

}  // namespace broadsheet
