// Which subcommands and options does broadsheet-index have, and how does it explain them? The tables that options.cpp reads and that
// --help prints; docs/man/broadsheet-index.1 says the same at length.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

enum class Subcommand : std::uint8_t { build, check, status, generations, rollback, prune, clean, inspect, publish, pin, unpin };

struct SubcommandInfo {
  Subcommand command;
  std::string_view name;
  std::string_view words;    // "INPUT…", "[GENERATION]"
  std::size_t least_words;
  std::size_t most_words;
  std::string_view purpose;
  std::string_view examples;  // lines, each behind two blanks
};

struct OptionInfo {
  std::string_view name;
  char short_name;            // 0: none
  std::string_view argument;  // "": a flag
  unsigned commands;          // bits by Subcommand
  bool setting;               // also from BROADSHEET_* and [index] of a configuration
  bool repeats;               // several values add up; else the last one counts
  std::string_view help;
};

// nullptr: no such subcommand, or one of a later version.
const SubcommandInfo* find_subcommand(std::string_view name);
const SubcommandInfo& subcommand_info(Subcommand command);

std::span<const OptionInfo> option_table();
bool has_option(const OptionInfo& option, Subcommand command);
// Takes INPUT files of articles: build, clean, inspect.
bool reads_inputs(Subcommand command);
// The option of this name that `command` has; nullptr: it has none.
const OptionInfo* find_option(std::string_view name, Subcommand command);
// The subcommands that have the option, "status, generations"; "": none has.
std::string owners_of_option(std::string_view name);
std::vector<std::string_view> setting_names();

// Names kept for later versions.
bool is_later_subcommand(std::string_view name);
bool is_later_option(std::string_view name);

std::string overview();                     // broadsheet-index --help
std::string help_text(Subcommand command);  // broadsheet-index build --help

}  // namespace broadsheet
