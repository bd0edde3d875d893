// What does a value of an input record say, whatever its shape? Strings out of JSON values, and their clean-up. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/json.h"

namespace broadsheet {

std::string lower_ascii(std::string_view text);
// Nothing but blanks and line ends.
bool is_blank(std::string_view text);
std::vector<std::string> split(std::string_view text, std::span<const std::string_view> separators);

// A string, a number as written, the "name" of an object, or the first of these in a list; "" when there is none.
std::string scalar_text(const JsonValue& value);
// The same of every element of a list, blank ones left out; a single value is a list of one.
std::vector<std::string> list_texts(const JsonValue& value);
// A text, or a list of paragraphs joined by blank lines.
std::string block_text(const JsonValue& value);
// Strings, numbers, true and false; nothing of objects.
std::vector<std::string> facet_texts(const JsonValue& value);
// nullopt: no value, or no whole number of 32 bits.
std::optional<std::uint32_t> small_number(const JsonValue* value);
// The value of a key, or of a path (meta.published) when no key has the whole name.
const JsonValue* find_path(const JsonValue& root, std::string_view path);

// NFC, and controls that came in as escapes (\u0000) made blanks.
std::string clean(std::string_view text);

std::string without_by(std::string_view name);
// Two words or more, none of which begins in lower case like a sentence or is of a paper or a job. "Smith", "Jr." and "Staff Writers" are not.
bool is_full_name(const std::string& text);
// "By Ann Lee, Bo Ray and Cy Poe" is three people; what may not be a list of people stays whole ("Smith, John").
std::vector<std::string> split_byline(std::string_view byline);

}  // namespace broadsheet
