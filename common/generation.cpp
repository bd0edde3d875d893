#include "common/generation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "common/files.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxCurrentBytes = 64;

std::unexpected<Error> no_archive(const ArchivePaths& archive, std::string_view reason) {
  const std::string root = archive.root.string();
  return fail(Status::no_input, fmt::format("no archive at {}: {}. Make one: broadsheet build INPUT… --archive {}; or say where it is: "
                                            "--archive DIR, or BROADSHEET_ARCHIVE in the environment",
                                            root, reason, root));
}

// CURRENT says nothing usable: which generations could it name?
std::unexpected<Error> lost_current(const ArchivePaths& archive, std::string_view damage) {
  const auto names = list_generations(archive);
  std::string advice = "no generation is left: build the archive again";
  if (!names.empty()) {
    advice = fmt::format("generations that are there: {}; choose one: broadsheet rollback {} --archive {}", fmt::join(names, ", "),
                         names.back(), archive.root.string());
  }
  return fail(Status::bad_data, fmt::format("{}: {}; {}", archive.current().string(), damage, advice));
}

// "; an older generation is there: broadsheet rollback 000041 --archive A". "" for a folder that is not under generations/.
std::string rollback_advice(const Path& folder) {
  const ArchivePaths archive{folder.parent_path().parent_path()};
  const auto number = generation_number(folder.filename().string());
  if (folder.parent_path() != archive.generations() || !number) return {};
  auto names = list_generations(archive);
  std::erase_if(names, [&number](const std::string& name) { return *generation_number(name) >= *number; });
  if (names.empty()) return "; no older generation is there: build the archive again";
  return fmt::format("; an older generation is there: broadsheet rollback {} --archive {}", names.back(), archive.root.string());
}

}  // namespace

Error generation_fault(Error error, const Path& generation_folder) {
  if (error.status == Status::no_input) error.status = Status::bad_data;
  if (error.status == Status::bad_data) error.message += rollback_advice(generation_folder);
  return error;
}

std::string generation_name(std::uint32_t number) { return fmt::format("{:06}", number); }

Result<std::uint32_t> generation_number(std::string_view name) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  // One spelling for each: the name is a folder's.
  if (error != std::errc{} || end != name.data() + name.size() || generation_name(number) != name) {
    return fail(Status::usage,
                fmt::format("'{}' is not the name of a generation, such as 000042. All names: broadsheet generations", name));
  }
  return number;
}

Result<std::string> read_current(const ArchivePaths& archive) {
  std::error_code error;
  if (!std::filesystem::is_directory(archive.root, error)) return no_archive(archive, "there is no such folder");
  auto content = read_file(archive.current(), kMaxCurrentBytes);
  if (!content && content.error().status == Status::no_input && !std::filesystem::exists(archive.current(), error)) {
    if (list_generations(archive).empty()) return no_archive(archive, "nothing was published there yet");
    return lost_current(archive, "missing");
  }
  if (!content && content.error().status == Status::bad_data) return lost_current(archive, "damaged");
  if (!content) return content;
  if (content->ends_with('\n')) content->pop_back();
  if (!generation_number(*content)) return lost_current(archive, content->empty() ? "empty" : "damaged");
  if (!std::filesystem::is_directory(archive.generation(*content), error)) {
    return lost_current(archive, fmt::format("names generation {}, which is missing", *content));
  }
  return content;
}

std::vector<std::string> list_generations(const ArchivePaths& archive) { return list_generations_in(archive.generations()); }

std::vector<std::string> list_generations_in(const Path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    std::string name = it->path().filename().string();
    if (generation_number(name) && it->is_directory(ignored)) names.push_back(std::move(name));
  }
  std::ranges::sort(names, {}, [](const std::string& name) { return *generation_number(name); });
  return names;
}

}  // namespace broadsheet
