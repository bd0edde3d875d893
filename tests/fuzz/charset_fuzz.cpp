// Any bytes in any set: the same whatever the pieces, valid where something was converted, and every place within the input, in order.
// The first byte chooses the set and the size of the pieces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "common/text.h"
#include "indexer/readers/charset.h"

namespace broadsheet {
namespace {

class PieceSource : public ByteSource {
 public:
  PieceSource(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t n = std::min({size, piece_, bytes_.size()});
    bytes_.copy(buffer, n);
    bytes_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view bytes_;
  std::size_t piece_;
};

void require(bool holds) {
  if (!holds) std::abort();
}

std::string convert(std::string_view input, const std::string& charset, std::size_t piece) {
  PieceSource source(input, piece);
  Utf8Source utf8(source, charset);
  std::string text, buffer(61, '\0');
  while (const std::size_t got = utf8.read(buffer.data(), buffer.size()).value()) text.append(buffer, 0, got);
  if (utf8.charset().empty())
    require(text == input);
  else
    require(is_valid_utf8(text));
  std::uint64_t last = 0;
  for (std::uint64_t at = 0; at <= text.size(); ++at) {
    const std::uint64_t original = utf8.original_offset(at);
    require(original >= last && original <= input.size());
    last = original;
  }
  return text;
}

}  // namespace
}  // namespace broadsheet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr const char* kCharsets[] = {"",          "",        "UTF-16LE",    "UTF-16BE",    "UTF-32LE", "windows-1252",
                                       "Shift_JIS", "gb18030", "windows-949", "ISO-2022-JP", "UTF-7"};
  const std::string charset = kCharsets[data[0] % std::size(kCharsets)];
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  broadsheet::require(broadsheet::convert(input, charset, SIZE_MAX) == broadsheet::convert(input, charset, 1 + data[0] / 32));
  return 0;
}
