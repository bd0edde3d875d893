#include "searcher/sinks/xml.h"

#include "common/text.h"

namespace broadsheet {
namespace {

bool is_allowed(char32_t c) {
  const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c <= 0x9F);
  const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
  return !control && !direction && (c & 0xFFFE) != 0xFFFE;
}

}  // namespace

std::string xml_text(std::string_view text) {
  constexpr char32_t kReplacement = 0xFFFD;
  std::string clean;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = next_code_point(text, pos);
    append_code_point(clean, is_allowed(c) ? c : kReplacement);
  }
  return html_escape(clean);
}

}  // namespace broadsheet
