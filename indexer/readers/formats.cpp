// Which format is this input in? By option, else by what it begins with, else by its name; then its reader reads it.
#include "indexer/readers/formats.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/limits.h"
#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::array kJsonEndings = {".jsonl"sv, ".ndjson"sv, ".json"sv};
constexpr std::array kCsvEndings = {".csv"sv};
constexpr std::array kTsvEndings = {".tsv"sv, ".tab"sv};
constexpr std::array kTextEndings = {".txt"sv, ".text"sv};  // not .md: a README.md stands in many a folder, and it is markup
constexpr std::array kPackedEndings = {".gz"sv, ".zst"sv, ".xz"sv, ".bz2"sv};

// A format, the names of its files, and its reader. Many a .json holds JSON Lines: the content decides between the two.
struct FormatRow {
  std::string_view name;
  InputFormat format;
  std::span<const std::string_view> endings;
  void (*read)(Input& in, Output& out, const ReaderSettings& settings);
};
constexpr std::array kFormats = {
    FormatRow{"jsonl", InputFormat::jsonl, kJsonEndings, [](Input& in, Output& out, const ReaderSettings&) { read_json_lines(in, out); }},
    FormatRow{"json", InputFormat::json, kJsonEndings, [](Input& in, Output& out, const ReaderSettings&) { read_json_documents(in, out); }},
    FormatRow{"csv", InputFormat::csv, kCsvEndings,
              [](Input& in, Output& out, const ReaderSettings&) { read_csv(in, out, InputFormat::csv); }},
    FormatRow{"tsv", InputFormat::tsv, kTsvEndings,
              [](Input& in, Output& out, const ReaderSettings&) { read_csv(in, out, InputFormat::tsv); }},
    FormatRow{"text", InputFormat::text, kTextEndings,
              [](Input& in, Output& out, const ReaderSettings& settings) { read_text(in, out, settings.split_at); }},
};

bool has_ending(std::string_view file, const FormatRow& row) {
  const std::string lower = lower_ascii(file);
  std::string_view stem = lower;
  const auto packed = std::ranges::find_if(kPackedEndings, [&](std::string_view ending) { return stem.ends_with(ending); });
  if (packed != kPackedEndings.end()) stem.remove_suffix(packed->size());
  return std::ranges::any_of(row.endings, [&](std::string_view ending) { return stem.ends_with(ending); });
}

struct KnownContent {
  std::string_view magic;
  std::string_view advice;
};
constexpr std::string_view kTwice = "this is packed twice; unpack it once first";
constexpr std::array kKnownContents = {
    KnownContent{"PK\x03\x04"sv, "this is a zip archive; unpack it first"},
    KnownContent{"%PDF-"sv, "this is a PDF file, which is not read"},
    KnownContent{"\x1f\x8b"sv, kTwice},
    KnownContent{"\x28\xb5\x2f\xfd"sv, kTwice},
    KnownContent{"\xfd\x37\x7a\x58\x5a"sv, kTwice},
    KnownContent{"BZh"sv, kTwice},
    KnownContent{"<"sv, "this is HTML or XML, which is not read yet"},
};

const KnownContent* known_content(std::string_view bytes) {
  const auto found = std::ranges::find_if(kKnownContents, [&](const KnownContent& row) { return bytes.starts_with(row.magic); });
  return found == kKnownContents.end() ? nullptr : &*found;
}

// What the name says; also "x.jsonl.1".
std::optional<InputFormat> format_by_name(std::string_view file) {
  const std::string_view name = file.substr(file.rfind('/') + 1);
  if (name.find(".jsonl") != name.npos || name.find(".ndjson") != name.npos) return InputFormat::jsonl;
  for (const FormatRow& row : kFormats) {
    if (row.endings.data() != kJsonEndings.data() && has_ending(name, row)) return row.format;
  }
  return std::nullopt;
}

// A table or a text may begin with a bracket, too: "[Photo: …]". Of them it is JSON when the next sign goes on like JSON.
bool opens_json(std::string_view ahead, std::optional<InputFormat> by_name) {
  if (!ahead.starts_with('[') && !ahead.starts_with('{')) return false;
  if (!by_name || by_name == InputFormat::jsonl) return true;
  const std::size_t second = ahead.find_first_not_of(kBlanks, 1);
  return second != ahead.npos && (ahead.front() == '[' ? "{]"sv : "\"}"sv).find(ahead[second]) != std::string_view::npos;
}

// nullopt: of no format that is known. `ahead` begins behind the blanks.
std::optional<InputFormat> recognise(Input& in, std::string_view ahead, const ReaderSettings& settings) {
  const auto by_name = format_by_name(in.file());
  if (opens_json(ahead, by_name)) {
    in.skip(kBlanks);
    return json_format(in, by_name == InputFormat::jsonl);
  }
  if (known_content(ahead) != nullptr) return std::nullopt;
  if (looks_like_table(in)) return by_name == InputFormat::tsv ? InputFormat::tsv : InputFormat::csv;
  if (by_name) return by_name;
  return settings.split_at.empty() ? std::nullopt : std::optional(InputFormat::text);
}

std::string unknown_format(std::string_view ahead) {
  constexpr std::size_t kShown = 40;
  if (const KnownContent* known = known_content(ahead)) return std::string(known->advice);
  const std::string shown = terminal_safe(squeeze(repair_utf8(ahead.substr(0, kShown))));
  return fmt::format(
      "neither JSON nor a table with a \"text\" or \"title\" in its first line; it begins: {} …; --format csv or --format text reads it "
      "as a table or as plain text; docs/input.md shows all formats",
      shown);
}

// What comes behind the blanks in front; more blanks than a record may have are passed over. Empty: nothing else comes.
std::string_view behind_blanks(Input& in) {
  for (std::size_t searched = 0;;) {
    const std::string_view bytes = in.window();
    if (const std::size_t begin = bytes.find_first_not_of(kBlanks, searched); begin != bytes.npos) return bytes.substr(begin);
    searched = bytes.size();
    if (searched > kMaxRecordBytes) {
      in.take(searched);
      searched = 0;
    } else if (!in.more()) {
      return {};
    }
  }
}

void read_input(Input& in, const ReaderSettings& settings, Output& out) {
  in.skip_bom();
  InputFormat format = settings.format;
  if (format == InputFormat::automatic) {
    const std::string_view ahead = behind_blanks(in);
    if (ahead.empty()) return in.skip(kBlanks);
    const std::string begin(ahead.substr(0, 64));
    const auto recognised = recognise(in, ahead, settings);
    if (!recognised) return out.reject("unknown-format", {in.file(), 0, 0}, unknown_format(begin));
    format = *recognised;
  }
  std::ranges::find(kFormats, format, &FormatRow::format)->read(in, out, settings);
}

}  // namespace

std::optional<InputFormat> parse_input_format(std::string_view name) {
  const auto row = std::ranges::find(kFormats, name, &FormatRow::name);
  return row == kFormats.end() ? std::nullopt : std::optional(row->format);
}

std::string input_format_names() {
  std::string names;
  for (const FormatRow& row : kFormats) names += fmt::format("{}{}", names.empty() ? "" : ", ", row.name);
  return names;
}

bool is_named_as(std::string_view file, InputFormat format) {
  return std::ranges::any_of(
      kFormats, [&](const FormatRow& row) { return (format == InputFormat::automatic || format == row.format) && has_ending(file, row); });
}

std::string read_records(ByteSource& source, const std::string& file, const ReaderSettings& settings, const UseRecord& use) {
  Utf8Source utf8(source, settings.charset);
  Input in(utf8, file);
  Output out(use);
  read_input(in, settings, out);
  if (in.error() && out.open()) out.reject(in.failure_reason(), in.origin(), in.error()->message);
  return utf8.charset();
}

}  // namespace broadsheet
