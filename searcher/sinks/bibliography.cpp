// The formats of reference managers: ris, bibtex, csl-json. A hit is an entry; searcher/reference.h knows the formats.
#include <charconv>

#include "searcher/reference.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {
namespace {

int number_at(const std::string& text, std::size_t begin, std::size_t length) {
  int number = 0;
  if (begin + length <= text.size()) std::from_chars(text.data() + begin, text.data() + begin + length, number);
  return number;
}

Reference reference_of(const Hit& hit) {
  const HitRecord& record = hit.record;
  Reference reference;
  reference.id = record.id;
  reference.title = record.title;
  for (const std::string& author : record.authors) reference.authors.push_back(parse_creator(author));
  reference.container = record.source;
  // 2024, 2024-02, 2024-02-21 or RFC 3339: as precise as the text.
  reference.year = number_at(record.date, 0, 4);
  reference.month = number_at(record.date, 5, 2);
  reference.day = number_at(record.date, 8, 2);
  reference.url = record.url;
  reference.language = record.language;
  reference.section = record.section;
  reference.abstract = record.deck;
  if (hit.article) reference.keywords = hit.article->topics;
  return reference;
}

}  // namespace

bool is_bibliography(OutputFormat format) {
  return format == OutputFormat::ris || format == OutputFormat::bibtex || format == OutputFormat::csl_json;
}

std::string bibliography_begin(OutputFormat format) { return format == OutputFormat::csl_json ? "[" : ""; }

std::string hit_to_bibliography(const Hit& hit, OutputFormat format, bool first) {
  const Reference reference = reference_of(hit);
  if (format == OutputFormat::ris) return to_ris(reference);
  if (format == OutputFormat::bibtex) return to_bibtex(reference);
  return (first ? "\n" : ",\n") + to_csl_json(reference);
}

std::string bibliography_end(OutputFormat format, bool any) {
  if (format != OutputFormat::csl_json) return "";
  return any ? "\n]\n" : "]\n";
}

std::string render_bibliography(const Answer& answer, AnswerPart /*part*/, const SinkSettings& settings) {
  std::string out = bibliography_begin(settings.format);
  for (const Hit& hit : answer.hits) out += hit_to_bibliography(hit, settings.format, &hit == &answer.hits.front());
  return out + bibliography_end(settings.format, !answer.hits.empty());
}

}  // namespace broadsheet
