#include "searcher/xapian_fault.h"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace broadsheet {
namespace {

struct Reason {
  int number;
  Status status;
};
constexpr std::array kReasons = {Reason{EMFILE, Status::system}, Reason{ENFILE, Status::system}, Reason{ENOMEM, Status::system},
                                 Reason{EIO, Status::io_error}};

}  // namespace

Error xapian_fault(const Xapian::Error& error, const std::string& database) {
  // Xapian keeps the number to itself and gives its text.
  const char* text = error.get_error_string();
  const std::string_view system = text == nullptr ? "" : text;
  for (const Reason& reason : kReasons) {
    if (!system.empty() && system == std::generic_category().message(reason.number)) {
      return {reason.status, fmt::format("{}: {}", database, error.get_description())};
    }
  }
  return {Status::bad_data, fmt::format("{}: {}; broadsheet check says whether it is damaged", database, error.get_description())};
}

}  // namespace broadsheet
