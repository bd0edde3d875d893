// How is an answer written? One function per output format, from Answer to bytes; a new format is one file and one row in
// kFormats. Pure: no terminal, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/json.h"
#include "searcher/answer.h"

namespace broadsheet {

enum class OutputFormat : std::uint8_t { text, json, jsonl, csv, tsv, trec, ids, svg, ris, bibtex, csl_json, atom };
std::optional<OutputFormat> parse_output_format(std::string_view name);

struct SinkSettings {
  OutputFormat format = OutputFormat::text;
  bool color = false;
  std::size_t columns = 80;
  bool timing = false;
  bool raw_cells = false;
  std::string qid = "1";  // trec
};

// What the answer is of: the whole result, only facets, or only the timeline (decides the columns of csv and tsv).
enum class AnswerPart : std::uint8_t { hits, facets, timeline };

// The whole text of an answer in a format, ending with a newline (empty for a line format without lines).
std::string render(const Answer& answer, AnswerPart part, const SinkSettings& settings);

// --- the formats, each in a file of its own; each whole text ends with a newline, as above
std::string render_text(const Answer& answer, AnswerPart part, const SinkSettings& settings);            // text.cpp
std::string render_json(const Answer& answer, const SinkSettings& settings, std::string_view qid = {});  // json.cpp; one line
std::string render_csv(const Answer& answer, AnswerPart part, const SinkSettings& settings);             // csv.cpp; csv and tsv
std::string render_jsonl(const Answer& answer, AnswerPart part, const SinkSettings& settings);           // lines.cpp
std::string render_trec(const Answer& answer, const SinkSettings& settings);
std::string render_ids(const Answer& answer);
std::string render_svg(const Answer& answer, AnswerPart part, const SinkSettings& settings);           // svg.cpp: charts of counts
std::string render_bibliography(const Answer& answer, AnswerPart part, const SinkSettings& settings);  // bibliography.cpp

// "query":{…} and "total":{…} of an answer, for the sinks that write another body (json.cpp).
void write_query(JsonWriter& writer, const Answer& answer);
void write_total(JsonWriter& writer, const Answer& answer);

// One hit as a JSON object (json and jsonl), without a line end.
std::string hit_to_json(const Hit& hit, const SearchRequest& request);
// --fields alone, in their order, as a JSON object (export); the hit has its article.
std::string hit_fields_to_json(const Hit& hit, const std::vector<std::string>& fields);
// One bucket of a timeline as a JSON object (json and jsonl), without a line end. `field` and `value` of --split, where they are not
// known from around it, stand last; else "".
std::string timeline_bucket_to_json(const TimelineBucket& bucket, std::string_view field = {}, std::string_view value = {});
// The header and one hit as csv or tsv records, each with its line end.
std::string csv_header(AnswerPart part, const SearchRequest& request, const SinkSettings& settings);
std::string hit_to_csv(const Hit& hit, const SearchRequest& request, const SinkSettings& settings);

// ris, bibtex and csl-json: what stands before and behind all entries, and one entry.
std::string bibliography_begin(OutputFormat format);
std::string hit_to_bibliography(const Hit& hit, OutputFormat format, bool first);
std::string bibliography_end(OutputFormat format, bool any);
bool is_bibliography(OutputFormat format);

// articles / archive_articles; nullopt when the archive has none in that time.
std::optional<double> timeline_share(const TimelineBucket& bucket);
// The snippet as plain text for a terminal: <em> marks become `open`/`close`, HTML escapes are undone, control characters shown.
std::string plain_snippet(std::string_view html, std::string_view open, std::string_view close);
// The snippet as plain text for a file: no marks, HTML escapes undone, all else as it is.
std::string snippet_text(std::string_view html);

}  // namespace broadsheet
