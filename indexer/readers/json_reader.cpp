// JSON Lines and JSON documents, cut into records at the memory of one record. Records are cut by quotes and brackets alone;
// whether one is good JSON is for record.cpp to say.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/readers/formats.h"
#include "indexer/readers/input.h"
#include "indexer/record_keys.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kJsonSpace = " \t\r\n";

bool is_space(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

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

// A first line that is a whole object tells. One that is not may be the beginning of an indented document, or a damaged record.
InputFormat format_of_object(Input& in, bool named_lines) {
  const std::string_view line = in.peek_line(0);
  if (is_whole_value(line)) return wraps_list(line) ? InputFormat::json : InputFormat::jsonl;
  const std::size_t end = line.find_last_not_of(kJsonSpace);
  if ("{[,:"sv.find(line[end]) != std::string_view::npos) return InputFormat::json;
  if (named_lines) return InputFormat::jsonl;
  if (line.size() == in.window().size()) return InputFormat::json;  // there is no second line
  std::string_view second = in.peek_line(line.size() + 1);
  second.remove_prefix(std::min(second.find_first_not_of(kJsonSpace), second.size()));
  return second.starts_with('{') ? InputFormat::jsonl : InputFormat::json;  // no JSON has a { there
}

}  // namespace

InputFormat json_format(Input& in, bool named_lines) { return in.peek() == '[' ? InputFormat::json : format_of_object(in, named_lines); }

void read_json_lines(Input& in, Output& out) {
  while (out.open() && !in.window().empty()) {
    Capture line(in.origin());
    if (!take_line(in, line) && in.failed()) return;  // a line that the error cut is no record
    if (line.bytes.ends_with('\r')) line.bytes.pop_back();
    if (!is_blank(line.bytes)) out.record(std::move(line));
  }
}

void read_json_documents(Input& in, Output& out) { Documents(in, out).read(); }

}  // namespace broadsheet
