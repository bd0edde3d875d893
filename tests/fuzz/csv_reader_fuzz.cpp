// Any bytes as a table or a plain text: every record stands at its offset and line, records come in order and do not depend on the
// pieces, and each becomes an article or a reject that can be written down. The first byte chooses format and pieces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "common/article_json.h"
#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/readers/reader.h"
#include "indexer/record.h"
#include "indexer/rejects.h"

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

void check_json(const std::string& json) { require(is_valid_utf8(json) && parse_json(json, kMaxJsonDepth + 2).has_value()); }

std::vector<std::string> read(std::string_view input, InputFormat format, std::size_t piece) {
  const RecordSettings settings{{{"text", "a"}, {"authors", "b"}}, "", {"c"}};
  PieceSource source(input, piece);
  std::vector<std::string> told;
  std::uint64_t last = 0;
  read_records(source, "in.x", {format, "UTF-8", "--"}, [&](RawRecord&& record) {
    const Origin& origin = record.reject ? record.reject->origin : record.origin;
    require(origin.offset >= last && origin.offset <= input.size());
    last = origin.offset;
    if (!record.reject) require(input.substr(origin.offset, record.bytes.size()) == record.bytes);
    const auto parsed = parse_record(record, settings);
    told.push_back(parsed ? article_to_json(parsed->article) : reject_to_json(parsed.error()));
    check_json(told.back());
    return true;
  });
  return told;
}

}  // namespace
}  // namespace broadsheet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using broadsheet::InputFormat;
  if (size == 0) return 0;
  constexpr InputFormat kFormats[] = {InputFormat::csv, InputFormat::tsv, InputFormat::text};
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const InputFormat format = kFormats[data[0] % 3];
  broadsheet::require(broadsheet::read(input, format, SIZE_MAX) == broadsheet::read(input, format, 1 + data[0] / 32));
  return 0;
}
