// encoding: here is a value, give me its bytes in the index; here are bytes, give me the value. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/schema.h"

namespace broadsheet {

// The term of a word in a text field. `stem` is a stem of a normalised word. Prefixes of several letters end before the term by
// the rule of Xapian: a ':' stands between when the term begins with a capital letter or ':'.
std::string word_term(std::string_view prefix, std::string_view stem);
// The term of a whole value that is folded already (fold() in common/text.h): prefix + value; values too long for a term are cut and get '#' + 16 hex digits of XXH3-64.
// The length counts NUL bytes twice, as Xapian does.
std::string value_term(std::string_view prefix, std::string_view folded);
// The term of an id or url: the same of a value as it is.
std::string id_term(std::string_view prefix, std::string_view id);
// The term of one word of a name field's value ("lee" of "Kai-Fu Lee"), a family of its own: prefix + "W".
std::string name_word_term(std::string_view prefix, std::string_view word);

// LEB128: 7 bits a byte, low first; the last byte has its high bit clear.
inline void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

// Reads what the functions above wrote; after the first bad read `ok()` is false for good and all reads give zero or "".
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t varint() {
    // Nearly all have one byte.
    if (ok_ && pos_ < bytes_.size() && static_cast<unsigned char>(bytes_[pos_]) < 0x80) return static_cast<unsigned char>(bytes_[pos_++]);
    return long_varint();
  }
  std::uint32_t u32();
  std::uint64_t u64();
  std::string_view bytes(std::size_t n);
  std::string_view string();  // varint length, then bytes
  bool ok() const { return ok_; }
  bool at_end() const { return pos_ == bytes_.size(); }
  std::size_t position() const { return pos_; }

 private:
  std::uint64_t long_varint();
  std::string_view bytes_;
  std::size_t pos_ = 0;
  bool ok_ = true;
};

void append_u32(std::string& out, std::uint32_t value);  // little-endian
void append_u64(std::string& out, std::uint64_t value);
void append_string(std::string& out, std::string_view value);  // varint length, then bytes

// What a result line needs of an article, kept as Xapian document data (version byte first).
struct HitRecord {
  std::string id, url, source, date, title, deck, section, language, access;
  std::vector<std::string> authors, persons, orgs, places, miscs;
};
std::string encode_hit(const HitRecord& hit);
// false: not bytes of encode_hit.
bool decode_hit(std::string_view bytes, HitRecord& hit);

}  // namespace broadsheet
