// How does text stand in an XML file? For svg and atom. Pure.
#pragma once

#include <string>
#include <string_view>

namespace broadsheet {

// Text between tags or in an attribute: & < > " ' escaped; characters that XML 1.0 does not allow, and those that turn the direction of
// writing, become U+FFFD. Valid UTF-8 in and out.
std::string xml_text(std::string_view text);

}  // namespace broadsheet
