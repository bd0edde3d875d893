#include "common/article_codec.h"

#include <concepts>
#include <limits>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "common/encoding.h"

namespace broadsheet {
namespace {

// History: 1 (2026-11) first. 2 (2026-11) the same members; its entities were found by the program (Article::entities_found), those of
// a record of version 1 were given in the input.
constexpr char kGivenEntitiesVersion = 1;
constexpr char kRecordVersion = 2;

// ---- The order of the members, once for both directions: `code` is an Encoder or a Decoder

template <class T, class Plain>
concept Is = std::same_as<std::remove_const_t<T>, Plain>;

void code_members(Is<Mention> auto& mention, auto& code) {
  code(mention.text);
  code(mention.field);
  code(mention.start);
  code(mention.end);
}

void code_members(Is<Entity> auto& entity, auto& code) {
  code(entity.type);
  code(entity.name);
  code(entity.count);
  code(entity.mentions);
}

void code_members(Is<RemovedSpan> auto& span, auto& code) {
  code(span.rule);
  code(span.start);
  code(span.text);
}

void code_members(Is<NewsDate> auto& date, auto& code) {
  code(date.start);
  code(date.end);
  code(date.day);
  code(date.last_day);
  code(date.precision);
  code(date.offset_minutes);
  code(date.text);
}

template <class Key, class Value>
void code_members(std::pair<Key, Value>& entry, auto& code) {
  code(entry.first);
  code(entry.second);
}

template <class Key, class Value>
void code_members(const std::pair<Key, Value>& entry, auto& code) {
  code(entry.first);
  code(entry.second);
}

void code_members(Is<Article> auto& article, auto& code) {
  code(article.id);
  code(article.url);
  code(article.source);
  code(article.date);
  code(article.date_source);
  code(article.title);
  code(article.deck);
  code(article.authors);
  code(article.section);
  code(article.topics);
  code(article.language);
  code(article.access);
  code(article.entities);
  code(article.removed);
  code(article.facet_fields);
  code(article.extra);
  code(article.text);
}

constexpr Access last_value(Access /*type*/) { return Access::headline; }
constexpr EntityType last_value(EntityType /*type*/) { return EntityType::misc; }
constexpr DatePrecision last_value(DatePrecision /*type*/) { return DatePrecision::time; }

template <class T>
concept Enum = std::is_enum_v<T>;

// ---- Numbers and enums are varints (signed ones in zigzag), strings have their length before them, lists and maps their count,
// an optional is a list of none or one.

class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  void operator()(const std::string& value) { append_string(out_, value); }
  void operator()(std::unsigned_integral auto value) { append_varint(out_, value); }
  void operator()(std::signed_integral auto value) {
    const std::int64_t wide = value;
    append_varint(out_, (static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
  }
  void operator()(Enum auto value) { append_varint(out_, static_cast<std::uint64_t>(value)); }
  template <class T>
  void operator()(const std::optional<T>& value) {
    append_varint(out_, value ? 1 : 0);
    if (value) code_members(*value, *this);
  }
  template <class T>
  void operator()(const std::vector<T>& list) {
    code_each(list);
  }
  template <class Key, class Value>
  void operator()(const std::map<Key, Value>& map) {
    code_each(map);
  }

 private:
  void code_each(const auto& container) {
    append_varint(out_, container.size());
    for (const auto& element : container) code_one(element);
  }
  void code_one(const std::string& value) { (*this)(value); }
  void code_one(const auto& value) { code_members(value, *this); }

  std::string& out_;
};

// After the first bad read nothing more is read; what has been filled in by then is of no use.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : reader_(bytes) {}
  bool ok() const { return ok_ && reader_.ok(); }
  bool at_end() const { return reader_.at_end(); }
  std::size_t position() const { return reader_.position(); }

  void operator()(std::string& value) { value = reader_.string(); }
  template <std::unsigned_integral T>
  void operator()(T& value) {
    value = narrow<T>(reader_.varint());
  }
  template <std::signed_integral T>
  void operator()(T& value) {
    const std::uint64_t raw = reader_.varint();
    value = narrow<T>(static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1));
  }
  template <Enum T>
  void operator()(T& value) {
    const std::uint64_t raw = reader_.varint();
    if (raw > static_cast<std::uint64_t>(last_value(value))) ok_ = false;
    value = ok() ? static_cast<T>(raw) : T{};
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    const std::uint64_t count = reader_.varint();
    if (count > 1) ok_ = false;
    if (count == 1) code_members(value.emplace(), *this);
  }
  // The count is not trusted: nothing is reserved, and the first element that is not there ends it.
  template <class T>
  void operator()(std::vector<T>& list) {
    for (std::uint64_t n = reader_.varint(); n > 0 && ok(); --n) code_one(list.emplace_back());
  }
  template <class Key, class Value>
  void operator()(std::map<Key, Value>& map) {
    for (std::uint64_t n = reader_.varint(); n > 0 && ok(); --n) {
      std::pair<Key, Value> entry;
      code_members(entry, *this);
      map.insert_or_assign(map.end(), std::move(entry.first), std::move(entry.second));
    }
  }

 private:
  template <class T>
  T narrow(auto value) {
    if (!std::in_range<T>(value)) ok_ = false;
    return ok() ? static_cast<T>(value) : T{};
  }
  void code_one(std::string& value) { (*this)(value); }
  void code_one(auto& value) { code_members(value, *this); }

  ByteReader reader_;
  bool ok_ = true;
};

std::unexpected<Error> damaged(std::size_t position, std::size_t size) {
  return fail(Status::bad_data, fmt::format("a stored article is damaged at byte {} of {}: run broadsheet-index check", position, size));
}

}  // namespace

std::string encode_article(const Article& article) {
  std::string out(1, article.entities_found ? kRecordVersion : kGivenEntitiesVersion);
  out.reserve(article.text.size() + 1024);
  Encoder encoder(out);
  code_members(article, encoder);
  return out;
}

Result<Article> decode_article(std::string_view bytes) {
  if (bytes.empty()) return damaged(0, 0);
  if (bytes.front() > kRecordVersion) {
    return fail(Status::bad_data, fmt::format("a stored article has version {}, this program knows {}: use a newer broadsheet",
                                              static_cast<int>(bytes.front()), static_cast<int>(kRecordVersion)));
  }
  if (bytes.front() < kGivenEntitiesVersion) return damaged(0, bytes.size());
  Article article;
  article.entities_found = bytes.front() == kRecordVersion;
  Decoder decoder(bytes.substr(1));
  code_members(article, decoder);
  if (!decoder.ok() || !decoder.at_end()) return damaged(decoder.position() + 1, bytes.size());
  return article;
}

}  // namespace broadsheet
