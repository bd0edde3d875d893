// Bytes to records: the seam for input formats. A reader cuts an input into records and says where each stood; what a record means
// is record.h's business. A new format is one reader, one row in kFormats (formats.cpp) and its name in docs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/json.h"

namespace broadsheet {

struct Origin {
  std::string file;          // as given or found; "-" = stdin
  std::uint64_t line = 0;    // from 1; 0: the whole file
  std::uint64_t offset = 0;  // bytes of the unpacked file, before a conversion to UTF-8
};

// Text of the input as a message may show it: valid, safe on a terminal, and one line.
std::string one_line(std::string_view text);

// "my.jsonl:7:", or "my.jsonl:" for the whole file, as every message about an input begins. One line whatever the name holds.
std::string place(const Origin& origin);

// A record that cannot be used. Written whole to the rejects file.
struct Reject {
  std::string reason;   // a code: bad-json, too-long, no-text, unreadable, bomb, bad-id … (docs/input.md has all)
  std::string message;  // for a person: what is wrong, and what helps
  Origin origin;
  std::optional<std::string> record;  // the raw bytes; none when a file could not be read at all
};

// The message is place() and `what`, which may begin with "FILE: ", as the text of an Error does.
Reject make_reject(std::string_view reason, const Origin& origin, std::string_view what, std::optional<std::string> record = std::nullopt);

struct RawRecord {
  Origin origin;
  std::string bytes;             // as it stood in the file: one JSON object, unless `fields` is set (UTF-8 not yet repaired)
  std::optional<Reject> reject;  // set: nothing else of the record counts
  std::optional<JsonValue> fields = std::nullopt;  // what the bytes say, where they are no JSON: an object of strings
};

enum class InputFormat : std::uint8_t { automatic, jsonl, json, csv, tsv, text };
std::optional<InputFormat> parse_input_format(std::string_view name);
std::string input_format_names();  // "jsonl, json, csv …"
// Does a folder's file of this name hold the format, or any of them (automatic)?
bool is_named_as(std::string_view file, InputFormat format);

struct ReaderSettings {
  InputFormat format = InputFormat::automatic;
  std::string charset;   // of find_charset (charset.h); "" = find out
  std::string split_at;  // the line, trimmed, between the articles of a plain text; "" = one article a file
};

// A stream of unpacked bytes.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `size` bytes into `buffer`; 0 at the end. Errors: damaged or exploding archive (65), read error (74).
  // After an error every further call gives the same error.
  virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
  // The reason code of the last error: unreadable, damaged, bomb.
  virtual std::string_view failure_reason() const { return "unreadable"; }
  // Where in the unpacked file the byte at this place of the stream came from.
  virtual std::uint64_t original_offset(std::uint64_t offset) { return offset; }
};

// Cuts one input into records, in order. `use` returns false to stop early. An error of the source ends the input: the records
// before it count, and the error is given to `use` as a record with a reject. Gives the name of the charset that was converted from;
// "" = none was.
using UseRecord = std::function<bool(RawRecord&&)>;
std::string read_records(ByteSource& source, const std::string& file, const ReaderSettings& settings, const UseRecord& use);

}  // namespace broadsheet
