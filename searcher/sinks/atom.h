// What is new, as a feed: Atom (RFC 4287). Pure. The one caller is watch_command.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/answer.h"

namespace broadsheet {

struct AtomEntry {
  std::string watch;    // name of the saved query
  std::string updated;  // RFC 3339: when it was first reported
  Hit hit;              // with its snippet
};

// "urn:uuid:…" (version 8 of RFC 9562) from the SHA-256 of the text: the same for the same text.
std::string urn_of(std::string_view text);

// The whole feed. `id` is an IRI; `updated` RFC 3339.
std::string render_atom(std::string_view id, std::string_view title, std::string_view updated, const std::vector<AtomEntry>& entries);

}  // namespace broadsheet
