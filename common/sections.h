// Sections of a part's payload: each begins at a multiple of 8 bytes, so that mapped numbers can be read where they lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/part.h"

namespace broadsheet {

inline constexpr std::size_t kSectionAlignment = 8;

constexpr std::size_t padded_section(std::size_t bytes) { return (bytes + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment; }

// Fills up with zeros to where the next section begins.
inline void pad_section(PartWriter& part) {
  const std::size_t over = part.payload_bytes() % kSectionAlignment;
  if (over != 0) part.write(std::string(kSectionAlignment - over, '\0'));
}

// Numbers or bytes as a section of their own.
template <class Values>
void write_section(PartWriter& part, const Values& values) {
  pad_section(part);
  part.write({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(typename Values::value_type)});
}

// Strings one behind the other, with the borders: n + 1 offsets.
struct StringTable {
  std::vector<std::uint32_t> starts{0};
  std::string bytes;
  void add(std::string_view s) {
    bytes += s;
    starts.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
};

// Cuts sections off a payload in the order they were written.
class Sections {
 public:
  explicit Sections(std::string_view payload) : rest_(payload) {}
  // Borrowed from the payload; not to be read unless ok().
  template <class T>
  const T* take(std::uint64_t count) {
    return reinterpret_cast<const T*>(bytes(count * sizeof(T)).data());
  }
  std::string_view bytes(std::uint64_t size) {
    if (size > rest_.size() || padded_section(size) > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view section = rest_.substr(0, size);
    rest_.remove_prefix(padded_section(size));
    return section;
  }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// substr that never throws: what lies outside is empty (a damaged file is found by `check`).
inline std::string_view slice(std::string_view bytes, std::uint64_t begin, std::uint64_t end) {
  if (begin > end || end > bytes.size()) return {};
  return bytes.substr(begin, end - begin);
}

}  // namespace broadsheet
