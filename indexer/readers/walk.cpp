#include "indexer/readers/walk.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include <fmt/format.h>

#include "common/files.h"
#include "common/text.h"

namespace broadsheet {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

class Walk {
 public:
  explicit Walk(InputFormat format) : format_(format) {}

  Result<void> input(const std::string& path) {
    if (path == "-") return standard_input();
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return missing(path, errno);
    if (S_ISDIR(info.st_mode))
      folder(path);
    else if (S_ISREG(info.st_mode))
      file(path);
    else if (S_ISFIFO(info.st_mode))
      result_.files.push_back({path});  // named on purpose: <(zcat …) of a shell is one
    else
      reject(path, "neither a file nor a folder, but a device or socket");
    return {};
  }
  WalkResult take() { return std::move(result_); }

 private:
  Result<void> standard_input() {
    if (std::exchange(has_stdin_, true)) return fail(Status::usage, "'-' (standard input) can be read only once: give it once");
    result_.files.push_back({"-"});
    return {};
  }

  Result<void> missing(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR) {
      return fail(Status::no_input, fmt::format("there is no file or folder {}; nothing was read", one_line(path)));
    }
    unreadable(path, error);
    return {};
  }

  // Everything under `root`, sorted by the bytes of the path.
  void folder(const std::string& root) {
    std::vector<std::string> found;
    std::vector<std::string> folders{root};
    while (!folders.empty()) {
      const std::string path = std::move(folders.back());
      folders.pop_back();
      list(path, found, folders);
    }
    std::ranges::sort(found);
    for (const std::string& path : found) file(path);
  }

  void list(const std::string& path, std::vector<std::string>& found, std::vector<std::string>& folders) {
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(path.c_str()));
    if (!open) return unreadable(path, errno);
    const std::string before = path.ends_with('/') ? path : path + '/';
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") sort_in(before, name, found, folders);
      errno = 0;
    }
    if (errno != 0) unreadable(path, errno);
  }

  // One entry of a folder: to be read, to be walked, or skipped. Nothing is opened.
  void sort_in(const std::string& before, std::string_view name, std::vector<std::string>& found, std::vector<std::string>& folders) {
    const std::string path = before + std::string(name);
    const bool hidden = name.starts_with('.');
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0) return unreadable(path, errno);
    if (S_ISDIR(info.st_mode)) {
      if (!hidden) folders.push_back(path);
      return;
    }
    const bool wanted = !hidden && is_named_as(name, format_);
    if (wanted && S_ISLNK(info.st_mode) && ::stat(path.c_str(), &info) != 0) return unreadable(path, errno);
    if (wanted && S_ISREG(info.st_mode))
      found.push_back(path);
    else
      ++result_.skipped_files;
  }

  void file(const std::string& path) {
    if (::access(path.c_str(), R_OK) != 0) return unreadable(path, errno);
    result_.files.push_back({path});
  }

  void unreadable(const std::string& path, int error) { reject(path, system_error(error, "read", path).message); }

  void reject(const std::string& path, std::string_view what) { result_.rejects.push_back(make_reject("unreadable", {path, 0, 0}, what)); }

  InputFormat format_;
  bool has_stdin_ = false;
  WalkResult result_;
};

}  // namespace

std::string one_line(std::string_view text) {
  std::string line = terminal_safe(repair_utf8(text));
  for (std::size_t at = line.find_first_of("\n\t"); at != line.npos; at = line.find_first_of("\n\t", at)) {
    line.replace(at, 1, line[at] == '\n' ? "\\u{0a}" : "\\u{09}");
  }
  return line;
}

std::string place(const Origin& origin) {
  const std::string file = origin.file == "-" ? "stdin" : one_line(origin.file);
  return origin.line == 0 ? file + ':' : fmt::format("{}:{}:", file, origin.line);
}

Reject make_reject(std::string_view reason, const Origin& origin, std::string_view what, std::optional<std::string> record) {
  const std::string file = origin.file + ": ";
  if (what.starts_with(file)) what.remove_prefix(file.size());
  return {std::string(reason), fmt::format("{} {}", place(origin), what), origin, std::move(record)};
}

Result<WalkResult> find_inputs(const std::vector<std::string>& inputs, InputFormat format) {
  Walk walk(format);
  for (const std::string& input : inputs) {
    if (auto taken = walk.input(input); !taken) return std::unexpected(taken.error());
  }
  return walk.take();
}

}  // namespace broadsheet
