#include "indexer/entities/training/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>

namespace broadsheet {
namespace {

constexpr std::size_t kSentencesWithoutMarks = 20;

std::vector<std::string_view> split_columns(std::string_view line) {
  std::vector<std::string_view> columns;
  const bool tabs = line.find('\t') != std::string_view::npos;
  const std::string_view separators = tabs ? "\t" : " ";
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t end = std::min(line.find_first_of(separators, from), line.size());
    if (end > from || tabs) columns.push_back(line.substr(from, end - from));
    from = end + 1;
  }
  return columns;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

struct Reader {
  std::vector<LabelledDocument> documents;
  LabelledDocument document;
  LabelledSentence sentence;
  bool marks = false;

  void end_sentence() {
    if (!sentence.empty()) document.push_back(std::move(sentence));
    sentence.clear();
    if (!marks && document.size() >= kSentencesWithoutMarks) end_document();
  }
  void end_document() {
    if (!document.empty()) documents.push_back(std::move(document));
    document.clear();
  }
};

}  // namespace

Result<std::vector<LabelledDocument>> read_columns(const std::string& path) {
  std::ifstream in(path);
  if (!in) return fail(Status::no_input, fmt::format("{}: cannot be read. Is the path right?", path));
  Reader reader;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines.push_back(std::move(line));
  }
  const auto is_mark = [](std::string_view line) { return line.starts_with("-DOCSTART-") || line.starts_with("# newdoc"); };
  reader.marks = std::ranges::count_if(lines, is_mark) > 1;
  bool numbered =
      std::ranges::any_of(lines, [](const std::string& line) { return line.starts_with("# sent_id") || line.starts_with("# text"); });
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string_view line = lines[n];
    if (is_mark(line)) {
      reader.end_sentence();
      if (reader.marks) reader.end_document();
      continue;
    }
    if (line.find_first_not_of(" \t") == std::string_view::npos) {
      reader.end_sentence();
      continue;
    }
    const std::vector<std::string_view> columns = split_columns(line);
    if (numbered && line.starts_with("#") && !(columns.size() > 2 && is_number(columns[0]))) continue;
    if (columns.size() < 2)
      return fail(Status::bad_data, fmt::format("{}:{}: one column only; a token and its label are needed.", path, n + 1));
    if (numbered && columns.size() >= 3) {
      if (is_number(columns[0])) reader.sentence.push_back({std::string(columns[1]), std::string(columns[2])});
    } else {
      reader.sentence.push_back({std::string(columns.front()), std::string(columns.back())});
    }
  }
  reader.end_sentence();
  reader.end_document();
  return std::move(reader.documents);
}

}  // namespace broadsheet
