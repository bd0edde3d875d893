#include "indexer/article_id.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

#include "common/files.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

constexpr std::size_t kIdHexDigits = 32;

struct Scheme {
  std::string_view prefix;
  std::string_view default_port;
};
constexpr std::array kSchemes = {Scheme{"http://", ":80"}, Scheme{"https://", ":443"}};

// Parameters that say where a reader came from, not what is read. A name that ends in '*' stands for all that begin so.
constexpr std::array<std::string_view, 14> kTrackingParameters = {"utm_*",   "fbclid", "gclid",  "gclsrc", "dclid",  "gbraid", "wbraid",
                                                                  "msclkid", "yclid",  "twclid", "igshid", "mc_cid", "mc_eid", "_ga"};

bool is_control_or_blank(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; }

std::string_view without_blank_ends(std::string_view text) {
  while (!text.empty() && is_control_or_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_control_or_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_tracking(std::string_view parameter) {
  const std::string name = lower_ascii(parameter.substr(0, parameter.find('=')));
  return std::ranges::any_of(kTrackingParameters, [&](std::string_view row) {
    return row.ends_with('*') ? name.starts_with(row.substr(0, row.size() - 1)) : name == row;
  });
}

// "?a=1&b=2" without tracking parameters, in the order given; "" when none is left.
std::string clean_query(std::string_view query) {
  std::string kept;
  for (std::size_t begin = 0; begin <= query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view parameter = query.substr(begin, end - begin);
    if (!parameter.empty() && !is_tracking(parameter)) kept.append(kept.empty() ? "?" : "&").append(parameter);
    begin = end + 1;
  }
  return kept;
}

// Host and port of "user:secret@Host.:443".
std::string clean_host(std::string_view authority, std::string_view default_port) {
  std::string host = lower_ascii(authority.substr(authority.rfind('@') + 1));
  if (host.ends_with(default_port)) host.resize(host.size() - default_port.size());
  if (host.ends_with(':')) host.pop_back();
  if (host.ends_with('.')) host.pop_back();
  return host;
}

// Each part with its length before it, so that no two lists of parts give the same bytes.
std::string hashed(std::initializer_list<std::string_view> parts) {
  Sha256 hash;
  for (const std::string_view part : parts) {
    hash.update(fmt::format("{}:", part.size()));
    hash.update(part);
  }
  return hash.hex().substr(0, kIdHexDigits);
}

}  // namespace

std::string canonical_url(std::string_view url) {
  url = without_blank_ends(url);
  if (std::ranges::any_of(url, is_control_or_blank)) return {};
  for (const auto& [prefix, default_port] : kSchemes) {
    if (lower_ascii(url.substr(0, prefix.size())) != prefix) continue;
    std::string_view rest = url.substr(prefix.size());
    rest = rest.substr(0, rest.find('#'));
    const std::size_t host_end = std::min(rest.find_first_of("/?"), rest.size());
    const std::string host = clean_host(rest.substr(0, host_end), default_port);
    if (host.empty()) return {};
    rest.remove_prefix(host_end);
    const std::size_t path_end = std::min(rest.find('?'), rest.size());
    const std::string_view path = path_end == 0 ? "/" : rest.substr(0, path_end);
    const std::string query = path_end == rest.size() ? "" : clean_query(rest.substr(path_end + 1));
    return fmt::format("{}{}{}{}", prefix, host, path, query);
  }
  return {};
}

std::string derive_id(std::string_view url, std::string_view source, std::string_view date, std::string_view title, std::string_view text) {
  const std::string canonical = canonical_url(url);
  if (!canonical.empty()) return "u" + sha256_hex(canonical).substr(0, kIdHexDigits);
  return "t" + hashed({source, date, title, text});
}

}  // namespace broadsheet
