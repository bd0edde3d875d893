// How much is too much? Every limit of the programs in one table; docs/limits.md explains them to users.
#pragma once

#include <cstddef>
#include <cstdint>

namespace broadsheet {

inline constexpr std::size_t kMaxRecordBytes = 16U << 20;         // one input record; longer ones are rejected, reading goes on
inline constexpr std::size_t kMaxColumns = 10'000;                 // of a table (csv, tsv); a file with more is rejected
inline constexpr int kMaxJsonDepth = 100;                         // nesting of one input record
inline constexpr std::uint64_t kMaxUnpackedRatio = 200;           // unpacked bytes per packed byte, after the first 64 MB unpacked
inline constexpr std::size_t kMaxTitleBytes = 8U << 10;           // longer titles are cut
inline constexpr std::size_t kMaxFieldValueBytes = 1U << 10;      // one keyword, name or author; longer ones are cut
inline constexpr std::size_t kMaxFieldValues = 10'000;            // values of one keyword field in one article
inline constexpr std::size_t kMaxTokensPerArticle = 2'000'000;    // words after these are stored, not indexed
inline constexpr std::size_t kMaxDistinctWordsPerArticle = 200'000;
inline constexpr std::size_t kMaxTermBytes = 245;                 // Xapian's, NUL bytes counted twice
inline constexpr std::size_t kMaxIdBytes = 200;                   // longer ids are a reject

inline constexpr std::size_t kMaxQueryBytes = 100'000;
inline constexpr std::size_t kMaxQueryTerms = 1'000;
inline constexpr int kMaxQueryDepth = 100;
inline constexpr std::size_t kLeastWildcardLetters = 3;           // before the * of open*
inline constexpr double kLeastWeight = 0.1, kMostWeight = 100;    // of word^2
inline constexpr int kMaxDistance = 1'000;                        // of NEAR, ADJ and "…"~N, in positions
inline constexpr std::size_t kMaxWordsOfExpansion = 200;  // a wildcard or near spelling stands for, the commonest; a warning names all
inline constexpr std::size_t kMaxExpansions = 64;  // wildcards and near spellings in one query
inline constexpr std::size_t kMaxNears = 64;       // NEARs, ADJs and "…"~n in one query
inline constexpr std::size_t kMaxNearOperands = 10;  // operands of one NEAR, words of one "…"~n

}  // namespace broadsheet
