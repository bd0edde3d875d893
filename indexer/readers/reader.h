// Bytes to records: the seam for input formats. A reader cuts an input into records and says where each stood; what a record means
// is record.h's business. A new format is one reader, one row in kInputFormats (walk.cpp) and its name in docs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace broadsheet {

struct Origin {
  std::string file;          // as given or found; "-" = stdin
  std::uint64_t line = 0;    // from 1; 0: the whole file
  std::uint64_t offset = 0;  // bytes of the unpacked file
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
  std::string bytes;             // one JSON object, as it stood in the file (UTF-8 not yet repaired)
  std::optional<Reject> reject;  // set: nothing else of the record counts
};

enum class InputFormat : std::uint8_t { automatic, jsonl, json };
std::optional<InputFormat> parse_input_format(std::string_view name);

// A stream of unpacked bytes.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `size` bytes into `buffer`; 0 at the end. Errors: damaged or exploding archive (65), read error (74).
  // After an error every further call gives the same error.
  virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
  // The reason code of the last error: unreadable, damaged, bomb.
  virtual std::string_view failure_reason() const { return "unreadable"; }
};

// Cuts one input into records, in order. `use` returns false to stop early. An error of the source ends the input: the records
// before it count, and the error is given to `use` as a record with a reject.
using UseRecord = std::function<bool(RawRecord&&)>;
void read_json_records(ByteSource& source, const std::string& file, InputFormat format, const UseRecord& use);

}  // namespace broadsheet
