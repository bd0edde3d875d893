#include "searcher/sinks/atom.h"

#include <fmt/format.h>

#include "common/files.h"
#include "common/version.h"
#include "searcher/sinks/xml.h"

namespace broadsheet {
namespace {

std::string element(std::string_view name, std::string_view text) { return fmt::format("<{0}>{1}</{0}>\n", name, xml_text(text)); }

// "2024" and "2024-02-21" as an instant: the first of their span, in Greenwich.
std::string instant_of(const std::string& date) {
  if (date.size() == 4) return date + "-01-01T00:00:00Z";
  if (date.size() == 7) return date + "-01T00:00:00Z";
  return date.size() == 10 ? date + "T00:00:00Z" : date;
}

// An address as it may stand in href; "" when it is not one of the web.
std::string web_address(std::string_view url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) return {};
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    const bool refused = byte <= 0x20 || byte == 0x7F || std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos;
    out += refused ? fmt::format("%{:02X}", byte) : std::string(1, c);
  }
  return out;
}

std::string entry_text(const AtomEntry& entry) {
  const HitRecord& record = entry.hit.record;
  std::string out = "<entry>\n" + element("id", urn_of("article\n" + entry.watch + "\n" + record.id));
  out += element("title", record.title.empty() ? "(no headline)" : record.title);
  out += element("updated", entry.updated);
  if (!record.date.empty()) out += element("published", instant_of(record.date));
  for (const std::string& author : record.authors) out += "<author>" + element("name", author) + "</author>\n";
  if (record.authors.empty() && !record.source.empty()) out += "<author>" + element("name", record.source) + "</author>\n";
  if (const std::string address = web_address(record.url); !address.empty()) {
    out += fmt::format("<link rel=\"alternate\" href=\"{}\"/>\n", xml_text(address));
  }
  out += fmt::format("<category term=\"{}\"/>\n", xml_text(entry.watch));
  const std::string source = record.source.empty() ? std::string() : fmt::format("<p>{}</p>", xml_text(record.source));
  out += fmt::format("<content type=\"html\">{}</content>\n", xml_text(source + "<p>" + entry.hit.snippet + "</p>"));
  return out + "</entry>\n";
}

}  // namespace

std::string urn_of(std::string_view text) {
  const std::string hex = sha256_hex(text);
  // The version's digit, and the two bits of the variant.
  return fmt::format("urn:uuid:{}-{}-8{}-8{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3), hex.substr(17, 3),
                     hex.substr(20, 12));
}

std::string render_atom(std::string_view id, std::string_view title, std::string_view updated, const std::vector<AtomEntry>& entries) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
  out += element("id", id) + element("title", title) + element("updated", updated);
  out += "<author>" + element("name", "Broadsheet") + "</author>\n";
  out += fmt::format("<generator version=\"{}\">Broadsheet</generator>\n", xml_text(kVersion));
  for (const AtomEntry& entry : entries) out += entry_text(entry);
  return out + "</feed>\n";
}

}  // namespace broadsheet
