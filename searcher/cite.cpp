#include "searcher/cite.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "common/text.h"

namespace broadsheet {
namespace {

// A filter is a list of values; so are these, which are no filters.
bool is_filter(const std::string& name, const JsonValue& value) { return value.array() != nullptr && name != "facet" && name != "ids"; }

const JsonValue* parameter(const AnswerManifest& manifest, std::string_view name) {
  const auto found = std::ranges::find_if(manifest.parameters, [&](const auto& entry) { return entry.first == name; });
  return found == manifest.parameters.end() ? nullptr : &found->second;
}

std::string text_of(const JsonValue* value) {
  if (value == nullptr) return {};
  if (value->string() != nullptr) return *value->string();
  return value->number() != nullptr ? value->number()->text : std::string();
}

std::string values_text(const JsonValue& value) {
  std::string out;
  if (value.array() == nullptr) return text_of(&value);
  for (const JsonValue& item : *value.array()) out += (out.empty() ? "" : " or ") + text_of(&item);
  return out;
}

// ", within source AP or Reuters, dated from 2024-01-01 to 2024-06-30"
std::string frame_of(const AnswerManifest& manifest) {
  std::string out;
  for (const auto& [name, value] : manifest.parameters) {
    if (!is_filter(name, value)) continue;
    out += fmt::format("{} {} {}", out.empty() ? ", within" : " and", name, values_text(value));
  }
  const std::string since = text_of(parameter(manifest, "since")), until = text_of(parameter(manifest, "until"));
  if (!since.empty() || !until.empty()) out += ", dated";
  if (!since.empty()) out += " from " + since;
  if (!until.empty()) out += " to " + until;
  if (const std::string generation = text_of(parameter(manifest, "new-since")); !generation.empty()) {
    out += ", new since generation " + generation;
  }
  const JsonValue* ids = parameter(manifest, "ids");
  if (ids != nullptr && ids->array() != nullptr) out += fmt::format(", within a list of {} articles", with_thousands(ids->array()->size()));
  return out;
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", with_thousands(n), n == 1 ? one : many);
}

bool asks_for_all(const AnswerManifest& manifest) { return manifest.text.empty() || manifest.text == "*"; }

std::string question_of(const AnswerManifest& manifest) {
  if (asks_for_all(manifest)) return "All articles";
  const bool any = text_of(parameter(manifest, "match")) == "any";
  return fmt::format("The query “{}”{}{} (understood as: {})", manifest.text, any ? " with any of its words" : "",
                     parameter(manifest, "expand") != nullptr ? " with words added from its best matches (RM3)" : "", manifest.understood);
}

std::string outcome_of(const AnswerManifest& manifest) {
  const std::uint64_t matches = manifest.sampled_from.value_or(manifest.articles);
  std::string out = asks_for_all(manifest) ? fmt::format(" are {}", with_thousands(matches))
                                           : fmt::format(" matches {}", counted(matches, "article", "articles"));
  if (manifest.sampled_from) {
    out += fmt::format(", of which a random sample of {} was drawn (seed {})", with_thousands(manifest.articles),
                       text_of(parameter(manifest, "seed")));
  }
  return out;
}

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string citation_sentence(const AnswerManifest& manifest) {
  const std::string day = manifest.created.substr(0, 10);
  return fmt::format(
      "{}{}{} in a news archive of {} (generation {}, SHA-256 of its content {}); searched with Broadsheet {} (query language {}) on {}. "
      "SHA-256 of the sorted article ids: {}.",
      question_of(manifest), frame_of(manifest), outcome_of(manifest), counted(manifest.archive.articles, "article", "articles"),
      manifest.archive.generation, manifest.archive.content_sha256, manifest.tool_version, manifest.language_version, day,
      manifest.ids_sha256);
}

Reference citation_reference(const AnswerManifest& manifest) {
  constexpr std::size_t kHashDigits = 16;
  Reference reference;
  reference.kind = Reference::Kind::dataset;
  reference.id = "broadsheet-" + manifest.ids_sha256.substr(0, kHashDigits);
  const std::string about = asks_for_all(manifest) ? std::string("of a news archive") : fmt::format("matching “{}”", manifest.text);
  reference.title = fmt::format("{} {}", counted(manifest.articles, "news article", "news articles"), about);
  reference.container = fmt::format("Search result of Broadsheet {}", manifest.tool_version);
  reference.year = number_of(manifest.created.substr(0, 4));
  reference.month = std::clamp(number_of(manifest.created.substr(std::min<std::size_t>(5, manifest.created.size()), 2)), 0, 12);
  reference.day = number_of(manifest.created.substr(std::min<std::size_t>(8, manifest.created.size()), 2));
  reference.note = citation_sentence(manifest);
  return reference;
}

std::string render_citation(const AnswerManifest& manifest, OutputFormat format) {
  const Reference reference = citation_reference(manifest);
  std::string csl = "[\n" + to_csl_json(reference) + "\n]\n";
  switch (format) {
    case OutputFormat::ris:
      return to_ris(reference);
    case OutputFormat::bibtex:
      return to_bibtex(reference);
    case OutputFormat::csl_json:
      return csl;
    default:
      return terminal_safe(citation_sentence(manifest) + "\n\nBibTeX:\n" + to_bibtex(reference) + "CSL-JSON:\n" + csl);
  }
}

}  // namespace broadsheet
