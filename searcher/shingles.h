// Are two articles copies of each other? Sets of shingles (runs of four words) compared: Broder, On the Resemblance and Containment of
// Documents, Compression and Complexity of Sequences (1997).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/token_file.h"

namespace broadsheet {

inline constexpr std::size_t kShingleWords = 4;
// From these on two articles count as copies of each other. Containment finds the copy that was cut short or has more around it; it is not
// asked of texts with fewer shingles than kLeastShingles.
inline constexpr double kCopyResemblance = 0.6;
inline constexpr double kCopyContainment = 0.8;
inline constexpr std::size_t kLeastShingles = 20;

// Hashes of the shingles of a text, ascending, without doubles. A text of fewer words is one shingle; none has none.
std::vector<std::uint64_t> shingles_of(std::span<const std::uint32_t> words);
// Of the text of a document; of its headline where it has no text.
std::vector<std::uint64_t> shingles_of(const TokenFile& tokens, std::uint32_t docid);

struct Likeness {
  double resemblance = 0;  // common shingles / those of either
  double containment = 0;  // common shingles / those of the shorter
  std::size_t shorter = 0;  // shingles of the shorter
};
// Sets as shingles_of() gives them; two empty ones are not alike.
Likeness likeness(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);
bool is_copy(const Likeness& likeness);

}  // namespace broadsheet
