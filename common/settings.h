// What was settled outside the command line, and so: where is the archive? BROADSHEET_* and the configuration files of both programs.
// Pure: the environment and the files come in as functions, which options.cpp of each program supplies.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace broadsheet {

// The value of an environment variable; nullopt: not set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;
// The text of a file; nullopt: there is none. An error: there is one, but it cannot be read.
using ConfigReader = std::function<Result<std::optional<std::string>>(const std::filesystem::path& path)>;

struct Setting {
  std::string value;
  std::string origin;  // for messages: "$BROADSHEET_JOBS", "/etc/broadsheet/config:3"
};
using Settings = std::map<std::string, Setting>;  // by option name, "log-format"

// One line `name = value` of a configuration file.
struct ConfigEntry {
  std::string section;  // "" before the first [section]
  std::string name;
  std::string value;
  std::size_t line = 1;
};

// INI as Boost.Program_options reads it: [section], name = value, # to the end of the line. Error: 78, names file and line.
Result<std::vector<ConfigEntry>> parse_config(std::string_view text, const std::filesystem::path& path);

// The user's file, then the machine's; without $XDG_CONFIG_HOME and $HOME only the machine's.
std::vector<std::filesystem::path> config_files(const EnvironmentLookup& environment);

// What BROADSHEET_* and the files say about the options `names` of the program whose section is `section` ("index", "search"):
// environment before files, user's file before the machine's, [section] before what stands above the first section. Lines above the
// first section are for both programs: names that this one lacks are left to the other. Error 78 with file and line: an option that
// changes an answer, a name or a section that does not exist.
Result<Settings> read_settings(std::string_view section, std::span<const std::string_view> names, const EnvironmentLookup& environment,
                               const ConfigReader& reader);

struct ArchivePlace {
  std::filesystem::path path;
  std::string origin;  // who said so, for messages: "--archive", "$BROADSHEET_ARCHIVE", "the default place"
};

// The flag, else the setting "archive", else $XDG_DATA_HOME/broadsheet (~/.local/share when unset). Error 66: nothing names a place.
Result<ArchivePlace> resolve_archive(const std::optional<std::string>& flag, const Settings& settings,
                                     const EnvironmentLookup& environment);

}  // namespace broadsheet
