#include "indexer/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <numeric>

#include <fmt/format.h>
#include <xxhash.h>

#include "common/packing.h"

namespace broadsheet {
namespace {

constexpr int kZstdLevel = 1;

std::string hash_hex(const Digest& bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

}  // namespace

Digest digest_of_hex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Digest bytes{};
  for (std::size_t i = 0; i < bytes.size() && 2 * i + 1 < hex.size(); ++i) {
    bytes[i] = static_cast<char>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
  }
  return bytes;
}

std::uint64_t article_hash(std::string_view record) { return XXH3_64bits(record.data(), record.size()); }

std::int64_t order_of(const Article& article) { return article.date ? article.date->start : std::numeric_limits<std::int64_t>::min(); }

Result<Spool> Spool::create(const Path& path) {
  auto file = FileWriter::create(path);
  if (!file) return std::unexpected(file.error());
  return Spool(std::move(*file), path);
}

SpoolOutcome Spool::add(const DerivedArticle& article) {
  const std::string packed = article.stored ? std::string() : pack(article.record, kZstdLevel);
  SpoolEntry entry{article.id,
                   article.content_hash,
                   article.record_digest,
                   file_.size(),
                   article.stored ? article.stored->article_hash : article_hash(article.record),
                   static_cast<std::uint32_t>(packed.size()),
                   article.text_bytes,
                   article.order,
                   number_of(article.notes),
                   article.stored ? article.stored->docid : 0};
  const auto [position, is_new] = by_id_.try_emplace(article.id, entries_.size());
  if (!is_new && entries_[position->second].content_hash == entry.content_hash) return SpoolOutcome::duplicate;
  file_.write(packed);
  if (is_new) {
    entries_.push_back(std::move(entry));
    return SpoolOutcome::added;
  }
  entries_[position->second] = std::move(entry);
  return SpoolOutcome::replaced;
}

std::uint32_t Spool::number_of(const RecordNotes& notes) {
  const auto [position, is_new] = note_numbers_.try_emplace(notes, static_cast<std::uint32_t>(notes_.size()));
  if (is_new) notes_.push_back(notes);
  return position->second;
}

Result<void> Spool::finish_writing() {
  by_id_.clear();
  note_numbers_.clear();
  if (const auto closed = file_.close(false); !closed) return closed;
  int fd = -1;
  do {
    fd = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  } while (fd < 0 && errno == EINTR);
  readable_ = Descriptor(fd);
  if (!readable_) return std::unexpected(system_error(errno, "open", path_));
  return {};
}

void Spool::sort() {
  std::ranges::sort(entries_,
                    [](const SpoolEntry& a, const SpoolEntry& b) { return a.order != b.order ? a.order > b.order : a.id < b.id; });
}

Result<TextStore*> Spool::reader_of_this_thread() const {
  const std::lock_guard lock(stored_->mutex);
  if (const auto known = stored_->readers.find(std::this_thread::get_id()); known != stored_->readers.end()) return &known->second;
  auto opened = TextStore::open(stored_->path);
  if (!opened) return std::unexpected(opened.error());
  return &stored_->readers.emplace(std::this_thread::get_id(), std::move(*opened)).first->second;
}

Result<std::string> Spool::read_stored(const SpoolEntry& entry) const {
  const auto reader = reader_of_this_thread();
  if (!reader) return std::unexpected(reader.error());
  const auto record = (*reader)->get(entry.stored);
  if (!record) return std::unexpected(record.error());
  if (article_hash(*record) != entry.article_hash) return damaged(stored_->path, "it was changed while it was read");
  return std::string(*record);
}

Result<std::string> Spool::read(const SpoolEntry& entry) const {
  if (entry.stored != 0) return read_stored(entry);
  std::string bytes(entry.length, '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t n = ::pread(readable_.get(), bytes.data() + got, bytes.size() - got, static_cast<off_t>(entry.offset + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::unexpected(system_error(errno, "read", path_));
    if (n == 0) return fail(Status::io_error, fmt::format("{}: the spool was cut short while it was read", path_.string()));
    got += static_cast<std::size_t>(n);
  }
  std::string record;
  constexpr std::size_t kMaxRecord = 1U << 31;
  if (!unpack(bytes, kMaxRecord, record))
    return fail(Status::io_error, fmt::format("{}: the spool was changed while it was read", path_.string()));
  return record;
}

void Spool::remove_records() {
  readable_ = Descriptor();
  stored_->readers.clear();
  std::error_code ignored;  // the folder goes with the run
  std::filesystem::remove(path_, ignored);
}

std::string Spool::content_sha256(std::string_view rest) const {
  std::vector<std::size_t> order(entries_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [this](std::size_t i) -> const std::string& { return entries_[i].id; });
  Sha256 sha;
  for (const std::size_t i : order) sha.update(fmt::format("{}\t{}\n", entries_[i].id, hash_hex(entries_[i].content_hash)));
  sha.update(rest);
  return sha.hex();
}

}  // namespace broadsheet
