#include "common/json.h"

// RapidJSON's empty stacks add to null pointers, which clang's sanitizer reports.
#ifdef __clang__
#pragma clang attribute push(__attribute__((no_sanitize("pointer-overflow"))), apply_to = function)
#endif
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#ifdef __clang__
#pragma clang attribute pop
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "common/text.h"

namespace broadsheet {
namespace {

using rapidjson::SizeType;

// ---- Reading: events of RapidJSON's iterative reader to a tree

// Of equal keys the last value wins, at the first one's place.
void drop_doubles(JsonValue::Object& members) {
  std::vector<std::size_t> order(members.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) -> const std::string& { return members[i].first; });
  std::vector<bool> dropped(members.size());
  std::size_t first = 0;
  for (std::size_t n = 1; n < order.size(); ++n) {
    if (members[order[n]].first != members[order[first]].first) {
      first = n;
      continue;
    }
    members[order[first]].second = std::move(members[order[n]].second);
    dropped[order[n]] = true;
  }
  const std::size_t before = members.size();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < before; ++i) {
    if (dropped[i]) continue;
    if (kept != i) members[kept] = std::move(members[i]);
    ++kept;
  }
  members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
}

// Builds the tree from the inside of the innermost open container; only that one grows, so the pointers to the others stay good.
class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
 public:
  // `numbers`: the texts of all numbers in order, when they were hidden from the reader; else empty.
  TreeBuilder(int max_depth, std::span<const std::string_view> numbers)
      : max_depth_(static_cast<std::size_t>(std::max(max_depth, 0))), numbers_(numbers) {}

  bool Null() {
    new_value();
    return true;
  }
  bool Bool(bool b) { return set(b); }
  bool RawNumber(const char* text, SizeType length, bool /*copy*/) {
    if (numbers_.empty()) return set(JsonValue::Number{std::string(text, length)});
    const std::string_view hidden = numbers_.front();
    numbers_ = numbers_.subspan(1);
    return set(JsonValue::Number{std::string(hidden)});
  }
  bool String(const char* text, SizeType length, bool /*copy*/) { return set(std::string(text, length)); }
  bool Key(const char* text, SizeType length, bool /*copy*/) {
    std::get<JsonValue::Object>(open_.back()->value).emplace_back(std::string(text, length), JsonValue());
    return true;
  }
  bool StartObject() { return open<JsonValue::Object>(); }
  bool EndObject(SizeType /*members*/) {
    drop_doubles(std::get<JsonValue::Object>(open_.back()->value));
    open_.pop_back();
    return true;
  }
  bool StartArray() { return open<JsonValue::Array>(); }
  bool EndArray(SizeType /*elements*/) {
    open_.pop_back();
    return true;
  }
  JsonValue take() { return std::move(root_); }

 private:
  // The null that the next value takes the place of.
  JsonValue& new_value() {
    if (open_.empty()) return root_;
    if (auto* array = std::get_if<JsonValue::Array>(&open_.back()->value)) return array->emplace_back();
    return std::get<JsonValue::Object>(open_.back()->value).back().second;
  }
  template <class T>
  bool set(T value) {
    new_value().value.template emplace<T>(std::move(value));
    return true;
  }
  // false ends the reading; nothing else does, so that a terminated reading means too deep.
  template <class Container>
  bool open() {
    if (open_.size() >= max_depth_) return false;
    JsonValue& container = new_value();
    container.value.template emplace<Container>();
    open_.push_back(&container);
    return true;
  }

  std::size_t max_depth_;
  std::span<const std::string_view> numbers_;
  JsonValue root_;
  std::vector<JsonValue*> open_;
};

struct FaultText {
  rapidjson::ParseErrorCode code;
  std::string_view text;
};
constexpr FaultText kFaultTexts[] = {
    {rapidjson::kParseErrorDocumentEmpty, "no JSON value"},
    {rapidjson::kParseErrorDocumentRootNotSingular, "something follows the end of the JSON value"},
    {rapidjson::kParseErrorValueInvalid, "no JSON value here"},
    {rapidjson::kParseErrorObjectMissName, "missing the name of an object member, in double quotes"},
    {rapidjson::kParseErrorObjectMissColon, "missing a : after the name of an object member"},
    {rapidjson::kParseErrorObjectMissCommaOrCurlyBracket, "missing a comma or } after an object member"},
    {rapidjson::kParseErrorArrayMissCommaOrSquareBracket, "missing a comma or ] after an array element"},
    {rapidjson::kParseErrorStringUnicodeEscapeInvalidHex, "\\u without four hexadecimal digits in a string"},
    {rapidjson::kParseErrorStringUnicodeSurrogateInvalid, "half a surrogate pair in a string"},
    {rapidjson::kParseErrorStringEscapeInvalid, "an unknown \\ escape in a string"},
    {rapidjson::kParseErrorStringMissQuotationMark, "missing the closing quote of a string"},
    {rapidjson::kParseErrorNumberTooBig, "a number out of range"},
    {rapidjson::kParseErrorNumberMissFraction, "missing a digit after the decimal point of a number"},
    {rapidjson::kParseErrorNumberMissExponent, "missing a digit in the exponent of a number"},
};

std::string fault_message(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset, int max_depth) {
  if (code == rapidjson::kParseErrorTermination) return fmt::format("nested deeper than {}", max_depth);
  const bool at_end = offset >= text.size();
  if (code == rapidjson::kParseErrorStringEscapeInvalid && !at_end && static_cast<unsigned char>(text[offset]) < 0x20) {
    return "a line end or another control character in a string: it must be written as an escape such as \\n";
  }
  const auto* row = std::ranges::find(kFaultTexts, code, &FaultText::code);
  std::string message(row == std::end(kFaultTexts) ? "not JSON" : row->text);
  if (at_end && !text.empty()) message += " (the text ends here)";
  return message;
}

struct Reading {
  rapidjson::ParseResult result;
  JsonValue value;
};

Reading read_tree(std::string_view text, int max_depth, std::span<const std::string_view> numbers) {
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  TreeBuilder builder(max_depth, numbers);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  return {result, builder.take()};
}

// ---- What RapidJSON 1.1.0 cannot read

std::optional<unsigned> hex4(std::string_view text, std::size_t pos) {
  if (pos + 4 > text.size()) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(pos, 4)) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(static_cast<char>(c >= 'A' && c <= 'F' ? c | 0x20 : c));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return value;
}

// The \u escape at `pos`, if there is one.
std::optional<unsigned> unicode_escape(std::string_view text, std::size_t pos) {
  return text.substr(pos, 2) == "\\u" ? hex4(text, pos + 2) : std::nullopt;
}

// Halves of surrogate pairs without the other half to �; offsets stay. Outside strings a backslash is an error anyway.
std::string replace_lone_surrogates(std::string_view text) {
  constexpr std::size_t kEscapeBytes = 6;
  std::string out(text);
  std::size_t pos = 0;
  while ((pos = out.find('\\', pos)) != std::string::npos) {
    const std::optional<unsigned> unit = unicode_escape(out, pos);
    if (!unit || *unit < 0xD800 || *unit > 0xDFFF) {
      pos += 2;
      continue;
    }
    const unsigned low = *unit < 0xDC00 ? unicode_escape(out, pos + kEscapeBytes).value_or(0) : 0;
    const bool pair = low >= 0xDC00 && low <= 0xDFFF;
    if (!pair) out.replace(pos, kEscapeBytes, "\\ufffd");
    pos += pair ? 2 * kEscapeBytes : kEscapeBytes;
  }
  return out;
}

bool may_hold_surrogates(std::string_view text) {
  return text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_json_number(std::string_view text) {
  const auto take_any = [&text](std::string_view set) {
    if (text.empty() || set.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
  };
  const auto take_digits = [&text] {
    const std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(length);
    return length > 0;
  };
  take_any("-");
  if (!take_any("0") && !take_digits()) return false;
  if (take_any(".") && !take_digits()) return false;
  if (take_any("eE")) {
    take_any("+-");
    if (!take_digits()) return false;
  }
  return text.empty();
}

// The closing quote of the string that opens at `pos`, or the end of the text.
std::size_t string_end(std::string_view text, std::size_t pos) {
  for (++pos; pos < text.size() && text[pos] != '"'; ++pos) {
    if (text[pos] == '\\') ++pos;
  }
  return std::min(pos, text.size());
}

// RapidJSON refuses numbers beyond double even when it only hands on their text. So each number becomes 0 and blanks (offsets
// stay), and `numbers` keeps what they were, borrowed from `text`.
std::string hide_numbers(std::string_view text, std::vector<std::string_view>& numbers) {
  std::string out(text);
  for (std::size_t pos = 0; pos < text.size(); ++pos) {
    if (text[pos] == '"') pos = string_end(text, pos);
    if (pos >= text.size() || (text[pos] != '-' && !is_digit(text[pos]))) continue;
    const std::size_t end = std::min(text.find_first_not_of("0123456789+-.eE", pos), text.size());
    if (is_json_number(text.substr(pos, end - pos))) {
      numbers.push_back(text.substr(pos, end - pos));
      out.replace(pos, end - pos, "0" + std::string(end - pos - 1, ' '));
    }
    pos = end - 1;
  }
  return out;
}

Reading read_any_numbers(std::string_view text, int max_depth) {
  Reading reading = read_tree(text, max_depth, {});
  if (reading.result.Code() != rapidjson::kParseErrorNumberTooBig) return reading;
  std::vector<std::string_view> numbers;
  const std::string hidden = hide_numbers(text, numbers);
  return read_tree(hidden, max_depth, numbers);
}

// ---- Writing

bool is_escaped_in_output(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  // DEL and C1; bidi marks, separators, embeddings, overrides and isolates.
  constexpr Range kRanges[] = {{0x7F, 0x9F}, {0x61C, 0x61C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}};
  return std::ranges::any_of(kRanges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// First bytes of the characters above.
bool may_be_escaped(char c) { return c == '\x7F' || c == '\xC2' || c == '\xD8' || c == '\xE2'; }

// Finished JSON with those characters as \u escapes. They can only stand inside its strings.
std::string escape_controls(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  std::size_t done = 0;
  for (std::size_t pos = 0; pos < json.size();) {
    if (!may_be_escaped(json[pos])) {
      ++pos;
      continue;
    }
    const std::size_t begin = pos;
    const char32_t c = next_code_point(json, pos);
    if (!is_escaped_in_output(c)) continue;
    out.append(json, done, begin - done);
    out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
    done = pos;
  }
  return out.append(json, done);
}

enum class KeyOrder { as_given, by_bytes };

std::vector<const JsonValue::Object::value_type*> members_in_order(const JsonValue::Object& object, KeyOrder order) {
  std::vector<const JsonValue::Object::value_type*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  if (order == KeyOrder::by_bytes) {
    std::ranges::sort(members, {}, [](const auto* member) -> const std::string& { return member->first; });
  }
  return members;
}

void write_scalar(JsonWriter& writer, const JsonValue& value) {
  if (const std::string* text = value.string()) {
    writer.string(*text);
  } else if (const JsonValue::Number* number = value.number()) {
    writer.number(number->text);
  } else if (const bool* boolean = value.boolean()) {
    writer.boolean(*boolean);
  } else {
    writer.null();
  }
}

// Recurses as deep as the value is nested, which parse_json has limited.
void write_tree(JsonWriter& writer, const JsonValue& value, KeyOrder order) {
  if (const JsonValue::Object* object = value.object()) {
    writer.begin_object();
    for (const auto* member : members_in_order(*object, order)) {
      writer.key(member->first);
      write_tree(writer, member->second, order);
    }
    writer.end_object();
  } else if (const JsonValue::Array* array = value.array()) {
    writer.begin_array();
    for (const JsonValue& element : *array) write_tree(writer, element, order);
    writer.end_array();
  } else {
    write_scalar(writer, value);
  }
}

std::string tree_to_json(const JsonValue& value, KeyOrder order) {
  JsonWriter writer;
  write_tree(writer, value, order);
  return writer.take();
}

SizeType size_of(std::string_view text) { return static_cast<SizeType>(text.size()); }

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto member = std::ranges::find(*members, key, &Object::value_type::first);
  return member == members->end() ? nullptr : &member->second;
}

std::expected<JsonValue, JsonFault> parse_json(std::string_view text, int max_depth) {
  // To RapidJSON a NUL byte is the end of the text.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return std::unexpected(JsonFault{nul, "a NUL byte"});
  }
  if (const std::size_t valid = valid_utf8_length(text); valid != text.size()) {
    return std::unexpected(JsonFault{valid, "bytes that are not UTF-8"});
  }
  std::string repaired;
  if (may_hold_surrogates(text)) text = repaired = replace_lone_surrogates(text);
  Reading reading = read_any_numbers(text, max_depth);
  if (!reading.result.IsError()) return std::move(reading.value);
  const std::size_t offset = reading.result.Offset();
  return std::unexpected(JsonFault{offset, fault_message(reading.result.Code(), text, offset, max_depth)});
}

struct JsonWriter::State {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
};

JsonWriter::JsonWriter() : state_(std::make_unique<State>()) {}
JsonWriter::~JsonWriter() = default;
JsonWriter::JsonWriter(JsonWriter&&) noexcept = default;

void JsonWriter::begin_object() { state_->writer.StartObject(); }
void JsonWriter::end_object() { state_->writer.EndObject(); }
void JsonWriter::begin_array() { state_->writer.StartArray(); }
void JsonWriter::end_array() { state_->writer.EndArray(); }
void JsonWriter::key(std::string_view name) { state_->writer.Key(name.data(), size_of(name)); }
void JsonWriter::string(std::string_view value) { state_->writer.String(value.data(), size_of(value)); }
void JsonWriter::integer(std::int64_t value) { state_->writer.Int64(value); }
void JsonWriter::number(std::string_view text) { state_->writer.RawValue(text.data(), text.size(), rapidjson::kNumberType); }
void JsonWriter::decimal(double value) { number(format_decimal(value)); }
void JsonWriter::boolean(bool value) { state_->writer.Bool(value); }
void JsonWriter::null() { state_->writer.Null(); }
void JsonWriter::raw(std::string_view json) { state_->writer.RawValue(json.data(), json.size(), rapidjson::kObjectType); }
void JsonWriter::value(const JsonValue& value) { write_tree(*this, value, KeyOrder::as_given); }

std::string JsonWriter::take() {
  std::string text = escape_controls({state_->buffer.GetString(), state_->buffer.GetSize()});
  state_->buffer.Clear();
  state_->writer.Reset(state_->buffer);
  return text;
}

std::string to_json(const JsonValue& value) { return tree_to_json(value, KeyOrder::as_given); }
std::string to_canonical_json(const JsonValue& value) { return tree_to_json(value, KeyOrder::by_bytes); }

std::string format_decimal(double value) {
  if (!std::isfinite(value)) return "null";
  return fmt::format("{:.6g}", value == 0 ? 0.0 : value);  // no -0
}

}  // namespace broadsheet
