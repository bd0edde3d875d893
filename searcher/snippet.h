// Which words of the article show why it was found? A window of the text with the hits marked.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace broadsheet {

// Does this normalised word (words.h) count as a hit?
using IsHitWord = std::function<bool(std::string_view word)>;

// The window of at most `length` characters (code points, markup aside) of `text` with the most different hit words, then the
// most hit words, the earliest of equals. It begins and ends at sentences or words, with "…" where it is cut inside a sentence
// (not under 16 characters); white space is squeezed. HTML-escaped, hits in <em>…</em>: neighbouring hit words each in their own,
// parts joined by a hyphen in one. No hit: the beginning. Linear in the text, which must be valid UTF-8. `length` 0: "".
std::string make_snippet(std::string_view text, const IsHitWord& is_hit, std::size_t length);

}  // namespace broadsheet
