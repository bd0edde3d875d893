#include "indexer/readers/input.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "common/limits.h"

namespace broadsheet {
namespace {

constexpr std::size_t kBlockBytes = 256U << 10;
constexpr std::size_t kKeptOfTooLong = 64U << 10;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

}  // namespace

std::string_view Input::window() {
  if (begin_ == end_) more();
  return {store_.data() + begin_, end_ - begin_};
}

bool Input::more() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (ended_) return false;
  make_room();
  auto got = source_.read(store_.data() + end_, kBlockBytes);
  if (!got) error_ = got.error();
  ended_ = !got || *got == 0;
  if (!ended_) end_ += *got;
  return !ended_;
}

int Input::peek() {
  const std::string_view bytes = window();
  return bytes.empty() ? -1 : static_cast<unsigned char>(bytes.front());
}

void Input::take(std::size_t n) {
  const char* first = store_.data() + begin_;
  line_ += static_cast<std::uint64_t>(std::count(first, first + n, line_end_));
  offset_ += n;
  begin_ += n;
}

void Input::skip(std::string_view set) {
  for (std::string_view bytes = window(); !bytes.empty(); bytes = window()) {
    const std::size_t n = std::min(bytes.find_first_not_of(set), bytes.size());
    const bool all = n == bytes.size();
    take(n);
    if (!all) return;
  }
}

void Input::skip_bom() {
  while (end_ - begin_ < kBom.size() && more()) {
  }
  if (window().starts_with(kBom)) take(kBom.size());
}

std::string_view Input::peek_line(std::size_t from) {
  std::size_t searched = from;
  while (true) {
    const std::string_view bytes = window();
    const std::size_t end = bytes.find('\n', searched);
    if (end != bytes.npos) return bytes.substr(from, end - from);
    searched = bytes.size();
    if (searched - from > kMaxRecordBytes || !more()) return window().substr(from);
  }
}

// Space for one block behind end_.
void Input::make_room() {
  if (store_.size() - end_ >= kBlockBytes) return;
  if (begin_ > 0) {
    std::memmove(store_.data(), store_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (store_.size() - end_ < kBlockBytes) store_.resize(std::max(store_.size() * 2, end_ + kBlockBytes));
}

void Capture::add(std::string_view part) {
  length += part.size();
  if (too_long() && bytes.size() > kKeptOfTooLong) bytes.resize(kKeptOfTooLong);
  bytes += too_long() ? part.substr(0, kKeptOfTooLong - bytes.size()) : part;
}

bool Capture::too_long() const { return length > kMaxRecordBytes; }

bool take_line(Input& in, Capture& line) {
  for (std::string_view bytes = in.window(); !bytes.empty(); bytes = in.window()) {
    const std::size_t n = std::min(bytes.find('\n'), bytes.size());
    const bool ended = n < bytes.size();
    line.add(bytes.substr(0, n));
    in.take(ended ? n + 1 : n);
    if (ended) return true;
  }
  return false;
}

void Output::record(Capture&& capture, std::optional<JsonValue> fields) {
  if (capture.too_long()) return too_long(std::move(capture));
  give({std::move(capture.origin), std::move(capture.bytes), std::nullopt, std::move(fields)});
}

void Output::reject(std::string_view reason, const Origin& at, std::string_view what, std::optional<std::string> record) {
  give({at, {}, make_reject(reason, at, what, std::move(record)), std::nullopt});
}

void Output::too_long(Capture&& capture) {
  const std::string what = fmt::format("a record of {} bytes, at most {} are read; its first {} bytes are kept here", capture.length,
                                       kMaxRecordBytes, capture.bytes.size());
  reject("too-long", capture.origin, what, std::move(capture.bytes));
}

void Output::give(RawRecord&& record) {
  if (open_) open_ = use_(std::move(record));
}

}  // namespace broadsheet
