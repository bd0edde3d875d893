// Reading and writing JSON, on RapidJSON. Numbers keep their text (30 digits and 1e400 survive); depth is limited; nothing recurses
// on input. Pure functions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/error.h"

namespace broadsheet {

// A parsed value. Objects keep the order of their keys; of the same key twice the last wins (and stands at the first's place).
struct JsonValue {
  struct Number {
    std::string text;  // as written
  };
  using Array = std::vector<JsonValue>;
  using Object = std::vector<std::pair<std::string, JsonValue>>;
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> value = nullptr;

  const JsonValue* find(std::string_view key) const;  // nullptr: not an object, or no such key
  const std::string* string() const { return std::get_if<std::string>(&value); }
  const Number* number() const { return std::get_if<Number>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const Object* object() const { return std::get_if<Object>(&value); }
  const bool* boolean() const { return std::get_if<bool>(&value); }
  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value); }
};

struct JsonFault {
  std::size_t offset = 0;  // bytes
  std::string message;     // "missing a comma or } after an object member"
};

// One whole JSON text (RFC 8259), nothing but white space behind it. Lone surrogate escapes become U+FFFD; `text` must be valid
// UTF-8 (text.h repairs it).
std::expected<JsonValue, JsonFault> parse_json(std::string_view text, int max_depth);

// Compact JSON, keys in the order they come. Control and bidi control characters, and U+2028/9, as \u escapes, wherever they come
// from. Strings must be valid UTF-8, raw values valid JSON.
class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(JsonWriter&&) noexcept;
  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void string(std::string_view value);
  void integer(std::int64_t value);
  void number(std::string_view text);  // raw
  void decimal(double value);          // at most 6 significant digits, as %.6g, valid JSON; not finite: null
  void boolean(bool value);
  void null();
  void raw(std::string_view json);  // one finished value
  void value(const JsonValue& value);
  // shorthands for key + value
  void field(std::string_view name, std::string_view value) {
    key(name);
    string(value);
  }
  std::string take();  // the text so far; the writer is empty again

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string to_json(const JsonValue& value);
// Keys of every object sorted by bytes, numbers as written: equal for equal content.
std::string to_canonical_json(const JsonValue& value);
// %.6g, but always a JSON number (also for text output: what `score`, `share` and `lift` print).
std::string format_decimal(double value);

}  // namespace broadsheet
