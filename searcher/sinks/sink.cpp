#include "searcher/sinks/sink.h"

#include <array>
#include <utility>

#include "common/text.h"

namespace broadsheet {
namespace {

using Render = std::string (*)(const Answer&, AnswerPart, const SinkSettings&);

struct Format {
  std::string_view name;
  OutputFormat format;
  Render render;
};

// In the order of OutputFormat.
constexpr std::array kFormats = {
    Format{"text", OutputFormat::text, render_text},
    Format{"json", OutputFormat::json,
           [](const Answer& answer, AnswerPart, const SinkSettings& settings) { return render_json(answer, settings); }},
    Format{"jsonl", OutputFormat::jsonl, render_jsonl},
    Format{"csv", OutputFormat::csv, render_csv},
    Format{"tsv", OutputFormat::tsv, render_csv},
    Format{"trec", OutputFormat::trec,
           [](const Answer& answer, AnswerPart, const SinkSettings& settings) { return render_trec(answer, settings); }},
    Format{"ids", OutputFormat::ids, [](const Answer& answer, AnswerPart, const SinkSettings&) { return render_ids(answer); }},
    Format{"svg", OutputFormat::svg, render_svg},
    Format{"ris", OutputFormat::ris, render_bibliography},
    Format{"bibtex", OutputFormat::bibtex, render_bibliography},
    Format{"csl-json", OutputFormat::csl_json, render_bibliography},
    Format{"atom", OutputFormat::atom, [](const Answer&, AnswerPart, const SinkSettings&) { return std::string(); }},  // watch_command.cpp
};

consteval bool formats_stand_in_order() {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (static_cast<std::size_t>(kFormats[i].format) != i) return false;
  }
  return true;
}
static_assert(formats_stand_in_order());

// The escapes that html_escape (text.h) writes.
constexpr std::array<std::pair<std::string_view, char>, 5> kEscapes = {
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};

void append_unescaped(std::string& out, std::string_view html) {
  for (std::size_t i = 0; i < html.size();) {
    const std::string_view rest = html.substr(i);
    char plain = rest.front();
    std::size_t used = 1;
    for (const auto& [escape, c] : kEscapes) {
      if (!rest.starts_with(escape)) continue;
      plain = c;
      used = escape.size();
      break;
    }
    out += plain;
    i += used;
  }
}

// Calls use(text, is_mark) for the pieces between the marks, in order; the text has its escapes undone.
template <class Use>
void for_each_piece(std::string_view html, Use use) {
  static constexpr std::string_view kOpen = "<em>";
  static constexpr std::string_view kClose = "</em>";
  bool inside = false;
  while (!html.empty()) {
    const std::string_view mark = inside ? kClose : kOpen;
    const std::size_t at = html.find(mark);
    std::string text;
    append_unescaped(text, html.substr(0, at));
    use(std::as_const(text), inside);
    if (at == std::string_view::npos) return;
    html.remove_prefix(at + mark.size());
    inside = !inside;
  }
}

}  // namespace

std::optional<OutputFormat> parse_output_format(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return format.format;
  }
  return std::nullopt;
}

std::string render(const Answer& answer, AnswerPart part, const SinkSettings& settings) {
  return kFormats[static_cast<std::size_t>(settings.format)].render(answer, part, settings);
}

std::optional<double> timeline_share(const TimelineBucket& bucket) {
  if (bucket.archive_articles == 0) return std::nullopt;
  return static_cast<double>(bucket.articles) / static_cast<double>(bucket.archive_articles);
}

std::string plain_snippet(std::string_view html, std::string_view open, std::string_view close) {
  std::string out;
  for_each_piece(html, [&](const std::string& text, bool marked) {
    if (marked) out += open;
    out += terminal_safe(text);
    if (marked) out += close;
  });
  return out;
}

std::string snippet_text(std::string_view html) {
  std::string out;
  for_each_piece(html, [&](const std::string& text, bool) { out += text; });
  return out;
}

}  // namespace broadsheet
