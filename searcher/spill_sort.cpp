#include "searcher/spill_sort.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <queue>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace broadsheet {
namespace {

constexpr std::size_t kHeaderBytes = 2 * sizeof(std::uint32_t);
constexpr std::size_t kReadBytes = 256U << 10;

struct RecordView {
  std::string_view key, payload;
  std::size_t size() const { return kHeaderBytes + key.size() + payload.size(); }
};

void append_size(std::string& out, std::size_t n) {
  const auto size = static_cast<std::uint32_t>(n);
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
}

std::uint32_t size_at(const char* at) {
  std::uint32_t size = 0;
  std::memcpy(&size, at, sizeof size);
  return size;
}

RecordView record_at(const char* at) {
  const std::uint32_t key = size_at(at), payload = size_at(at + sizeof key);
  return {{at + kHeaderBytes, key}, {at + kHeaderBytes + key, payload}};
}

Error file_error(std::string_view what, const std::filesystem::path& folder) {
  return {Status::io_error, fmt::format("cannot {} a temporary file in {}: {}; TMPDIR names another folder", what, folder.string(),
                                        std::generic_category().message(errno))};
}

// Reads one run from the file, a piece at a time.
class RunReader {
 public:
  RunReader(int fd, std::uint64_t begin, std::uint64_t end) : fd_(fd), next_(begin), end_(end) {}
  // Moves to the next record; false: there is none, or the file could not be read (then failed()).
  bool advance() {
    used_ += current_size_;
    current_size_ = 0;
    if (!fill(kHeaderBytes)) return false;
    const std::size_t size = record_at(piece_.data() + used_).size();
    if (!fill(size)) {
      failed_ = true;
      return false;
    }
    current_size_ = size;
    return true;
  }
  RecordView record() const { return record_at(piece_.data() + used_); }
  bool failed() const { return failed_; }

 private:
  // At least `wanted` bytes from used_ on; false: the run has no more.
  bool fill(std::size_t wanted) {
    if (piece_.size() - used_ >= wanted) return true;
    piece_.erase(0, used_);
    used_ = 0;
    while (piece_.size() < wanted && next_ < end_) {
      const std::size_t old = piece_.size();
      const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(std::max(kReadBytes, wanted), end_ - next_));
      piece_.resize(old + room);
      const ssize_t got = ::pread(fd_, piece_.data() + old, room, static_cast<off_t>(next_));
      piece_.resize(old + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        failed_ = true;
        return false;
      }
      next_ += static_cast<std::uint64_t>(got);
    }
    return piece_.size() >= wanted;
  }
  int fd_;
  std::uint64_t next_, end_;
  std::string piece_;
  std::size_t used_ = 0, current_size_ = 0;
  bool failed_ = false;
};

bool write_whole(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

SpillSorter::~SpillSorter() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> SpillSorter::add(std::string_view key, std::string_view payload) {
  if (!starts_.empty() && bytes_.size() + kHeaderBytes + key.size() + payload.size() > memory_bytes_) {
    if (const auto spilt = spill(); !spilt) return spilt;
  }
  starts_.push_back(bytes_.size());
  append_size(bytes_, key.size());
  append_size(bytes_, payload.size());
  bytes_ += key;
  bytes_ += payload;
  return {};
}

namespace {

void sort_records(const std::string& bytes, std::vector<std::size_t>& starts) {
  std::ranges::sort(starts, {}, [&bytes](std::size_t start) { return record_at(bytes.data() + start).key; });
}

}  // namespace

Result<void> SpillSorter::spill() {
  if (fd_ < 0) {
    std::string name = (folder_ / "broadsheet-sort-XXXXXX").string();
    fd_ = ::mkstemp(name.data());
    if (fd_ < 0) return std::unexpected(file_error("make", folder_));
    ::unlink(name.c_str());
  }
  sort_records(bytes_, starts_);
  std::string piece;
  const std::uint64_t begin = file_size_;
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    const RecordView record = record_at(bytes_.data() + starts_[i]);
    piece.append(bytes_, starts_[i], record.size());
    if (piece.size() < kReadBytes && i + 1 < starts_.size()) continue;
    if (!write_whole(fd_, piece)) return std::unexpected(file_error("write", folder_));
    file_size_ += piece.size();
    piece.clear();
  }
  runs_.push_back({begin, file_size_});
  bytes_.clear();
  starts_.clear();
  return {};
}

Result<void> SpillSorter::for_each(const std::function<bool(std::string_view payload)>& use) {
  if (!runs_.empty()) return merge(use);
  sort_records(bytes_, starts_);
  for (const std::size_t start : starts_) {
    if (!use(record_at(bytes_.data() + start).payload)) break;
  }
  return {};
}

Result<void> SpillSorter::merge(const std::function<bool(std::string_view payload)>& use) {
  if (!starts_.empty()) {
    if (const auto spilt = spill(); !spilt) return spilt;
  }
  bytes_ = std::string();
  std::vector<std::unique_ptr<RunReader>> readers;
  for (const Run& run : runs_) readers.push_back(std::make_unique<RunReader>(fd_, run.begin, run.end));
  const auto later = [&readers](std::size_t a, std::size_t b) { return readers[a]->record().key > readers[b]->record().key; };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  const auto advance = [&](std::size_t i) -> Result<void> {
    if (readers[i]->advance()) {
      queue.push(i);
    } else if (readers[i]->failed()) {
      return std::unexpected(file_error("read", folder_));
    }
    return {};
  };
  for (std::size_t i = 0; i < readers.size(); ++i) {
    if (const auto advanced = advance(i); !advanced) return advanced;
  }
  while (!queue.empty()) {
    const std::size_t i = queue.top();
    queue.pop();
    if (!use(readers[i]->record().payload)) return {};
    if (const auto advanced = advance(i); !advanced) return advanced;
  }
  return {};
}

}  // namespace broadsheet
