// Mentions as the tagger gives them, from a text with marks: "[person Mr. Lee] of [org Meta]'s". What a test reads is what it tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "common/article_json.h"
#include "common/text.h"
#include "indexer/entities/tagger.h"

namespace broadsheet {

struct MarkedArticle {
  Article article;
  std::vector<NameMention> mentions;
};

// A part behind " // " is the text, what stands before it the title.
inline MarkedArticle read_marked(std::string_view marked) {
  MarkedArticle out;
  const bool has_title = marked.find(" // ") != marked.npos;
  std::string* text = has_title ? &out.article.title : &out.article.text;
  std::uint32_t at = 0;
  const auto append = [&](std::string_view part) {
    *text += part;
    at += static_cast<std::uint32_t>(count_code_points(part));
  };
  for (std::size_t pos = 0; pos < marked.size();) {
    if (marked.substr(pos).starts_with(" // ")) {
      text = &out.article.text;
      at = 0;
      pos += 4;
    } else if (marked[pos] == '[') {
      const std::size_t blank = marked.find(' ', pos), close = marked.find(']', pos);
      NameMention mention;
      parse_entity_type(marked.substr(pos + 1, blank - pos - 1), mention.type);
      mention.mention = {std::string(marked.substr(blank + 1, close - blank - 1)), text == &out.article.title ? "title" : "text", at, 0};
      append(mention.mention.text);
      mention.mention.end = at;
      out.mentions.push_back(std::move(mention));
      pos = close + 1;
    } else {
      const std::size_t begin = pos;
      next_code_point(marked, pos);
      append(marked.substr(begin, pos - begin));
    }
  }
  return out;
}

// "person Kai-Fu Lee 2; place United States 1"
inline std::string printed(const std::vector<Entity>& entities) {
  std::string out;
  for (const Entity& entity : entities) {
    out += fmt::format("{}{} {} {}", out.empty() ? "" : "; ", entity_type_name(entity.type), entity.name, entity.count);
  }
  return out;
}

}  // namespace broadsheet
