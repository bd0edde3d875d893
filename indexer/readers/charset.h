// Which character set is this file in, and what is it in UTF-8? Stands between the unpacked bytes and the readers, so that each of
// them sees UTF-8 only. ICU converts: it says of every character where it stood, knows the sets by all their names, and is needed
// anyway; iconv gives no offsets. libuchardet guesses where neither a mark nor the bytes themselves decide.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/readers/reader.h"

struct UConverter;

namespace broadsheet {

// The set's name as ICU is asked for it; nullopt: there is none of this name. "latin1" and its like mean windows-1252, as on the web.
std::optional<std::string> find_charset(std::string_view name);

// What a file is in, by a piece of it that begins at or before its first byte over 7F. "" is UTF-8, perhaps with damage: bytes that are
// no UTF-8 must be several, more than the characters that are, and make words in the set that is guessed.
std::string guess_charset(std::string_view piece);

// The name of the set that a mark in front, or the NUL bytes of UTF-16, give away; nullopt: neither. "" is UTF-8.
std::optional<std::string> marked_charset(std::string_view head);

// UTF-8 out of any source. Decided once a file: by `charset` if given, else by the beginning, else where the first byte over 7F comes,
// by the megabyte that follows. What is UTF-8 goes through as it is, damage included; of other sets what cannot be converted becomes
// U+FFFD.
class Utf8Source : public ByteSource {
 public:
  // `charset`: of find_charset, or "" to find out. Borrows the source.
  Utf8Source(ByteSource& source, std::string charset);
  Utf8Source(const Utf8Source&) = delete;
  Utf8Source& operator=(const Utf8Source&) = delete;
  ~Utf8Source() override;

  Result<std::size_t> read(char* buffer, std::size_t size) override;
  std::string_view failure_reason() const override { return source_.failure_reason(); }
  // Of a byte already given. Never asked for one before the last that was asked for.
  std::uint64_t original_offset(std::uint64_t offset) override;
  // What the file was in; "" while or where nothing was converted.
  const std::string& charset() const { return charset_; }

 private:
  // From here on: each character takes so many bytes, here and there.
  struct Run {
    std::uint64_t offset, original;
    std::uint8_t width, original_width;
  };
  enum class Stage : std::uint8_t { head, ascii, as_is, converting };

  Result<bool> fill(std::size_t size);
  Result<void> decide();
  void convert_from(std::string charset);
  Result<std::size_t> hand_out(char* buffer, std::size_t size);
  Result<void> convert_more();
  void append(char32_t c, std::uint64_t original, std::uint64_t original_end);

  ByteSource& source_;
  std::string charset_;
  Stage stage_ = Stage::head;
  std::string raw_;                // read, not yet handed out or converted
  std::size_t raw_begin_ = 0;      // what of it is done with
  bool ended_ = false;
  std::optional<Error> pending_;   // of the source, behind bytes not yet handed out
  UConverter* converter_ = nullptr;
  std::string out_;                // converted, not yet handed out
  std::size_t out_begin_ = 0;
  std::uint64_t made_ = 0;         // bytes converted, or handed out as they are
  std::uint64_t taken_ = 0;        // bytes of the source that these were
  std::uint64_t last_original_ = 0;
  std::deque<Run> runs_;
};

}  // namespace broadsheet
