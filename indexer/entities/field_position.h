// At which byte of an article's field does a mention stand? Offsets of mentions count code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/article.h"
#include "common/text.h"

namespace broadsheet {

// Linear in the article as long as positions are asked for in reading order. `article` must outlive it.
class FieldPosition {
 public:
  explicit FieldPosition(const Article& article) : article_(article) {}

  const std::string& text_of(std::string_view field) const {
    return field == "title" ? article_.title : field == "deck" ? article_.deck : article_.text;
  }
  // The byte of the field's code point `point`; the field's size when it has fewer.
  std::size_t byte_of(std::string_view field, std::uint32_t point) {
    const std::string& text = text_of(field);
    if (&text != text_ || point < at_) {
      text_ = &text;
      at_ = 0;
      byte_ = 0;
    }
    for (; at_ < point && byte_ < text.size(); ++at_) next_code_point(text, byte_);
    return byte_;
  }

 private:
  const Article& article_;
  const std::string* text_ = nullptr;
  std::uint32_t at_ = 0;
  std::size_t byte_ = 0;
};

}  // namespace broadsheet
