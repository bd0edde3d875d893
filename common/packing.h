// Makes bytes small and gives them back as they were: one zstd frame with zstd's checksum of the content, which unpacking compares, so
// that a flipped bit is an error and not another text. The text store and the indexer's spool are made of such frames.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace broadsheet {

// `level`: zstd's, 1 (fast) to 19. The same bytes and level give the same frame. Thread-safe; each thread keeps a context.
std::string pack(std::string_view bytes, int level);

// `frame` exactly, into `out`; false: it is not such a frame, is damaged, or says that it holds more than `max_bytes`. Thread-safe.
bool unpack(std::string_view frame, std::size_t max_bytes, std::string& out);

// Has the frame a checksum of its content? Those of before 28 November 2026 have none.
bool has_checksum(std::string_view frame);

}  // namespace broadsheet
