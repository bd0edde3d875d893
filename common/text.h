// Bytes to clean text: UTF-8 repair, NFC, folding, and what a terminal or a page may be shown.
// All functions are pure and thread-safe; strings in are borrowed for the call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace broadsheet {

// Valid UTF-8 whatever comes in: each maximal ill-formed part becomes U+FFFD (Unicode 15, section 3.9, table 3-8); a BOM at the
// start is dropped; NUL and other C0 controls except \t \n \r become blanks.
std::string repair_utf8(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes);
std::size_t valid_utf8_length(std::string_view bytes);  // bytes before the first that is not UTF-8
// Unicode Normalization Form C. `text` must be valid UTF-8. Of more than 30 marks in a row the first 30
// are kept: no writing has as many, and ordering them takes the square of their number.
std::string to_nfc(std::string_view text);
// The one folding of both sides: full case folding, combining marks of Latin and Greek letters stripped, ß to ss, ø to o,
// ł to l, đ to d, æ to ae, œ to oe, ı to i; curly apostrophes to '; soft hyphens, zero-width and other invisible characters (Unicode's
// Default_Ignorable_Code_Point) gone. й, kana and Indic marks stay letters. Canonically equal texts fold equal; the result is in NFC
// and folds to itself. `text` must be valid UTF-8. ASCII and common letters are quick.
std::string fold(std::string_view text);
// One blank for each run of (Unicode) white space, none at the ends.
std::string squeeze(std::string_view text);

// Decodes the code point at `pos` of valid UTF-8 and moves `pos` behind it.
char32_t next_code_point(std::string_view text, std::size_t& pos);
void append_code_point(std::string& out, char32_t c);
std::size_t count_code_points(std::string_view text);
// Columns in a terminal (East Asian wide = 2, combining = 0).
std::size_t display_width(std::string_view text);
// At most `columns` wide, cut between code points with "…" when cut.
std::string fit_width(std::string_view text, std::size_t columns);

// Control, format and bidi characters other than \n and \t, and U+2028/9, shown as \u{1b}; bytes that are not UTF-8 as U+FFFD: safe
// on a terminal, whatever comes in.
std::string terminal_safe(std::string_view text);
std::string html_escape(std::string_view text);
// 123,456
std::string with_thousands(std::uint64_t n);

}  // namespace broadsheet
