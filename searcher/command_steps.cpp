#include "searcher/command_steps.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/text.h"
#include "searcher/request_options.h"

namespace broadsheet {
namespace {

// Ids one a line; blanks around them do not count.
std::vector<std::string> split_ids(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  std::vector<std::string> ids;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
    line = line.substr(0, line.find_last_not_of(kBlanks) + 1);
    if (!line.empty()) ids.emplace_back(line);
  }
  return ids;
}

}  // namespace

Result<IndexView> open_view(const Invocation& invocation) {
  auto view = IndexView::open(invocation.archive.path, invocation.generation);
  const bool told = invocation.archive.origin == "--archive" || !invocation.generation.empty();
  if (!view && view.error().status == Status::no_input && !told) {
    view.error().message += fmt::format(" (the place comes from {})", invocation.archive.origin);
  }
  return view;
}

// The request with what only the archive and the file of ids know.
Result<SearchRequest> complete_request(const Invocation& invocation, const Schema& schema) {
  SearchRequest request = invocation.request;
  const std::string kind = fmt::format("an option of {}", subcommand_info(invocation.command).name);
  if (const auto added = add_archive_filters(request, invocation.archive_filters, schema, "--", kind); !added) {
    return std::unexpected(added.error());
  }
  if (invocation.ids_from) {
    const auto text = read_input(*invocation.ids_from);
    if (!text) return std::unexpected(text.error());
    request.ids = split_ids(repair_utf8(*text));
  }
  return request;
}

Result<Status> finish(Output& out, Status status) {
  if (const auto flushed = out.flush(); !flushed) return std::unexpected(flushed.error());
  return status;
}

Status match_status(const Invocation& invocation, bool any_match) {
  return invocation.exit_status && !any_match ? Status::no_match : Status::ok;
}

}  // namespace broadsheet
