// Do the questions that must find something still find it? Canary queries from a file, asked of a build before anybody searches it, by
// the program that people search with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace broadsheet {

struct Canary {
  std::size_t line = 1;          // of the file
  std::string query;             // as written, for messages
  std::string request;           // a line for `broadsheet-search batch`; its qid is the line's number
  std::uint64_t minimum = 0;     // articles that must match
  std::vector<std::string> ids;  // that must be among the first `limit` hits
  std::uint64_t limit = 1;
};

// Lines `MINIMUM<TAB>QUERY[<TAB>ID]…`, or JSON objects with the keys of batch and `minimum` and `ids`; blank lines and lines that begin
// with '#' count for nothing. Error 78 names the line by `name`: nothing is asked when one of them cannot be.
Result<std::vector<Canary>> parse_canaries(std::string_view text, const std::string& name);

// The file's canaries. 66: no such file, or no program to ask them.
Result<std::vector<Canary>> read_canaries(const std::filesystem::path& file, const std::filesystem::path& search_program);

struct CanarySetting {
  std::filesystem::path search_program;
  std::filesystem::path archive;  // its CURRENT names the build
  std::filesystem::path scratch;  // a folder for what goes to and fro
};
// What does not hold, "FILE:LINE: …", in the order of the file; a program that fails is what does not hold, too. Runs a process and
// waits for it; a signal to us ends it. Errors: 71, 74.
Result<std::vector<std::string>> ask_canaries(const std::vector<Canary>& canaries, const std::filesystem::path& file,
                                              const CanarySetting& setting);

// What does not hold, from the lines that batch wrote.
std::vector<std::string> failed_canaries(const std::vector<Canary>& canaries, const std::string& name, std::string_view answers);

}  // namespace broadsheet
