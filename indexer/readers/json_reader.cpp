// JSON Lines and JSON documents, cut into records at the memory of one record. Records are cut by quotes and brackets alone;
// whether one is good JSON is for record.cpp to say.
#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/readers/reader.h"
#include "indexer/record_keys.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kBlockBytes = 256U << 10;
constexpr std::size_t kKeptOfTooLong = 64U << 10;
constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kJsonSpace = " \t\r\n";

bool is_space(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_blank(std::string_view text) { return text.find_first_not_of(kJsonSpace) == text.npos; }

// The source with a window to look ahead in; knows line and offset of the next byte. An error of the source looks like its end.
class Input {
 public:
  Input(ByteSource& source, const std::string& file) : source_(source), file_(file) {}

  // Bytes not yet taken; empty only at the end. Valid until the next call of any other member.
  std::string_view window() {
    if (begin_ == end_) more();
    return {store_.data() + begin_, end_ - begin_};
  }
  // Widens the window; false at the end.
  bool more() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (ended_) return false;
    make_room();
    auto got = source_.read(store_.data() + end_, kBlockBytes);
    if (!got) error_ = got.error();
    ended_ = !got || *got == 0;
    if (!ended_) end_ += *got;
    return !ended_;
  }
  int peek() {
    const std::string_view bytes = window();
    return bytes.empty() ? -1 : static_cast<unsigned char>(bytes.front());
  }
  void take(std::size_t n) {
    const char* first = store_.data() + begin_;
    line_ += static_cast<std::uint64_t>(std::count(first, first + n, '\n'));
    offset_ += n;
    begin_ += n;
  }
  // Takes the bytes in front that are of `set`.
  void skip(std::string_view set) {
    for (std::string_view bytes = window(); !bytes.empty(); bytes = window()) {
      const std::size_t n = std::min(bytes.find_first_not_of(set), bytes.size());
      const bool all = n == bytes.size();
      take(n);
      if (!all) return;
    }
  }
  void skip_bom() {
    while (end_ - begin_ < kBom.size() && more()) {
    }
    if (window().starts_with(kBom)) take(kBom.size());
  }

  const std::string& file() const { return file_; }
  Origin origin() const { return {file_, line_, offset_}; }
  // Everything before an error has been taken.
  bool failed() const { return error_ && begin_ == end_; }
  const std::optional<Error>& error() const { return error_; }
  std::string_view failure_reason() const { return source_.failure_reason(); }

 private:
  // Space for one block behind end_.
  void make_room() {
    if (store_.size() - end_ >= kBlockBytes) return;
    if (begin_ > 0) {
      std::memmove(store_.data(), store_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (store_.size() - end_ < kBlockBytes) store_.resize(std::max(store_.size() * 2, end_ + kBlockBytes));
  }

  ByteSource& source_;
  const std::string& file_;
  std::vector<char> store_;
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
  std::uint64_t line_ = 1, offset_ = 0;
  std::optional<Error> error_;
};

// A record's bytes while they come; of one that is too long only the beginning is kept.
struct Capture {
  explicit Capture(Origin at) : origin(std::move(at)) {}
  void add(std::string_view part) {
    length += part.size();
    if (too_long() && bytes.size() > kKeptOfTooLong) bytes.resize(kKeptOfTooLong);
    bytes += too_long() ? part.substr(0, kKeptOfTooLong - bytes.size()) : part;
  }
  bool too_long() const { return length > kMaxRecordBytes; }

  Origin origin;
  std::string bytes;
  std::uint64_t length = 0;
};

// Hands records to whoever reads, until that one has enough.
class Output {
 public:
  explicit Output(const UseRecord& use) : use_(use) {}
  bool open() const { return open_; }

  void record(Capture&& capture) {
    if (capture.too_long()) return too_long(std::move(capture));
    give({std::move(capture.origin), std::move(capture.bytes), std::nullopt});
  }
  // `what` goes on after "FILE:LINE: ".
  void reject(std::string_view reason, const Origin& at, std::string_view what, std::optional<std::string> record = std::nullopt) {
    give({at, {}, make_reject(reason, at, what, std::move(record))});
  }

 private:
  void too_long(Capture&& capture) {
    const std::string what = fmt::format("a record of {} bytes, at most {} are read; its first {} bytes are kept here", capture.length,
                                         kMaxRecordBytes, capture.bytes.size());
    reject("too-long", capture.origin, what, std::move(capture.bytes));
  }
  void give(RawRecord&& record) {
    if (open_) open_ = use_(std::move(record));
  }

  const UseRecord& use_;
  bool open_ = true;
};

// Follows the quotes and brackets of one JSON string, object or list over any number of pieces.
class Nesting {
 public:
  explicit Nesting(std::uint64_t depth = 0) : depth_(depth) {}
  bool done() const { return done_; }

  // How many bytes in front of `piece` belong to the value: up to its end, or all.
  std::size_t scan(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      if (in_string_)
        string_byte(piece[i]);
      else
        plain_byte(piece[i]);
      if (done_) return i + 1;
    }
    return piece.size();
  }

 private:
  void string_byte(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      in_string_ = false;
      done_ = depth_ == 0;
    }
  }
  void plain_byte(char c) {
    if (c == '"')
      in_string_ = true;
    else if (c == '{' || c == '[')
      ++depth_;
    else if ((c == '}' || c == ']') && depth_ > 0)
      done_ = --depth_ == 0;
  }

  std::uint64_t depth_;
  bool in_string_ = false, escaped_ = false, done_ = false;
};

// One bracketed value and nothing but blanks behind it.
bool is_whole_value(std::string_view text) {
  Nesting nesting;
  const std::size_t n = nesting.scan(text);
  return nesting.done() && is_blank(text.substr(n));
}

bool is_list_key(std::string_view name) { return std::ranges::find(kListKeys, name) != kListKeys.end(); }

// Takes the line and its end; false: the input ended first.
bool take_line(Input& in, Capture& line) {
  for (std::string_view bytes = in.window(); !bytes.empty(); bytes = in.window()) {
    const std::size_t n = std::min(bytes.find('\n'), bytes.size());
    const bool ended = n < bytes.size();
    line.add(bytes.substr(0, n));
    in.take(ended ? n + 1 : n);
    if (ended) return true;
  }
  return false;
}

void read_lines(Input& in, Output& out) {
  while (out.open() && !in.window().empty()) {
    Capture line(in.origin());
    if (!take_line(in, line) && in.failed()) return;  // a line that the error cut is no record
    if (line.bytes.ends_with('\r')) line.bytes.pop_back();
    if (!is_blank(line.bytes)) out.record(std::move(line));
  }
}

// Documents one behind the other: a list's elements are records, so are the elements of a list that an object only wraps, and so is
// any other object. What no bracket opens is handed on a line at a time, to be refused.
class Documents {
 public:
  Documents(Input& in, Output& out) : in_(in), out_(out) {}

  void read() {
    while (out_.open()) {
      in_.skip(" \t\r\n,\x1e");  // 1e: RFC 7464 puts one before each
      switch (in_.peek()) {
        case -1:
          return;
        case '[': {
          const Origin begin = in_.origin();
          in_.take(1);
          elements(begin);
          break;
        }
        case '{':
          object();
          break;
        default:
          stray_line();
      }
    }
  }

 private:
  // The elements of the list that began at `begin`, and its closing bracket.
  void elements(const Origin& begin) {
    while (out_.open()) {
      in_.skip(" \t\r\n,");
      const int c = in_.peek();
      if (c < 0) return is_cut_ ? void() : ended_inside("list", "]", begin);
      if (c == ']') return in_.take(1);
      Capture element(in_.origin());
      const bool whole = value(element);
      if (!whole && in_.failed()) return;
      is_cut_ = !whole;
      out_.record(std::move(element));
    }
  }

  void object() {
    Capture record(in_.origin());
    copy(record, 1);
    bool wraps = false, has_text = false;
    for (int c = next(record); c != '}'; c = next(record)) {
      if (c < 0) break;
      if (c == ',' || c == ':' || c == ']')
        copy(record, 1);
      else if (c == '"')
        has_text |= member(record, has_text, wraps);
      else
        value(record);
      if (!out_.open()) return;
    }
    const bool whole = in_.peek() == '}';
    if (!whole && in_.failed()) return;
    if (whole) copy(record, 1);
    if (!wraps)
      out_.record(std::move(record));
    else if (!whole && !is_cut_)
      ended_inside("object", "}", record.origin);
  }

  // One "key": value of a document; true: it is an article's text. Sets `wraps` when the value is a list of records.
  bool member(Capture& record, bool has_text, bool& wraps) {
    Capture key(in_.origin());
    value(key);
    record.add(key.bytes);
    const std::string_view name = key.bytes.size() < 2 ? ""sv : std::string_view(key.bytes).substr(1, key.bytes.size() - 2);
    if (next(record) == ':') copy(record, 1);
    const int c = next(record);
    if (c == '"') {
      value(record);
      return is_key_of(Part::text, name);
    }
    if (c != '[') return false;  // object() goes on with it
    const Origin begin = in_.origin();
    copy(record, 1);
    const bool is_list = !has_text && is_list_key(name);
    if (is_list && next(record) == '{') {
      wraps = true;
      elements(begin);
    } else {
      nested(record, Nesting(1));
    }
    return false;
  }

  // One value of any kind into `capture`; false: the input ended inside.
  bool value(Capture& capture) {
    const int c = in_.peek();
    if (c == '"' || c == '{' || c == '[') return nested(capture, Nesting());
    copy(capture, 1);  // so that a stray bracket is passed too
    for (std::string_view bytes = in_.window(); !bytes.empty(); bytes = in_.window()) {
      const std::size_t n = std::min(bytes.find_first_of(" \t\r\n,]}"), bytes.size());
      const bool ended = n < bytes.size();
      copy(capture, n);
      if (ended) return true;
    }
    return false;
  }

  bool nested(Capture& capture, Nesting nesting) {
    for (std::string_view bytes = in_.window(); !bytes.empty(); bytes = in_.window()) {
      copy(capture, nesting.scan(bytes));
      if (nesting.done()) return true;
    }
    return false;
  }

  void stray_line() {
    Capture line(in_.origin());
    if (take_line(in_, line) || !in_.failed()) out_.record(std::move(line));
  }

  void ended_inside(std::string_view what, std::string_view bracket, const Origin& begin) {
    is_cut_ = true;
    if (in_.failed()) return;
    out_.reject("bad-json", begin, fmt::format("the file ends inside the {} that begins here: its {} is missing", what, bracket));
  }

  void copy(Capture& capture, std::size_t n) {
    capture.add(in_.window().substr(0, n));
    in_.take(n);
  }

  // Copies blanks; the byte behind them, or -1.
  int next(Capture& capture) {
    while (is_space(in_.peek())) copy(capture, 1);
    return in_.peek();
  }

  Input& in_;
  Output& out_;
  bool is_cut_ = false;  // the input ended inside a record or list, and that has been said
};

// The window from `from` to the next line's end or the input's; no more than a record may have.
std::string_view peek_line(Input& in, std::size_t from) {
  std::size_t searched = from;
  while (true) {
    const std::string_view bytes = in.window();
    const std::size_t end = bytes.find('\n', searched);
    if (end != bytes.npos) return bytes.substr(from, end - from);
    searched = bytes.size();
    if (searched - from > kMaxRecordBytes || !in.more()) return in.window().substr(from);
  }
}

// Is this whole JSON object no article, but a list of articles with something around it?
bool wraps_list(std::string_view line) {
  const auto parsed = parse_json(repair_utf8(line), kMaxJsonDepth);
  if (!parsed || parsed->object() == nullptr) return false;
  bool has_list = false;
  for (const auto& [key, value] : *parsed->object()) {
    if (is_key_of(Part::text, key) && value.string() != nullptr) return false;
    const auto* list = value.array();
    has_list |= is_list_key(key) && list != nullptr && !list->empty() && list->front().object() != nullptr;
  }
  return has_list;
}

bool is_named_json_lines(std::string_view file) {
  const std::string_view name = file.substr(file.rfind('/') + 1);
  return name.find(".jsonl") != name.npos || name.find(".ndjson") != name.npos;
}

// A first line that is a whole object tells. One that is not may be the beginning of an indented document, or a damaged record.
InputFormat format_of_object(Input& in) {
  const std::string_view line = peek_line(in, 0);
  if (is_whole_value(line)) return wraps_list(line) ? InputFormat::json : InputFormat::jsonl;
  const std::size_t end = line.find_last_not_of(kJsonSpace);
  if ("{[,:"sv.find(line[end]) != std::string_view::npos) return InputFormat::json;
  if (is_named_json_lines(in.file())) return InputFormat::jsonl;
  if (line.size() == in.window().size()) return InputFormat::json;  // there is no second line
  std::string_view second = peek_line(in, line.size() + 1);
  second.remove_prefix(std::min(second.find_first_not_of(kJsonSpace), second.size()));
  return second.starts_with('{') ? InputFormat::jsonl : InputFormat::json;  // no JSON has a { there
}

struct KnownContent {
  std::string_view magic;
  std::string_view advice;
};
constexpr std::string_view kUtf16 = "this is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8";
constexpr std::string_view kTwice = "this is packed twice; unpack it once first";
constexpr std::array kKnownContents = {
    KnownContent{"PK\x03\x04"sv, "this is a zip archive; unpack it first"},
    KnownContent{"%PDF-"sv, "this is a PDF file, which is not read"},
    KnownContent{"\xFF\xFE"sv, kUtf16},
    KnownContent{"\xFE\xFF"sv, kUtf16},
    KnownContent{"\x1f\x8b"sv, kTwice},
    KnownContent{"\x28\xb5\x2f\xfd"sv, kTwice},
    KnownContent{"\xfd\x37\x7a\x58\x5a"sv, kTwice},
    KnownContent{"BZh"sv, kTwice},
    KnownContent{"<"sv, "this is HTML or XML, which is not read yet"},
};

const KnownContent* known_content(std::string_view bytes) {
  const auto found = std::ranges::find_if(kKnownContents, [&](const KnownContent& row) { return bytes.starts_with(row.magic); });
  return found == kKnownContents.end() ? nullptr : &*found;
}

// Behind BOM and blanks. nullopt: neither JSON Lines nor JSON.
std::optional<InputFormat> recognise(Input& in) {
  const int c = in.peek();
  if (c == '[') return InputFormat::json;
  if (c == '{') return format_of_object(in);
  if (known_content(in.window()) == nullptr && is_named_json_lines(in.file())) return InputFormat::jsonl;
  return std::nullopt;
}

std::string unknown_format(Input& in) {
  constexpr std::size_t kShown = 40;
  const std::string_view bytes = in.window();
  if (const KnownContent* known = known_content(bytes)) return std::string(known->advice);
  const std::string shown = terminal_safe(squeeze(repair_utf8(bytes.substr(0, kShown))));
  return fmt::format("neither JSON Lines (one object a line) nor JSON (a list of objects); it begins: {} …; docs/input.md shows both",
                     shown);
}

void read_records(Input& in, InputFormat format, Output& out) {
  in.skip_bom();
  if (format == InputFormat::automatic) {
    in.skip(kJsonSpace);
    if (in.peek() < 0) return;
    const auto recognised = recognise(in);
    if (!recognised) return out.reject("unknown-format", {in.file(), 0, 0}, unknown_format(in));
    format = *recognised;
  }
  if (format == InputFormat::json)
    Documents(in, out).read();
  else
    read_lines(in, out);
}

}  // namespace

void read_json_records(ByteSource& source, const std::string& file, InputFormat format, const UseRecord& use) {
  Input in(source, file);
  Output out(use);
  read_records(in, format, out);
  if (in.error()) out.reject(in.failure_reason(), in.origin(), in.error()->message);
}

}  // namespace broadsheet
