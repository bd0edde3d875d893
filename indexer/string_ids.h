// Which number has this string? Numbers go up from 0 in the order in which strings are first seen. An open table of hashes beside the
// strings' bytes in large pieces: made for words, of which there are many and which are short.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace broadsheet {

// Not thread-safe. Memory: the bytes, and some 60 bytes a string.
class StringIds {
 public:
  StringIds();
  // A new number when the string is not there yet; size() tells.
  std::uint32_t id_of(std::string_view string);
  std::string_view operator[](std::uint32_t id) const { return strings_[id]; }  // stays where it is until clear()
  std::size_t size() const { return strings_.size(); }
  void clear();

 private:
  // `begin`: the whole string when it has at most 7 bytes, else its first 7; `hash` tells longer ones apart.
  struct Slot {
    std::uint64_t begin = 0;
    std::uint32_t hash = 0;
    std::uint32_t id = UINT32_MAX;  // a free slot
  };
  std::string_view keep(std::string_view string);
  void grow();
  std::vector<Slot> slots_;  // a power of two
  std::vector<std::string_view> strings_;
  std::vector<std::unique_ptr<char[]>> pieces_;
  char* end_ = nullptr;   // of what is used of the last piece
  std::size_t left_ = 0;  // behind it
};

}  // namespace broadsheet
