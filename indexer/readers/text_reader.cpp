// Plain text: one article a file, or several with a line between. All that a record has is its text.
#include <algorithm>
#include <utility>

#include "indexer/readers/formats.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(kBlanks);
  return begin == line.npos ? std::string_view() : line.substr(begin, line.find_last_not_of(kBlanks) + 1 - begin);
}

void give_article(Capture&& article, Output& out) {
  if (is_blank(article.bytes) && !article.too_long()) return;
  JsonValue fields{JsonValue::Object{{"text", JsonValue{article.bytes}}}};
  out.record(std::move(article), std::move(fields));
}

// Takes up to a line's end, "\n" or "\r", or the input's; the line alone is looked at while it may still be the separator.
bool take_piece(Input& in, Capture& article, std::string& line, std::size_t longest) {
  for (std::string_view bytes = in.window(); !bytes.empty(); bytes = in.window()) {
    const std::size_t end = bytes.find_first_of("\r\n");
    const std::size_t n = end == bytes.npos ? bytes.size() : end + 1;
    article.add(bytes.substr(0, n));
    if (line.size() <= longest) line += bytes.substr(0, n);
    in.take(n);
    if (end != bytes.npos) return true;
  }
  return false;
}

}  // namespace

void read_text(Input& in, Output& out, std::string_view split_at) {
  constexpr std::size_t kBlanksAround = 4096;  // of a separator
  const std::string separator(trimmed(split_at));
  std::string line;
  while (out.open()) {
    in.skip(kBlanks);
    if (in.window().empty()) return;
    Capture article(in.origin());
    bool ended = false, split = false;
    while (!ended && !split) {
      const std::uint64_t length = article.length;
      const std::size_t kept = article.bytes.size();
      line.clear();
      ended = !take_piece(in, article, line, separator.size() + kBlanksAround);
      split = !separator.empty() && line.size() <= separator.size() + kBlanksAround && trimmed(line) == separator;
      if (!split) continue;
      article.length = length;
      article.bytes.resize(std::min(article.bytes.size(), kept));
    }
    if (ended && in.failed()) return;  // an article that the error cut is no record
    give_article(std::move(article), out);
  }
}

}  // namespace broadsheet
