// Which subcommands and options does broadsheet-search have, and how does it explain them? The tables that options.cpp reads and that
// --help prints; docs/man/broadsheet-search.1 says the same at length.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "searcher/sinks/sink.h"

namespace broadsheet {

enum class Subcommand : std::uint8_t {
  query,
  facets,
  timeline,
  export_all,
  batch,
  show,
  fields,
  explain,
  kwic,
  terms,
  crosstab,
  cooccur,
  related,
  compare,
  verify,
  cite,
  watch,
};
inline constexpr Subcommand kLastSubcommand = Subcommand::watch;

struct SubcommandInfo {
  Subcommand command;
  std::string_view name;
  std::string_view arguments;  // "QUERY", "ID…"
  std::string_view purpose;
  std::string_view examples;  // lines, each behind two blanks
  std::span<const OutputFormat> formats;  // the default first
};

struct OptionInfo {
  std::string_view name;
  char short_name;            // 0: none
  std::string_view argument;  // "": a flag
  unsigned commands;          // bits by Subcommand
  std::string_view help;
};

// nullptr: no such subcommand, or one of a later version.
const SubcommandInfo* find_subcommand(std::string_view name);
const SubcommandInfo& subcommand_info(Subcommand command);
std::string_view format_name(OutputFormat format);

std::span<const OptionInfo> option_table();
bool has_option(const OptionInfo& option, Subcommand command);
// The option of this name that `command` has; nullptr: it has none.
const OptionInfo* find_option(std::string_view name, Subcommand command);

// Names kept for later versions.
bool is_later_subcommand(std::string_view name);

std::string overview();                    // broadsheet-search --help
std::string help_text(Subcommand command);  // broadsheet-search query --help

}  // namespace broadsheet
