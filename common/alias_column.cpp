#include "common/alias_column.h"

#include <algorithm>
#include <numeric>

#include "common/encoding.h"
#include "common/part.h"

namespace broadsheet {
namespace {

constexpr std::string_view kAliasMagic = "BSALIAS\n";
constexpr std::uint32_t kAliasVersion = 1;
constexpr std::size_t kHeaderBytes = 2 * sizeof(std::uint32_t);  // aliases, string bytes

std::string_view as_bytes(const std::vector<std::uint32_t>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::uint32_t)};
}

}  // namespace

Result<AliasColumn> AliasColumn::open(const std::filesystem::path& path, std::uint32_t values) {
  AliasColumn column;
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  column.file_ = std::move(*file);
  const auto payload = verified_payload(column.file_, path, kAliasMagic, kAliasVersion);
  if (!payload) return std::unexpected(payload.error());
  ByteReader reader(*payload);
  column.aliases_ = reader.u32();
  const std::uint64_t string_bytes = reader.u32();
  const std::uint64_t numbers = 4 * std::uint64_t{column.aliases_} + 1;
  if (!reader.ok() || payload->size() != kHeaderBytes + 4 * numbers + string_bytes) {
    return damaged(path, "its length does not fit its header");
  }
  const auto* first = reinterpret_cast<const std::uint32_t*>(payload->data() + kHeaderBytes);
  column.ordinals_ = first;
  column.by_folded_ = first + column.aliases_;
  column.string_starts_ = column.by_folded_ + column.aliases_;
  column.strings_ = payload->substr(kHeaderBytes + 4 * numbers);
  if (!column.is_sound(values)) return damaged(path, "its sections do not meet");
  return column;
}

bool AliasColumn::is_sound(std::uint32_t values) const {
  const auto* starts_end = string_starts_ + 2 * std::size_t{aliases_} + 1;
  return string_starts_[0] == 0 && starts_end[-1] == strings_.size() && std::is_sorted(string_starts_, starts_end) &&
         std::is_sorted(ordinals_, ordinals_ + aliases_) && (aliases_ == 0 || ordinals_[aliases_ - 1] < values) &&
         std::all_of(by_folded_, by_folded_ + aliases_, [this](std::uint32_t alias) { return alias < aliases_; });
}

std::string_view AliasColumn::text(std::uint32_t alias, std::uint32_t which) const {
  const std::size_t i = 2 * std::size_t{alias} + which;
  return strings_.substr(string_starts_[i], string_starts_[i + 1] - string_starts_[i]);
}

std::vector<std::uint32_t> AliasColumn::find(std::string_view folded) const {
  const auto by_text = [this](std::uint32_t alias) { return text(alias, 0); };
  const auto found = std::ranges::equal_range(std::span(by_folded_, aliases_), folded, {}, by_text);
  std::vector<std::uint32_t> values;
  for (const std::uint32_t alias : found) values.push_back(ordinals_[alias]);
  std::ranges::sort(values);
  const auto doubles = std::ranges::unique(values);
  values.erase(doubles.begin(), doubles.end());
  return values;
}

std::vector<std::string_view> AliasColumn::of(std::uint32_t ordinal) const {
  const auto [first, last] = std::equal_range(ordinals_, ordinals_ + aliases_, ordinal);
  std::vector<std::string_view> names;
  for (const auto* alias = first; alias != last; ++alias) names.push_back(text(static_cast<std::uint32_t>(alias - ordinals_), 1));
  return names;
}

Result<void> write_alias_column(const std::filesystem::path& path, std::vector<Alias> aliases) {
  std::ranges::stable_sort(aliases, {}, &Alias::ordinal);
  std::vector<std::uint32_t> ordinals, by_folded(aliases.size()), string_starts{0};
  std::string strings;
  for (const Alias& alias : aliases) {
    ordinals.push_back(alias.ordinal);
    for (const std::string* text : {&alias.folded, &alias.display}) {
      strings += *text;
      string_starts.push_back(static_cast<std::uint32_t>(strings.size()));
    }
  }
  std::iota(by_folded.begin(), by_folded.end(), 0U);
  std::ranges::stable_sort(by_folded, {}, [&](std::uint32_t alias) -> const std::string& { return aliases[alias].folded; });
  std::string header;
  append_u32(header, static_cast<std::uint32_t>(aliases.size()));
  append_u32(header, static_cast<std::uint32_t>(strings.size()));
  auto part = PartWriter::create(path, kAliasMagic, kAliasVersion);
  if (!part) return std::unexpected(part.error());
  for (const std::string_view section :
       {std::string_view(header), as_bytes(ordinals), as_bytes(by_folded), as_bytes(string_starts), std::string_view(strings)}) {
    part->write(section);
  }
  return part->finish();
}

}  // namespace broadsheet
