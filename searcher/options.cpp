#include "searcher/options.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>
#include <boost/program_options.hpp>

#include "common/generation.h"
#include "common/option_values.h"
#include "common/text.h"
#include "searcher/analysis_options.h"
#include "searcher/request_options.h"
#include "searcher/watch_options.h"

namespace broadsheet {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kProgram = "broadsheet-search";
constexpr std::uint64_t kMaxJobs = 256;
constexpr std::size_t kManyHits = 1000;  // the default limit of batch and trec
constexpr std::size_t kWatchHits = 100;  // of each query of watch run

// What BROADSHEET_* and [search] of a configuration may say: nothing that changes an answer.
constexpr std::array<std::string_view, 5> kSettingNames = {"archive", "color", "jobs", "log-format", "quiet"};

Result<void> usage(std::string message) { return fail(Status::usage, std::move(message)); }

// An invocation in the making, with what only the whole command line decides.
struct Draft {
  Invocation result;
  std::optional<std::string> archive;
  std::optional<bool> color;       // nullopt: as the terminal
  std::vector<std::string> words;   // QUERY, FILE or ID
  std::vector<std::string> given;  // options of the command line
  bool was_given(std::string_view name) const { return std::ranges::find(given, name) != given.end(); }
};

// --- the options that are not part of the request

Result<void> set_archive(Draft& draft, const std::string& value) {
  draft.archive = value;
  return {};
}

Result<void> set_color(Draft& draft, const std::string& value) {
  constexpr std::array<NamedValue<std::optional<bool>>, 3> kColors = {{{"auto", std::nullopt}, {"always", true}, {"never", false}}};
  const auto color = choose(kColors, value);
  if (!color) return std::unexpected(color.error());
  draft.color = *color;
  return {};
}

Result<void> set_dry_run(Draft& draft, const std::string& /*value*/) {
  draft.result.watch.dry_run = true;
  return {};
}

Result<void> set_file(Draft& draft, const std::string& value) {
  if (value.empty()) return usage("the name of the file is empty");
  draft.result.watch.file = value;
  return {};
}

Result<void> set_exit_status(Draft& draft, const std::string& /*value*/) {
  draft.result.exit_status = true;
  return {};
}

Result<void> set_format(Draft& draft, const std::string& value) {
  const SubcommandInfo& info = subcommand_info(draft.result.command);
  const auto format = parse_output_format(value);
  if (!format || std::ranges::find(info.formats, *format) == info.formats.end()) {
    std::string names;
    for (const OutputFormat known : info.formats) names += (names.empty() ? "" : ", ") + std::string(format_name(known));
    return usage(fmt::format("{} has no format '{}'; it has {}", info.name, value, names));
  }
  draft.result.sink.format = *format;
  return {};
}

Result<void> set_format_version(Draft& /*draft*/, const std::string& value) {
  const auto version = parse_whole_number(value, 0, 1'000'000);
  if (!version) return std::unexpected(version.error());
  if (*version < kOutputFormatVersion) {
    return fail(Status::format_too_old, fmt::format("{} is too old: this program writes version {}", value, kOutputFormatVersion));
  }
  if (*version > kOutputFormatVersion) {
    return fail(Status::format_too_new, fmt::format("{} is too new: this program writes version {}; a newer {} may write it", value,
                                                    kOutputFormatVersion, kProgram));
  }
  return {};
}

Result<void> set_generation(Draft& draft, const std::string& value) {
  const auto number = parse_whole_number(value, 1, UINT32_MAX);
  if (!number) return std::unexpected(number.error());
  draft.result.generation = generation_name(static_cast<std::uint32_t>(*number));
  return {};
}

Result<void> set_hit(Draft& draft, const std::string& value) {
  if (value.empty()) return usage("the id is empty");
  draft.result.hit = repair_utf8(value);
  return {};
}

Result<void> set_ids_from(Draft& draft, const std::string& value) {
  draft.result.ids_from = value;
  return {};
}

Result<void> set_jobs(Draft& draft, const std::string& value) {
  const auto jobs = parse_whole_number(value, 1, kMaxJobs);
  if (!jobs) return std::unexpected(jobs.error());
  draft.result.jobs = static_cast<unsigned>(*jobs);
  return {};
}

Result<void> set_log_format(Draft& draft, const std::string& value) {
  const auto format = choose(kLogFormats, value);
  if (!format) return std::unexpected(format.error());
  draft.result.log.format = *format;
  return {};
}

Result<void> set_manifest(Draft& draft, const std::string& value) {
  if (value.empty()) return usage("the name of the file is empty");
  draft.result.manifest = value;
  draft.result.request.list = ListKind::contents;
  return {};
}

Result<void> set_quiet(Draft& draft, const std::string& value) {
  const auto quiet = parse_flag(value);
  if (!quiet) return std::unexpected(quiet.error());
  draft.result.log.quiet = *quiet;
  return {};
}

Result<void> set_raw_cells(Draft& draft, const std::string& /*value*/) {
  draft.result.sink.raw_cells = true;
  return {};
}

Result<void> set_timing(Draft& draft, const std::string& /*value*/) {
  draft.result.sink.timing = true;
  return {};
}

Result<void> set_topic_part(Draft& draft, const std::string& value) {
  constexpr std::array<NamedValue<TopicPart>, 3> kParts = {
      {{"title", TopicPart::title}, {"desc", TopicPart::description}, {"title+desc", TopicPart::both}}};
  const auto part = choose(kParts, value);
  if (!part) return std::unexpected(part.error());
  draft.result.topic_part = *part;
  return {};
}

struct OwnOption {
  std::string_view name;
  Result<void> (*apply)(Draft& draft, const std::string& value);
};

constexpr std::array kOwnOptions = {
    OwnOption{"archive", set_archive},
    OwnOption{"color", set_color},
    OwnOption{"dry-run", set_dry_run},
    OwnOption{"exit-status", set_exit_status},
    OwnOption{"file", set_file},
    OwnOption{"format", set_format},
    OwnOption{"format-version", set_format_version},
    OwnOption{"generation", set_generation},
    OwnOption{"hit", set_hit},
    OwnOption{"ids-from", set_ids_from},
    OwnOption{"jobs", set_jobs},
    OwnOption{"log-format", set_log_format},
    OwnOption{"manifest", set_manifest},
    OwnOption{"quiet", set_quiet},
    OwnOption{"raw-cells", set_raw_cells},
    OwnOption{"timing", set_timing},
    OwnOption{"topic-part", set_topic_part},
};

Result<void> apply_value(Draft& draft, std::string_view name, const std::string& value) {
  if (name == "by") name = "timeline";
  const auto own = std::ranges::find(kOwnOptions, name, &OwnOption::name);
  if (own != kOwnOptions.end()) return own->apply(draft, value);
  // What is compared with an archive is valid UTF-8; names of files stay the bytes they are.
  const std::string text = repair_utf8(value);
  const auto analysed = apply_analysis_option(draft.result.analysis, draft.result.command, name, text);
  if (!analysed) return std::unexpected(analysed.error());
  if (*analysed) return {};
  if (is_filter_option(name)) return add_filter(draft.result.request, name, text);
  return find_request_option(name)->apply(draft.result.request, text);
}

Result<void> apply_named(Draft& draft, std::string_view name, const std::string& value, const std::string& origin) {
  auto applied = apply_value(draft, name, value);
  if (!applied) applied.error().message = fmt::format("{}: {}", origin, applied.error().message);
  return applied;
}

// --- splitting the arguments

struct Token {
  std::string option;  // "" = a word of QUERY, FILE or ID
  std::string text;    // its value, or the word
  bool has_value = false;
  bool known = true;   // false: --NAME that is no option of this subcommand
};

bool takes_filters(Subcommand command) { return find_option("since", command) != nullptr; }

po::options_description describe_options(Subcommand command) {
  po::options_description description;
  const auto add = [&](const std::string& name, bool flag) {
    auto* value = po::value<std::string>();
    description.add_options()(name.c_str(), flag ? value->zero_tokens() : value, "");
  };
  for (const OptionInfo& option : option_table()) {
    if (!has_option(option, command)) continue;
    std::string name(option.name);
    if (option.short_name != 0) name += fmt::format(",{}", option.short_name);
    add(name, option.argument.empty());
  }
  for (const Field& field : kFields) {
    if (field.option && takes_filters(command)) add(std::string(field.name), false);
  }
  return description;
}

bool is_known_short(const po::options_description& description, const std::string& token) {
  return token.size() == 2 && description.find_nothrow(token, false) != nullptr;
}

po::option unlisted(std::string key, std::vector<std::string>& arguments) {
  po::option option;
  option.string_key = std::move(key);
  option.original_tokens.push_back(arguments.front());
  option.unregistered = true;
  arguments.erase(arguments.begin());
  return option;
}

// Boost's splitter asks this first at each argument. Takes what Boost would misread: -word whole, and a --NAME that is not ours
// together with its value (it may be a facet field of the archive). Leaves all else to Boost.
std::vector<po::option> take_unlisted(const po::options_description& description, std::vector<std::string>& arguments) {
  const std::string token = arguments.front();
  if (token.size() < 2 || token[0] != '-' || token == "--") return {};
  if (token[1] != '-') {
    if (is_known_short(description, token)) return {};
    return {unlisted(token, arguments)};
  }
  const std::size_t equals = token.find('=');
  const std::string name = token.substr(2, equals == std::string::npos ? equals : equals - 2);
  if (description.find_nothrow(name, false) != nullptr) return {};
  po::option option = unlisted(name, arguments);
  if (equals != std::string::npos) {
    option.value.push_back(token.substr(equals + 1));
  } else if (!arguments.empty() && !arguments.front().starts_with("--")) {
    option.value.push_back(arguments.front());
    arguments.erase(arguments.begin());
  }
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
      tokens.push_back({option.string_key, option.value.empty() ? "" : option.value.front(), !option.value.empty(), !option.unregistered});
    }
  } catch (const po::error& error) {
    return fail(Status::usage, fmt::format("{}; see: {} {} --help", error.what(), kProgram, subcommand_info(command).name));
  }
  return tokens;
}

// --- applying them

std::string dash_word_message(const std::string& word, Subcommand command) {
  const bool digits = word.size() > 2 && std::ranges::all_of(word.substr(2), [](unsigned char c) { return std::isdigit(c) != 0; });
  const auto has_letter = [&](const OptionInfo& option) { return option.short_name == word[1] && has_option(option, command); };
  if (digits && std::ranges::any_of(option_table(), has_letter)) {
    return fmt::format("'{}' is not an option. The value of -{} is a word of its own: -{} {}", word, word[1], word[1], word.substr(2));
  }
  return fmt::format("'{}' is not an option. To leave a word out write: NOT {}. A query that begins with '-' goes after '--'.", word,
                     word.substr(1));
}

// The subcommands that have the option, for a message: "" = none.
std::string owners_of(std::string_view option_name) {
  std::string names;
  for (const OptionInfo& option : option_table()) {
    if (option.name != option_name) continue;
    for (unsigned i = 0; i <= static_cast<unsigned>(kLastSubcommand); ++i) {
      const auto command = static_cast<Subcommand>(i);
      if (has_option(option, command)) names += fmt::format("{}{}", names.empty() ? "" : ", ", subcommand_info(command).name);
    }
  }
  return names;
}

// --NAME of no option of this subcommand: an error, or a filter whose field the archive may have.
Result<void> apply_unknown(Draft& draft, const Token& token) {
  const Subcommand command = draft.result.command;
  if (token.option.front() == '-') return usage(dash_word_message(token.option, command));
  const std::string_view name = subcommand_info(command).name;
  if (const std::string owners = owners_of(token.option); !owners.empty()) {
    return usage(fmt::format("'--{}' is not an option of {} (it is one of {})", token.option, name, owners));
  }
  if (!takes_filters(command)) {
    return usage(fmt::format("'--{}' is not an option of {}; see: {} {} --help", token.option, name, kProgram, name));
  }
  auto& filters = draft.result.archive_filters;
  auto filter = std::ranges::find(filters, token.option, &OptionFilter::field);
  if (filter == filters.end()) filter = filters.insert(filter, OptionFilter{token.option, {}});
  if (token.has_value) filter->values.push_back(repair_utf8(token.text));
  return {};
}

Result<void> apply_tokens(Draft& draft, const std::vector<Token>& tokens) {
  for (const Token& token : tokens) {
    if (token.option.empty()) {
      draft.words.push_back(token.text);
      continue;
    }
    const Result<void> applied =
        token.known ? apply_named(draft, token.option, token.text, "--" + token.option) : apply_unknown(draft, token);
    if (!applied) return applied;
    draft.given.push_back(token.option);
  }
  return {};
}

Result<Settings> apply_settings(Draft& draft, const Surroundings& around) {
  auto settings = read_settings("search", kSettingNames, around.environment, around.config);
  if (!settings) return settings;
  for (const auto& [name, setting] : *settings) {
    if (name == "archive") continue;
    if (const auto applied = apply_named(draft, name, setting.value, setting.origin); !applied) {
      return fail(Status::bad_config, applied.error().message);
    }
  }
  return settings;
}

// --- what only the whole command line decides

std::string joined_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

Result<void> place_words(Draft& draft) {
  Invocation& result = draft.result;
  const std::string_view name = subcommand_info(result.command).name;
  switch (result.command) {
    case Subcommand::batch:
      if (draft.words.size() != 1) {
        return usage(fmt::format("batch takes one FILE of queries (- is stdin), not {}", draft.words.size()));
      }
      result.batch_file = draft.words.front();
      return {};
    case Subcommand::watch:
      return place_watch_words(result, draft.words, draft.given);
    case Subcommand::verify:
    case Subcommand::cite:
      if (draft.words.size() != 1) {
        return usage(fmt::format("{} takes one MANIFEST, a file written by --manifest, not {}", name, draft.words.size()));
      }
      result.manifest_file = draft.words.front();
      return {};
    case Subcommand::show:
      if (draft.words.empty()) return usage("show takes the ID of an article, or several");
      for (const std::string& id : draft.words) result.ids.push_back(repair_utf8(id));
      return {};
    case Subcommand::fields:
      if (!draft.words.empty()) return usage(fmt::format("{} takes no words: '{}'", name, draft.words.front()));
      return {};
    default:
      break;
  }
  if (is_analysis(result.command)) {
    for (const std::string& word : draft.words) result.analysis.words.push_back(repair_utf8(word));
    return finish_analysis(result.analysis, result.request, result.command, draft.was_given("limit"));
  }
  result.request.query = repair_utf8(joined_words(draft.words));
  return {};
}

// The defaults that differ between subcommands and formats.
void fill_defaults(Draft& draft) {
  Invocation& result = draft.result;
  SearchRequest& request = result.request;
  const OutputFormat format = result.sink.format;
  const bool batch = result.command == Subcommand::batch;
  if (is_bibliography(format)) request.want_articles = true;
  result.limit_given = draft.was_given("limit");
  if (!result.limit_given && (batch || format == OutputFormat::trec)) request.limit = kManyHits;
  if (result.command == Subcommand::export_all && !result.limit_given) request.limit = kNoLimit;
  if (result.command == Subcommand::watch && !result.limit_given) request.limit = kWatchHits;
  if (batch && !draft.was_given("match")) request.match = MatchMode::any;
  const bool no_room_for_snippets = format == OutputFormat::trec || format == OutputFormat::ids || is_bibliography(format);
  if (no_room_for_snippets || (batch && !draft.was_given("snippet"))) request.snippet = 0;
  if (batch && format == OutputFormat::trec) request.with_help = false;
  if (batch && format == OutputFormat::jsonl) result.sink.format = OutputFormat::json;  // one line an answer either way
  if (result.command == Subcommand::facets) {
    request.facet_offset = std::exchange(request.offset, 0);
    request.want_hits = false;
  }
  if (result.command == Subcommand::timeline) {
    if (!request.timeline) request.timeline = TimeUnit::month;
    request.want_peaks = true;
    request.want_hits = false;
  }
}

// A line of jsonl, csv, tsv, trec or ids is one hit: counts have no place there.
Result<void> check_counts_have_a_place(const Draft& draft) {
  const Invocation& result = draft.result;
  const bool lines = result.sink.format != OutputFormat::text && result.sink.format != OutputFormat::json;
  if (result.command != Subcommand::query || !lines) return {};
  const auto refuse = [&](std::string_view option, std::string_view command, std::string_view instead) {
    return usage(fmt::format("--{} does not go with --format {}: its lines are hits. Use the subcommand {}: {} {} QUERY {}", option,
                             format_name(result.sink.format), command, kProgram, command, instead));
  };
  if (!result.request.facets.empty()) {
    return refuse("facet", "facets", fmt::format("--facet {}", result.request.facets.front().field));
  }
  if (result.request.timeline) {
    return refuse("timeline", "timeline", fmt::format("--by {}", time_unit_name(*result.request.timeline)));
  }
  return {};
}

Result<void> check_draft(const Draft& draft) {
  const Invocation& result = draft.result;
  if (const auto checked = check_counts_have_a_place(draft); !checked) return checked;
  if (result.command == Subcommand::facets && result.request.facets.empty()) {
    return usage("facets needs --facet FIELD; the fields: broadsheet-search fields");
  }
  if (result.command == Subcommand::batch && result.sink.format == OutputFormat::trec &&
      (!result.request.facets.empty() || result.request.timeline)) {
    return usage("--facet and --timeline do not go with --format trec: a run holds hits only");
  }
  const OutputFormat format = result.sink.format;
  if (draft.was_given("fields") && (is_bibliography(format) || (result.command == Subcommand::export_all && format == OutputFormat::ids))) {
    return usage(fmt::format("--fields does not go with --format {}, which has its own", format_name(format)));
  }
  if (result.manifest && !result.analysis.entities.empty()) {
    return usage(
        "--manifest does not go with --entity; ask for the name in QUERY instead: cooccur 'person:\"Kai-Fu Lee\"' --manifest FILE");
  }
  if (result.ids_from == "-" && result.batch_file == "-") return usage("--ids-from - and batch - cannot both read stdin");
  return {};
}

// `facets` lists all values of a field without a number of its own, or as many as --limit says.
std::size_t default_facet_limit(const Invocation& result) {
  if (result.command == Subcommand::compare) return result.request.limit;
  constexpr std::size_t kBars = 20;
  if (result.command != Subcommand::facets) return kDefaultFacetLimit;
  if (!result.limit_given) return result.sink.format == OutputFormat::svg ? kBars : kNoLimit;
  return result.request.limit;
}

bool wants_color(const Draft& draft, const Surroundings& around) {
  if (draft.color) return *draft.color;
  const std::string no_color = around.environment("NO_COLOR").value_or("");
  return around.stdout_is_terminal && no_color.empty() && around.environment("TERM").value_or("") != "dumb";
}

Result<Invocation> finish(Draft draft, const Settings& settings, const Surroundings& around) {
  auto archive = find_option("archive", draft.result.command) == nullptr ? Result<ArchivePlace>{}
                                                                         : resolve_archive(draft.archive, settings, around.environment);
  if (const auto placed = place_words(draft); !placed) return std::unexpected(placed.error());
  if (draft.result.command == Subcommand::watch && draft.result.watch.file.empty()) {
    auto file = default_watch_file(around.environment);
    if (!file) return std::unexpected(file.error());
    draft.result.watch.file = std::move(*file);
  } else if (draft.result.command == Subcommand::watch) {
    draft.result.watch.file_option = " --file " + draft.result.watch.file;
  }
  fill_defaults(draft);
  if (const auto checked = check_draft(draft); !checked) return std::unexpected(checked.error());
  const std::size_t facet_limit = default_facet_limit(draft.result);
  if (const auto finished = finish_request(draft.result.request, "--", facet_limit); !finished) return std::unexpected(finished.error());
  if (!archive) return std::unexpected(archive.error());
  draft.result.archive = std::move(*archive);
  draft.result.sink.color = wants_color(draft, around);
  return std::move(draft.result);
}

// The first argument: a subcommand, or --help or --version for the program.
Result<Invocation> parse_first(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return fail(Status::usage, fmt::format("no subcommand given; see: {} --help", kProgram));
  const std::string& first = arguments.front();
  Invocation result;
  if (first == "-h" || first == "--help") {
    result.print = overview();
    return result;
  }
  if (first == "-V" || first == "--version") {
    result.version = true;
    return result;
  }
  if (const SubcommandInfo* info = find_subcommand(first)) {
    result.command = info->command;
    result.sink.format = info->formats.front();
    return result;
  }
  if (is_later_subcommand(first)) return fail(Status::usage, fmt::format("'{}' is not in this version", first));
  if (first.starts_with("-")) {
    return fail(Status::usage, fmt::format("'{0}' stands before the subcommand; options go after it: {1} query … {0}", first, kProgram));
  }
  return fail(Status::usage,
              fmt::format("'{0}' is not a subcommand; to search for it: {1} query {0}; all subcommands: {1} --help", first, kProgram));
}

}  // namespace

Result<Invocation> parse_command_line(const std::vector<std::string>& arguments, const Surroundings& around) {
  auto first = parse_first(arguments);
  if (!first || first->print || first->version) return first;
  Draft draft{std::move(*first), {}, {}, {}, {}};
  draft.result.request.now = around.now;
  draft.result.jobs = around.processors;
  draft.result.log.program = kProgram;
  const auto tokens = split_arguments({arguments.begin() + 1, arguments.end()}, draft.result.command);
  if (!tokens) return std::unexpected(tokens.error());
  const auto has = [&](std::string_view option) { return std::ranges::find(*tokens, option, &Token::option) != tokens->end(); };
  if (has("help")) {
    draft.result.print = help_text(draft.result.command);
    return std::move(draft.result);
  }
  draft.result.version = has("version");
  if (draft.result.version) return std::move(draft.result);
  const auto settings = apply_settings(draft, around);
  if (!settings) return std::unexpected(settings.error());
  if (const auto applied = apply_tokens(draft, *tokens); !applied) return std::unexpected(applied.error());
  return finish(std::move(draft), *settings, around);
}

LogSettings early_log_settings(const std::vector<std::string>& arguments, const EnvironmentLookup& environment) {
  LogSettings settings;
  settings.program = kProgram;
  settings.format = early_log_format(arguments, environment);
  return settings;
}

}  // namespace broadsheet
