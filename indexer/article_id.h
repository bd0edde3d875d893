// The id of an article that brings none: begins with a letter, the same on every run. docs/ids.md has the table of URL rules.
#pragma once

#include <string>
#include <string_view>

namespace broadsheet {

// Lower-case scheme and host, no fragment, no default port, no utm_*, fbclid, gclid …; "" when it is no http(s) URL.
std::string canonical_url(std::string_view url);
// "u" + 32 hex digits of SHA-256 of the canonical URL; without one "t" + the same of raw source, date, title and text.
std::string derive_id(std::string_view url, std::string_view source, std::string_view date, std::string_view title, std::string_view text);

}  // namespace broadsheet
