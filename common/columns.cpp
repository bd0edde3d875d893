#include "common/columns.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "common/encoding.h"

namespace broadsheet {
namespace {

constexpr std::string_view kKeywordMagic = "BSKEYCOL";
constexpr std::string_view kFactsMagic = "BSFACTS\n";
constexpr std::uint32_t kColumnVersion = 1;
constexpr std::size_t kKeywordHeader = 5 * sizeof(std::uint32_t);  // documents, values, with value, ordinals, string bytes

std::string_view as_bytes(const std::vector<std::uint32_t>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::uint32_t)};
}

// Takes `count` u32 from the front of `rest`; the caller has checked the length. Part payloads are 32-byte aligned in the file.
const std::uint32_t* take_u32(std::string_view& rest, std::size_t count) {
  const auto* values = reinterpret_cast<const std::uint32_t*>(rest.data());
  rest.remove_prefix(count * sizeof(std::uint32_t));
  return values;
}

}  // namespace

Result<KeywordColumn> KeywordColumn::open(const std::filesystem::path& path) {
  KeywordColumn column;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  column.file_ = std::move(*file);
  auto payload = verified_payload(column.file_, path, kKeywordMagic, kColumnVersion);
  if (!payload) return std::unexpected(payload.error());
  ByteReader reader(*payload);
  column.documents_ = reader.u32();
  column.values_ = reader.u32();
  column.with_value_ = reader.u32();
  const std::uint64_t ordinals = reader.u32(), string_bytes = reader.u32();
  const std::uint64_t numbers = std::uint64_t{column.documents_} + 1 + ordinals + column.values_ + 2 * std::uint64_t{column.values_} + 1;
  if (!reader.ok() || payload->size() != kKeywordHeader + 4 * numbers + string_bytes) {
    return damaged(path, "its length does not fit its header");
  }
  std::string_view rest = payload->substr(kKeywordHeader);
  column.starts_ = take_u32(rest, std::size_t{column.documents_} + 1);
  column.ordinals_ = take_u32(rest, ordinals);
  column.articles_ = take_u32(rest, column.values_);
  column.string_starts_ = take_u32(rest, 2 * std::size_t{column.values_} + 1);
  column.strings_ = rest;
  const bool borders_fit = column.starts_[0] == 0 && column.starts_[column.documents_] == ordinals && column.string_starts_[0] == 0 &&
                           column.string_starts_[2 * std::size_t{column.values_}] == string_bytes;
  if (!borders_fit) return damaged(path, "its sections do not meet");
  return column;
}

std::string_view KeywordColumn::folded(std::uint32_t ordinal) const {
  const std::size_t i = 2 * std::size_t{ordinal};
  return strings_.substr(string_starts_[i], string_starts_[i + 1] - string_starts_[i]);
}

std::string_view KeywordColumn::display(std::uint32_t ordinal) const {
  const std::size_t i = 2 * std::size_t{ordinal} + 1;
  return strings_.substr(string_starts_[i], string_starts_[i + 1] - string_starts_[i]);
}

std::optional<std::uint32_t> KeywordColumn::find(std::string_view folded_value) const {
  const auto first = find_prefix(folded_value).first;
  if (first < values_ && folded(first) == folded_value) return first;
  return std::nullopt;
}

std::pair<std::uint32_t, std::uint32_t> KeywordColumn::find_prefix(std::string_view prefix) const {
  const auto partition = [this](std::uint32_t low, const auto& is_before) {
    std::uint32_t high = values_;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (is_before(folded(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const std::uint32_t first = partition(0, [prefix](std::string_view value) { return value < prefix; });
  return {first, partition(first, [prefix](std::string_view value) { return value.starts_with(prefix); })};
}

Result<void> KeywordColumn::verify() const {
  const auto fault = [](std::string_view what) { return std::unexpected(Error{Status::bad_data, std::string(what)}); };
  if (!std::is_sorted(starts_, starts_ + documents_ + 1)) return fault("document borders are out of order");
  if (!std::is_sorted(string_starts_, string_starts_ + 2 * std::size_t{values_} + 1)) return fault("value borders are out of order");
  const auto* end = ordinals_ + starts_[documents_];
  if (std::any_of(ordinals_, end, [this](std::uint32_t o) { return o >= values_; })) return fault("an ordinal has no value");
  return {};
}

KeywordColumnWriter::KeywordColumnWriter(std::vector<ColumnValue> values) : values_(std::move(values)) {
  for (ColumnValue& value : values_) value.articles = 0;
}

void KeywordColumnWriter::add(std::vector<std::uint32_t> ordinals) {
  std::ranges::sort(ordinals);
  const auto doubles = std::ranges::unique(ordinals);
  ordinals.erase(doubles.begin(), doubles.end());
  for (const std::uint32_t ordinal : ordinals) ++values_[ordinal].articles;
  if (!ordinals.empty()) ++with_value_;
  ordinals_.insert(ordinals_.end(), ordinals.begin(), ordinals.end());
  starts_.push_back(static_cast<std::uint32_t>(ordinals_.size()));
}

Result<void> KeywordColumnWriter::write(const std::filesystem::path& path) const {
  std::vector<std::uint32_t> articles, string_starts{0};
  std::string strings;
  for (const ColumnValue& value : values_) {
    articles.push_back(value.articles);
    strings += value.folded;
    string_starts.push_back(static_cast<std::uint32_t>(strings.size()));
    strings += value.display;
    string_starts.push_back(static_cast<std::uint32_t>(strings.size()));
  }
  std::string header;
  for (const std::size_t n : {starts_.size() - 1, values_.size(), std::size_t{with_value_}, ordinals_.size(), strings.size()}) {
    append_u32(header, static_cast<std::uint32_t>(n));
  }
  auto part = PartWriter::create(path, kKeywordMagic, kColumnVersion);
  if (!part) return std::unexpected(part.error());
  for (const std::string_view section : {std::string_view(header), as_bytes(starts_), as_bytes(ordinals_), as_bytes(articles),
                                         as_bytes(string_starts), std::string_view(strings)}) {
    part->write(section);
  }
  return part->finish();
}

Result<FactsColumn> FactsColumn::open(const std::filesystem::path& path) {
  auto column = open_unchecked(path);
  if (!column) return column;
  if (const auto sound = column->check_hash(); !sound) return std::unexpected(sound.error());
  return column;
}

Result<void> FactsColumn::check_hash() const {
  const auto payload = verified_payload(file_, path_, kFactsMagic, kColumnVersion);
  return payload ? Result<void>() : std::unexpected(payload.error());
}

Result<FactsColumn> FactsColumn::open_unchecked(const std::filesystem::path& path) {
  FactsColumn column;
  column.path_ = path;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  column.file_ = std::move(*file);
  auto payload = part_payload(column.file_, path, kFactsMagic, kColumnVersion);
  if (!payload) return std::unexpected(payload.error());
  if (payload->size() % sizeof(DocumentFacts) != 0) return damaged(path, "its length is no whole number of rows");
  column.facts_ = {reinterpret_cast<const DocumentFacts*>(payload->data()), payload->size() / sizeof(DocumentFacts)};
  return column;
}

Result<void> write_facts_column(const std::filesystem::path& path, std::span<const DocumentFacts> facts) {
  auto part = PartWriter::create(path, kFactsMagic, kColumnVersion);
  if (!part) return std::unexpected(part.error());
  part->write({reinterpret_cast<const char*>(facts.data()), facts.size_bytes()});
  return part->finish();
}

}  // namespace broadsheet
