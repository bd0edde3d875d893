#include "indexer/pins.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "common/files.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxPinsBytes = 16U << 20;
constexpr std::size_t kMaxHoldBytes = 4096;
constexpr std::size_t kMaxNoteBytes = 1000;

// "" when there is no such file.
Result<std::string> read_if_there(const Path& path, std::size_t max_bytes) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::string{};
  return read_file(path, max_bytes);
}

// The first word, and the rest of the line.
std::pair<std::string, std::string> split_line(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::size_t rest = std::min(line.find_first_not_of(" \t", end), line.size());
  return {std::string(line.substr(0, end)), std::string(line.substr(rest))};
}

Result<void> remove_file(const ArchivePaths& archive, const Path& path) {
  std::error_code error;
  std::filesystem::remove(path, error);
  if (error) return std::unexpected(system_error(error.value(), "remove", path));
  return sync_folder(archive.root);
}

}  // namespace

Result<std::vector<Pin>> read_pins(const ArchivePaths& archive) {
  const auto text = read_if_there(archive.pins(), kMaxPinsBytes);
  if (!text) return std::unexpected(text.error());
  std::vector<Pin> pins;
  for (std::string_view left = *text; !left.empty();) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    auto [generation, note] = split_line(line);
    if (!generation.empty()) pins.push_back({std::move(generation), std::move(note)});
  }
  return pins;
}

Result<void> write_pins(const ArchivePaths& archive, const std::vector<Pin>& pins) {
  if (pins.empty()) return remove_file(archive, archive.pins());
  std::string text;
  for (const Pin& pin : pins) text += fmt::format("{}{}{}\n", pin.generation, pin.note.empty() ? "" : " ", pin.note);
  return atomic_write(archive.pins(), text);
}

bool is_pinned(const std::vector<Pin>& pins, const std::string& generation) {
  return std::ranges::find(pins, generation, &Pin::generation) != pins.end();
}

std::string note_fault(const std::string& note) {
  if (note.size() > kMaxNoteBytes) return fmt::format("the note has {} bytes, at most {} are kept", note.size(), kMaxNoteBytes);
  const bool control = std::ranges::any_of(note, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return control || !is_valid_utf8(note) ? "a note is one line of text, without control characters" : "";
}

Result<std::optional<Hold>> read_hold(const ArchivePaths& archive) {
  auto text = read_if_there(archive.hold(), kMaxHoldBytes);
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return std::nullopt;
  auto [generation, since] = split_line(std::string_view(*text).substr(0, text->find('\n')));
  return Hold{std::move(generation), std::move(since)};
}

Result<void> write_hold(const ArchivePaths& archive, const Hold& hold) {
  return atomic_write(archive.hold(), fmt::format("{} {}\n", hold.generation, hold.since));
}

Result<void> lift_hold(const ArchivePaths& archive) {
  std::error_code error;
  if (!std::filesystem::exists(archive.hold(), error)) return {};
  return remove_file(archive, archive.hold());
}

}  // namespace broadsheet
