// The text format: an answer for a person at a terminal. The facet tables stand in text_facets.cpp, the timeline in
// text_timeline.cpp.
#include "common/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "searcher/sinks/text_layout.h"

namespace broadsheet {
namespace {

constexpr std::size_t kLeastColumns = 60;  // narrower terminals get lines of this width
constexpr std::size_t kRankWidth = 3;
constexpr std::size_t kDateLength = 10;  // YYYY-MM-DD
constexpr std::string_view kDot = " · ";

// In the order of SortOrder.
constexpr std::array<std::string_view, 4> kOrderTexts = {"by relevance", "newest first", "oldest first", "by title"};

std::string joined(const std::vector<std::string>& parts, std::string_view between) { return fmt::format("{}", fmt::join(parts, between)); }

bool nothing_found(const Answer& answer) {
  if (answer.total) return *answer.total == 0;
  return answer.request.want_hits && answer.request.limit > 0 && answer.request.offset == 0 && answer.hits.empty();
}

// ---- The lines above the hits

// "812 of 123,456 articles (0.66 %)"
std::string total_text(const Answer& answer) {
  const std::string all = articles_text(answer.archive.articles);
  if (answer.sampled_from && answer.total) {
    return fmt::format("{} drawn (seed {}) of {} matching, of {}", with_thousands(*answer.total),
                       answer.request.seed.value_or(kDefaultSeed), with_thousands(*answer.sampled_from), all);
  }
  if (!answer.total) return "matches in " + all + ", not counted";
  std::string total = fmt::format("{}{} of {}", answer.total_exact ? "" : "at least ", with_thousands(*answer.total), all);
  if (*answer.total == 0) return total;
  return fmt::format("{} ({})", total, percent(static_cast<double>(*answer.total) / static_cast<double>(answer.archive.articles)));
}

// "1–10 by relevance"; "" when no hits were asked for or there are none to show.
std::string range_text(const Answer& answer) {
  if (!answer.request.want_hits || answer.request.limit == 0 || nothing_found(answer)) return {};
  if (answer.hits.empty()) return fmt::format("none from {} on", with_thousands(answer.request.offset + 1));
  const std::size_t first = answer.hits.front().rank;
  const std::size_t last = answer.hits.back().rank;
  const std::string range = first == last ? with_thousands(first) : fmt::format("{}–{}", with_thousands(first), with_thousands(last));
  return fmt::format("{} {}", range, kOrderTexts[static_cast<std::size_t>(answer.sort)]);
}

bool asks_for_all(const Answer& answer) { return answer.request.query.empty() || answer.request.query == "*"; }

std::string understood_text(const Answer& answer) {
  std::string understood = shown(answer.understood);
  if (asks_for_all(answer)) return understood;
  return understood + std::string(kDot) + (answer.stems ? "stems, case ignored" : "case ignored");
}

// "expanded with: baghdad · iraqi": what --expand added, heaviest first; "" when nothing.
std::string expansion_text(const Answer& answer) {
  std::vector<std::string> words;
  for (const auto& [word, weight] : answer.expansion) words.push_back(shown(word));
  return words.empty() ? std::string() : "expanded with: " + joined(words, kDot);
}

// The frame that the options set: "within: source AP or Reuters · since 2023"; "" when there is none.
std::string frame_text(const SearchRequest& request) {
  std::vector<std::string> parts;
  parts.reserve(request.filters.size() + 3);
  for (const OptionFilter& filter : request.filters) parts.push_back(shown(filter.field + " " + joined(filter.values, " or ")));
  if (request.since) parts.push_back("since " + shown(*request.since));
  if (request.until) parts.push_back("until " + shown(*request.until));
  if (request.new_since) parts.push_back(fmt::format("new since generation {}", *request.new_since));
  if (request.ids) parts.push_back(fmt::format("the list of {} ids", with_thousands(request.ids->size())));
  return parts.empty() ? std::string() : "within: " + joined(parts, kDot);
}

bool has_filters(const SearchRequest& request) { return !request.filters.empty() || request.ids || request.new_since; }

}  // namespace

Block heading_block(const Answer& answer, std::size_t columns) {
  const std::string range = range_text(answer);
  Block lines = spread(total_text(answer) + (range.empty() ? range : std::string(kDot) + range),
                       "generation " + shown(answer.archive.generation), columns);
  append_lines(lines, wrap_lines(understood_text(answer), columns, 2));
  append_lines(lines, wrap_lines(expansion_text(answer), columns, 2));
  append_lines(lines, wrap_lines(frame_text(answer.request), columns, 2));
  for (const Warning& warning : answer.warnings) append_lines(lines, wrap_lines("note: " + shown(warning.message), columns, 6));
  return lines;
}

namespace {

// ---- Hits

std::string date_text(const Hit& hit) { return hit.record.date.empty() ? "undated" : shown(hit.record.date.substr(0, kDateLength)); }

Block meta_lines(const Hit& hit, std::size_t columns) {
  std::vector<std::string> parts;
  if (!hit.record.source.empty()) parts.push_back(shown(hit.record.source));
  parts.push_back(date_text(hit));
  if (!hit.record.access.empty() && hit.record.access != "full") parts.push_back(shown(hit.record.access));
  Block lines = wrap_lines(joined(parts, kDot), columns);
  const std::string last = lines.back();
  lines.pop_back();
  append_lines(lines, spread(last, shown(hit.record.id), columns));
  return lines;
}

Block hit_block(const Hit& hit, std::size_t rank_width, const SinkSettings& settings, std::size_t columns) {
  const std::size_t indent = rank_width + 2;
  const std::size_t width = columns - indent;
  const std::string title = shown(hit.record.title);
  Block lines = wrap_lines(title.empty() ? "(no headline)" : title, width);
  append_lines(lines, meta_lines(hit, width));
  const std::string snippet = settings.color ? plain_snippet(hit.snippet, kBoldOn, kBoldOff) : plain_snippet(hit.snippet, "**", "**");
  append_lines(lines, wrap_lines(snippet, width));
  for (std::string& line : lines) line.insert(0, indent, ' ');
  const std::string rank = pad_left(with_thousands(hit.rank), rank_width);
  lines.front().replace(0, rank_width, rank);
  return lines;
}

std::vector<Block> hit_blocks(const Answer& answer, const SinkSettings& settings, std::size_t columns) {
  std::vector<Block> blocks;
  if (answer.hits.empty()) return blocks;
  const std::size_t rank_width = std::max(kRankWidth, with_thousands(answer.hits.back().rank).size());
  for (const Hit& hit : answer.hits) blocks.push_back(hit_block(hit, rank_width, settings, columns));
  return blocks;
}

// ---- The lines below

// What helps when little or nothing was found.
}  // namespace

Block help_block(const Answer& answer, std::size_t columns) {
  Block lines;
  if (nothing_found(answer)) lines.emplace_back("No article matches.");
  for (const Warning& help : answer.help) append_lines(lines, wrap_lines(shown(help.message), columns, 2));
  if (answer.help.empty() && answer.did_you_mean)
    append_lines(lines, wrap_lines("did you mean: " + shown(*answer.did_you_mean), columns, 2));
  return lines;
}

namespace {

bool has_more_hits(const Answer& answer) {
  if (answer.hits.empty()) return false;
  if (answer.total) return answer.hits.back().rank < *answer.total;
  return answer.hits.size() == answer.request.limit;
}

std::uint64_t values_shown(const FacetAnswer& facet) { return facet.values_shown_before + facet.buckets.size(); }

std::uint64_t values_left(const FacetAnswer& facet) {
  return facet.values_total > values_shown(facet) ? facet.values_total - values_shown(facet) : 0;
}

// The facet with the most values that are not shown; nullptr: all are.
const FacetAnswer* longest_facet(const Answer& answer) {
  const auto longest = std::ranges::max_element(answer.facets, {}, values_left);
  return longest == answer.facets.end() || values_left(*longest) == 0 ? nullptr : &*longest;
}

// "next: --offset 10 · facets … --facet person · timeline … · explain …"
std::string next_text(const Answer& answer, AnswerPart part) {
  if (nothing_found(answer)) return asks_for_all(answer) ? "" : "next: explain …";
  std::vector<std::string> parts;
  const FacetAnswer* longest = longest_facet(answer);
  if (part == AnswerPart::facets && longest != nullptr) parts.push_back(fmt::format("--offset {}", values_shown(*longest)));
  if (part != AnswerPart::hits) parts.emplace_back("query …");
  if (has_more_hits(answer)) parts.push_back(fmt::format("--offset {}", answer.hits.back().rank));
  if (part != AnswerPart::facets && (longest != nullptr || answer.facets.empty())) {
    parts.push_back("facets … --facet " + (longest != nullptr ? shown(longest->field) : std::string("source")));
  }
  if (part != AnswerPart::timeline) parts.emplace_back("timeline …");
  if (!asks_for_all(answer)) parts.emplace_back("explain …");
  return "next: " + joined(parts, kDot);
}

Block last_block(const Answer& answer, AnswerPart part, const SinkSettings& settings, std::size_t columns) {
  Block lines = wrap_lines(next_text(answer, part), columns, 6);
  if (settings.timing) lines.push_back(fmt::format("took {:.3f} ms", answer.took_ms));
  return lines;
}

// ---- All of it

}  // namespace

void append_line(std::string& out, std::string_view line) {
  static constexpr std::string_view kBold = "\x1b[1m";
  static constexpr std::string_view kPlain = "\x1b[0m";
  for (const char c : line.substr(0, line.find_last_not_of(' ') + 1)) {
    if (c == kBoldOn.front()) {
      out += kBold;
    } else if (c == kBoldOff.front()) {
      out += kPlain;
    } else {
      out += c;
    }
  }
  out += '\n';
}

std::string render_text(const Answer& answer, AnswerPart part, const SinkSettings& settings) {
  const std::size_t columns = std::max(settings.columns, kLeastColumns);
  std::vector<Block> blocks{heading_block(answer, columns)};
  const auto add = [&](std::vector<Block> more) { std::ranges::move(more, std::back_inserter(blocks)); };
  add(hit_blocks(answer, settings, columns));
  add({help_block(answer, columns)});
  add(facet_blocks(answer, columns));
  if (answer.timeline) {
    add({timeline_block(*answer.timeline, has_filters(answer.request), columns)});
    add(timeline_extra_blocks(*answer.timeline, columns));
  }
  add({last_block(answer, part, settings, columns)});

  std::string out;
  for (const Block& block : blocks) {
    if (block.empty()) continue;
    if (!out.empty()) out += '\n';
    for (const std::string& line : block) append_line(out, line);
  }
  return out;
}

}  // namespace broadsheet
