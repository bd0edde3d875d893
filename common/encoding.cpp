#include "common/encoding.h"

#include <xxhash.h>

#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "common/limits.h"

namespace broadsheet {
namespace {

constexpr char kHitVersion = 1;

// Xapian stores a NUL byte of a term as two bytes; its limit is on the stored length.
std::size_t stored_length(std::string_view term) {
  std::size_t length = term.size();
  for (const char c : term) length += c == '\0' ? 1 : 0;
  return length;
}

std::string prefixed(std::string_view prefix, std::string_view rest) {
  std::string term(prefix);
  const bool ambiguous = prefix.size() > 1 && !rest.empty() && ((rest.front() >= 'A' && rest.front() <= 'Z') || rest.front() == ':');
  if (ambiguous) term += ':';
  term += rest;
  return term;
}

// Values too long for a term keep their beginning and a hash of the whole.
std::string bounded(std::string term) {
  if (stored_length(term) <= kMaxTermBytes) return term;
  const std::string hash = fmt::format("#{:016x}", XXH3_64bits(term.data(), term.size()));
  while (stored_length(term) > kMaxTermBytes - hash.size()) term.pop_back();
  return term + hash;
}

void append_strings(std::string& out, const std::vector<std::string>& values) {
  append_varint(out, values.size());
  for (const std::string& value : values) append_string(out, value);
}

void read_strings(ByteReader& reader, std::vector<std::string>& values) {
  values.clear();
  for (std::uint64_t n = reader.varint(); n > 0 && reader.ok(); --n) values.emplace_back(reader.string());
}

}  // namespace

std::string word_term(std::string_view prefix, std::string_view stem) { return prefixed(prefix, stem); }

std::string value_term(std::string_view prefix, std::string_view folded) { return bounded(prefixed(prefix, folded)); }

std::string id_term(std::string_view prefix, std::string_view id) { return value_term(prefix, id); }

std::string name_word_term(std::string_view prefix, std::string_view word) { return bounded(prefixed(std::string(prefix) + "W", word)); }

std::uint64_t ByteReader::long_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (!ok_ || pos_ >= bytes_.size()) break;
    const auto byte = static_cast<unsigned char>(bytes_[pos_++]);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  ok_ = false;
  return 0;
}

static_assert(std::endian::native == std::endian::little, "the files are little-endian and read in place");

std::uint32_t ByteReader::u32() {
  std::uint32_t value = 0;
  const std::string_view raw = bytes(sizeof value);
  if (ok_) std::memcpy(&value, raw.data(), sizeof value);
  return value;
}

std::uint64_t ByteReader::u64() {
  std::uint64_t value = 0;
  const std::string_view raw = bytes(sizeof value);
  if (ok_) std::memcpy(&value, raw.data(), sizeof value);
  return value;
}

std::string_view ByteReader::bytes(std::size_t n) {
  if (!ok_ || n > bytes_.size() - pos_) {
    ok_ = false;
    return {};
  }
  const std::string_view result = bytes_.substr(pos_, n);
  pos_ += n;
  return result;
}

std::string_view ByteReader::string() {
  const std::uint64_t length = varint();
  return bytes(static_cast<std::size_t>(length));
}

void append_u32(std::string& out, std::uint32_t value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); }
void append_u64(std::string& out, std::uint64_t value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); }

void append_string(std::string& out, std::string_view value) {
  append_varint(out, value.size());
  out += value;
}

std::string encode_hit(const HitRecord& hit) {
  std::string out(1, kHitVersion);
  for (const std::string* member :
       {&hit.id, &hit.url, &hit.source, &hit.date, &hit.title, &hit.deck, &hit.section, &hit.language, &hit.access}) {
    append_string(out, *member);
  }
  for (const auto* list : {&hit.authors, &hit.persons, &hit.orgs, &hit.places, &hit.miscs}) append_strings(out, *list);
  return out;
}

bool decode_hit(std::string_view bytes, HitRecord& hit) {
  if (bytes.empty() || bytes.front() != kHitVersion) return false;
  ByteReader reader(bytes.substr(1));
  for (std::string* member : {&hit.id, &hit.url, &hit.source, &hit.date, &hit.title, &hit.deck, &hit.section, &hit.language, &hit.access}) {
    *member = reader.string();
  }
  for (auto* list : {&hit.authors, &hit.persons, &hit.orgs, &hit.places, &hit.miscs}) read_strings(reader, *list);
  return reader.ok() && reader.at_end();
}

}  // namespace broadsheet
