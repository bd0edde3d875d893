#include "searcher/article_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/article_json.h"
#include "common/text.h"

namespace broadsheet {
namespace {

// One line of words, without its line end.
void append_wrapped(std::string& out, std::string_view line, std::size_t columns) {
  std::size_t used = 0;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) return;
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    const std::size_t width = display_width(word);
    if (used > 0) out += used + 1 + width > columns ? '\n' : ' ';
    used = used > 0 && used + 1 + width <= columns ? used + 1 + width : width;
    out += word;
  }
}

std::string joined(const std::vector<std::string>& values) { return fmt::format("{}", fmt::join(values, "; ")); }

std::string names_of(const Article& article, EntityType type) {
  std::vector<std::string> names;
  for (const Entity& entity : article.entities) {
    if (entity.type == type) names.push_back(entity.name);
  }
  return joined(names);
}

// What is there of these, with a dot between.
std::string dotted(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
  }
  return out;
}

// "Label: values", wrapped; nothing without values.
void append_labelled(std::string& out, std::string_view label, const std::string& values, std::size_t columns) {
  if (!values.empty()) out += wrap(terminal_safe(fmt::format("{}: {}", label, values)), columns) + "\n";
}

void append_head(std::string& out, const Article& article, const SinkSettings& settings) {
  const std::string title = wrap(terminal_safe(article.title.empty() ? "(no headline)" : article.title), settings.columns);
  out += settings.color ? fmt::format("\x1b[1m{}\x1b[0m\n", title) : title + "\n";
  if (!article.deck.empty()) out += wrap(terminal_safe(article.deck), settings.columns) + "\n";
  const std::string date = article.date ? article.date->text : "undated";
  const std::string access(access_name(article.access));
  out += wrap(terminal_safe(dotted({article.source, date, article.section, access, article.language})), settings.columns) + "\n";
  if (!article.authors.empty()) out += wrap(terminal_safe("by " + joined(article.authors)), settings.columns) + "\n";
  out += terminal_safe(dotted({article.id, article.url})) + "\n";
}

void append_foot(std::string& out, const Article& article, std::size_t columns) {
  constexpr std::array<std::pair<std::string_view, EntityType>, 4> kNames = {
      {{"persons", EntityType::person}, {"orgs", EntityType::org}, {"places", EntityType::place}, {"misc", EntityType::misc}}};
  std::string foot;
  append_labelled(foot, "topics", joined(article.topics), columns);
  for (const auto& [label, type] : kNames) append_labelled(foot, label, names_of(article, type), columns);
  for (const auto& [field, values] : article.facet_fields) append_labelled(foot, field, joined(values), columns);
  if (!foot.empty()) out += "\n" + foot;
}

}  // namespace

std::string wrap(std::string_view text, std::size_t columns) {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    append_wrapped(out, text.substr(0, end), columns);
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string article_to_text(const Article& article, const SinkSettings& settings) {
  std::string out;
  append_head(out, article, settings);
  if (!article.text.empty()) out += "\n" + wrap(terminal_safe(article.text), settings.columns) + "\n";
  append_foot(out, article, settings.columns);
  return out;
}

}  // namespace broadsheet
