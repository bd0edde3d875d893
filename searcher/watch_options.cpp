#include "searcher/watch_options.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/option_values.h"
#include "common/text.h"
#include "searcher/request_options.h"

namespace broadsheet {
namespace {

constexpr std::array<NamedValue<WatchAction>, 4> kActions = {
    {{"add", WatchAction::add}, {"list", WatchAction::list}, {"remove", WatchAction::remove}, {"run", WatchAction::run}}};

std::unexpected<Error> usage(std::string message) { return fail(Status::usage, std::move(message)); }

bool is_saved_option(const std::string& option) {
  return option == "match" || option == "strict" || option == "since" || option == "until" || is_filter_option(option);
}

// What is saved with a query, given to an action that saves none; "" = nothing.
std::string misplaced_option(const Invocation& invocation, const std::vector<std::string>& given) {
  if (!invocation.archive_filters.empty()) return invocation.archive_filters.front().field;
  for (const std::string& option : given) {
    if (is_saved_option(option)) return option;
  }
  return {};
}

}  // namespace

Result<void> place_watch_words(Invocation& invocation, const std::vector<std::string>& words, const std::vector<std::string>& given) {
  if (words.empty()) return usage("watch takes one of add, list, remove, run");
  const auto action = choose(kActions, words.front());
  if (!action) return usage("watch: " + action.error().message);
  WatchInvocation& watch = invocation.watch;
  watch.action = *action;
  for (std::size_t i = 1; i < words.size(); ++i) watch.names.push_back(repair_utf8(words[i]));
  if (*action == WatchAction::add) {
    if (watch.names.empty()) return usage("watch add takes a NAME, then the QUERY");
    invocation.request.query = fmt::format("{}", fmt::join(watch.names.begin() + 1, watch.names.end(), " "));
    watch.names.resize(1);
    return {};
  }
  if (*action == WatchAction::list && !watch.names.empty())
    return usage(fmt::format("watch list takes no words: '{}'", watch.names.front()));
  if (*action == WatchAction::remove && watch.names.empty()) return usage("watch remove takes the NAME of a saved query, or several");
  if (const std::string option = misplaced_option(invocation, given); !option.empty()) {
    return usage(fmt::format("--{} goes with watch add: it is saved with the query", option));
  }
  return {};
}

Result<std::string> default_watch_file(const EnvironmentLookup& environment) {
  std::string folder = environment("XDG_CONFIG_HOME").value_or("");
  if (folder.empty()) {
    const std::string home = environment("HOME").value_or("");
    if (home.empty()) return fail(Status::no_input, "neither --file nor $XDG_CONFIG_HOME nor $HOME says where the saved queries are");
    folder = home + "/.config";
  }
  return folder + "/broadsheet/watches.jsonl";
}

}  // namespace broadsheet
