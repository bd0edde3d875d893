#include "common/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 3> kSections = {"index", "search", "serve"};

// May stand above the first [section]: for both programs, as far as each has them.
constexpr std::array<std::string_view, 6> kSharedNames = {"archive", "color", "jobs", "log-format", "progress", "quiet"};

// A configuration file that changed answers would make the same command give other answers on another machine.
constexpr std::array<std::string_view, 29> kAnswerOptions = {
    "access", "author", "expand", "facet",      "fields",   "filter", "ids-from", "language",  "limit",       "match",
    "misc",   "offset", "org",    "person",     "place",    "sample", "section",  "seed",      "since",       "snippet",
    "sort",   "source", "strict", "time-limit", "timeline", "topic",  "until",    "new-since", "value-prefix"};

bool contains(std::span<const std::string_view> names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string place_of(const std::filesystem::path& path, const ConfigEntry& entry) {
  return fmt::format("{}:{}", path.string(), entry.line);
}

// Empty: the entry may stand where it does.
std::string entry_fault(const ConfigEntry& entry, std::string_view section, std::span<const std::string_view> names) {
  if (!entry.section.empty() && !contains(kSections, entry.section)) {
    return fmt::format("there is no section [{}]; the sections are [{}]", entry.section, fmt::join(kSections, "] ["));
  }
  if (contains(kAnswerOptions, entry.name)) {
    return fmt::format("'{}' changes answers and is not read from a configuration: give it on the command line", entry.name);
  }
  const bool shared = entry.section.empty();
  if (!shared && entry.section != section) return {};
  const auto known = shared ? std::span<const std::string_view>(kSharedNames) : names;
  if (contains(known, entry.name)) return {};
  return fmt::format("'{}' is not a setting {}; there are: {}", entry.name, shared ? "for all programs" : fmt::format("of [{}]", section),
                     fmt::join(known, ", "));
}

std::string environment_name(std::string_view option) {
  std::string name = "BROADSHEET_";
  for (const char c : option) name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

// Set and not empty, as the XDG specification has it.
std::optional<std::string> variable(const EnvironmentLookup& environment, const std::string& name) {
  auto value = environment(name);
  if (value && value->empty()) value.reset();
  return value;
}

// $VARIABLE, else $HOME/FALLBACK; relative paths do not count.
std::optional<std::filesystem::path> user_folder(const EnvironmentLookup& environment, const std::string& name, std::string_view fallback) {
  if (const auto value = variable(environment, name); value && value->front() == '/') return *value;
  if (const auto home = variable(environment, "HOME"); home && home->front() == '/') {
    return std::filesystem::path(*home) / fallback;
  }
  return std::nullopt;
}

// Adds what one file says; what is already there stays.
Result<void> read_config_file(const std::filesystem::path& path, std::string_view text, std::string_view section,
                              std::span<const std::string_view> names, Settings& settings) {
  const auto entries = parse_config(text, path);
  if (!entries) return std::unexpected(entries.error());
  for (const ConfigEntry& entry : *entries) {
    if (const std::string fault = entry_fault(entry, section, names); !fault.empty()) {
      return fail(Status::bad_config, fmt::format("{}: {}", place_of(path, entry), fault));
    }
  }
  for (const std::string_view wanted : {section, std::string_view{}}) {
    for (const ConfigEntry& entry : *entries) {
      if (entry.section != wanted || !contains(names, entry.name)) continue;
      settings.try_emplace(entry.name, Setting{entry.value, place_of(path, entry)});
    }
  }
  return {};
}

}  // namespace

Result<std::vector<ConfigEntry>> parse_config(std::string_view text, const std::filesystem::path& path) {
  std::vector<ConfigEntry> entries;
  std::string section;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    if (line.front() == '[' && line.back() == ']') {
      section = trim(line.substr(1, line.size() - 2));
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || trim(line.substr(0, equals)).empty()) {
      return fail(Status::bad_config, fmt::format("{}:{}: '{}' is neither [section] nor name = value", path.string(), line_number, line));
    }
    entries.push_back({section, std::string(trim(line.substr(0, equals))), std::string(trim(line.substr(equals + 1))), line_number});
  }
  return entries;
}

std::vector<std::filesystem::path> config_files(const EnvironmentLookup& environment) {
  std::vector<std::filesystem::path> files;
  if (const auto folder = user_folder(environment, "XDG_CONFIG_HOME", ".config")) {
    files.push_back(*folder / "broadsheet" / "config");
  }
  files.emplace_back("/etc/broadsheet/config");
  return files;
}

Result<Settings> read_settings(std::string_view section, std::span<const std::string_view> names, const EnvironmentLookup& environment,
                               const ConfigReader& reader) {
  Settings settings;
  for (const std::string_view name : names) {
    const std::string from = environment_name(name);
    if (const auto value = variable(environment, from)) settings.emplace(name, Setting{*value, "$" + from});
  }
  for (const auto& path : config_files(environment)) {
    const auto text = reader(path);
    if (!text) return std::unexpected(text.error());
    if (!*text) continue;
    if (const auto read = read_config_file(path, **text, section, names, settings); !read) return std::unexpected(read.error());
  }
  return settings;
}

Result<ArchivePlace> resolve_archive(const std::optional<std::string>& flag, const Settings& settings,
                                     const EnvironmentLookup& environment) {
  if (flag && flag->empty()) return fail(Status::usage, "--archive: the name of the folder is empty");
  if (flag) return ArchivePlace{*flag, "--archive"};
  if (const auto setting = settings.find("archive"); setting != settings.end() && !setting->second.value.empty()) {
    return ArchivePlace{setting->second.value, setting->second.origin};
  }
  if (const auto folder = user_folder(environment, "XDG_DATA_HOME", ".local/share")) {
    return ArchivePlace{*folder / "broadsheet", "the default place"};
  }
  return fail(Status::no_input,
              "no archive named: give --archive DIR or set $BROADSHEET_ARCHIVE (there is no default place, as neither "
              "$XDG_DATA_HOME nor $HOME is set)");
}

}  // namespace broadsheet
