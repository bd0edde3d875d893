// How does a reader look at its input, and hand on what it cuts? A window over a stream that knows where it stands, a record's bytes
// while they come, and the way out. Shared by all readers; none of it knows a format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "indexer/readers/reader.h"

namespace broadsheet {

// The source with a window to look ahead in; knows line and offset of the next byte. An error of the source looks like its end.
class Input {
 public:
  Input(ByteSource& source, const std::string& file) : source_(source), file_(file) {}

  // Bytes not yet taken; empty only at the end. Valid until the next call of any other member.
  std::string_view window();
  // Widens the window; false at the end.
  bool more();
  // The next byte; -1 at the end.
  int peek();
  void take(std::size_t n);
  // Takes the bytes in front that are of `set`.
  void skip(std::string_view set);
  void skip_bom();
  // The window from `from` to the next line's end or the input's; no more than a record may have.
  std::string_view peek_line(std::size_t from);
  // What ends a line when lines are counted: '\n', but '\r' in a file that has no other line ends.
  void set_line_end(char c) { line_end_ = c; }

  const std::string& file() const { return file_; }
  Origin origin() const { return {file_, line_, source_.original_offset(offset_)}; }
  // Everything before an error has been taken.
  bool failed() const { return error_ && begin_ == end_; }
  const std::optional<Error>& error() const { return error_; }
  std::string_view failure_reason() const { return source_.failure_reason(); }

 private:
  void make_room();

  ByteSource& source_;
  const std::string& file_;
  std::vector<char> store_;
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
  char line_end_ = '\n';
  std::uint64_t line_ = 1, offset_ = 0;
  std::optional<Error> error_;
};

// A record's bytes while they come; of one that is too long only the beginning is kept.
struct Capture {
  explicit Capture(Origin at) : origin(std::move(at)) {}
  void add(std::string_view part);
  bool too_long() const;

  Origin origin;
  std::string bytes;
  std::uint64_t length = 0;
};

// Takes the line and its end; false: the input ended first.
bool take_line(Input& in, Capture& line);

// Hands records to whoever reads, until that one has enough.
class Output {
 public:
  explicit Output(const UseRecord& use) : use_(use) {}
  bool open() const { return open_; }

  // `fields` for a record that is no JSON; see RawRecord.
  void record(Capture&& capture, std::optional<JsonValue> fields = std::nullopt);
  // `what` goes on after "FILE:LINE: ".
  void reject(std::string_view reason, const Origin& at, std::string_view what, std::optional<std::string> record = std::nullopt);

 private:
  void too_long(Capture&& capture);
  void give(RawRecord&& record);

  const UseRecord& use_;
  bool open_ = true;
};

}  // namespace broadsheet
