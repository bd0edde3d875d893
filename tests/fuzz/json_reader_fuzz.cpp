// Any bytes as an input file: every record stands at its offset and line, records come in order, and whatever one holds, it becomes an
// article or a reject that can be written down. The first byte chooses the format and the size of the pieces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

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

void check_place(const RawRecord& record, std::string_view input) {
  const auto& [file, line, offset] = record.origin;
  require(offset <= input.size());
  require(input.substr(offset, record.bytes.size()) == record.bytes);
  const auto line_ends = std::ranges::count(input.substr(0, offset), '\n');
  require(line == static_cast<std::uint64_t>(line_ends) + 1);
}

void check_record(const RawRecord& record) {
  const RecordSettings settings{{{"text", "a"}, {"title", "b.c"}}, "", {"d", "e.f"}};
  const auto parsed = parse_record(record, settings);
  if (!parsed) return check_json(reject_to_json(parsed.error()));
  const Article& article = parsed->article;
  require(!article.id.empty() && article.id.size() <= kMaxIdBytes);
  require(!article.title.empty() || !article.text.empty());
  check_json(article_to_json(article));
}

void check_input(std::string_view input, InputFormat format, std::size_t piece) {
  PieceSource source(input, piece);
  std::uint64_t last_offset = 0;
  read_records(source, "in.x", {format, "UTF-8", ""}, [&](RawRecord&& record) {
    if (record.reject) {
      check_json(reject_to_json(*record.reject));
      return true;
    }
    check_place(record, input);
    require(record.origin.offset >= last_offset);
    last_offset = record.origin.offset;
    check_record(record);
    return true;
  });
}

}  // namespace
}  // namespace broadsheet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using broadsheet::InputFormat;
  if (size == 0) return 0;
  constexpr InputFormat kFormats[] = {InputFormat::automatic, InputFormat::jsonl, InputFormat::json};
  constexpr std::size_t kPieces[] = {SIZE_MAX, 1, 7};
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  broadsheet::check_input(input, kFormats[data[0] % 3], kPieces[data[0] / 3 % 3]);
  return 0;
}
