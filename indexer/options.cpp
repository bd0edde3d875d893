#include "indexer/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <boost/program_options.hpp>

#include "common/date.h"
#include "common/generation.h"
#include "common/option_values.h"
#include "common/schema.h"
#include "common/stemmer.h"
#include "indexer/pins.h"
#include "indexer/readers/charset.h"
#include "indexer/record.h"

namespace broadsheet {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kProgram = "broadsheet-index";
constexpr std::uint64_t kMaxJobs = 256;
constexpr std::uint64_t kMinMemory = 16U << 20;
constexpr std::uint64_t kMaxWaitSeconds = 7 * 24 * 3600;

Result<void> usage(std::string message) { return fail(Status::usage, std::move(message)); }

// --- values: the text of an option to what it means. Messages speak of the value; the caller puts the option's name before them.

// Sets `target` to the number; gives the error otherwise.
template <class Number>
Result<void> set_number(Number& target, std::string_view value, std::uint64_t least, std::uint64_t most) {
  const auto number = parse_whole_number(value, least, most);
  if (!number) return std::unexpected(number.error());
  target = static_cast<Number>(*number);
  return {};
}

Result<void> set_flag(bool& target, std::string_view value) {
  const auto flag = parse_flag(value);
  if (!flag) return std::unexpected(flag.error());
  target = *flag;
  return {};
}

// Sets `target` to the value of that name; gives the error otherwise.
template <class T, std::size_t N>
Result<void> set_choice(T& target, const std::array<NamedValue<T>, N>& names, std::string_view value) {
  const auto choice = choose(names, value);
  if (!choice) return std::unexpected(choice.error());
  target = *choice;
  return {};
}

constexpr std::array<NamedValue<bool>, 2> kTextOrJson = {{{"text", false}, {"json", true}}};
constexpr std::array<NamedValue<ProgressMode>, 3> kProgressModes = {
    {{"auto", ProgressMode::automatic}, {"always", ProgressMode::always}, {"never", ProgressMode::never}}};

// "5%" or "0.5 %" as a share of 1.
std::optional<double> parse_percent(std::string_view value) {
  if (!value.ends_with('%')) return std::nullopt;
  value.remove_suffix(1);
  while (value.ends_with(' ')) value.remove_suffix(1);
  double percent = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), percent, std::chars_format::fixed);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (!whole || !(percent >= 0 && percent <= 100)) return std::nullopt;
  return percent / 100;
}

struct Unit {
  char letter;
  std::uint64_t factor;
};

// "26h": a whole number and a letter of `units`.
std::optional<std::uint64_t> parse_with_unit(std::string_view value, std::span<const Unit> units) {
  if (value.empty()) return std::nullopt;
  const auto unit = std::ranges::find(units, value.back(), &Unit::letter);
  if (unit == units.end()) return std::nullopt;
  const auto number = parse_whole_number(value.substr(0, value.size() - 1), 1, UINT32_MAX);
  if (!number) return std::nullopt;
  return *number * unit->factor;
}

// --- the options, one function each

Result<void> set_archive(Invocation& to, const std::string& value) {
  to.archive = value;  // resolved by finish()
  return {};
}

Result<void> set_build_format(Invocation& to, const std::string& value) {
  const auto format = parse_input_format(value);
  if (!format) return usage(fmt::format("there is no input format '{}'; there are: {}", value, input_format_names()));
  to.build.reader.format = *format;
  return {};
}

Result<void> set_charset(Invocation& to, const std::string& value) {
  auto charset = find_charset(value);
  if (!charset) {
    return usage(
        fmt::format("there is no charset '{}'; there are for example: UTF-8, UTF-16LE, windows-1252, ISO-8859-2, windows-1251, "
                    "KOI8-R, Shift_JIS, GB18030, EUC-KR",
                    value));
  }
  to.build.reader.charset = std::move(*charset);
  return {};
}

Result<void> set_split_at(Invocation& to, const std::string& value) {
  if (value.find_first_not_of(" \t\r\n") == value.npos)
    return usage("the line is empty; give one that stands between the articles, such as ----");
  if (value.find_first_of("\r\n") != value.npos) return usage("this is more than one line");
  to.build.reader.split_at = value;
  return {};
}

Result<void> set_format(Invocation& to, const std::string& value) {
  if (reads_inputs(to.command)) return set_build_format(to, value);
  if (to.command != Subcommand::status) return set_choice(to.json, kTextOrJson, value);
  enum class StatusFormat { text, json, prometheus };
  constexpr std::array<NamedValue<StatusFormat>, 3> kFormats = {
      {{"text", StatusFormat::text}, {"json", StatusFormat::json}, {"prometheus", StatusFormat::prometheus}}};
  StatusFormat format{};
  const auto chosen = set_choice(format, kFormats, value);
  to.json = format == StatusFormat::json;
  to.prometheus = format == StatusFormat::prometheus;
  return chosen;
}

Result<void> set_format_report(Invocation& to, const std::string& value) { return set_choice(to.build.report_json, kTextOrJson, value); }

Result<void> set_log_format(Invocation& to, const std::string& value) { return set_choice(to.log.format, kLogFormats, value); }

Result<void> set_progress(Invocation& to, const std::string& value) { return set_choice(to.log.progress, kProgressModes, value); }

Result<void> add_map(Invocation& to, const std::string& value) {
  auto entry = parse_map_option(value);
  if (!entry) return std::unexpected(entry.error());
  to.build.record.map.push_back(std::move(*entry));
  return {};
}

Result<void> add_facet_field(Invocation& to, const std::string& value) {
  if (const std::string fault = facet_field_fault(value); !fault.empty()) return usage(fault);
  auto& fields = to.build.record.facet_fields;
  if (std::ranges::find(fields, value) == fields.end()) fields.push_back(value);
  return {};
}

Result<void> set_stemmer(Invocation& to, const std::string& value) {
  to.build.analysis.stemmer = value;
  return check_stemmer_exists(value);
}

Result<void> set_rejects(Invocation& to, const std::string& value) {
  if (value.empty()) return usage("the name of the file is empty");
  to.build.rejects = value;
  return {};
}

// A file that is read before the run; that it exists is found out there.
Result<void> set_conf(std::optional<Path>& to, const std::string& value) {
  if (value.empty()) return usage("the name of the file is empty");
  to = value;
  return {};
}

Result<void> set_max_rejects(Invocation& to, const std::string& value) {
  if (const auto share = parse_percent(value)) {
    to.build.max_rejects.reset();
    to.build.max_rejects_share = *share;
    return {};
  }
  const auto number = parse_whole_number(value, 0, UINT32_MAX);
  if (!number) return usage(fmt::format("'{}' is neither a number of records, such as 100, nor a share of them, such as 5%", value));
  to.build.max_rejects = *number;
  return {};
}

// "5%", or "Reuters=20%" for one source.
Result<void> add_max_shrink(Invocation& to, const std::string& value) {
  const std::size_t sign = value.rfind('=');
  const auto share = parse_percent(sign == value.npos ? value : value.substr(sign + 1));
  if (!share) return usage(fmt::format("'{}' is not a share from 0% to 100%, such as 5%", value));
  if (sign == value.npos) {
    to.build.max_shrink.in_all = *share;
  } else {
    to.build.max_shrink.by_source[value.substr(0, sign)] = *share;
  }
  return {};
}

Result<void> set_canaries(Invocation& to, const std::string& value) {
  if (value.empty()) return usage("the name of the file is empty");
  to.build.canaries = value;
  return {};
}

Result<void> set_metrics(Invocation& to, const std::string& value) {
  if (value.empty()) return usage("the name of the file is empty");
  to.build.metrics = value;
  return {};
}

Result<void> set_note(Invocation& to, const std::string& value) {
  if (const std::string fault = note_fault(value); !fault.empty()) return usage(fault);
  to.note = value;
  return {};
}

Result<void> set_memory(Invocation& to, const std::string& value) {
  constexpr std::array<Unit, 4> kUnits = {Unit{'K', 1U << 10}, {'M', 1U << 20}, {'G', 1U << 30}, {'T', std::uint64_t{1} << 40}};
  const auto bytes = parse_with_unit(value, kUnits);
  if (!bytes) return usage(fmt::format("'{}' is not a size such as 256M or 1G", value));
  if (*bytes < kMinMemory) return usage(fmt::format("'{}' is too little; at least 16M", value));
  to.build.memory = *bytes;
  return {};
}

Result<void> set_max_age(Invocation& to, const std::string& value) {
  constexpr std::array<Unit, 2> kUnits = {Unit{'h', 3600}, {'d', 24 * 3600}};
  const auto seconds = parse_with_unit(value, kUnits);
  if (!seconds) return usage(fmt::format("'{}' is not an age such as 26h or 3d", value));
  to.max_age_seconds = static_cast<std::int64_t>(*seconds);
  return {};
}

// Readable and writable by the owner at least, and never executable.
Result<void> set_mode(Invocation& to, const std::string& value) {
  unsigned mode = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), mode, 8);
  const bool number = error == std::errc{} && end == value.data() + value.size();
  if (!number || (mode & 0600U) != 0600U || (mode & ~0666U) != 0) {
    return usage(fmt::format("'{}' is not a mode of files such as 0644 or 0640", value));
  }
  to.build.mode = value;
  return {};
}

Result<void> set_now(Invocation& to, const std::string& value) {
  const auto date = parse_date(value);
  if (!date) return usage(fmt::format("'{}' is not a time such as 2026-11-25T04:00:00Z", value));
  to.now = date->start;
  return {};
}

using Apply = Result<void> (*)(Invocation& to, const std::string& value);
struct OptionAction {
  std::string_view name;
  Apply apply;
};

// help and version are looked for before; they do nothing here.
Result<void> set_nothing(Invocation& /*to*/, const std::string& /*value*/) { return {}; }

constexpr std::array kActions = {
    OptionAction{"archive", set_archive},
    OptionAction{"canaries", set_canaries},
    OptionAction{"charset", set_charset},
    OptionAction{"deep", [](Invocation& to, const std::string& value) { return set_flag(to.deep, value); }},
    OptionAction{"default-source",
                 [](Invocation& to, const std::string& value) -> Result<void> {
                   to.build.record.default_source = value;
                   return {};
                 }},
    OptionAction{"dry-run", [](Invocation& to, const std::string& value) { return set_flag(to.build.dry_run, value); }},
    OptionAction{"entities", [](Invocation& to, const std::string& value) { return set_flag(to.build.only_entities, value); }},
    OptionAction{"entities-conf", [](Invocation& to, const std::string& value) { return set_conf(to.build.entities_conf, value); }},
    OptionAction{"facet-field", add_facet_field},
    OptionAction{"fail-on-rejects", [](Invocation& to, const std::string& value) { return set_flag(to.build.fail_on_rejects, value); }},
    OptionAction{"format", set_format},
    OptionAction{"format-report", set_format_report},
    OptionAction{"help", set_nothing},
    OptionAction{"hold", [](Invocation& to, const std::string& value) { return set_flag(to.hold, value); }},
    OptionAction{"id",
                 [](Invocation& to, const std::string& value) -> Result<void> {
                   to.id = value;
                   return {};
                 }},
    OptionAction{"jobs", [](Invocation& to, const std::string& value) { return set_number(to.build.jobs, value, 1, kMaxJobs); }},
    OptionAction{"keep", [](Invocation& to, const std::string& value) { return set_number(to.keep, value, 1, UINT32_MAX); }},
    OptionAction{"keep-generations",
                 [](Invocation& to, const std::string& value) { return set_number(to.build.keep_generations, value, 1, UINT32_MAX); }},
    OptionAction{"log-format", set_log_format},
    OptionAction{"map", add_map},
    OptionAction{"max-age", set_max_age},
    OptionAction{"max-rejects", set_max_rejects},
    OptionAction{"max-shrink", add_max_shrink},
    OptionAction{"memory", set_memory},
    OptionAction{"mode", set_mode},
    OptionAction{"metrics", set_metrics},
    OptionAction{"no-entities", [](Invocation& to, const std::string& value) { return set_flag(to.build.no_entities, value); }},
    OptionAction{"no-stories", [](Invocation& to, const std::string& value) { return set_flag(to.build.no_stories, value); }},
    OptionAction{"note", set_note},
    OptionAction{"now", set_now},
    OptionAction{"progress", set_progress},
    OptionAction{"quiet", [](Invocation& to, const std::string& value) { return set_flag(to.log.quiet, value); }},
    OptionAction{"rejects", set_rejects},
    OptionAction{"reuse", [](Invocation& to, const std::string& value) { return set_flag(to.build.reuse, value); }},
    OptionAction{"sizes", [](Invocation& to, const std::string& value) { return set_flag(to.sizes, value); }},
    OptionAction{"sources-conf", [](Invocation& to, const std::string& value) { return set_conf(to.build.sources_conf, value); }},
    OptionAction{"split-at", set_split_at},
    OptionAction{"stemmer", set_stemmer},
    OptionAction{"version", set_nothing},
    OptionAction{"wait", [](Invocation& to, const std::string& value) { return set_number(to.wait_seconds, value, 0, kMaxWaitSeconds); }},
};

Result<void> apply_named(Invocation& to, std::string_view name, const std::string& value, const std::string& origin) {
  const auto action = std::ranges::find(kActions, name, &OptionAction::name);
  auto applied = action->apply(to, value);
  // Errors of other rooms may name the option themselves.
  if (!applied && !applied.error().message.starts_with(origin)) {
    applied.error().message = fmt::format("{}: {}", origin, applied.error().message);
  }
  return applied;
}

// --- splitting the arguments

struct Token {
  std::string option;  // "" = a word: INPUT or GENERATION
  std::string text;    // its value, or the word
  bool known = true;   // false: `option` is no option of this subcommand, with its dashes
};

po::options_description describe_options(Subcommand command) {
  po::options_description description;
  for (const OptionInfo& option : option_table()) {
    if (!has_option(option, command)) continue;
    std::string name(option.name);
    if (option.short_name != 0) name += fmt::format(",{}", option.short_name);
    auto* value = po::value<std::string>();
    description.add_options()(name.c_str(), option.argument.empty() ? value->zero_tokens() : value, "");
  }
  return description;
}

// Boost's splitter asks this first at each argument. Takes what is no option of ours whole, so that a short option with a value glued
// to it is not misread and the message can show the word as it was typed.
std::vector<po::option> take_unlisted(const po::options_description& description, std::vector<std::string>& arguments) {
  const std::string& token = arguments.front();
  if (token.size() < 2 || token[0] != '-' || token == "--") return {};
  const bool is_long = token[1] == '-';
  const std::string name = is_long ? token.substr(2, token.find('=') - 2) : token;
  if ((is_long || token.size() == 2) && description.find_nothrow(name, false) != nullptr) return {};
  po::option option;
  option.string_key = is_long ? "--" + name : name;
  option.original_tokens.push_back(token);
  option.unregistered = true;
  arguments.erase(arguments.begin());
  return {option};
}

Result<std::vector<Token>> split_arguments(const std::vector<std::string>& arguments, Subcommand command) {
  namespace style = po::command_line_style;
  const po::options_description description = describe_options(command);
  std::vector<Token> tokens;
  try {
    po::command_line_parser parser(arguments);
    parser.options(description).allow_unregistered().extra_style_parser([&](std::vector<std::string>& rest) {
      return take_unlisted(description, rest);
    });
    parser.style(style::allow_long | style::long_allow_adjacent | style::long_allow_next | style::allow_short |
                 style::allow_dash_for_short | style::short_allow_next);
    for (const po::option& option : parser.run().options) {
      tokens.push_back({option.string_key, option.value.empty() ? "" : option.value.front(), !option.unregistered});
    }
  } catch (const po::error& error) {
    return fail(Status::usage, fmt::format("{}; see: {} {} --help", error.what(), kProgram, subcommand_info(command).name));
  }
  return tokens;
}

// --- applying them

std::string unknown_option(const std::string& option, Subcommand command) {
  const std::string_view name = subcommand_info(command).name;
  const std::string_view bare = std::string_view(option).substr(std::min(option.find_first_not_of('-'), option.size()));
  const bool is_long = option.starts_with("--");
  if (is_long && is_later_option(bare)) return fmt::format("'{}' is not in this version", option);
  const std::string owners = is_long ? owners_of_option(bare) : "";
  if (!owners.empty()) return fmt::format("'{}' is not an option of {} (it is one of {})", option, name, owners);
  return fmt::format("'{}' is not an option of {}. A file whose name begins with '-' goes after '--'. All options: {} {} --help", option,
                     name, kProgram, name);
}

// Options go to the invocation, words are given back.
Result<std::vector<std::string>> apply_tokens(Invocation& to, const std::vector<Token>& tokens) {
  std::vector<std::string> words;
  for (const Token& token : tokens) {
    if (!token.known) return fail(Status::usage, unknown_option(token.option, to.command));
    if (token.option.empty()) {
      words.push_back(token.text);
      continue;
    }
    const auto applied = apply_named(to, token.option, token.text, "--" + token.option);
    if (!applied) return std::unexpected(applied.error());
  }
  return words;
}

// A repeated option is one setting with commas.
std::vector<std::string> setting_values(const OptionInfo& option, const std::string& value) {
  if (!option.repeats) return {value};
  std::vector<std::string> values;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t end = std::min(value.find(',', begin), value.size());
    const std::string part = value.substr(begin, end - begin);
    const std::size_t first = part.find_first_not_of(' ');
    if (first != std::string::npos) values.push_back(part.substr(first, part.find_last_not_of(' ') + 1 - first));
    begin = end + 1;
  }
  return values;
}

// What the command line does not say, the settings may.
Result<Settings> apply_settings(Invocation& to, const std::vector<Token>& tokens, const Surroundings& around) {
  auto settings = read_settings("index", setting_names(), around.environment, around.config);
  if (!settings) return settings;
  for (const auto& [name, setting] : *settings) {
    const OptionInfo* option = find_option(name, to.command);
    if (option == nullptr || name == "archive" || std::ranges::find(tokens, name, &Token::option) != tokens.end()) continue;
    for (const std::string& value : setting_values(*option, setting.value)) {
      const auto applied = apply_named(to, name, value, fmt::format("{}: {}", setting.origin, name));
      if (!applied) return fail(Status::bad_config, applied.error().message);
    }
  }
  return settings;
}

Result<void> place_words(Invocation& to, std::vector<std::string> words) {
  const SubcommandInfo& info = subcommand_info(to.command);
  if (words.size() < info.least_words) {
    return usage(fmt::format("{0} needs {1}; see: {2} {0} --help", info.name, info.words, kProgram));
  }
  if (words.size() > info.most_words) {
    return usage(fmt::format("'{1}' is one word too many for {0}; see: {2} {0} --help", info.name, words[info.most_words], kProgram));
  }
  if (to.command == Subcommand::inspect && words.empty() == to.id.empty()) {
    return usage(fmt::format("inspect needs INPUT or --id ID, and not both; see: {} inspect --help", kProgram));
  }
  if (reads_inputs(to.command)) {
    to.build.inputs = std::move(words);
    return {};
  }
  if (words.empty()) return {};
  // As --generation of a search takes it: 42 is 000042.
  const auto number = parse_whole_number(words.front(), 1, UINT32_MAX);
  if (number) {
    to.generation = generation_name(static_cast<std::uint32_t>(*number));
    return {};
  }
  const auto named = generation_number(words.front());
  if (!named) return std::unexpected(named.error());
  to.generation = words.front();
  return {};
}

Result<Invocation> finish(Invocation to, const std::vector<Token>& tokens, const Settings& settings, const Surroundings& around) {
  const bool given = std::ranges::find(tokens, "archive", &Token::option) != tokens.end();
  auto place = resolve_archive(given ? std::optional(to.archive.string()) : std::nullopt, settings, around.environment);
  const bool needs_none = to.command == Subcommand::clean || (to.command == Subcommand::inspect && to.id.empty());
  if (!place && !needs_none) return std::unexpected(place.error());
  if (to.command == Subcommand::prune && to.keep == 0) {
    return fail(Status::usage, "prune needs --keep N: how many generations are left, the current one included");
  }
  if (place) {
    to.archive = std::move(place->path);
    to.archive_origin = std::move(place->origin);
  }
  to.build.archive = to.archive;
  to.build.now = to.now;
  to.build.wait_seconds = to.wait_seconds;
  return to;
}

// The first argument: a subcommand, or --help or --version for the program.
Result<Invocation> parse_first(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return fail(Status::usage, fmt::format("no subcommand given; see: {} --help", kProgram));
  const std::string& first = arguments.front();
  Invocation to;
  to.log.program = kProgram;
  if (first == "-h" || first == "--help") {
    to.print = overview();
    return to;
  }
  to.version = first == "-V" || first == "--version";
  if (to.version) return to;
  if (const SubcommandInfo* info = find_subcommand(first)) {
    to.command = info->command;
    return to;
  }
  if (is_later_subcommand(first)) return fail(Status::usage, fmt::format("'{}' is not in this version", first));
  if (first.starts_with("-")) {
    return fail(Status::usage, fmt::format("'{0}' stands before the subcommand; options go after it: {1} build … {0}", first, kProgram));
  }
  return fail(Status::usage, fmt::format("'{}' is not a subcommand; all subcommands: {} --help", first, kProgram));
}

}  // namespace

Result<Invocation> parse_command_line(const std::vector<std::string>& arguments, const Surroundings& around) {
  auto to = parse_first(arguments);
  if (!to || to->print || to->version) return to;
  to->now = around.now;
  to->build.jobs = around.processors;
  to->build.open_files = around.open_files;
  to->build.search_program = around.search_program;
  const auto tokens = split_arguments({arguments.begin() + 1, arguments.end()}, to->command);
  if (!tokens) return std::unexpected(tokens.error());
  const auto has = [&](std::string_view option) { return std::ranges::find(*tokens, option, &Token::option) != tokens->end(); };
  if (has("help")) to->print = help_text(to->command);
  to->version = has("version");
  if (to->print || to->version) return to;
  const auto settings = apply_settings(*to, *tokens, around);
  if (!settings) return std::unexpected(settings.error());
  auto words = apply_tokens(*to, *tokens);
  if (!words) return std::unexpected(words.error());
  if (const auto placed = place_words(*to, std::move(*words)); !placed) return std::unexpected(placed.error());
  return finish(std::move(*to), *tokens, *settings, around);
}

LogSettings early_log_settings(const std::vector<std::string>& arguments, const EnvironmentLookup& environment) {
  LogSettings settings;
  settings.program = kProgram;
  settings.format = early_log_format(arguments, environment);
  return settings;
}

}  // namespace broadsheet
